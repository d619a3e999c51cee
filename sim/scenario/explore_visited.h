/* Floor 7, for the search: the states that have been seen, and how many schedules lead from each to
 * which outcome. */
#ifndef STASIM_SCENARIO_EXPLORE_VISITED_H
#define STASIM_SCENARIO_EXPLORE_VISITED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* So many states at most: 8 bytes each in a table that is at most three quarters full, so 512 MiB;
 * with tallies of them, those come in addition. */
enum { VISITED_MAX = 3 << 24, TALLY_ITEMS_MAX = 1 << 25 };

/* How many schedules lead to an outcome; UINT64_MAX: that many or more. */
struct tally_item {
    uint32_t outcome;
    uint64_t schedules;
};
struct tally {
    struct tally_item *items;
    size_t count;
    size_t capacity;
};
/* False without memory. */
bool tally_add(struct tally *tally, uint32_t outcome, uint64_t schedules);
bool tally_add_all(struct tally *tally, const struct tally *more);
void tally_free(struct tally *tally);

struct visited {
    uint64_t *keys;        /* 0: free */
    struct tally *tallies; /* NULL: not kept */
    size_t capacity;
    size_t count;
    size_t items; /* in all tallies */
    bool counts;
};

/* With `counts` each state keeps a tally. False without memory. */
bool visited_new(struct visited *visited, bool counts);
void visited_free(struct visited *visited);

enum visit { VISIT_NEW, VISIT_KNOWN, VISIT_FULL };
/* *tally: of a known state; NULL where none is kept. */
enum visit visited_add(struct visited *visited, uint64_t key, const struct tally **tally);
/* Keeps the tally of a state that was added, which takes it over. */
void visited_keep(struct visited *visited, uint64_t key, struct tally *tally);

#endif
