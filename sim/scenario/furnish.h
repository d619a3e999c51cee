/* Floor 7: what a world is furnished with before anything happens: the same way for a scenario that
 * runs by itself and for one that lives beside real clients. */
#ifndef STASIM_SCENARIO_FURNISH_H
#define STASIM_SCENARIO_FURNISH_H

#include <stdbool.h>

#include "sim/ari/ari.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/calls.h"
#include "sim/dialplan/exec.h"
#include "sim/scenario/fault.h"
#include "sim/scenario/scenario.h"

/* What the pointers lead to outlives the world. */
struct furniture {
    struct calls_config calls;
    struct dialplan_config dialplan;
    struct ari_config ari;
    bool loaded[MODULES];
    const struct scenario *scenario; /* whose clients and callers play; NULL: nobody's */
    struct log *log;                 /* where they tell what they do; NULL: nowhere */
    const struct fault_host *host;   /* carries out faults of sockets; NULL: nobody */
    struct fault_stock *stock;       /* NULL: no fault can be added later (demand.h) */
    const struct run_order *order;   /* see run_options */
};

/* All that a scenario brings along. */
struct furniture furniture_of(const struct scenario *scenario, struct log *log);

/* Furnishes a new world, up to the players. False when it broke: see world_failure(). */
bool furnish(struct world *w, const struct furniture *furniture);

#endif
