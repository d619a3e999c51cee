/* Floor 7, for the search: a number for what a world's state means. Two states with the same number
 * go on alike: where they lie in memory, in which order things were made and how often, and which
 * of several interchangeable applications did what, does not count.
 *
 * What a task remembers is kept in its mark, as a digest of what its steps have seen. Steps that
 * are not known here are ordered with everything: that is always right, and merges nothing. */
#ifndef STASIM_SCENARIO_EXPLORE_DIGEST_H
#define STASIM_SCENARIO_EXPLORE_DIGEST_H

#include "sim/scenario/explore_track.h"

/* Marks the tasks that exist at the beginning. */
void digest_begin(struct tracker *tracker);

/* What is to be known of a step before it is done, and what follows from it: `digest_before` in
 * front of it, `digest_after` behind it. */
struct deed_before {
    struct task *task;
    const struct step *step;
    char role[4];
    char subject[TASK_NAME_BYTES];
    uint64_t observed;
    uint32_t owner;
    bool known;
};
void digest_before(struct tracker *tracker, struct task *task, struct deed_before *before);
void digest_after(struct tracker *tracker, const struct deed_before *before);

/* The number of the present state. */
uint64_t digest_state(struct tracker *tracker);

#endif
