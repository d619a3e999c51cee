/* Floor 7, for the files of the search: what it remembers. */
#ifndef STASIM_SCENARIO_EXPLORE_SEARCH_H
#define STASIM_SCENARIO_EXPLORE_SEARCH_H

#include "sim/scenario/explore.h"
#include "sim/scenario/explore_alike.h"
#include "sim/scenario/explore_track.h"
#include "sim/scenario/explore_visited.h"
#include "sim/world/rng.h"

enum { SEARCH_OUTCOMES_MAX = 65536, SEARCH_VIOLATIONS_MAX = 64, SEARCH_FAILURE_BYTES = 512 };

/* One step of the schedule that is being tried. */
struct path_step {
    char task[TASK_NAME_BYTES];
    const char *step;
};

/* An end that schedules come to. */
struct end {
    uint64_t key;
    uint32_t outcome;
};

struct search {
    const struct scenario *scenario;
    const struct explore_options *options;
    struct alike alike;
    struct tracker tracker;
    struct world *world;
    uint64_t seed;
    struct path_step *path;
    size_t path_length;
    size_t path_capacity;
    unsigned changes; /* from task to task, where they are counted */
    bool *held;       /* of each expectation: at some end it did */
    struct visited visited;
    struct end *ends; /* by key */
    size_t ends_count;
    size_t ends_capacity;
    json_t *outcomes;   /* an array, as in the report */
    json_t *violations; /* the same */
    struct tally tally; /* of the whole search */
    uint64_t steps;
    uint64_t told_steps; /* when it was last told how far it is */
    uint64_t schedules;
    uint64_t prefixes; /* that the search is divided by */
    bool no_memory;
    bool finished;                      /* somebody has seen enough */
    char stopped[SEARCH_FAILURE_BYTES]; /* empty: nothing was left out */
};

/* Makes the world, and follows the scenario's own schedule. False when there is nothing to search:
 * `stopped` or a violation says why, or memory is short. */
bool search_begin(struct search *search);

/* The tasks that may go next, CHOICES_MAX at most, and how many. False where those, or the steps so
 * far, are too many: `stopped` says so. */
bool search_choices(struct search *search, struct task **choices, size_t *count);

/* The task does its next step, which becomes part of the path. */
enum world_state search_take(struct search *search, struct task *task);

/* The present schedule is at its end, or has broken a rule: the number of its outcome. */
uint32_t search_end(struct search *search);
uint32_t search_broken(struct search *search);

/* True when a limit is reached; tells how far the search is. */
bool search_is_over(struct search *search, double done);

void search_exhaustively(struct search *search);
void search_at_random(struct search *search);

#endif
