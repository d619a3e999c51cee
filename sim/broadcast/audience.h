/* Floor 4: the applications that a broadcast is meant for, listed at one moment. */
#ifndef STASIM_BROADCAST_AUDIENCE_H
#define STASIM_BROADCAST_AUDIENCE_H

#include "sim/calls/application.h"

struct digest;
struct filter;

struct audience {
    uint32_t count;
    uint32_t next;      /* the next one to be sent to */
    uint32_t undecided; /* of them: the filter could not be decided for their names */
    uint32_t capacity;  /* for giving it back */
    struct application *applications[];
};

/* Every application of the registry that the filter lets hear (NULL: all), in the order of
 * registration, those without a client included (R60). A client with three of them hears thrice
 * (R62). */
struct audience *audience_gather(struct world *w, const struct filter *filter);
/* Also before all have been sent to. */
void audience_free(struct world *w, struct audience *audience);

/* Who is still to be sent to, and when: something of each of them. */
void audience_tell(struct digest *digest, const struct audience *audience, const char *channel_id);

/* Fisher and Yates's shuffle, from the last place down to the second. (R61) */
void audience_shuffle(struct world *w, struct audience *audience, struct rng *rng);

/* Sends the event to the next one; false when there is none. */
bool audience_send(struct world *w, struct audience *audience, struct event *event);

#endif
