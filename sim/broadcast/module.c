/* Furnishing a world with broadcasts, and the two modules that can be absent. */
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/broadcast/context.h"
#include "sim/broadcast/filter_cache.h"
#include "sim/world/digest.h"

static void release_filters(void *context) {
    filter_cache_free(context);
}

void broadcast_new(struct world *w) {
    must(!world_floor(w, WORLD_FLOOR_BROADCAST));
    struct broadcasts *broadcasts = world_alloc(w, sizeof *broadcasts);
    broadcasts->loaded[MODULE_RES] = true;
    broadcasts->loaded[MODULE_APP] = true;
    broadcasts->filters = filter_cache_new();
    if (!broadcasts->filters) {
        world_break(w, "out of memory for filters");
    }
    world_on_free(w, release_filters, broadcasts->filters);
    world_set_floor(w, WORLD_FLOOR_BROADCAST, broadcasts);
}

struct broadcasts *broadcasts_of(const struct world *w) {
    struct broadcasts *broadcasts = world_floor(w, WORLD_FLOOR_BROADCAST);
    must(broadcasts);
    return broadcasts;
}

const char *broadcast_module_name(enum broadcast_module module) {
    static const char *const names[MODULES] = {
        [MODULE_RES] = "res_stasis_broadcast.so",
        [MODULE_APP] = "app_stasis_broadcast.so",
    };
    must(module < MODULES);
    return names[module];
}

bool broadcast_module_is_loaded(const struct world *w, enum broadcast_module module) {
    must(module < MODULES);
    return broadcasts_of(w)->loaded[module];
}

void broadcast_modules_set(struct world *w, const bool loaded[MODULES]) {
    struct broadcasts *broadcasts = broadcasts_of(w);
    must(!broadcasts->contexts && broadcasts->running == 0);
    for (size_t i = 0; i < MODULES; i++) {
        broadcasts->loaded[i] = loaded[i];
    }
}

bool broadcast_module_load(struct world *w, enum broadcast_module module) {
    bool *loaded = broadcasts_of(w)->loaded;
    if (loaded[module] || (module == MODULE_APP && !loaded[MODULE_RES])) {
        return false;
    }
    loaded[module] = true;
    return true;
}

bool broadcast_module_unload(struct world *w, enum broadcast_module module) {
    struct broadcasts *broadcasts = broadcasts_of(w);
    bool needed =
        module == MODULE_RES && (broadcasts->loaded[MODULE_APP] || broadcasts->contexts != NULL);
    /* R98 */
    if (!broadcasts->loaded[module] || needed || broadcasts->running > 0) {
        return false;
    }
    broadcasts->loaded[module] = false;
    return true;
}

void broadcast_channel_gone(struct world *w, const char *channel_id) {
    if (context_find(w, channel_id)) {
        world_break(w, "R117: %s is gone, but the registry holds a context of it", channel_id);
    }
}

/* How many dispatches there have been decides how the next one is shuffled. */
void broadcasts_tell(struct digest *digest, const struct world *w) {
    const struct broadcasts *broadcasts = broadcasts_of(w);
    for (size_t i = 0; i < MODULES; i++) {
        digest_number(digest, broadcasts->loaded[i]);
    }
    digest_number(digest, broadcasts->dispatches);
    digest_add(digest);
    for (const struct context *c = broadcasts->contexts; c; c = c->by_channel.next) {
        context_tell(digest, c);
    }
}

size_t broadcast_count(const struct world *w) {
    return HASH_CNT(by_channel, broadcasts_of(w)->contexts);
}

bool broadcast_view(const struct world *w, const char *channel_id, struct broadcast_view *view) {
    const struct context *context = context_find(w, channel_id);
    if (!context) {
        return false;
    }
    *view = (struct broadcast_view){.winner = context->winner, .finished = context->finished};
    return true;
}
