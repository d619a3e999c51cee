/* Floor 5: calling out: a channel that is dialled, and what it does once somebody has answered. */
#ifndef STASIM_DIALPLAN_OUTGOING_H
#define STASIM_DIALPLAN_OUTGOING_H

#include "sim/dialplan/call.h"
#include "sim/dialplan/phone.h"

struct outgoing_config {
    const char *name;       /* of the channel */
    const char *dialstring; /* what is told of it: "alice" */
    enum phone_behaviour behaviour;
    uint64_t after_us;        /* when the other side behaves so, counted from dialling */
    struct call_config *call; /* near_…, the caller's and the variables' members */
};

/* Dials. Returns the channel, which is Down. The id must be free. */
struct channel *outgoing_place(struct world *w, const struct outgoing_config *config);

/* The same of a channel that a client has made but not dialled: a ;1, or a phone's. Nobody is
 * waited for longer than `timeout_us`; 0: for ever. */
void outgoing_dial(struct world *w, struct channel *channel, uint64_t timeout_us);

#endif
