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
    /* The fault was taken away: what it still does is to end. */
    void (*call_off)(void *context, const struct fault *fault);
    void *context;
};

/* At work at a time; added to a world, and to those that follow it after a restart. */
enum { FAULTS_MAX = 256, FAULTS_ADDED_MAX = 10000 };

/* Begins the scenario's faults and those in the stock, if there are any. */
void faults_new(struct world *w);
/* What they remember, held things apart: those are tasks. */
void faults_tell(struct digest *digest, const struct world *w);

/* What outlives a world that is restarted: faults that were added while it ran (demand.h), and how
 * often each has been met. */
struct fault_stock;
struct fault_stock *fault_stock_new(void); /* NULL without memory */
/* Before the world is freed: another one with the same stock goes on from here. */
void fault_stock_remember(const struct world *w);
/* Forgets all, for a world of another kind; must not be in use. */
void fault_stock_clear(struct fault_stock *stock);
void fault_stock_free(struct fault_stock *stock);

/* An entry of the journal: name: the effect; value: the id of a channel, if any; cause: which. */
extern const struct event_kind EVENT_FAULT;

#endif
