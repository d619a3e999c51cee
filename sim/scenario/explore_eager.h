/* Floor 7, for the search: steps that need not be tried in every order. */
#ifndef STASIM_SCENARIO_EXPLORE_EAGER_H
#define STASIM_SCENARIO_EXPLORE_EAGER_H

#include "sim/scenario/explore_track.h"

/* The first of the choices, from *next on, whose next step commutes with every step that any other
 * task can do now or later. If nobody can tell it from its neighbours either (tracker_sight), doing
 * it at once leaves out orders that lead to the same ends. *next is then behind it. NULL: there is
 * none. */
struct task *eager_choice(const struct tracker *tracker, struct task *const *choices, size_t count,
                          size_t *next);

#endif
