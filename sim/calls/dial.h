/* Floor 3: what is told of a channel that is being dialled: that it is, rings, answers, or does
 * not. */
#ifndef STASIM_CALLS_DIAL_H
#define STASIM_CALLS_DIAL_H

#include "sim/calls/channel.h"

/* The channel is dialled; `dialstring` is what stands behind its kind, such as "100@in". */
void dial_begin(struct world *w, struct channel *channel, const char *dialstring);
/* The same, with a Dial event for each: of a channel that has been dialled, and nothing otherwise.
 */
void dial_state_changed(struct world *w, struct channel *channel);
/* It is about to go; a Dial event if nobody has answered. */
void dial_ended(struct world *w, struct channel *channel);

#endif
