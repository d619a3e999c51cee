/* Variables: set, read by their bare names, inherited by a child. */
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/calls/calls.h"
#include "sim/calls/events.h"

static const char *bare(const char *name);
static struct variable **find(struct variable **link, const char *name);
static void put(struct world *w, struct variable **found, struct variable **place, const char *name,
                const char *value);
static void tell(struct world *w, struct channel *channel, const char *name, const char *value,
                 uint16_t rule);
static void forget(struct world *w, struct variable *gone);
static void publish(struct world *w, struct channel *channel, const char *name, const char *value,
                    uint16_t rule);

const char *channel_variable(const struct channel *channel, const char *name) {
    return variable_find(channel->variables, name);
}

const char *variable_find(const struct variable *variables, const char *name) {
    for (const struct variable *v = variables; v; v = v->next) {
        if (strcmp(bare(v->name), name) == 0) {
            return v->value;
        }
    }
    return NULL;
}

void channel_set_variable(struct world *w, struct channel *channel, const char *name,
                          const char *value) {
    channel_set_variable_by(w, channel, name, value, RULE_NONE);
}

void channel_set_variable_by(struct world *w, struct channel *channel, const char *name,
                             const char *value, uint16_t rule) {
    variable_set(w, &channel->variables, name, value);
    tell(w, channel, name, value, rule);
}

void variable_set(struct world *w, struct variable **variables, const char *name,
                  const char *value) {
    /* The newest first. */
    put(w, find(variables, name), variables, name, value);
}

/* A child has them in the order of its parent: recorded. */
void channel_inherit_variables(struct world *w, const struct channel *from, struct channel *to) {
    must(from != to);
    for (const struct variable *v = from->variables; v; v = v->next) {
        bool for_ever = strncmp(v->name, "__", 2) == 0;
        if (for_ever || v->name[0] == '_') {
            const char *name = for_ever ? v->name : v->name + 1;
            struct variable **link = find(&to->variables, name);
            put(w, link, link, name, v->value);
            tell(w, to, name, v->value, RULE_NONE);
        }
    }
}

void variable_unset(struct world *w, struct variable **variables, const char *name) {
    struct variable **link = find(variables, name);
    if (*link) {
        struct variable *gone = *link;
        *link = gone->next;
        forget(w, gone);
    }
}

void variables_forget(struct world *w, struct variable **variables) {
    while (*variables) {
        struct variable *gone = *variables;
        *variables = gone->next;
        forget(w, gone);
    }
}

/* Where the variable hangs; at the end of the list when it is not set. */
static struct variable **find(struct variable **link, const char *name) {
    while (*link && strcmp(bare((*link)->name), bare(name)) != 0) {
        link = &(*link)->next;
    }
    return link;
}

/* Sets the one that was found; a new one is linked in at `place`. */
static void put(struct world *w, struct variable **found, struct variable **place, const char *name,
                const char *value) {
    if (*found) {
        world_strset(w, &(*found)->name, name);
        world_strset(w, &(*found)->value, value);
        return;
    }
    struct variable *added = world_alloc(w, sizeof *added);
    added->name = world_strdup(w, name);
    added->value = world_strdup(w, value);
    added->next = *place;
    *place = added;
}

static void tell(struct world *w, struct channel *channel, const char *name, const char *value,
                 uint16_t rule) {
    const struct texts *shown = calls_of(w)->channelvars;
    for (uint32_t i = 0; i < shown->count; i++) {
        if (strcmp(shown->items[i], bare(name)) == 0) {
            channel_changed(w, channel);
        }
    }
    publish(w, channel, name, value, rule);
}

static void forget(struct world *w, struct variable *gone) {
    world_strfree(w, gone->name);
    world_strfree(w, gone->value);
    world_release(w, gone, sizeof *gone);
}

static const char *bare(const char *name) {
    for (int underscores = 0; underscores < 2 && name[0] == '_'; underscores++) {
        name++;
    }
    return name;
}

static void publish(struct world *w, struct channel *channel, const char *name, const char *value,
                    uint16_t rule) {
    if (channel_has_audience(w, channel)) {
        struct call_event *event = call_event_new(w, &EVENT_CHANNEL_VARSET, channel, rule);
        event->name = world_strdup(w, name);
        event->value = world_strdup(w, value);
        call_event_publish(w, channel, event);
    }
}
