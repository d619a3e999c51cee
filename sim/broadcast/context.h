/* Floor 4: the record of one broadcast, and the registry that holds it under its channel's id. */
#ifndef STASIM_BROADCAST_CONTEXT_H
#define STASIM_BROADCAST_CONTEXT_H

#include "sim/broadcast/broadcast.h"
#include "sim/broadcast/invariants.h"

struct filter;
struct filter_cache;

struct context {
    char *channel_id;
    char *filter;   /* the pattern; empty: all applications */
    char *winner;   /* NULL until somebody claims */
    char *claimant; /* who came last, in a world with that mistake; else NULL */
    bool finished;
    bool registered;
    bool notify_claimed;
    uint32_t holders;
    struct task *waiter; /* the thread that waits for a claim */
    struct watch watch;
    UT_hash_handle by_channel;
};

/* The state of this floor. */
struct broadcasts {
    struct context *contexts;
    struct filter_cache *filters; /* outside the world: compiled filters never change */
    bool loaded[MODULES];
    uint32_t running; /* broadcasts between D1 and D10 */
    uint64_t dispatches;
};

/* The world's, which must have been furnished with this floor. */
struct broadcasts *broadcasts_of(const struct world *w);

/* A new context with one holder enters the registry, where none of this channel may stand. (R12) */
struct context *context_enter(struct world *w, const char *channel_id, const char *filter,
                              bool notify_claimed);
/* Out of the registry; its holders keep it. */
void context_leave(struct world *w, struct context *context);
/* NULL when the registry has none of this channel. */
struct context *context_find(const struct world *w, const char *channel_id);
/* One holder more, and one less: the last one gives it back. */
struct context *context_hold(struct context *context);
void context_drop(struct world *w, struct context *context);

/* What the registry keeps of it, as a thing. */
void context_tell(struct digest *digest, const struct context *context);

/* The compiled filter; NULL when there is none, or none that can be used: everybody hears. */
const struct filter *context_filter(const struct world *w, const struct context *context);

/* C2: decides, first row that fits (R22 to R24), and wakes the waiting thread if the claim wins.
 * The context may have left the registry since it was found, and another one have entered (R26,
 * R92). The application need not be known to anybody (R27). */
enum claim_outcome context_decide(struct world *w, struct context *context,
                                  const char *application);

/* For worlds with a planted mistake: a decision that is cut in two, so that others come between.
 * True where that is how this claim is decided: then it has won, once the second part is done. */
bool context_decide_in_two(struct world *w, struct context *context, const char *application,
                           bool is_second);

/* D6: the winner, NULL for none; whatever comes now comes too late (R14). */
const char *context_finish(struct world *w, struct context *context);

#endif
