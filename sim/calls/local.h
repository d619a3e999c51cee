/* Floor 3: Local channels: two channels that are each other's far end. */
#ifndef STASIM_CALLS_LOCAL_H
#define STASIM_CALLS_LOCAL_H

#include "sim/calls/channel.h"

struct local_config {
    const char *exten;
    const char *context;
    const char *id;       /* of ;1; NULL: made up */
    const char *other_id; /* of ;2; NULL: made up */
    const char *caller_name;
    const char *caller_number;
    /* Names and values set on ;1, from where ;2 inherits; functions are passed over. */
    const char *const *variables;
    size_t variables_count; /* of strings: twice the number of variables */
    /* Subscribed to both as soon as the real server does; NULL: nobody. */
    struct application *subscriber;
    bool shows_app; /* ;1 shows itself as an outgoing line */
};

struct local_pair {
    struct channel *near; /* ;1, the originator's side, Down until ;2 answers */
    struct channel *far;  /* ;2, in state Ring, about to run exten@context */
};

/* Makes the two channels and links them; whoever made them starts their tasks. The ids must be
 * free.
 */
struct local_pair local_new(struct world *w, const struct local_config *config);

/* ;1 is dialled, and ;2 is to run its dialplan. */
void local_dial(struct world *w, struct channel *near);

#endif
