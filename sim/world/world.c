/* A world's making, memory, clock and failure; what runs in it is in schedule.c and task.c. */
#include "sim/world/world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/world/internal.h"

enum { CAPACITY_FIRST = 16 };

static const size_t MEMORY_LIMIT_DEFAULT_BYTES = (size_t)1 << 30;

/* Streams of the seed: the scheduler's choices must not disturb what the model draws. */
enum { STREAM_CHOICES = 1, STREAM_MODEL = 2 };

static _Noreturn void escape(struct world *w);

struct world *world_new(const struct world_config *config) {
    struct world *w = calloc(1, sizeof *w);
    if (!w) {
        return NULL;
    }
    size_t limit_bytes = config->memory_limit_bytes;
    w->region = region_new(limit_bytes ? limit_bytes : MEMORY_LIMIT_DEFAULT_BYTES);
    w->core = w->region ? region_alloc(w->region, sizeof *w->core) : NULL;
    if (!w->core) {
        world_free(w);
        return NULL;
    }
    region_set_root(w->region, w->core);
    w->seed = config->seed;
    w->mutation = config->mutation;
    w->epoch_us = config->epoch_us ? config->epoch_us : WORLD_EPOCH_DEFAULT_US;
    rng_seed(&w->core->choices, w->seed, STREAM_CHOICES);
    return w;
}

void world_free(struct world *w) {
    if (w) {
        for (uint32_t i = 0; i < w->releases_count; i++) {
            w->releases[i].release(w->releases[i].context);
        }
        region_free(w->region);
        free(w);
    }
}

void world_on_free(struct world *w, void (*release)(void *context), void *context) {
    must(release && w->releases_count < WORLD_RELEASES_MAX);
    w->releases[w->releases_count].release = release;
    w->releases[w->releases_count].context = context;
    w->releases_count++;
}

void world_observe(struct world *w, struct world_observer observer) {
    w->observer = observer;
}

void world_choose(struct world *w, struct world_policy policy) {
    w->policy = policy;
}

void world_intercept(struct world *w, struct world_delivery_hook hook) {
    w->hook = hook;
}

bool world_is_observed(const struct world *w) {
    return w->observer.note != NULL;
}

uint64_t world_now_us(const struct world *w) {
    return w->core->now_us;
}

uint64_t world_epoch_us(const struct world *w) {
    return w->epoch_us;
}

uint64_t world_seed(const struct world *w) {
    return w->seed;
}

uint64_t world_steps(const struct world *w) {
    return w->core->steps;
}

uint64_t world_since_1970_us(const struct world *w) {
    return w->epoch_us + w->core->now_us;
}

bool world_is_mutated(const struct world *w, enum mutation mutation) {
    return w->mutation == mutation;
}

struct rng world_rng(const struct world *w, uint64_t label) {
    struct rng rng;
    rng_seed(&rng, w->seed, STREAM_MODEL + label);
    return rng;
}

uint64_t world_serial(struct world *w) {
    return ++w->core->serials;
}

void *world_alloc(struct world *w, size_t size) {
    void *memory = region_alloc(w->region, size);
    if (!memory) {
        world_break(w, "out of memory: the world's limit is reached at %zu bytes",
                    region_used_bytes(w->region));
    }
    return memory;
}

void world_release(struct world *w, void *memory, size_t size) {
    region_release(w->region, memory, size);
}

char *world_strdup(struct world *w, const char *text) {
    if (text[0] == '\0') {
        return w->core->empty;
    }
    size_t size = strlen(text) + 1;
    return memcpy(world_alloc(w, size), text, size);
}

void world_strfree(struct world *w, char *text) {
    if (text && text != w->core->empty) {
        world_release(w, text, strlen(text) + 1);
    }
}

void world_strset(struct world *w, char **slot, const char *text) {
    char *copy = text ? world_strdup(w, text) : NULL;
    world_strfree(w, *slot);
    *slot = copy;
}

void *world_grow(struct world *w, void *array, uint32_t *capacity, size_t item_bytes) {
    uint32_t room = *capacity > 0 ? 2 * *capacity : CAPACITY_FIRST;
    must(room > *capacity);
    void *grown = world_alloc(w, room * item_bytes);
    if (array) {
        memcpy(grown, array, *capacity * item_bytes);
        world_release(w, array, *capacity * item_bytes);
    }
    *capacity = room;
    return grown;
}

size_t world_memory_bytes(const struct world *w) {
    return region_used_bytes(w->region);
}

void *world_floor(const struct world *w, enum world_floor floor) {
    must(floor < WORLD_FLOORS);
    return w->core->floors[floor];
}

void world_set_floor(struct world *w, enum world_floor floor, void *state) {
    must(floor < WORLD_FLOORS);
    w->core->floors[floor] = state;
}

void world_break(struct world *w, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(w->failure, sizeof w->failure, format, arguments);
    va_end(arguments);
    escape(w);
}

void world_break_again(struct world *w) {
    if (w->failure[0]) {
        escape(w);
    }
}

static _Noreturn void escape(struct world *w) {
    if (!w->escape) {
        must_fail(w->failure, __FILE__, __LINE__);
    }
    longjmp(*w->escape, 1);
}

const char *world_failure(const struct world *w) {
    return w->failure[0] ? w->failure : NULL;
}

bool world_do(struct world *w, void (*act)(struct world *w, void *context), void *context) {
    if (w->failure[0]) {
        return false;
    }
    jmp_buf here;
    jmp_buf *outer = w->escape;
    if (setjmp(here) == 0) {
        w->escape = &here;
        act(w, context);
    }
    w->escape = outer;
    return w->failure[0] == '\0';
}

struct region_copy *world_save(const struct world *w) {
    return region_save(w->region);
}

void world_restore(struct world *w, const struct region_copy *copy) {
    region_restore(w->region, copy);
    w->core = region_root(w->region);
    w->failure[0] = '\0';
}
