/* Floor 6: what claims are answered. */
#ifndef STASIM_ARI_CLAIM_H
#define STASIM_ARI_CLAIM_H

#include "sim/ari/reply.h"

/* The answer to a claim with this outcome, an enum claim_outcome. (R21 to R25, R97) */
struct reply claim_reply(int outcome);

/* The message that goes with this status, as a claim would be told it; the status' own phrase where
 * no claim is answered so. */
const char *claim_message(int status);

#endif
