/* Floor 6: what a request comes to before anything is done. */
#ifndef STASIM_ARI_CONSIDER_H
#define STASIM_ARI_CONSIDER_H

#include "sim/ari/arguments.h"
#include "sim/ari/reply.h"

struct considered {
    struct route route; /* whose operation is there unless it is refused */
    struct arguments arguments;
    bool refused;
    struct reply refusal;
};

/* Finds the operation and its arguments, which stand until the next request, or why there are none.
 * (R121, R122) */
void request_consider(struct outside *outside, const struct ari_request *asked,
                      struct considered *out);

#endif
