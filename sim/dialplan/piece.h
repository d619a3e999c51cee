/* Floor 5: the pieces of a channel that functions read and some of which they set, such as
 * CALLERID(num) and CHANNEL(state). */
#ifndef STASIM_DIALPLAN_PIECE_H
#define STASIM_DIALPLAN_PIECE_H

#include <stdbool.h>

#include "sim/calls/channel.h"

enum { PIECE_BYTES = 512 };

struct piece {
    const char *function;
    const char *name;
    /* Its value, NULL or empty when there is none; `room` is for one that has to be put together.
     */
    const char *(*read)(const struct channel *channel, char room[PIECE_BYTES]);
    /* NULL: it cannot be set. */
    void (*write)(struct world *w, struct channel *channel, const char *value);
};

/* NULL: there is no such piece. */
const struct piece *piece_find(const char *function, const char *name);

/* Whether pieces are what this function reads. */
bool piece_is_of(const char *function);

/* The piece of this function that `name` may have been meant to be; NULL if none is near. */
const char *piece_nearest(const char *function, const char *name);

#endif
