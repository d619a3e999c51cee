/* Floor 6: what a request is told with a status that a fault has forced. */
#ifndef STASIM_ARI_FORCED_H
#define STASIM_ARI_FORCED_H

#include "sim/ari/operation.h"

/* What this operation says where it answers so for the most usual reason, else the status' own
 * phrase. NULL: there is no such operation. */
const char *forced_message(const struct operation *operation, int status);

#endif
