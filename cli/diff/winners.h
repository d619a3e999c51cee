/* Floor 8: which of two claims made at nearly the same time wins is a matter of chance: where
 * another one won in the second recording, the two change roles in it. */
#ifndef STASIM_CLI_DIFF_WINNERS_H
#define STASIM_CLI_DIFF_WINNERS_H

#include "cli/diff/transcript.h"

/* Claims no farther apart than this, in both recordings. */
#define WINNERS_NEAR_MS 5.0

/* Makes the winners of `second` those of `first`, as far as chance goes. */
void winners_exchange(const struct transcript *first, struct transcript *second);

#endif
