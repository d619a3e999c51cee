/* The keys of faults. */
#include "sim/scenario/fault.h"
#include "sim/scenario/keys.h"

static const char *event_word(size_t index);

static const struct format FORMAT_EVENT_OR_ANY = {.name = "a type of event or \"any\"",
                                                  .word = event_word};
const struct format FORMAT_ANSWER_LOSS = {
    .name = "\"unheard\", \"lost\", \"cut\", \"half-closed\" or \"silent\"",
    .words = (const char *const[]){[ANSWER_UNHEARD] = "unheard",
                                   [ANSWER_LOST] = "lost",
                                   [ANSWER_CUT] = "cut",
                                   [ANSWER_HALF_CLOSED] = "half-closed",
                                   [ANSWER_SILENT] = "silent",
                                   NULL},
};
const struct format FORMAT_BREAKAGE = {
    .name = "\"before\", \"during\" or \"after\"",
    .words =
        (const char *const[]){
            [BREAK_BEFORE] = "before", [BREAK_DURING] = "during", [BREAK_AFTER] = "after", NULL},
};
const struct format FORMAT_GIFT = {
    .name = "\"204\", \"CallClaimed\" or \"StasisStart\"",
    .words = (const char *const[]){[GIFT_ANSWER] = "204",
                                   [GIFT_CALL_CLAIMED] = "CallClaimed",
                                   [GIFT_STASIS_START] = "StasisStart",
                                   NULL},
};
static const struct format FORMAT_UNORDERED = {
    .name = "\"winner\" or \"claims\"", .words = (const char *const[]){"winner", "claims", NULL}};

static const struct value EVENT_OR_ANY = {.kind = VALUE_TEXT, .format = &FORMAT_EVENT_OR_ANY};
static const struct value PERCENT = {.kind = VALUE_INTEGER, .min = 1, .max = 100};
static const struct value SMALL_COUNT = {.kind = VALUE_INTEGER, .min = 1, .max = 1000};
static const struct value BYTES_A_SECOND = {.kind = VALUE_INTEGER, .min = 1, .max = 1000000000};
static const struct value FORCED_STATUS = {.kind = VALUE_INTEGER, .min = 200, .max = 599};
static const struct value ONLY_TRUE = {.kind = VALUE_TRUTH};
static const struct value ANSWER_LOSS = {.kind = VALUE_TEXT, .format = &FORMAT_ANSWER_LOSS};
static const struct value BREAKAGE = {.kind = VALUE_TEXT, .format = &FORMAT_BREAKAGE};
static const struct value UNORDERED = {.kind = VALUE_TEXT, .format = &FORMAT_UNORDERED};
static const struct value GIFT = {.kind = VALUE_TEXT, .format = &FORMAT_GIFT};
static const struct value MEMBERS = {.kind = VALUE_MAP, .items = &VALUE_ANYTHING};

#define WHAT_KEYS                                                                                  \
    {.name = "event",                                                                              \
     .value = &EVENT_OR_ANY,                                                                       \
     .description = "An event of this type, or of any, goes to a client.",                         \
     .example = "\"CallBroadcast\"",                                                               \
     .choice = true},                                                                              \
        {.name = "request",                                                                        \
         .value = &VALUE_REQUEST,                                                                  \
         .description = "A client asks this; \"*\" stands for any one part of the path.",          \
         .example = "\"POST /ari/channels/*/answer\"",                                             \
         .choice = true},                                                                          \
        {.name = "answer",                                                                         \
         .value = &VALUE_REQUEST,                                                                  \
         .description = "The answer to this request has gone out.",                                \
         .example = "\"POST /ari/events/claim\"",                                                  \
         .choice = true},                                                                          \
        {.name = "at",                                                                             \
         .value = &VALUE_DURATION,                                                                 \
         .description = "This moment, since the beginning, has come.",                             \
         .example = "\"1s\"",                                                                      \
         .choice = true},                                                                          \
        {.name = "app",                                                                            \
         .value = &VALUE_APP,                                                                      \
         .description = "Only of this application: whose event, or for whom is claimed.",          \
         .example = "\"sales-1\""},                                                                \
        {.name = "client",                                                                         \
         .value = &VALUE_NAME,                                                                     \
         .description = "Only of this client or program.",                                         \
         .example = "\"agent\""},                                                                  \
    {                                                                                              \
        .name = "channel", .value = &VALUE_NAME, .description = "Only about this channel.",        \
        .example = "\"call-1\""                                                                    \
    }

static const struct key UNTIL_KEYS[] = {WHAT_KEYS, {0}};
static const struct key ON_KEYS[] = {
    WHAT_KEYS,
    {.name = "nth",
     .value = &VALUE_NTH,
     .description = "Only the first (1), second (2) … time. Without it: each time.",
     .example = "1"},
    {.name = "chance",
     .value = &PERCENT,
     .description = "So often, of 100 times; the seed decides when.",
     .fallback = "100",
     .example = "20"},
    {.name = "since",
     .value = &VALUE_DURATION,
     .description =
         "Only from this moment on, since the beginning; nth counts from then. What else "
         "happens at that moment comes before or after, as the seed decides.",
     .fallback = "\"0ms\"",
     .example = "\"200ms\""},
    {.name = "until",
     .value = &VALUE_DURATION,
     .description = "Not any more from this moment on, since the beginning.",
     .example = "\"1s\""},
    {0},
};
static const struct key SLOW_KEYS[] = {
    {.name = "read",
     .value = &BYTES_A_SECOND,
     .description = "So many bytes a second are read from its sockets.",
     .example = "1000"},
    {.name = "write",
     .value = &BYTES_A_SECOND,
     .description = "So many bytes a second are written to its sockets.",
     .example = "1000"},
    {0},
};
static const struct value UNTIL =
    OBJECT_VALUE("until", UNTIL_KEYS,
                 .description = "What a held thing waits for; without a channel: about its own.");
static const struct value ON = OBJECT_VALUE("on", ON_KEYS, .description = "When a fault strikes.");
static const struct value SLOW = OBJECT_VALUE("slow", SLOW_KEYS, .description = "How slow.");

static const struct value HOLD = {
    .kind = VALUE_EITHER,
    .either = (const struct value *const[]){&UNTIL, &ONLY_TRUE, NULL},
};

static const struct key FAULT_KEYS[] = {
    {.name = "on",
     .value = &ON,
     .description = "When it strikes.",
     .example = "{\"event\": \"CallBroadcast\", \"app\": \"sales-1\"}",
     .required = true},
    {.name = "delay",
     .value = &VALUE_DURATION,
     .description = "The event arrives so much later; the request is looked at so much later.",
     .example = "\"200ms\"",
     .choice = true},
    {.name = "delayAnswer",
     .value = &VALUE_DURATION,
     .description = "The request is decided at once, its answer arrives so much later.",
     .example = "\"200ms\"",
     .choice = true},
    {.name = "hold",
     .value = &HOLD,
     .description = "The event, or the answer to the request, waits for something; true: until it "
                    "is released by whoever drives a server.",
     .example = "{\"event\": \"StasisStart\"}",
     .choice = true},
    {.name = "status",
     .value = &FORCED_STATUS,
     .description = "The request is answered so, and not carried out: 404, 409, 500, 501, 503 …",
     .example = "503",
     .choice = true},
    {.name = "message",
     .value = &VALUE_TEXT_ANY,
     .description =
         "What the answer with that status says. Without it: what such a request is told "
         "with it, or the phrase of the status.",
     .example = "\"Bridge not found\""},
    {.name = "answer",
     .value = &ANSWER_LOSS,
     .description =
         "unheard: the connection is reset before the request is looked at. lost: it is "
         "carried out, and the connection reset instead of answered. cut: half of the answer "
         "arrives first. half-closed: the server shuts its side instead. silent: no answer.",
     .example = "\"lost\"",
     .choice = true},
    {.name = "copies",
     .value = &SMALL_COUNT,
     .description = "The event arrives so many times.",
     .example = "2",
     .choice = true},
    {.name = "lose",
     .value = &ONLY_TRUE,
     .description = "The event does not arrive.",
     .example = "true",
     .choice = true},
    {.name = "behind",
     .value = &SMALL_COUNT,
     .description = "The event arrives behind so many later ones of the application.",
     .example = "1",
     .choice = true},
    {.name = "change",
     .value = &MEMBERS,
     .description = "The event arrives with these members in place of its own; null: without.",
     .example = "{\"type\": \"FutureEvent\", \"future_field\": 1}",
     .choice = true},
    {.name = "send",
     .value = &MEMBERS,
     .description =
         "The application gets this event. Its application and timestamp are filled in, an id "
         "in the place of a channel becomes that channel; all else is checked against its model.",
     .example = "{\"type\": \"StasisEnd\", \"channel\": \"call-1\"}",
     .choice = true},
    {.name = "sendUnchecked",
     .value = &MEMBERS,
     .description = "The same, of any shape.",
     .example = "{\"type\": \"FutureEvent\"}",
     .choice = true},
    {.name = "to",
     .value = &VALUE_APP,
     .description =
         "The application that is meant by send, and whose WebSocket by break. Without "
         "it: the one of `on`, or whose event or claim it was; for break else all of the "
         "client's, or of everybody.",
     .example = "\"sales-1\""},
    {.name = "break",
     .value = &BREAKAGE,
     .description = "The client's WebSocket breaks before, during (half of it arrives) or after "
                    "the event; of what is no event: after it.",
     .example = "\"during\"",
     .choice = true},
    {.name = "refuse",
     .value = &VALUE_DURATION,
     .description = "A server refuses connections for so long.",
     .example = "\"500ms\"",
     .choice = true},
    {.name = "restart",
     .value = &VALUE_DURATION,
     .description = "A server is gone for so long: all connections are reset, and then it has "
                    "forgotten everything.",
     .example = "\"500ms\"",
     .choice = true},
    {.name = "ignorePings",
     .value = &VALUE_DURATION,
     .description = "A server does not answer pings for so long.",
     .example = "\"10s\"",
     .choice = true},
    {.name = "slow",
     .value = &SLOW,
     .description = "From then on a server reads from a client, or writes to it, slowly.",
     .example = "{\"write\": 1000}",
     .choice = true},
    {0},
};
const struct object_type OBJECT_FAULT = {
    .name = "fault",
    .description = "Something that goes wrong between the server and a client. Faults that strike "
                   "the same request all have their effect; of those that strike the same event "
                   "the first has, and what they only cause (send, break, refuse …) comes besides.",
    .keys = FAULT_KEYS,
};
static const struct value FAULT = {.kind = VALUE_OBJECT, .object = &OBJECT_FAULT};

const struct value VALUE_FAULT_LIST = {.kind = VALUE_LIST, .items = &FAULT, .max = FAULTS_MAX};
const struct value VALUE_CLAIM_ORDER = {.kind = VALUE_LIST, .items = &GIFT, .min = 3, .max = 3};
const struct value VALUE_EACH_ORDER = {.kind = VALUE_LIST, .items = &UNORDERED, .max = 2};

static const char *event_word(size_t index) {
    return index == 0 ? "any" : format_word(&FORMAT_EVENT_TYPE, index - 1);
}
