/* Floor 7: the search: a scenario in all orders that its steps allow, or in many of them. */
#ifndef STASIM_SCENARIO_EXPLORE_H
#define STASIM_SCENARIO_EXPLORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "sim/scenario/scenario.h"

enum explore_how { EXPLORE_EXHAUSTIVE, EXPLORE_RANDOM, EXPLORE_PCT };

enum {
    EXPLORE_STEPS_MAX = 20000, /* of one schedule */
    EXPLORE_DEPTH_MAX = 64,
};

struct explore_progress {
    uint64_t steps;
    uint64_t states;
    uint64_t schedules;
    size_t outcomes;
    double done; /* the part of the search that lies behind, as far as can be told */
};

struct explore_options {
    enum explore_how how;
    uint64_t schedules_max; /* 0: no limit; of random search: how many */
    unsigned depth;         /* EXPLORE_PCT: places where the priorities change, and one */
    bool unreduced;         /* every order, and how many lead to each outcome */
    bool rules_only;        /* the invariants, not what the scenario expects */
    bool first_only;        /* stop at the first violation */
    bool calm;              /* only schedules that seldom leave a task that could go on at once: */
    unsigned changes_max;   /* so often at most */
    bool seed_given;        /* else the scenario's */
    uint64_t seed;
    enum mutation mutation;
    uint64_t part; /* from 0; of so many, each a part of the search */
    uint64_t parts;
    void (*progress)(void *context, const struct explore_progress *progress);
    void *context;
};

/* Searches, and returns a report, which the caller owns; NULL without memory:
 *
 *   scenario, file, seed, how   what was searched
 *   reduced, alike              whether; {app: the one that it is interchangeable with}
 *   complete, stopped           everything was tried; why not
 *   schedules                   that ended, or met what was known (unreduced: all there are)
 *   steps, states               done; told apart
 *   outcomes[]
 *     outcome                   see outcome_of_log()
 *     schedules                 (unreduced, random) so many lead there
 *     example                   one of them: [{task, step}]
 *   violations[]
 *     text, rule, expectation   which one fails; -1: none, it is an invariant
 *     sometimes                 the expectation holds in some other order
 *     schedule                  [{task, step}]
 */
json_t *explore(const struct scenario *scenario, const struct explore_options *options);

/* Of two violations of the same expectation, or of the same rule where no expectation fails, a
 * report has one. */
bool explore_same_violation(const json_t *a, const json_t *b);

/* Makes the first violation of a report small: fewer clients, actions and calls, fewer changes from
 * task to task. Returns a scenario with a fixed schedule that shows it, which the caller owns; NULL
 * without memory. */
json_t *explore_shrink(const struct scenario *scenario, const struct explore_options *options,
                       const json_t *violation);

#endif
