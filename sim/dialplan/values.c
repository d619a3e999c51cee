/* Reading and writing: the variables of a channel, the global ones, and the functions. */
#include "sim/dialplan/values.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/base/unit.h"
#include "sim/dialplan/notation.h"
#include "sim/dialplan/note.h"
#include "sim/dialplan/piece.h"
#include "sim/dialplan/subst.h"
#include "sim/dialplan/thread.h"

enum { CALL_BYTES = 512 };

/* What a substitution asks about: the callbacks' context. */
struct reader {
    struct world *w;
    struct channel *channel;
    char value[PIECE_BYTES];
};

/* What a "FUNCTION(args)" that can be written means. */
struct target {
    char text[CALL_BYTES]; /* taken apart */
    const char *args;
    const struct piece *piece; /* NULL: a global variable, whose name `args` is */
};

static struct dialplan_env env_of(struct reader *reader);
static const char *read_variable(void *context, const char *name);
static struct variable **find_global(const struct world *w, const char *name);
static bool find_target(const char *call, struct target *target);
static const char *read_builtin(struct reader *reader, const char *name);
static const char *read_function(void *context, const char *name, const char *args);
static uint32_t draw(void *context, uint32_t below);
static int64_t now_s(void *context);
static void report(void *context, enum subst_error error, const char *text);

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
    snprintf(out, size, "%s", text_or_empty(value));
    return value != NULL;
}

bool dialplan_write(struct world *w, struct channel *channel, const char *name, const char *value) {
    struct target target;
    if (!strchr(name, '(')) {
        if (channel) {
            channel_set_variable(w, channel, name, value);
        } else {
            dialplan_set_global(w, name, value);
        }
        return true;
    }
    if (!find_target(name, &target) || (target.piece && !channel)) {
        return false;
    }
    if (target.piece) {
        target.piece->write(w, channel, value);
    } else {
        dialplan_set_global(w, target.args, value);
    }
    return true;
}

bool dialplan_can_write(const char *name) {
    struct target target;
    return !strchr(name, '(') || find_target(name, &target);
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

/* False for a function that cannot be written. */
static bool find_target(const char *call, struct target *target) {
    size_t length = strlen(call);
    if (length >= sizeof target->text || call[length - 1] != ')') {
        return false;
    }
    memcpy(target->text, call, length + 1);
    char *args;
    const char *function = notation_call(target->text, &args);
    target->args = args;
    target->piece = piece_find(function, args);
    return target->piece ? target->piece->write != NULL : strcmp(function, "GLOBAL") == 0;
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
    const struct {
        const char *name;
        const char *value;
    } texts[] = {
        {"EXTEN", channel->exten},
        {"CONTEXT", channel->context},
        {"CHANNEL", channel->name},
        {"UNIQUEID", channel->id},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(texts[i].name, name) == 0) {
            return text_or_empty(texts[i].value);
        }
    }
    return NULL;
}

static const char *read_function(void *context, const char *name, const char *args) {
    struct reader *reader = context;
    if (strcmp(name, "GLOBAL") == 0) {
        return text_or_empty(dialplan_global(reader->w, args));
    }
    const struct piece *piece = reader->channel ? piece_find(name, args) : NULL;
    return piece ? text_or_empty(piece->read(reader->channel, reader->value)) : NULL;
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
