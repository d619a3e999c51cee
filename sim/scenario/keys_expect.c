/* The keys of expectations. */
#include "sim/scenario/keys.h"

static const struct value EXPECTATION = {.kind = VALUE_OBJECT, .object = &OBJECT_EXPECTATION};

#define CLIENT_KEY                                                                                 \
    {                                                                                              \
        .name = "client", .value = &VALUE_NAME, .description = "The client by its name.",          \
        .example = "\"agent\""                                                                     \
    }
#define APP_KEY(text)                                                                              \
    { .name = "app", .value = &VALUE_APP, .description = (text), .example = "\"sales-1\"" }
#define CHANNEL_KEY(text)                                                                          \
    { .name = "channel", .value = &VALUE_NAME, .description = (text), .example = "\"call-1\"" }
#define NTH_KEY(text)                                                                              \
    { .name = "nth", .value = &VALUE_NTH, .description = (text), .example = "1" }
#define STATUS_KEY                                                                                 \
    {                                                                                              \
        .name = "status", .value = &VALUE_STATUS,                                                  \
        .description = "The status of the answer. Without it: any answer.", .example = "409"       \
    }
#define WHERE_KEY(text)                                                                            \
    {                                                                                              \
        .name = "where", .value = &VALUE_WHERE, .description = (text),                             \
        .example = "{\"channel.caller.number\": \"200\"}"                                          \
    }

static const struct key CLAIM_KEYS[] = {
    APP_KEY("The application that claims."),
    CLIENT_KEY,
    CHANNEL_KEY("The channel that is claimed."),
    NTH_KEY("Only the first (1), second (2) … such claim, counted as they are made."),
    STATUS_KEY,
    {0},
};
static const struct key EVENT_KEYS[] = {
    APP_KEY("The application that gets the event."),
    CLIENT_KEY,
    {.name = "type",
     .value = &VALUE_EVENT_TYPE,
     .description = "The type of the event.",
     .example = "\"StasisStart\""},
    CHANNEL_KEY("The channel the event is about."),
    NTH_KEY("Only the first (1), second (2) … such event."),
    WHERE_KEY("What its fields are like, named by their path."),
    {.name = "args",
     .value = &VALUE_TEXTS,
     .description = "The field args is exactly this list.",
     .example = "[\"vip\", \"200\"]"},
    {0},
};
static const struct key ANSWER_KEYS[] = {
    CLIENT_KEY,
    {.name = "request",
     .value = &VALUE_REQUEST,
     .description = "The request that is answered; without a query it stands for any query.",
     .example = "\"GET /ari/channels\""},
    NTH_KEY("Only the first (1), second (2) … such request, counted as they are made."),
    STATUS_KEY,
    WHERE_KEY("What the fields of the body are like, named by their path."),
    {0},
};
static const struct key NOTE_KEYS[] = {
    {.name = "kind",
     .value = &VALUE_NOTE_KIND,
     .description = "The kind of the entry in the journal.",
     .example = "\"WaitEnded\"",
     .required = true},
    CHANNEL_KEY("The channel it is about."),
    NTH_KEY("Only the first (1), second (2) … such entry."),
    {.name = "where",
     .value = &VALUE_WHERE,
     .description = "What its fields are like: those that an entry of this kind has.",
     .example = "{\"why\": \"deadline\"}"},
    {0},
};
static const struct key CHANNEL_KEYS[] = {
    {.name = "id",
     .value = &VALUE_NAME,
     .description = "The channel.",
     .example = "\"call-1\"",
     .required = true},
    {.name = "gone",
     .value = &VALUE_TRUE_FALSE,
     .description = "It has ended, or it has not.",
     .example = "true"},
    {.name = "state",
     .value = &VALUE_TEXT_ANY,
     .description = "Its state as in ARI; of one that has ended: the last.",
     .example = "\"Up\""},
    {.name = "place",
     .value = &VALUE_TEXT_ANY,
     .description = "Where its dialplan is: context,extension,priority.",
     .example = "\"in,100,2\""},
    {0},
};
static const struct key VARIABLE_KEYS[] = {
    {.name = "channel",
     .value = &VALUE_NAME,
     .description = "The channel. Without it: the only call there is.",
     .example = "\"call-1\""},
    {0},
};
static const struct value NOTHING_ELSE = {.kind = VALUE_NULL};
static const struct value VARIABLE_VALUE = {
    .kind = VALUE_EITHER,
    .either = (const struct value *const[]){&VALUE_TEXT_ANY, &VALUE_TEXTS, &NOTHING_ELSE, NULL},
};
static const struct key COUNT_KEYS[] = {
    {.name = "min",
     .value = &(const struct value){.kind = VALUE_INTEGER, .max = 1000000},
     .description = "So many at least.",
     .fallback = "0",
     .example = "1"},
    {.name = "max",
     .value = &(const struct value){.kind = VALUE_INTEGER, .max = 1000000},
     .description = "So many at most.",
     .example = "3"},
    {0},
};
static const struct value COUNT = {
    .kind = VALUE_EITHER,
    .either =
        (const struct value *const[]){
            &(const struct value){.kind = VALUE_INTEGER, .max = 1000000},
            &(const struct value)OBJECT_VALUE("count", COUNT_KEYS,
                                              .description = "Between two numbers."),
            NULL,
        },
};

static const struct value CLAIM =
    OBJECT_VALUE("claim", CLAIM_KEYS, .description = "A claim and its answer.");
static const struct value EVENT =
    OBJECT_VALUE("event", EVENT_KEYS, .description = "An event that an application gets.");
static const struct value ANSWER =
    OBJECT_VALUE("answer", ANSWER_KEYS, .description = "A request and its answer.");
static const struct value NOTE =
    OBJECT_VALUE("note", NOTE_KEYS, .description = "An entry of the journal.");

#define PATTERN_KEYS                                                                               \
    {.name = "claim",                                                                              \
     .value = &CLAIM,                                                                              \
     .description = "A claim is made and answered.",                                               \
     .example = "{\"app\": \"sales-1\", \"status\": 204}",                                         \
     .choice = true},                                                                              \
        {.name = "event",                                                                          \
         .value = &EVENT,                                                                          \
         .description = "An application gets an event.",                                           \
         .example = "{\"app\": \"sales-1\", \"type\": \"StasisStart\"}",                           \
         .choice = true},                                                                          \
        {.name = "answer",                                                                         \
         .value = &ANSWER,                                                                         \
         .description = "A request is answered.",                                                  \
         .example = "{\"request\": \"GET /ari/channels\", \"status\": 200}",                       \
         .choice = true},                                                                          \
    {                                                                                              \
        .name = "note", .value = &NOTE, .description = "The journal has an entry.",                \
        .example = "{\"kind\": \"WaitEnded\", \"where\": {\"why\": \"deadline\"}}", .choice = true \
    }

static const struct key HAPPENING_KEYS[] = {PATTERN_KEYS, {0}};
static const struct value HAPPENING =
    OBJECT_VALUE("happening", HAPPENING_KEYS, .description = "Something that happens.");
static const struct value ORDER = {.kind = VALUE_LIST, .items = &HAPPENING, .min = 2, .max = 64};
static const struct value ALTERNATIVES = {
    .kind = VALUE_LIST, .items = &EXPECTATION, .min = 2, .max = 64};
static const struct value VARIABLE =
    OBJECT_VALUE("variable", VARIABLE_KEYS,
                 .description = "Variables and their values: a text, several in the order they "
                                "were set, or null for unset.",
                 .others = &VARIABLE_VALUE);
static const struct value CHANNEL =
    OBJECT_VALUE("channel", CHANNEL_KEYS, .description = "What has become of a channel.");

static const struct key EXPECTATION_KEYS[] = {
    PATTERN_KEYS,
    {.name = "variable",
     .value = &VARIABLE,
     .description = "A channel's variable has a value, or had several one after another.",
     .example = "{\"channel\": \"call-1\", \"STASISSTATUS\": [\"\", \"SUCCESS\"]}",
     .choice = true},
    {.name = "channel",
     .value = &CHANNEL,
     .description = "A channel is gone, in a state, at a place.",
     .example = "{\"id\": \"call-1\", \"gone\": true}",
     .choice = true},
    {.name = "program",
     .value = &VALUE_CONDUCT,
     .description = "How a program under test has behaved.",
     .example = "{\"connected\": true, \"quietAfter\": [404, 409]}",
     .choice = true},
    {.name = "order",
     .value = &ORDER,
     .description = "These happen one after another; others may come between.",
     .example = "[{\"event\": {\"type\": \"CallBroadcast\"}}, {\"claim\": {\"status\": 204}}]",
     .choice = true},
    {.name = "any",
     .value = &ALTERNATIVES,
     .description = "At least one of these holds.",
     .example = "[{\"claim\": {\"app\": \"a\", \"status\": 204}}, "
                "{\"claim\": {\"app\": \"b\", \"status\": 204}}]",
     .choice = true},
    {.name = "count",
     .value = &COUNT,
     .description = "It happens exactly so often, or between {\"min\": …, \"max\": …} times. "
                    "Without it: at least once.",
     .example = "1"},
    {.name = "never",
     .value = &VALUE_TRUE_FALSE,
     .description = "It does not happen.",
     .fallback = "false",
     .example = "true"},
    {.name = "within",
     .value = &VALUE_DURATION,
     .description = "It happens at most so long after what `of` says.",
     .example = "\"50ms\""},
    {.name = "of",
     .value = &HAPPENING,
     .description = "What `within` counts from: the last such thing before. Without it, for a "
                    "claim: the CallBroadcast of its channel.",
     .example = "{\"event\": {\"type\": \"CallBroadcast\"}}"},
    {.name = "after",
     .value = &VALUE_DURATION,
     .description = "It happens at this moment or later.",
     .example = "\"500ms\""},
    {.name = "before",
     .value = &VALUE_DURATION,
     .description = "It happens at this moment or earlier.",
     .example = "\"700ms\""},
    {.name = "at",
     .value = &VALUE_DURATION,
     .description = "The moment at which a variable or a channel is looked at, once all steps due "
                    "by then are done. Without it: the end.",
     .example = "\"300ms\""},
    {0},
};
const struct object_type OBJECT_EXPECTATION = {.name = "expectation",
                                               .description = "What must hold, for every seed.",
                                               .keys = EXPECTATION_KEYS};
const struct value VALUE_EXPECT_LIST = {.kind = VALUE_LIST, .items = &EXPECTATION, .max = 1024};
