/* Floor 4: what the two modules share in C: a broadcast without a dialplan, for a program that owns
 * its channel (R101 to R105). Claiming is broadcast_claim(). */
#ifndef STASIM_BROADCAST_INTERFACE_H
#define STASIM_BROADCAST_INTERFACE_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/calls/channel.h"
#include "sim/world/task.h"

enum { INTERFACE_NO_CALL_CLAIMED = 1 }; /* bit 0 of the flags */

enum interface_result { INTERFACE_OK = 0, INTERFACE_ERROR = -1, INTERFACE_UNAVAILABLE = -3 };

struct interface_request {
    int timeout_ms;     /* for the journal: the wait has its own */
    const char *filter; /* NULL or empty: all applications */
    unsigned flags;
};

/* The next two return an activity of a task of the program's; task_result() is then an enum
 * interface_result. The channel must be the program's; it may go while it is waited for, not while
 * it is being broadcast. */

/* D2 to D4: the context enters the registry, the copies are sent. (R101) */
struct activity *interface_broadcast(struct world *w, struct channel *channel,
                                     const struct interface_request *request);
/* D5: until the context is claimed, or else an error: the deadline, a hang-up, no context, or one
 * that was cleaned up. A time below 0 reads 0, above 24 h 24 h. (R103) */
struct activity *interface_wait(struct world *w, struct channel *channel, int64_t timeout_ms);

/* D6: the winner of the channel's broadcast, NULL for none; it is then finished. Good until the
 * context is dropped. (R104) */
const char *interface_winner(struct world *w, const char *channel_id);

/* D9: the context leaves the registry. Nothing without one, nor for a channel that runs in the
 * dialplan, whose thread cleans up after itself. (R105) */
void interface_cleanup(struct world *w, const char *channel_id);

/* True while somebody waits for a claim on the channel. */
bool interface_is_waiting(const struct world *w, const char *channel_id);

#endif
