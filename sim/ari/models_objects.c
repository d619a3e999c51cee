/* The models of what there is: channels, bridges, and whatever else can be asked for. */
#include "sim/ari/model.h"

const struct model MODELS_APPLICATIONS[] = {
    {
        .name = "Application",
        .summary = "An application, with what it is subscribed to and which events it wants.",
        FIELDS(HAS("name", "string"), HAS("channel_ids", "List[string]"),
               HAS("bridge_ids", "List[string]"), HAS("endpoint_ids", "List[string]"),
               HAS("device_names", "List[string]"), HAS("events_allowed", "List[object]"),
               HAS("events_disallowed", "List[object]")),
    },
    {.name = NULL},
};

const struct model MODELS_ASTERISK[] = {
    {
        .name = "BuildInfo",
        .summary = "How the server was built.",
        FIELDS(HAS("os", "string"), HAS("kernel", "string"), HAS("options", "string"),
               HAS("machine", "string"), HAS("date", "string"), HAS("user", "string")),
    },
    {
        .name = "SystemInfo",
        .summary = "Which server this is.",
        FIELDS(HAS("version", "string"), HAS("entity_id", "string")),
    },
    {
        .name = "SetId",
        .summary = "As whom the server runs.",
        FIELDS(HAS("user", "string"), HAS("group", "string")),
    },
    {
        .name = "ConfigInfo",
        .summary = "How the server is set up.",
        FIELDS(HAS("name", "string"), HAS("default_language", "string"),
               MAY_HAVE("max_channels", "int"), MAY_HAVE("max_open_files", "int"),
               MAY_HAVE("max_load", "double"), HAS("setid", "SetId")),
    },
    {
        .name = "StatusInfo",
        .summary = "Since when the server runs.",
        FIELDS(HAS("startup_time", "Date"), HAS("last_reload_time", "Date")),
    },
    {
        .name = "AsteriskInfo",
        .summary = "What the server says of itself.",
        FIELDS(MAY_HAVE("build", "BuildInfo"), MAY_HAVE("system", "SystemInfo"),
               MAY_HAVE("config", "ConfigInfo"), MAY_HAVE("status", "StatusInfo")),
    },
    {
        .name = "AsteriskPing",
        .summary = "The answer to a ping.",
        FIELDS(HAS("asterisk_id", "string"), HAS("ping", "string"), HAS("timestamp", "string")),
    },
    {
        .name = "Module",
        .summary = "A part of the server that can come and go.",
        FIELDS(HAS("name", "string"), HAS("description", "string"), HAS("use_count", "int"),
               HAS("status", "string"), HAS("support_level", "string")),
    },
    {
        .name = "LogChannel",
        .summary = "A place the log is written to.",
        FIELDS(HAS("channel", "string"), HAS("type", "string"), HAS("status", "string"),
               HAS("configuration", "string")),
    },
    {
        .name = "Variable",
        .summary = "The value of a variable.",
        FIELDS(HAS("value", "string")),
    },
    {
        .name = "Variables",
        .summary = "The values of several variables.",
        FIELDS(HAS("variables", "object")),
    },
    {
        .name = "ConfigTuple",
        .summary = "One setting of an object.",
        FIELDS(HAS("attribute", "string"), HAS("value", "string")),
    },
    {.name = NULL},
};

const struct model MODELS_BRIDGES[] = {
    {
        .name = "Bridge",
        .summary = "What brings channels together.",
        FIELDS(HAS("id", "string"), HAS("technology", "string"),
               HAS_WORD("bridge_type", "mixing", "holding"), HAS("bridge_class", "string"),
               HAS("creator", "string"), HAS("name", "string"), HAS("channels", "List[string]"),
               MAY_HAVE("video_mode", "string"), MAY_HAVE("video_source_id", "string"),
               HAS("creationtime", "Date"), MAY_HAVE("bridgevars", "object")),
    },
    {.name = NULL},
};

const struct model MODELS_CHANNELS[] = {
    {
        .name = "Dialed",
        .summary = "A channel that has been dialled.",
    },
    {
        .name = "DialplanCEP",
        .summary = "A place in the dialplan.",
        FIELDS(HAS("context", "string"), HAS("exten", "string"), HAS("priority", "long"),
               HAS("app_name", "string"), HAS("app_data", "string")),
    },
    {
        .name = "CallerID",
        .summary = "A name and a number.",
        FIELDS(HAS("name", "string"), HAS("number", "string")),
    },
    {
        .name = "RTPstat",
        .summary = "How well the media of a channel travel.",
        FIELDS(HAS("txcount", "int"), HAS("rxcount", "int"), MAY_HAVE("txjitter", "double"),
               MAY_HAVE("rxjitter", "double"), MAY_HAVE("remote_maxjitter", "double"),
               MAY_HAVE("remote_minjitter", "double"), MAY_HAVE("remote_normdevjitter", "double"),
               MAY_HAVE("remote_stdevjitter", "double"), MAY_HAVE("local_maxjitter", "double"),
               MAY_HAVE("local_minjitter", "double"), MAY_HAVE("local_normdevjitter", "double"),
               MAY_HAVE("local_stdevjitter", "double"), HAS("txploss", "int"),
               HAS("rxploss", "int"), MAY_HAVE("remote_maxrxploss", "double"),
               MAY_HAVE("remote_minrxploss", "double"), MAY_HAVE("remote_normdevrxploss", "double"),
               MAY_HAVE("remote_stdevrxploss", "double"), MAY_HAVE("local_maxrxploss", "double"),
               MAY_HAVE("local_minrxploss", "double"), MAY_HAVE("local_normdevrxploss", "double"),
               MAY_HAVE("local_stdevrxploss", "double"), MAY_HAVE("rtt", "double"),
               MAY_HAVE("maxrtt", "double"), MAY_HAVE("minrtt", "double"),
               MAY_HAVE("normdevrtt", "double"), MAY_HAVE("stdevrtt", "double"),
               HAS("local_ssrc", "int"), HAS("remote_ssrc", "int"), HAS("txoctetcount", "int"),
               HAS("rxoctetcount", "int"), HAS("channel_uniqueid", "string")),
    },
    {
        .name = "Channel",
        .summary = "One leg of a call.",
        FIELDS(HAS("id", "string"), HAS("protocol_id", "string"), HAS("name", "string"),
               HAS_WORD("state", "Down", "Rsrved", "OffHook", "Dialing", "Ring", "Ringing", "Up",
                        "Busy", "Dialing Offhook", "Pre-ring", "Unknown"),
               HAS("caller", "CallerID"), HAS("connected", "CallerID"),
               HAS("accountcode", "string"), HAS("dialplan", "DialplanCEP"),
               HAS("creationtime", "Date"), HAS("language", "string"),
               MAY_HAVE("channelvars", "object"), MAY_HAVE("caller_rdnis", "string"),
               MAY_HAVE("tenantid", "string")),
    },
    {.name = NULL},
};

const struct model MODELS_DEVICE_STATES[] = {
    {
        .name = "DeviceState",
        .summary = "A device and what it is doing.",
        FIELDS(HAS("name", "string"),
               HAS_WORD("state", "UNKNOWN", "NOT_INUSE", "INUSE", "BUSY", "INVALID", "UNAVAILABLE",
                        "RINGING", "RINGINUSE", "ONHOLD")),
    },
    {.name = NULL},
};

const struct model MODELS_ENDPOINTS[] = {
    {
        .name = "Endpoint",
        .summary = "What can be called: a phone, a trunk.",
        FIELDS(HAS("technology", "string"), HAS("resource", "string"),
               MAY_HAVE_WORD("state", "unknown", "offline", "online"),
               HAS("channel_ids", "List[string]")),
    },
    {
        .name = "TextMessage",
        .summary = "A text message.",
        FIELDS(HAS("from", "string"), HAS("to", "string"), HAS("body", "string"),
               MAY_HAVE("variables", "object")),
    },
    {.name = NULL},
};

const struct model MODELS_MAILBOXES[] = {
    {
        .name = "Mailbox",
        .summary = "How many messages a mailbox holds.",
        FIELDS(HAS("name", "string"), HAS("old_messages", "int"), HAS("new_messages", "int")),
    },
    {.name = NULL},
};

const struct model MODELS_PLAYBACKS[] = {
    {
        .name = "Playback",
        .summary = "Sounds being played to a channel or a bridge.",
        FIELDS(HAS("id", "string"), HAS("media_uri", "string"),
               MAY_HAVE("next_media_uri", "string"), HAS("target_uri", "string"),
               MAY_HAVE("language", "string"),
               HAS_WORD("state", "queued", "playing", "continuing", "done", "failed")),
    },
    {.name = NULL},
};

const struct model MODELS_RECORDINGS[] = {
    {
        .name = "StoredRecording",
        .summary = "A recording that is done and kept.",
        FIELDS(HAS("name", "string"), HAS("format", "string")),
    },
    {
        .name = "LiveRecording",
        .summary = "A recording under way.",
        FIELDS(HAS("name", "string"), HAS("format", "string"), HAS("target_uri", "string"),
               HAS_WORD("state", "queued", "recording", "paused", "done", "failed", "canceled"),
               MAY_HAVE("duration", "int"), MAY_HAVE("talking_duration", "int"),
               MAY_HAVE("silence_duration", "int"), MAY_HAVE("cause", "string")),
    },
    {.name = NULL},
};

const struct model MODELS_SOUNDS[] = {
    {
        .name = "FormatLangPair",
        .summary = "A format and a language a sound is there in.",
        FIELDS(HAS("language", "string"), HAS("format", "string")),
    },
    {
        .name = "Sound",
        .summary = "A sound that can be played.",
        FIELDS(HAS("id", "string"), MAY_HAVE("text", "string"),
               HAS("formats", "List[FormatLangPair]")),
    },
    {.name = NULL},
};
