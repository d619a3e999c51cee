/* The variables of a channel: each change is told, and a child inherits. */
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/calls/calls.h"
#include "sim/calls/events.h"

static void tell(struct world *w, struct channel *channel, const char *name, const char *value,
                 uint16_t rule);

const char *channel_variable(const struct channel *channel, const char *name) {
    return variable_find(channel->variables, name);
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

/* A child has them in the order of its parent: recorded. */
void channel_inherit_variables(struct world *w, const struct channel *from, struct channel *to) {
    must(from != to);
    for (const struct variable *v = from->variables; v; v = v->next) {
        bool for_ever = strncmp(v->name, "__", 2) == 0;
        if (for_ever || v->name[0] == '_') {
            const char *name = for_ever ? v->name : v->name + 1;
            variable_set_last(w, &to->variables, name, v->value);
            tell(w, to, name, v->value, RULE_NONE);
        }
    }
}

static void tell(struct world *w, struct channel *channel, const char *name, const char *value,
                 uint16_t rule) {
    const struct texts *shown = calls_of(w)->channelvars;
    for (uint32_t i = 0; i < shown->count; i++) {
        if (strcmp(shown->items[i], variable_bare_name(name)) == 0) {
            channel_changed(w, channel);
        }
    }
    if (channel_has_audience(w, channel)) {
        struct call_event *event = call_event_new(w, &EVENT_CHANNEL_VARSET, channel, rule);
        event->name = world_strdup(w, name);
        event->value = world_strdup(w, value);
        call_event_publish(w, channel, event);
    }
}
