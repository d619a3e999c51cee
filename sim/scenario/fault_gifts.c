/* The order in which the winner of a claim gets its answer, CallClaimed and StasisStart. */
#include <string.h>

#include "sim/base/must.h"
#include "sim/scenario/fault_parts.h"
#include "sim/scenario/orders.h"
#include "sim/world/digest.h"

/* So long one is held: what is never sent must not be waited for. */
static const uint64_t GIFT_PATIENCE_US = 1000000;

/* Of one claim: which have come. */
struct sequence {
    struct sequence *next;
    char *channel;
    char *app;
    unsigned came; /* a bit a gift */
};

static struct sequence **find(const struct world *w, const char *channel, const char *app);

const enum gift *gifts_order(const struct world *w) {
    const struct players *players = players_of(w);
    if (players->order && players->order->gifts_ordered) {
        return players->order->gifts;
    }
    return players->scenario->gifts_ordered ? players->scenario->gifts : NULL;
}

void gifts_expect(struct world *w, const char *channel, const char *app) {
    struct faults *faults = faults_of(w);
    if (!gifts_order(w) || *find(w, channel, app)) {
        return;
    }
    struct sequence *sequence = world_alloc(w, sizeof *sequence);
    sequence->channel = world_strdup(w, channel);
    sequence->app = world_strdup(w, app);
    sequence->next = faults->sequences;
    faults->sequences = sequence;
}

void gifts_tell(struct digest *digest, const struct faults *faults) {
    for (const struct sequence *s = faults->sequences; s; s = s->next) {
        digest_add_of(digest, s->app, hash_mix(hash_text(0, s->channel), s->came));
    }
}

bool gifts_must_wait(const struct world *w, const char *channel, const char *app, enum gift gift) {
    const enum gift *gifts = gifts_order(w);
    const struct sequence *sequence = *find(w, channel, app);
    if (!gifts || !sequence) {
        return false;
    }
    for (size_t i = 0; i < GIFTS && gifts[i] != gift; i++) {
        if (!(sequence->came & 1u << gifts[i])) {
            return true;
        }
    }
    return false;
}

struct patience gift_patience(const struct world *w, enum gift gift) {
    return (struct patience){
        .due_us = world_now_us(w) + GIFT_PATIENCE_US, .for_gifts = true, .gift = gift};
}

void gifts_came(struct world *w, const char *channel, const char *app, enum gift gift, bool lost) {
    struct sequence **link = find(w, channel, app);
    struct sequence *sequence = *link;
    if (!sequence) {
        return;
    }
    if (!lost) {
        sequence->came |= 1u << gift;
    } else if (sequence->came == 0) {
        *link = sequence->next;
        world_strfree(w, sequence->channel);
        world_strfree(w, sequence->app);
        world_release(w, sequence, sizeof *sequence);
    }
    hold_release_gifts(w, channel, app);
}

/* Where the sequence hangs, or would. */
static struct sequence **find(const struct world *w, const char *channel, const char *app) {
    struct sequence **link = &faults_of(w)->sequences;
    while (*link && (strcmp((*link)->channel, channel) != 0 || strcmp((*link)->app, app) != 0)) {
        link = &(*link)->next;
    }
    return link;
}
