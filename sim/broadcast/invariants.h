/* Floor 4: the rules of a broadcast that must hold at every step of every interleaving (R111 to
 * R119), watched by bookkeeping of their own: told what happened, never asked what should. A breach
 * breaks the world. */
#ifndef STASIM_BROADCAST_INVARIANTS_H
#define STASIM_BROADCAST_INVARIANTS_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/broadcast/broadcast.h"

/* How often a waiting thread looks whether its channel has hung up. */
enum { LOOK_EVERY_US = 200000 };

/* What is remembered of one context; zeroed at the start. */
struct watch {
    char *won_by;  /* the application of the claim that was answered 204 */
    char *read_as; /* the winner the waiting thread read */
    bool read;     /* the thread has looked for the winner: the wait is over */
    bool handed_over;
    bool left; /* the registry */
    uint32_t matched;
    uint32_t sent;
    uint64_t began_us; /* the wait */
    uint64_t deadline_us;
};

/* Gives back what it holds; the struct is its context's. */
void watch_free(struct world *w, struct watch *watch);

/* What has been watched, for a digest, as far as it does not follow from the winner. */
void watch_tell(struct digest *digest, const struct watch *watch);

/* D4: so many applications match; one was sent a copy; all were. (R118) */
void watch_matched(struct watch *watch, uint32_t applications);
void watch_sent(struct world *w, struct watch *watch);
void watch_all_sent(struct world *w, const struct watch *watch);

/* D5: the first look, and the last. (R119) */
void watch_wait_began(struct world *w, struct watch *watch, uint64_t deadline_us);
void watch_wait_ended(struct world *w, const struct watch *watch, const struct channel *channel);

/* C1 found the context (R113); C2 decided on it (R111, R112, R114). */
void watch_found(struct world *w, const struct watch *watch);
void watch_decided(struct world *w, struct watch *watch, const char *application,
                   enum claim_outcome outcome);

/* D6: the winner was read, NULL for none; D7: handed over; D9: the context left; D10: the status.
 * (R111, R115 to R117) */
void watch_read(struct world *w, struct watch *watch, const char *winner);
void watch_handed_over(struct world *w, struct watch *watch, const char *application);
void watch_left(struct world *w, struct watch *watch, const struct channel *channel);
void watch_status(struct world *w, const struct watch *watch, const char *status);

#endif
