/* An open hash table of digests, which doubles. */
#include "sim/scenario/explore_visited.h"

#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"

enum { CAPACITY_FIRST = 1 << 12 };

static size_t place_of(const struct visited *visited, uint64_t key);
static bool grow(struct visited *visited);

bool visited_new(struct visited *visited, bool counts) {
    *visited = (struct visited){.counts = counts};
    return grow(visited);
}

void visited_free(struct visited *visited) {
    for (size_t i = 0; visited->tallies && i < visited->capacity; i++) {
        tally_free(&visited->tallies[i]);
    }
    free(visited->tallies);
    free(visited->keys);
}

enum visit visited_add(struct visited *visited, uint64_t key, const struct tally **tally) {
    key += key == 0;
    size_t place = place_of(visited, key);
    if (visited->keys[place] == key) {
        *tally = visited->tallies ? &visited->tallies[place] : NULL;
        return VISIT_KNOWN;
    }
    bool is_full = visited->count >= VISITED_MAX || visited->items >= TALLY_ITEMS_MAX;
    if (is_full || (4 * (visited->count + 1) > 3 * visited->capacity && !grow(visited))) {
        return VISIT_FULL;
    }
    visited->keys[place_of(visited, key)] = key;
    visited->count++;
    return VISIT_NEW;
}

void visited_keep(struct visited *visited, uint64_t key, struct tally *tally) {
    must(visited->tallies);
    key += key == 0;
    size_t place = place_of(visited, key);
    must(visited->keys[place] == key);
    visited->items += tally->count;
    visited->tallies[place] = *tally;
    *tally = (struct tally){0};
}

/* Where it is, or where it would be. */
static size_t place_of(const struct visited *visited, uint64_t key) {
    size_t place = (size_t)key & (visited->capacity - 1);
    while (visited->keys[place] != 0 && visited->keys[place] != key) {
        place = (place + 1) & (visited->capacity - 1);
    }
    return place;
}

static bool grow(struct visited *visited) {
    struct visited larger = *visited;
    larger.capacity = visited->capacity ? 2 * visited->capacity : CAPACITY_FIRST;
    larger.keys = calloc(larger.capacity, sizeof *larger.keys);
    larger.tallies = visited->counts ? calloc(larger.capacity, sizeof *larger.tallies) : NULL;
    if (!larger.keys || (visited->counts && !larger.tallies)) {
        free(larger.keys);
        free(larger.tallies);
        return false;
    }
    for (size_t i = 0; i < visited->capacity; i++) {
        if (visited->keys[i] != 0) {
            size_t place = place_of(&larger, visited->keys[i]);
            larger.keys[place] = visited->keys[i];
            if (visited->counts) {
                larger.tallies[place] = visited->tallies[i];
            }
        }
    }
    free(visited->keys);
    free(visited->tallies);
    *visited = larger;
    return true;
}

bool tally_add(struct tally *tally, uint32_t outcome, uint64_t schedules) {
    for (size_t i = 0; i < tally->count; i++) {
        struct tally_item *item = &tally->items[i];
        if (item->outcome == outcome) {
            bool fits = schedules <= UINT64_MAX - item->schedules;
            item->schedules = fits ? item->schedules + schedules : UINT64_MAX;
            return true;
        }
    }
    if (tally->count == tally->capacity) {
        size_t capacity = tally->capacity ? 2 * tally->capacity : 4;
        struct tally_item *items = realloc(tally->items, capacity * sizeof *items);
        if (!items) {
            return false;
        }
        tally->items = items;
        tally->capacity = capacity;
    }
    tally->items[tally->count++] = (struct tally_item){outcome, schedules};
    return true;
}

bool tally_add_all(struct tally *tally, const struct tally *more) {
    bool good = true;
    for (size_t i = 0; i < more->count; i++) {
        good = tally_add(tally, more->items[i].outcome, more->items[i].schedules) && good;
    }
    return good;
}

void tally_free(struct tally *tally) {
    free(tally->items);
    *tally = (struct tally){0};
}
