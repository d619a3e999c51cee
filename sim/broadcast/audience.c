/* Who hears a broadcast: gathered from the registry, shuffled, sent to one by one. */
#include "sim/broadcast/audience.h"

#include "sim/base/must.h"
#include "sim/broadcast/filter.h"
#include "sim/world/digest.h"

_Static_assert((int)APPLICATION_NAME_MAX_BYTES <= (int)FILTER_NAME_MAX_BYTES,
               "a filter decides about every name");

static size_t size_of(uint32_t capacity) {
    return sizeof(struct audience) + capacity * sizeof(struct application *);
}

struct audience *audience_gather(struct world *w, const struct filter *filter) {
    uint32_t capacity = (uint32_t)application_count(w);
    struct audience *audience = world_alloc(w, size_of(capacity));
    audience->capacity = capacity;
    for (struct application *a = application_first(w); a; a = application_next(a)) {
        enum filter_answer answer = filter ? filter_match(filter, a->name) : FILTER_YES;
        if (answer != FILTER_NO) {
            must(audience->count < capacity);
            audience->applications[audience->count++] = application_hold(a);
            audience->undecided += answer == FILTER_UNDECIDED;
        }
    }
    return audience;
}

void audience_free(struct world *w, struct audience *audience) {
    for (uint32_t i = 0; i < audience->count; i++) {
        application_release(w, audience->applications[i]);
    }
    world_release(w, audience, size_of(audience->capacity));
}

void audience_tell(struct digest *digest, const struct audience *audience, const char *channel_id) {
    uint64_t turn = hash_text(0, channel_id);
    for (uint32_t i = audience->next; i < audience->count; i++) {
        digest_add_of(digest, audience->applications[i]->name, ++turn);
    }
}

void audience_shuffle(struct world *w, struct audience *audience, struct rng *rng) {
    uintptr_t sum_before = 0;
    for (uint32_t i = 0; i < audience->count; i++) {
        sum_before += (uintptr_t)audience->applications[i];
    }
    uint32_t last = audience->count;
    if (last > 0 && world_is_mutated(w, MUTATE_SHUFFLE_KEEPS_LAST)) {
        last--;
    }
    for (uint32_t i = last; i > 1; i--) {
        uint32_t j = (uint32_t)rng_below(rng, i);
        struct application *swapped = audience->applications[i - 1];
        audience->applications[i - 1] = audience->applications[j];
        audience->applications[j] = swapped;
    }
    uintptr_t sum_after = 0;
    for (uint32_t i = 0; i < audience->count; i++) {
        sum_after += (uintptr_t)audience->applications[i];
    }
    if (sum_before != sum_after) {
        world_break(w, "R118: the shuffle lost or doubled an application");
    }
}

bool audience_send(struct world *w, struct audience *audience, struct event *event) {
    must(audience->next <= audience->count && audience->count <= audience->capacity);
    if (audience->next == audience->count) {
        return false;
    }
    application_send(w, audience->applications[audience->next++], event);
    return true;
}
