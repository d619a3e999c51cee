/* Floor 5, inside the dialplan: the places that Return() goes back to, one within the other. */
#ifndef STASIM_DIALPLAN_GOSUB_H
#define STASIM_DIALPLAN_GOSUB_H

#include "sim/calls/channel.h"

enum { GOSUB_DEPTH_MAX = 64 };

struct gosub {
    struct gosub *outer;
    char *context;
    char *exten;
    int priority; /* of the Gosub() itself */
};

struct gosubs {
    struct gosub *innermost; /* NULL: none */
    unsigned depth;          /* at most GOSUB_DEPTH_MAX */
};

/* Remembers where the channel is. */
void gosub_push(struct world *w, struct gosubs *gosubs, const struct channel *channel);
/* Forgets the innermost one. */
void gosub_pop(struct world *w, struct gosubs *gosubs);

#endif
