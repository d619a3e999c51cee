/* Floor 7, for the search: what a dialplan may do, read from its text. */
#ifndef STASIM_SCENARIO_PLAN_H
#define STASIM_SCENARIO_PLAN_H

#include <stdbool.h>

#include "sim/dialplan/dialplan.h"

/* Every StasisBroadcast() in it lets both applications hear, or neither. NULL: there is none. */
bool plan_treats_alike(const struct dialplan *dp, const char *a, const char *b);

/* Some StasisBroadcast() in it may tell that the call was claimed. */
bool plan_may_notify(const struct dialplan *dp);

/* A step whose effect stays with its own channel, and depends on nothing else. */
bool plan_step_is_plain(const struct dialplan_step *step);

#endif
