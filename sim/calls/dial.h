/* Floor 3: what is told of a channel that is being dialled: that it is, rings, answers, or does
 * not. */
#ifndef STASIM_CALLS_DIAL_H
#define STASIM_CALLS_DIAL_H

#include "sim/calls/channel.h"

/* The channel is dialled, with a Dial event; `dialstring` is what stands behind its kind, such as
 * "100@in". */
void dial_begin(struct world *w, struct channel *channel, const char *dialstring);
/* Its state has changed: a Dial event when it rings or is answered, if it has been dialled. */
void dial_state_changed(struct world *w, struct channel *channel);
/* It is about to go: a Dial event if it has been dialled and nobody has answered. */
void dial_ended(struct world *w, struct channel *channel);

#endif
