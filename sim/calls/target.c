/* A channel or a bridge, alike. */
#include "sim/calls/target.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/rule.h"

char *target_uri(struct world *w, struct target target) {
    const char *scheme = target.bridge ? "bridge" : "channel";
    const char *id = target.bridge ? target.bridge->id : target.channel->id;
    size_t size = strlen(scheme) + strlen(id) + 2;
    char *uri = world_alloc(w, size);
    snprintf(uri, size, "%s:%s", scheme, id);
    return uri;
}

bool target_is_gone(struct target target) {
    return target.bridge ? target.bridge->destroyed : target.channel->hung_up;
}

bool target_has_audience(const struct world *w, struct target target) {
    return target.bridge ? bridge_has_audience(w, target.bridge)
                         : channel_has_audience(w, target.channel);
}

struct call_event *target_event_new(struct world *w, const struct event_kind *kind,
                                    struct target target) {
    return target.bridge ? bridge_event_new(w, kind, target.bridge)
                         : call_event_new(w, kind, target.channel, RULE_NONE);
}

void target_event_publish(struct world *w, struct target target, struct call_event *event) {
    if (target.bridge) {
        bridge_event_publish(w, target.bridge, NULL, event);
    } else {
        call_event_publish(w, target.channel, event);
    }
}
