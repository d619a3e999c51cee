/* Floor 7: writing down what happens in a world. */
#ifndef STASIM_SCENARIO_OBSERVE_H
#define STASIM_SCENARIO_OBSERVE_H

#include "sim/scenario/log.h"
#include "sim/world/world.h"

/* Steps, journal and deliveries of the world go into the log, which must outlive it. */
void observe(struct world *w, struct log *log);

#endif
