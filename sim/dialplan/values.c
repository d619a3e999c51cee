/* Reading and writing: the variables of a channel, the global ones, and the functions that are a
 * piece of a channel. */
#include "sim/dialplan/values.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/unit.h"
#include "sim/dialplan/note.h"
#include "sim/dialplan/subst.h"
#include "sim/dialplan/thread.h"

enum { VALUE_BYTES = 512 };

/* What a substitution asks about: the callbacks' context. */
struct reader {
    struct world *w;
    struct channel *channel;
    char value[VALUE_BYTES];
};

/* A named piece of a channel; NULL reads as empty. */
struct part {
    const char *name;
    const char *value;
};

static struct dialplan_env env_of(struct reader *reader);
static const char *read_variable(void *context, const char *name);
static struct variable **find_global(const struct world *w, const char *name);
static bool write_function(struct world *w, struct channel *channel, const char *call,
                           size_t name_length, const char *value);
static bool write_global(struct world *w, struct channel *channel, const char *name,
                         const char *value);
static bool write_channel_part(struct world *w, struct channel *channel, const char *part,
                               const char *value);
static bool write_caller_part(struct world *w, struct channel *channel, const char *part,
                              const char *value);
static const char *read_builtin(struct reader *reader, const char *name);
static const char *read_function(void *context, const char *name, const char *args);
static const char *read_caller_part(const struct channel *channel, struct reader *reader,
                                    const char *part);
static const char *read_channel_part(const struct channel *channel, const char *part);
static const char *find_part(const struct part *parts, size_t count, const char *name);
static uint32_t draw(void *context, uint32_t below);
static int64_t now_s(void *context);
static void report(void *context, enum subst_error error, const char *text);
static const char *or_empty(const char *text);

/* The functions that can be written. */
static const struct writer {
    const char *name;
    bool needs_channel;
    bool (*write)(struct world *w, struct channel *channel, const char *part, const char *value);
} WRITERS[] = {
    {"GLOBAL", false, write_global},
    {"CHANNEL", true, write_channel_part},
    {"CALLERID", true, write_caller_part},
};

void dialplan_substitute(struct world *w, struct channel *channel, const char *text, char *out,
                         size_t size) {
    struct reader reader = {.w = w, .channel = channel};
    struct dialplan_env env = env_of(&reader);
    subst(&env, text, out, size);
}

bool dialplan_read(struct world *w, struct channel *channel, const char *expression, char *out,
                   size_t size) {
    struct reader reader = {.w = w, .channel = channel};
    if (strchr(expression, '(')) {
        struct dialplan_env env = env_of(&reader);
        return subst_function(&env, expression, out, size) != SUBST_NO_FUNCTION;
    }
    const char *value = read_variable(&reader, expression);
    snprintf(out, size, "%s", or_empty(value));
    return value != NULL;
}

bool dialplan_write(struct world *w, struct channel *channel, const char *name, const char *value) {
    const char *open = strchr(name, '(');
    if (open) {
        return write_function(w, channel, name, (size_t)(open - name), value);
    }
    if (channel) {
        channel_set_variable(w, channel, name, value);
    } else {
        dialplan_set_global(w, name, value);
    }
    return true;
}

const char *dialplan_global(const struct world *w, const char *name) {
    struct variable **link = find_global(w, name);
    return *link ? (*link)->value : NULL;
}

void dialplan_set_global(struct world *w, const char *name, const char *value) {
    struct variable **link = find_global(w, name);
    if (!*link) {
        *link = world_alloc(w, sizeof **link);
        (*link)->name = world_strdup(w, name);
    }
    world_strset(w, &(*link)->value, value);
}

static struct variable **find_global(const struct world *w, const char *name) {
    struct variable **link = &dialplan_state_of(w)->globals;
    while (*link && strcmp((*link)->name, name) != 0) {
        link = &(*link)->next;
    }
    return link;
}

/* `call` is NAME(part), its name `name_length` bytes long. */
static bool write_function(struct world *w, struct channel *channel, const char *call,
                           size_t name_length, const char *value) {
    const char *inner = call + name_length + 1;
    size_t length = strlen(inner);
    char part[VALUE_BYTES];
    if (length == 0 || length > sizeof part || inner[length - 1] != ')') {
        return false;
    }
    memcpy(part, inner, length - 1);
    part[length - 1] = '\0';
    for (size_t i = 0; i < sizeof WRITERS / sizeof WRITERS[0]; i++) {
        const struct writer *writer = &WRITERS[i];
        if (strlen(writer->name) == name_length && strncmp(call, writer->name, name_length) == 0) {
            return (channel || !writer->needs_channel) && writer->write(w, channel, part, value);
        }
    }
    return false;
}

static bool write_global(struct world *w, struct channel *channel, const char *name,
                         const char *value) {
    (void)channel;
    dialplan_set_global(w, name, value);
    return true;
}

static bool write_channel_part(struct world *w, struct channel *channel, const char *part,
                               const char *value) {
    bool language = strcmp(part, "language") == 0;
    if (!language && strcmp(part, "accountcode") != 0) {
        return false;
    }
    world_strset(w, language ? &channel->language : &channel->accountcode, value);
    channel_changed(w, channel);
    return true;
}

static bool write_caller_part(struct world *w, struct channel *channel, const char *part,
                              const char *value) {
    if (strcmp(part, "num") == 0) {
        channel_set_caller(w, channel, or_empty(channel->caller_name), value);
    } else if (strcmp(part, "name") == 0) {
        channel_set_caller(w, channel, value, or_empty(channel->caller_number));
    } else {
        return false;
    }
    return true;
}

static struct dialplan_env env_of(struct reader *reader) {
    return (struct dialplan_env){.ctx = reader,
                                 .variable = read_variable,
                                 .function = read_function,
                                 .random = draw,
                                 .now_s = now_s,
                                 .problem = report};
}

static const char *read_variable(void *context, const char *name) {
    struct reader *reader = context;
    const char *value = read_builtin(reader, name);
    if (!value && reader->channel) {
        value = channel_variable(reader->channel, name);
    }
    return value ? value : dialplan_global(reader->w, name);
}

static const char *read_builtin(struct reader *reader, const char *name) {
    const struct channel *channel = reader->channel;
    if (strcmp(name, "EPOCH") == 0) {
        snprintf(reader->value, sizeof reader->value, "%lld", (long long)now_s(reader));
        return reader->value;
    }
    if (!channel) {
        return NULL;
    }
    if (strcmp(name, "PRIORITY") == 0 || strcmp(name, "HANGUPCAUSE") == 0) {
        int number = name[0] == 'P' ? channel->priority : channel->hangup_cause;
        snprintf(reader->value, sizeof reader->value, "%d", number);
        return reader->value;
    }
    const struct part parts[] = {
        {"EXTEN", channel->exten},
        {"CONTEXT", channel->context},
        {"CHANNEL", channel->name},
        {"UNIQUEID", channel->id},
    };
    return find_part(parts, sizeof parts / sizeof parts[0], name);
}

static const char *read_function(void *context, const char *name, const char *args) {
    struct reader *reader = context;
    if (strcmp(name, "GLOBAL") == 0) {
        return or_empty(dialplan_global(reader->w, args));
    }
    if (!reader->channel) {
        return NULL;
    }
    return strcmp(name, "CALLERID") == 0 ? read_caller_part(reader->channel, reader, args)
                                         : read_channel_part(reader->channel, args);
}

static const char *read_caller_part(const struct channel *channel, struct reader *reader,
                                    const char *part) {
    if (strcmp(part, "all") == 0) {
        snprintf(reader->value, sizeof reader->value, "\"%s\" <%s>", or_empty(channel->caller_name),
                 or_empty(channel->caller_number));
        return reader->value;
    }
    const struct part parts[] = {
        {"num", channel->caller_number}, {"number", channel->caller_number},
        {"name", channel->caller_name},  {"dnid", channel->dnid},
        {"rdnis", channel->rdnis},
    };
    return find_part(parts, sizeof parts / sizeof parts[0], part);
}

static const char *read_channel_part(const struct channel *channel, const char *part) {
    const struct part parts[] = {
        {"name", channel->name},         {"state", channel_state_name(channel->state)},
        {"language", channel->language}, {"accountcode", channel->accountcode},
        {"uniqueid", channel->id},
    };
    return find_part(parts, sizeof parts / sizeof parts[0], part);
}

/* NULL when the part is not among them; an unset one is empty. */
static const char *find_part(const struct part *parts, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(parts[i].name, name) == 0) {
            return or_empty(parts[i].value);
        }
    }
    return NULL;
}

static uint32_t draw(void *context, uint32_t below) {
    struct reader *reader = context;
    return (uint32_t)rng_below(&dialplan_state_of(reader->w)->rng, below);
}

static int64_t now_s(void *context) {
    const struct reader *reader = context;
    return (int64_t)(world_since_1970_us(reader->w) / US_PER_S);
}

static void report(void *context, enum subst_error error, const char *text) {
    struct reader *reader = context;
    static const char *const meanings[] = {
        [-SUBST_CUT] = "too long, cut",
        [-SUBST_TOO_DEEP] = "nested too deeply",
        [-SUBST_UNBALANCED] = "a bracket is never closed",
        [-SUBST_NO_FUNCTION] = "no such function",
        [-SUBST_BAD_ARGUMENT] = "bad argument",
        [-SUBST_BAD_EXPRESSION] = "bad expression",
    };
    if (error == SUBST_NO_MEMORY) {
        world_break(reader->w, "out of memory for a regular expression");
    }
    dialplan_warn(reader->w, reader->channel, "%s: %s", meanings[-error], text);
}

static const char *or_empty(const char *text) {
    return text ? text : "";
}
