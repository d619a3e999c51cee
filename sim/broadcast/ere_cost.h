/* Floor 4: what a pattern would cost the real server, whose glibc copies whatever is repeated,
 * bounds multiplied by bounds. An estimate, calibrated against glibc 2.36. (R58) */
#ifndef STASIM_BROADCAST_ERE_COST_H
#define STASIM_BROADCAST_ERE_COST_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/broadcast/ere_tree.h"

/* From where on a pattern is said to hurt: about 100 ms of compilation, in either measure. */
#define ERE_COST_HURTS_BYTES (UINT64_C(64) << 20)
#define ERE_COST_HURTS_STEPS 3e8

struct ere_cost {
    bool hurts;
    uint64_t bytes_estimated; /* memory that compiling it takes */
    const char *why;          /* a constant, in words; NULL if it does not hurt */
};

/* Of a tree as it was parsed, before it is shrunk. Linear in the pattern, whatever its bounds. */
struct ere_cost ere_cost(const struct ere_tree *tree);

/* Of a tree that was not completed, because the pattern turned out to be none: what glibc had built
 * by then. */
struct ere_cost ere_cost_until_error(const struct ere_tree *tree);

#endif
