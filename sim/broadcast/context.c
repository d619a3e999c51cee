/* The registry of broadcasts, and the decision about a claim. */
#include "sim/broadcast/context.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/broadcast/filter_cache.h"
#include "sim/world/digest.h"

static enum claim_outcome first_that_fits(const struct world *w, const struct context *context);
static void wake_waiter(struct world *w, struct context *context);

enum claim_outcome context_decide(struct world *w, struct context *context,
                                  const char *application) {
    must(context->holders > 0 && application[0] != '\0');
    enum claim_outcome outcome = first_that_fits(w, context);
    if (outcome == CLAIM_WON) {
        context->winner = world_strdup(w, application);
        wake_waiter(w, context);
    }
    if (world_is_mutated(w, MUTATE_START_TO_LAST_CLAIMANT)) {
        world_strset(w, &context->claimant, application);
    }
    watch_decided(w, &context->watch, application, outcome);
    return outcome;
}

static enum claim_outcome first_that_fits(const struct world *w, const struct context *context) {
    if (context->finished && world_is_mutated(w, MUTATE_FINISHED_FIRST)) {
        return CLAIM_TOO_LATE;
    }
    if (context->winner) {
        return world_is_mutated(w, MUTATE_SECOND_CLAIM_404) ? CLAIM_TOO_LATE : CLAIM_LOST;
    }
    return context->finished ? CLAIM_TOO_LATE : CLAIM_WON;
}

/* The holders are told of by themselves. */
void context_tell(struct digest *digest, const struct context *context) {
    uint64_t id = hash_text(0, context->channel_id);
    digest_number(digest, id);
    digest_text(digest, context->filter);
    digest_number(digest,
                  (uint64_t)((context->winner != NULL) | context->finished << 1 |
                             context->notify_claimed << 2 | (context->waiter != NULL) << 3));
    watch_tell(digest, &context->watch);
    digest_add(digest);
    if (context->winner) {
        digest_add_of(digest, context->winner, hash_text(id, "winner"));
    }
    if (context->claimant) {
        digest_add_of(digest, context->claimant, hash_text(id, "claimant"));
    }
}

/* It goes on beside the claim: their frames race. (R77) */
static void wake_waiter(struct world *w, struct context *context) {
    if (context->waiter) {
        task_wake(w, context->waiter, WAKE_CLAIM);
    }
}

bool context_decide_in_two(struct world *w, struct context *context, const char *application,
                           bool is_second) {
    bool is_free = !context->winner && !context->finished;
    if (world_is_mutated(w, MUTATE_DECIDE_WITHOUT_LOCK)) {
        if (is_second) {
            world_strset(w, &context->winner, application);
            wake_waiter(w, context);
            watch_decided(w, &context->watch, application, CLAIM_WON);
        }
        return is_free || is_second;
    }
    if (world_is_mutated(w, MUTATE_WAKE_WITHOUT_CLAIM)) {
        if (is_second) {
            world_strset(w, &context->winner, application);
        } else if (is_free) {
            wake_waiter(w, context);
            watch_decided(w, &context->watch, application, CLAIM_WON);
        }
        return is_free || is_second;
    }
    return false;
}

const char *context_finish(struct world *w, struct context *context) {
    context->finished = !world_is_mutated(w, MUTATE_NOT_FINISHED_AT_READ);
    return context->winner;
}

struct context *context_enter(struct world *w, const char *channel_id, const char *filter,
                              bool notify_claimed) {
    struct broadcasts *broadcasts = broadcasts_of(w);
    must(channel_id[0] != '\0' && !context_find(w, channel_id));
    struct context *context = world_alloc(w, sizeof *context);
    context->channel_id = world_strdup(w, channel_id);
    context->filter = world_strdup(w, filter);
    context->notify_claimed = notify_claimed;
    context->registered = true;
    context->holders = 1;
    HASH_ADD_KEYPTR(by_channel, broadcasts->contexts, context->channel_id,
                    strlen(context->channel_id), context);
    return context;
}

void context_leave(struct world *w, struct context *context) {
    if (context->registered) {
        context->registered = false;
        HASH_DELETE(by_channel, broadcasts_of(w)->contexts, context);
    }
}

struct context *context_find(const struct world *w, const char *channel_id) {
    struct context *found = NULL;
    HASH_FIND(by_channel, broadcasts_of(w)->contexts, channel_id, strlen(channel_id), found);
    return found;
}

struct context *context_hold(struct context *context) {
    must(context->holders > 0);
    context->holders++;
    return context;
}

void context_drop(struct world *w, struct context *context) {
    must(context->holders > 0);
    if (--context->holders > 0) {
        return;
    }
    must(!context->registered);
    watch_free(w, &context->watch);
    world_strfree(w, context->channel_id);
    world_strfree(w, context->filter);
    world_strfree(w, context->winner);
    world_strfree(w, context->claimant);
    world_release(w, context, sizeof *context);
}

const struct filter *context_filter(const struct world *w, const struct context *context) {
    if (context->filter[0] == '\0') {
        return NULL;
    }
    return filter_cache_get(broadcasts_of(w)->filters, context->filter);
}
