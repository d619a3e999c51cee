/* Floor 3: what media play on and recordings take from: a channel or a bridge. */
#ifndef STASIM_CALLS_TARGET_H
#define STASIM_CALLS_TARGET_H

#include <stdbool.h>

#include "sim/calls/bridge.h"

/* Exactly one is not NULL. */
struct target {
    struct channel *channel;
    struct bridge *bridge;
};

/* "channel:call-1", "bridge:b": a string of the world, the caller's to free. */
char *target_uri(struct world *w, struct target target);

/* Hung up, or destroyed. */
bool target_is_gone(struct target target);

/* True when an event about the target would reach anybody. */
bool target_has_audience(const struct world *w, struct target target);
/* A new event that shows the target; to be published to its audience, and dropped. */
struct call_event *target_event_new(struct world *w, const struct event_kind *kind,
                                    struct target target);
void target_event_publish(struct world *w, struct target target, struct call_event *event);

#endif
