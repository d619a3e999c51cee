/* The stock of faults that were added, and of what all have seen: it lies outside of worlds. */
#include <stdlib.h>

#include "sim/base/must.h"
#include "sim/scenario/fault_parts.h"

static bool make_room(struct fault_stock *stock, size_t count);

struct fault_stock *fault_stock_new(void) {
    return calloc(1, sizeof(struct fault_stock));
}

void fault_stock_clear(struct fault_stock *stock) {
    for (size_t i = 0; i < stock->count; i++) {
        json_decref(stock->items[i]->source);
        free(stock->items[i]);
    }
    free(stock->items);
    free(stock->tallies);
    *stock = (struct fault_stock){0};
}

void fault_stock_free(struct fault_stock *stock) {
    if (stock) {
        fault_stock_clear(stock);
        free(stock);
    }
}

struct fault *fault_stock_add(struct fault_stock *stock, const struct fault *fault) {
    struct fault *copy = malloc(sizeof *copy);
    if (stock->count == FAULTS_ADDED_MAX || !copy || !make_room(stock, stock->count + 1)) {
        free(copy);
        return NULL;
    }
    *copy = *fault;
    json_incref(copy->source);
    stock->items[stock->count++] = copy;
    return copy;
}

void fault_stock_remember(const struct world *w) {
    const struct players *players = world_floor(w, WORLD_FLOOR_SCENARIO);
    if (!players || !players->stock || !players->faults) {
        return;
    }
    struct fault_stock *stock = players->stock;
    size_t count = players->faults->count_ever;
    struct fault_tally *tallies = calloc(count + 1, sizeof *tallies);
    if (!tallies) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        tallies[i].is_gone = true;
    }
    for (const struct armed *armed = players->faults->first; armed; armed = armed->next) {
        must(armed->number < count);
        tallies[armed->number] = armed->tally;
    }
    free(stock->tallies);
    stock->tallies = tallies;
    stock->tallies_count = count;
}

/* Pointers to faults stay: only the list of them moves. */
static bool make_room(struct fault_stock *stock, size_t count) {
    if (count <= stock->capacity) {
        return true;
    }
    size_t capacity = stock->capacity > 0 ? 2 * stock->capacity : 16;
    struct fault **items = realloc(stock->items, capacity * sizeof(struct fault *));
    if (items) {
        stock->items = items;
        stock->capacity = capacity;
    }
    return items != NULL;
}
