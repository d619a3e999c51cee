/* The keys of clients: what they do, when, and the parameters of each action. */
#include "sim/scenario/keys.h"

static const struct value TEXT_OR_NUMBER = {
    .kind = VALUE_EITHER,
    .either = (const struct value *const[]){
        &VALUE_TEXT_ANY, &(const struct value){.kind = VALUE_INTEGER, .max = 1000000}, NULL}};

#define CHANNEL_KEY                                                                                \
    {                                                                                              \
        .name = "channel", .value = &VALUE_NAME,                                                   \
        .description =                                                                             \
            "The id of the channel. Without it: the channel of the event that is reacted "         \
            "to, or the only call there is.",                                                      \
        .example = "\"call-1\""                                                                    \
    }
#define APP_KEY(text)                                                                              \
    { .name = "app", .value = &VALUE_APP, .description = (text), .example = "\"sales-1\"" }

static const struct key CLAIM_KEYS[] = {
    CHANNEL_KEY, APP_KEY("The application to claim for. Without it: the client's own."), {0}};
static const struct key CHANNEL_ONLY_KEYS[] = {CHANNEL_KEY, {0}};
static const struct key PLAY_KEYS[] = {
    CHANNEL_KEY,
    {.name = "media",
     .value = &VALUE_TEXT_ANY,
     .description = "What to play.",
     .example = "\"sound:hello-world\"",
     .required = true},
    {.name = "id",
     .value = &VALUE_TEXT_ANY,
     .description = "The id of the playback. Without it: made up.",
     .example = "\"playback-1\""},
    {0},
};
static const struct key HANGUP_KEYS[] = {
    CHANNEL_KEY,
    {.name = "reason",
     .value = &VALUE_TEXT_ANY,
     .description = "Why.",
     .fallback = "\"normal\"",
     .example = "\"busy\""},
    {0},
};
static const struct key CONTINUE_KEYS[] = {
    CHANNEL_KEY,
    {.name = "context",
     .value = &VALUE_TEXT_ANY,
     .description = "Where the dialplan goes on. Without any place: at the next priority.",
     .example = "\"in\""},
    {.name = "extension",
     .value = &VALUE_TEXT_ANY,
     .description = "The extension to go on at.",
     .example = "\"200\""},
    {.name = "priority",
     .value = &TEXT_OR_NUMBER,
     .description = "The priority to go on at.",
     .example = "3"},
    {.name = "label",
     .value = &VALUE_TEXT_ANY,
     .description = "The label to go on at, instead of a priority.",
     .example = "\"later\""},
    {0},
};
static const struct key MOVE_KEYS[] = {
    CHANNEL_KEY,
    {.name = "app",
     .value = &VALUE_APP,
     .description = "The application that takes the channel over.",
     .example = "\"queue\"",
     .required = true},
    {.name = "args",
     .value = &VALUE_TEXT_ANY,
     .description = "Its arguments, with commas between them.",
     .example = "\"vip,200\""},
    {0},
};
static const struct key VARIABLE_KEYS[] = {CHANNEL_KEY, {0}};
static const struct key USEREVENT_KEYS[] = {
    CHANNEL_KEY,
    APP_KEY("The application that gets it. Without it: the client's own."),
    {.name = "name",
     .value = &VALUE_TEXT_ANY,
     .description = "The event's own name.",
     .example = "\"handled\"",
     .required = true},
    {.name = "variables",
     .value = &(const struct value){.kind = VALUE_MAP, .items = &VALUE_TEXT_ANY},
     .description = "What it carries.",
     .example = "{\"agent\": \"7\"}"},
    {0},
};
static const struct key FILTER_KEYS[] = {
    APP_KEY("Whose filter. Without it: the client's own."),
    {.name = "allowed",
     .value = &VALUE_EVENT_TYPES,
     .description = "The only types of events it wants. Empty: all.",
     .example = "[\"StasisStart\"]"},
    {.name = "disallowed",
     .value = &VALUE_EVENT_TYPES,
     .description = "The types of events it does not want: wins over allowed.",
     .example = "[\"CallClaimed\"]"},
    {0},
};
static const struct key SUBSCRIBE_KEYS[] = {
    APP_KEY("Who subscribes. Without it: the client's own."),
    {.name = "to",
     .value = &VALUE_TEXT_ANY,
     .description = "What: \"channel:\" and an id, \"bridge:\" and an id …",
     .fallback = "\"channel:{channel}\"",
     .example = "\"channel:call-1\""},
    CHANNEL_KEY,
    {0},
};
static const struct key REGISTER_KEYS[] = {
    {.name = "apps",
     .value = &VALUE_APPS,
     .description = "The applications to register in addition.",
     .example = "[\"sales-3\"]",
     .required = true},
    {0},
};
static const struct key NO_KEYS[] = {{0}};

#define ACTION(key_name, keys_of, text, sample)                                                    \
    {                                                                                              \
        .name = (key_name),                                                                        \
        .value =                                                                                   \
            &(const struct value)OBJECT_VALUE(key_name " action", keys_of, .description = (text)), \
        .description = (text), .example = (sample), .choice = true                                 \
    }

static const struct key ACTION_KEYS[] = {
    ACTION("claim", CLAIM_KEYS, "Claims the channel for the application.", "{}"),
    ACTION("answer", CHANNEL_ONLY_KEYS, "Answers the channel.", "{}"),
    ACTION("play", PLAY_KEYS, "Plays a sound to the channel.", "{\"media\": \"sound:hello\"}"),
    ACTION("hangup", HANGUP_KEYS, "Hangs the channel up.", "{}"),
    ACTION("continue", CONTINUE_KEYS, "Lets the dialplan go on.", "{}"),
    ACTION("move", MOVE_KEYS, "Hands the channel to another application.", "{\"app\": \"queue\"}"),
    {.name = "variable",
     .value = &(const struct value)OBJECT_VALUE("variable action", VARIABLE_KEYS,
                                                .description = "One variable and its value.",
                                                .others = &VALUE_TEXT_ANY),
     .description = "Sets one variable of the channel.",
     .example = "{\"AGENT\": \"7\"}",
     .choice = true},
    ACTION("userevent", USEREVENT_KEYS, "Sends a ChannelUserevent.", "{\"name\": \"handled\"}"),
    ACTION("filter", FILTER_KEYS, "Sets which events the application gets.",
           "{\"disallowed\": [\"CallClaimed\"]}"),
    ACTION("subscribe", SUBSCRIBE_KEYS, "Subscribes the application to events.", "{}"),
    ACTION("unsubscribe", SUBSCRIBE_KEYS, "Ends a subscription.", "{}"),
    ACTION("connect", NO_KEYS, "Connects the client, if it is not: registers its applications.",
           "{}"),
    ACTION("disconnect", NO_KEYS, "Closes the client's connections.", "{}"),
    ACTION("reconnect", NO_KEYS, "Closes the client's connections and connects it again at once.",
           "{}"),
    ACTION("register", REGISTER_KEYS, "Registers more applications on a further connection.",
           "{\"apps\": [\"sales-3\"]}"),
    {.name = "load",
     .value = &VALUE_MODULE,
     .description = "Loads a module: res (contexts and claims) or app (the dialplan application).",
     .example = "\"res\"",
     .choice = true},
    {.name = "unload",
     .value = &VALUE_MODULE,
     .description = "Unloads a module, unless it is in use.",
     .example = "\"app\"",
     .choice = true},
    {.name = "request",
     .value = &VALUE_REQUEST,
     .description = "Any request of ARI: {channel}, {app} and {client} are replaced.",
     .example = "\"GET /ari/channels/{channel}\"",
     .choice = true},
    {.name = "body",
     .value = &VALUE_ANYTHING,
     .description = "The request's JSON body; a text is sent as it stands.",
     .example = "{\"variables\": {\"AGENT\": \"7\"}}"},
    {0},
};
static const struct object_type OBJECT_ACTIONS = {
    .name = "action", .description = "Something a client does.", .keys = ACTION_KEYS};

static const struct key REACTION_KEYS[] = {
    {.name = "after",
     .value = &VALUE_DURATION,
     .description = "How long after the event.",
     .fallback = "\"0ms\"",
     .example = "\"20ms\""},
    {.name = "nth",
     .value = &VALUE_NTH,
     .description = "Only the first (1), second (2) … such event. Without it: each.",
     .example = "1"},
    {.name = "channel",
     .value = &VALUE_NAME,
     .description = "Only events about the channel with this id.",
     .example = "\"call-1\""},
    {.name = "if",
     .value = &VALUE_WHERE,
     .description = "Only events whose fields are like this, named by their path.",
     .example = "{\"channel.caller.number\": \"200\"}"},
    {0},
};
const struct object_type OBJECT_REACTION = {.name = "reaction",
                                            .description =
                                                "What a client does when an event arrives.",
                                            .keys = REACTION_KEYS,
                                            .more = &OBJECT_ACTIONS};

static const struct key TIMED_KEYS[] = {
    {.name = "at",
     .value = &VALUE_DURATION,
     .description = "When, since the beginning.",
     .example = "\"100ms\"",
     .required = true},
    {0},
};
const struct object_type OBJECT_TIMED = {.name = "timed",
                                         .description = "What a client does at a fixed time.",
                                         .keys = TIMED_KEYS,
                                         .more = &OBJECT_ACTIONS};

static const struct value REACTIONS = {
    .kind = VALUE_LIST,
    .items = &(const struct value){.kind = VALUE_OBJECT, .object = &OBJECT_REACTION},
    .max = 256,
};
static const struct value TIMED_LIST = {
    .kind = VALUE_LIST,
    .items = &(const struct value){.kind = VALUE_OBJECT, .object = &OBJECT_TIMED},
    .max = 1024,
};

static const struct format FORMAT_ASKING = {
    .name = "http or websocket", .words = (const char *const[]){"http", "websocket", NULL}};

static const struct key CLIENT_KEYS[] = {
    {.name = "name",
     .value = &VALUE_NAME,
     .description = "The client's name. Without it: that of its first application.",
     .example = "\"agent\""},
    {.name = "app",
     .value = &VALUE_APP,
     .description = "The application it registers.",
     .example = "\"sales-1\"",
     .choice = true},
    {.name = "apps",
     .value = &VALUE_APPS,
     .description = "The applications it registers on one connection.",
     .example = "[\"sales-1\", \"support\"]",
     .choice = true},
    {.name = "subscribeAll",
     .value = &VALUE_TRUE_FALSE,
     .description = "Connects with subscribeAll=true: gets the events of everything.",
     .fallback = "false",
     .example = "true"},
    {.name = "connected",
     .value = &VALUE_TRUE_FALSE,
     .description = "False: not connected until an action connects it.",
     .fallback = "true",
     .example = "false"},
    {.name = "requests",
     .value = &(const struct value){.kind = VALUE_TEXT, .format = &FORMAT_ASKING},
     .description = "How it asks a real server, with `--against`: over HTTP, or over the WebSocket "
                    "that it gets its events on.",
     .fallback = "\"http\"",
     .example = "\"websocket\""},
    {.name = "on",
     .value = &(
         const struct value){.kind = VALUE_MAP, .format = &FORMAT_EVENT_TYPE, .items = &REACTIONS},
     .description = "What it does when an event arrives, by the event's type.",
     .example = "{\"CallBroadcast\": [{\"after\": \"20ms\", \"claim\": {}}]}"},
    {.name = "at",
     .value = &TIMED_LIST,
     .description = "What it does at fixed times.",
     .example = "[{\"at\": \"1s\", \"disconnect\": {}}]"},
    {0},
};
static const struct value CLIENT =
    OBJECT_VALUE("client", CLIENT_KEYS, .description = "A scripted ARI client.");
const struct value VALUE_CLIENT_LIST = {.kind = VALUE_LIST, .items = &CLIENT, .max = 1024};
