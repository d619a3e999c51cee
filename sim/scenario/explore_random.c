/* Searching at random: each schedule from the beginning, either with equal chances at every step or
 * by priorities (S. Burckhardt and others, "A randomized scheduler with probabilistic guarantees of
 * finding bugs", 2010): every task has one, the highest goes, and at depth - 1 places that are
 * drawn beforehand the one that goes falls behind all others. */
#include "sim/ari/ari.h"
#include "sim/scenario/choices.h"
#include "sim/scenario/explore_search.h"
#include "sim/world/region.h"

enum { STREAM_EXPLORE = 77, PLACES = 96 }; /* of a usual schedule */

struct dice {
    struct rng rng;
    unsigned depth;
    uint64_t places[EXPLORE_DEPTH_MAX]; /* steps at which somebody falls behind */
    uint64_t lowest;                    /* priority given so far */
};

static uint32_t throw_one(struct search *search, struct dice *dice);
static struct task *choose(struct dice *dice, struct task *const *choices, size_t count,
                           size_t step);
static struct task *highest(struct dice *dice, struct task *const *choices, size_t count);

void search_at_random(struct search *search) {
    const struct explore_options *options = search->options;
    struct region_copy *beginning = world_save(search->world);
    struct dice dice = {.depth = options->how == EXPLORE_PCT ? options->depth : 0};
    if (!beginning) {
        search->no_memory = true;
        return;
    }
    for (uint64_t i = options->part; i < options->schedules_max; i += options->parts) {
        if (search_is_over(search, (double)i / (double)options->schedules_max)) {
            break;
        }
        world_restore(search->world, beginning);
        ari_forget(search->world);
        search->path_length = 0;
        /* Each schedule has its own sequence, so that it does not matter who does it. */
        rng_seed(&dice.rng, search->seed, STREAM_EXPLORE + i);
        dice.lowest = UINT64_MAX / 4;
        for (unsigned d = 0; d + 1 < dice.depth && d < EXPLORE_DEPTH_MAX; d++) {
            dice.places[d] = rng_below(&dice.rng, PLACES);
        }
        uint32_t outcome = throw_one(search, &dice);
        search->schedules++;
        if (!search->no_memory && !tally_add(&search->tally, outcome, 1)) {
            search->no_memory = true;
        }
    }
    region_copy_free(beginning);
}

static uint32_t throw_one(struct search *search, struct dice *dice) {
    struct task *choices[CHOICES_MAX];
    for (;;) {
        size_t count;
        if (!search_choices(search, choices, &count)) {
            return 0;
        }
        if (count == 0) {
            return search_end(search);
        }
        struct task *task = choose(dice, choices, count, search->path_length);
        if (search_take(search, task) == WORLD_BROKEN) {
            return search->no_memory ? 0 : search_broken(search);
        }
    }
}

static struct task *choose(struct dice *dice, struct task *const *choices, size_t count,
                           size_t step) {
    if (dice->depth == 0) {
        return choices[rng_below(&dice->rng, count)];
    }
    struct task *task = highest(dice, choices, count);
    for (unsigned d = 0; d + 1 < dice->depth; d++) {
        if (dice->places[d] == step) {
            *task_mark(task) = --dice->lowest;
            task = highest(dice, choices, count);
        }
    }
    return task;
}

static struct task *highest(struct dice *dice, struct task *const *choices, size_t count) {
    struct task *found = NULL;
    for (size_t i = 0; i < count; i++) {
        uint64_t *priority = task_mark(choices[i]);
        if (*priority == 0) {
            *priority = UINT64_MAX / 2 + (rng_next(&dice->rng) >> 2);
        }
        if (!found || *priority > *task_mark(found)) {
            found = choices[i];
        }
    }
    return found;
}
