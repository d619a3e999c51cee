/* Floor 7, for the search: steps that need not be tried in every order. */
#ifndef STASIM_SCENARIO_EXPLORE_EAGER_H
#define STASIM_SCENARIO_EXPLORE_EAGER_H

#include "sim/scenario/explore_track.h"

/* One of the choices whose next step commutes with every step that any other task can do now or
 * later, and that no expectation can tell from its neighbours: doing it at once leaves out orders
 * that lead to the same ends. NULL: there is none. */
struct task *eager_choice(const struct tracker *tracker, struct task *const *choices, size_t count);

#endif
