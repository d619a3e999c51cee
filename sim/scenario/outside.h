/* Floor 7: what of a scenario can be played and seen from outside, by clients of a server that is
 * no world of ours. */
#ifndef STASIM_SCENARIO_OUTSIDE_H
#define STASIM_SCENARIO_OUTSIDE_H

#include "sim/scenario/scenario.h"
#include "sim/scenario/script.h"

/* Why the scenario cannot be played from outside; NULL: it can. */
const char *outside_cannot_play(const struct scenario *scenario);

/* Why it cannot be seen from outside whether the expectation holds; NULL: it can. */
const char *outside_cannot_see(const struct expectation *expectation);

/* Events of this type go to one application alone: no other can observe them. */
bool outside_is_personal(const char *type);

/* It takes an application that is subscribed to everything to see that. */
bool outside_needs_observer(const struct expectation *expectation);

#endif
