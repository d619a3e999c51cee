/* Furnishing: each floor of the world from below, then who plays in it. */
#include "sim/scenario/furnish.h"

#include "sim/scenario/client.h"
#include "sim/scenario/script.h"

static void furnish_floors(struct world *w, void *context);

struct furniture furniture_of(const struct scenario *scenario, struct log *log) {
    return (struct furniture){
        .calls = {.channelvars = scenario->channelvars,
                  .channelvars_count = scenario->channelvars_count},
        .dialplan = {.dialplan = scenario->dialplan,
                     .sounds = scenario->sounds,
                     .sounds_count = scenario->sounds_count,
                     .phones = scenario->phones,
                     .phones_count = scenario->phones_count},
        .loaded = {[MODULE_RES] = scenario->loaded[MODULE_RES],
                   [MODULE_APP] = scenario->loaded[MODULE_APP]},
        .scenario = scenario,
        .log = log,
    };
}

bool furnish(struct world *w, const struct furniture *furniture) {
    struct furniture copy = *furniture;
    return world_do(w, furnish_floors, &copy);
}

static void furnish_floors(struct world *w, void *context) {
    const struct furniture *furniture = context;
    calls_new(w, &furniture->calls);
    broadcast_new(w);
    dialplan_new(w, &furniture->dialplan);
    ari_new(w, &furniture->ari);
    broadcast_modules_set(w, furniture->loaded);
    players_new(w, furniture);
}
