/* The resource "channels": the table of its operations. */
#include "sim/ari/channels.h"
#include "sim/ari/operation.h"

#define CHANNEL_ID                                                                                 \
    { .name = "channelId", .place = IN_PATH, .type = "string", .required = true }
#define QUERY(parameter_name, parameter_type)                                                      \
    { .name = (parameter_name), .place = IN_QUERY, .type = (parameter_type) }
#define VARIABLE                                                                                   \
    {                                                                                              \
        .name = "variable", .place = IN_QUERY, .type = "string", .required = true,                 \
        .missing = "Variable name is required"                                                     \
    }
#define MEDIA                                                                                      \
    { .name = "media", .place = IN_QUERY, .type = "string", .required = true, .multiple = true }
#define SKIP                                                                                       \
    { .name = "skipms", .place = IN_QUERY, .type = "int", .default_value = "3000" }
/* Of both ways to originate, up to where they differ. */
#define TARGET                                                                                     \
    {.name = "endpoint", .place = IN_QUERY, .type = "string", .required = true},                   \
        QUERY("extension", "string"), QUERY("context", "string"), QUERY("priority", "long"),       \
        QUERY("label", "string"), QUERY("app", "string"), QUERY("appArgs", "string"),              \
        QUERY("callerId", "string"),                                                               \
        {.name = "timeout", .place = IN_QUERY, .type = "int", .default_value = "30"}, {            \
        .name = "variables", .place = IN_BODY, .type = "containers"                                \
    }
#define OTHER                                                                                      \
    QUERY("otherChannelId", "string"), QUERY("originator", "string"), QUERY("formats", "string")
#define REASON                                                                                     \
    {                                                                                              \
        .name = "reason", .place = IN_QUERY, .type = "string",                                     \
        ALLOWED("normal", "busy", "congestion", "no_answer", "timeout", "rejected", "unallocated", \
                "normal_unspecified", "number_incomplete", "codec_mismatch", "interworking",       \
                "failure", "answered_elsewhere")                                                   \
    }

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/channels",
        NAMED("list"),
        .summary = "List all channels.",
        .response = "List[Channel]",
        .handle = channels_list,
    },
    {
        .method = METHOD_POST,
        .path = "/channels",
        NAMED("originate"),
        .summary = "Call an endpoint, and hand it to an application or the dialplan.",
        .response = "Channel",
        .errors = {400, 409},
        .handle = channels_originate,
        PARAMETERS(TARGET, QUERY("channelId", "string"), OTHER),
    },
    {
        .method = METHOD_GET,
        .path = "/channels/{channelId}",
        NAMED("get"),
        .summary = "Show a channel.",
        .response = "Channel",
        .errors = {404},
        .handle = channels_get,
        PARAMETERS(CHANNEL_ID),
    },
    {
        .method = METHOD_POST,
        .path = "/channels/{channelId}",
        NAMED("originateWithId"),
        .summary = "Call an endpoint, the id of the channel being given.",
        .response = "Channel",
        .errors = {400, 409},
        .handle = channels_originate,
        PARAMETERS(CHANNEL_ID, TARGET, OTHER),
    },
    {
        .method = METHOD_DELETE,
        .path = "/channels/{channelId}",
        NAMED("hangup"),
        .summary = "Hang a channel up.",
        .response = "void",
        .errors = {400, 404},
        .handle = channels_hangup,
        PARAMETERS(CHANNEL_ID, QUERY("reason_code", "string"), REASON),
    },
    {
        .method = METHOD_POST,
        .path = "/channels/{channelId}/continue",
        NAMED("continueInDialplan"),
        .summary = "Let the dialplan go on.",
        .response = "void",
        .errors = {404, 409, 412},
        .handle = channels_continue,
        PARAMETERS(CHANNEL_ID, QUERY("context", "string"), QUERY("extension", "string"),
                   QUERY("priority", "int"), QUERY("label", "string")),
    },
    {
        .method = METHOD_POST,
        .path = "/channels/{channelId}/move",
        NAMED("move"),
        .summary = "Hand a channel to another application.",
        .response = "void",
        .errors = {404, 409},
        .handle = channels_move,
        PARAMETERS(CHANNEL_ID,
                   {
                       .name = "app",
                       .place = IN_QUERY,
                       .type = "string",
                       .required = true,
                       .missing = "Missing parameter app",
                   },
                   QUERY("appArgs", "string")),
    },
    {
        .method = METHOD_POST,
        .path = "/channels/{channelId}/answer",
        NAMED("answer"),
        .summary = "Answer a channel.",
        .response = "void",
        .errors = {404, 409, 412},
        .handle = channels_answer,
        PARAMETERS(CHANNEL_ID),
    },
    {
        .method = METHOD_POST,
        .path = "/channels/{channelId}/ring",
        NAMED("ring"),
        .summary = "Let the caller hear ringing.",
        .response = "void",
        .errors = {404, 409, 412},
        .handle = channels_ring,
        PARAMETERS(CHANNEL_ID),
    },
    {
        .method = METHOD_DELETE,
        .path = "/channels/{channelId}/ring",
        NAMED("ringStop"),
        .summary = "End the ringing.",
        .response = "void",
        .errors = {404, 409, 412},
        .handle = channels_stop_ring,
        PARAMETERS(CHANNEL_ID),
    },
    {
        .method = METHOD_POST,
        .path = "/channels/{channelId}/play",
        NAMED("play"),
        .summary = "Play sounds to a channel.",
        .response = "Playback",
        .errors = {404, 409, 412},
        .handle = channels_play,
        PARAMETERS(CHANNEL_ID, MEDIA, QUERY("lang", "string"), QUERY("offsetms", "int"), SKIP,
                   QUERY("playbackId", "string")),
    },
    {
        .method = METHOD_POST,
        .path = "/channels/{channelId}/play/{playbackId}",
        NAMED("playWithId"),
        .summary = "Play sounds to a channel, the id of the playback being given.",
        .response = "Playback",
        .errors = {404, 409, 412},
        .handle = channels_play,
        PARAMETERS(CHANNEL_ID,
                   {.name = "playbackId", .place = IN_PATH, .type = "string", .required = true},
                   MEDIA, QUERY("lang", "string"), QUERY("offsetms", "int"), SKIP),
    },
    {
        .method = METHOD_GET,
        .path = "/channels/{channelId}/variable",
        NAMED("getChannelVar"),
        .summary = "Read a variable or a function of a channel.",
        .response = "Variable",
        .errors = {400, 404, 409},
        .handle = channels_get_variable,
        PARAMETERS(CHANNEL_ID, VARIABLE),
    },
    {
        .method = METHOD_POST,
        .path = "/channels/{channelId}/variable",
        NAMED("setChannelVar"),
        .summary = "Set a variable or a function of a channel.",
        .response = "void",
        .errors = {400, 404, 409},
        .handle = channels_set_variable,
        PARAMETERS(CHANNEL_ID, VARIABLE, QUERY("value", "string"),
                   {
                       .name = "report_events",
                       .place = IN_QUERY,
                       .type = "boolean",
                       .default_value = "false",
                   }),
    },
};

const struct resource RESOURCE_CHANNELS = {
    .name = "channels",
    .summary = "Channels",
    .operations = OPERATIONS,
    .count = sizeof OPERATIONS / sizeof OPERATIONS[0],
};
