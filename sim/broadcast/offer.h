/* Floor 4: a context on offer: what the steps D2 to D9 do, whoever takes them: the dialplan's
 * thread or a C program that owns its channel. */
#ifndef STASIM_BROADCAST_OFFER_H
#define STASIM_BROADCAST_OFFER_H

#include "sim/broadcast/broadcast.h"
#include "sim/broadcast/context.h"

struct audience;
struct digest;

struct offer {
    struct channel *channel; /* NULL: none yet */
    char *filter;            /* the pattern; empty: all applications */
    int timeout_ms;
    bool notify_claimed;
    struct context *context;   /* NULL before D3 */
    struct audience *audience; /* from the first copy to the last */
    struct call_event *event;  /* the one all copies are of */
    uint64_t deadline_us;      /* of the wait that is under way */
    bool looks_away;           /* from the winner; never but with a planted mistake */
};

/* What is to be offered, and how; `filter` is copied. */
void offer_prepare(struct world *w, struct offer *offer, struct channel *channel,
                   const char *filter, int timeout_ms, bool notify_claimed);
/* Gives back what was prepared; the context is the caller's to drop. */
void offer_dispose(struct world *w, struct offer *offer);

/* What it remembers, its context apart. */
void offer_tell(struct digest *digest, const struct offer *offer);

/* D2: takes a context that was left behind out of the registry. (R11) */
void offer_forget_old(struct world *w, struct channel *channel);

/* D3: a new context enters the registry, with nothing of an earlier one. (R12, R90) */
void offer_enter(struct world *w, struct offer *offer);

/* D4.k: sends one copy; true while there are more. (R60 to R65) */
bool offer_send(struct world *w, struct offer *offer);

/* D5: looks; true when the wait is over. Otherwise `task` has been put to sleep, and does `again`
 * when it is time for the next look or a claim wakes it. The first look begins the wait. (R13, R70
 * to R72) */
bool offer_look(struct world *w, struct offer *offer, struct task *task, const struct step *again);

/* D6: the winner, NULL for none; whatever is decided now comes too late. (R14) */
const char *offer_read_winner(struct world *w, struct offer *offer);

/* D9: the context leaves the registry; it is still held. */
void offer_leave(struct world *w, struct offer *offer);

#endif
