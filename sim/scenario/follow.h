/* Floor 7: following a fixed schedule. */
#ifndef STASIM_SCENARIO_FOLLOW_H
#define STASIM_SCENARIO_FOLLOW_H

#include "sim/scenario/script.h"
#include "sim/world/world.h"

/* Does the scenario's fixed schedule, step by step; a task that is due later moves the clock.
 * `failure` stays empty, or says which step could not be done and what could. A world that breaks
 * on the way is for the caller to see. */
void follow_schedule(struct world *w, const struct scenario *scenario, char *failure, size_t size);

#endif
