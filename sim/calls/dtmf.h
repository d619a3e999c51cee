/* Floor 3: digits: sent from one half of a Local pair to the other, and come back where that half
 * runs Echo(). Other channels have nobody to hear them. */
#ifndef STASIM_CALLS_DTMF_H
#define STASIM_CALLS_DTMF_H

#include "sim/calls/channel.h"
#include "sim/calls/texts.h"

enum { DTMF_DIGITS_MAX = 256, DTMF_LEAST_MS = 100 };

/* All in milliseconds. */
struct dtmf_timing {
    uint32_t before_ms;
    uint32_t between_ms;
    uint32_t duration_ms;
    uint32_t after_ms;
};

/* Sends the digits, one after the other, as a command of the channel's session; what is no digit is
 * passed over. At most DTMF_DIGITS_MAX. */
void dtmf_send(struct world *w, struct channel *channel, const char *digits,
               const struct dtmf_timing *timing);

#endif
