/* Furnishing a world with the floor of calls. */
#include "sim/calls/calls.h"

#include "sim/base/must.h"

void calls_new(struct world *w, const struct calls_config *config) {
    must(!world_floor(w, WORLD_FLOOR_CALLS));
    struct calls *calls = world_alloc(w, sizeof *calls);
    calls->channelvars = texts_new(w, config->channelvars, config->channelvars_count);
    world_set_floor(w, WORLD_FLOOR_CALLS, calls);
}

struct calls *calls_of(const struct world *w) {
    struct calls *calls = world_floor(w, WORLD_FLOOR_CALLS);
    must(calls);
    return calls;
}
