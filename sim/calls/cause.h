/* Floor 3: why a channel is hung up: numbers, and the words that ARI and the events use for them.
 */
#ifndef STASIM_CALLS_CAUSE_H
#define STASIM_CALLS_CAUSE_H

#include <stdbool.h>

/* A few of them; all are numbers of Q.850. */
enum {
    CAUSE_NONE = 0,
    CAUSE_NORMAL = 16,
    CAUSE_BUSY = 17,
    CAUSE_NO_ANSWER = 19,
    CAUSE_REQUESTED = 32, /* what ChannelHangupRequest says of every hang-up by a client */
    CAUSE_CONGESTION = 34,
    CAUSE_MAX = 127,
};

/* The text of a cause in ChannelDestroyed: 16 is "Normal Clearing"; "Unknown" for one without. */
const char *cause_text(int cause);

/* The cause of a hang-up `reason` ("busy" is 17); false for another word. */
bool cause_of_reason(const char *reason, int *cause);

#endif
