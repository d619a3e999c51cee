/* Floor 7: faults: what a scenario says is to go wrong between the server and its clients, decided
 * here. Copies of events are taken charge of as they are delivered (floor 2), requests as they are
 * submitted (floor 6); what only a socket can suffer is left to a host. */
#ifndef STASIM_SCENARIO_FAULT_H
#define STASIM_SCENARIO_FAULT_H

#include "sim/scenario/script.h"
#include "sim/world/world.h"

/* What only whoever has the sockets can do: REFUSE, RESTART, IGNORE_PINGS or SLOW. */
struct fault_order {
    const struct fault *fault;
    const char *client; /* whose sockets, for the last two; NULL: all */
};
struct fault_host {
    /* Comes inside a step: must not change the world. */
    void (*carry_out)(void *context, const struct fault_order *order);
    void *context;
};

enum { FAULTS_MAX = 256 };

/* Begins the scenario's faults, if it has any. `seen` is what an earlier world's had seen. */
void faults_new(struct world *w, const struct scenario *scenario, const struct fault_host *host,
                const uint32_t *seen, size_t seen_count);
/* How often each has been waited for in vain or not; returns how many there are. */
size_t faults_seen(const struct world *w, uint32_t seen[FAULTS_MAX]);

/* An entry of the journal: name: the effect; value: the id of a channel, if any; cause: which. */
extern const struct event_kind EVENT_FAULT;

#endif
