/* Floor 7, for the search: a number for what a world's state means. Two states with the same number
 * go on alike, whichever of several interchangeable applications did what. */
#ifndef STASIM_SCENARIO_EXPLORE_DIGEST_H
#define STASIM_SCENARIO_EXPLORE_DIGEST_H

#include "sim/scenario/explore_track.h"

/* The number of the present state. */
uint64_t digest_state(struct tracker *tracker);

#endif
