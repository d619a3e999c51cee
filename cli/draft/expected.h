/* Floor 8: what happened, as the expectations of a scenario: the other way round. */
#ifndef STASIM_CLI_DRAFT_EXPECTED_H
#define STASIM_CLI_DRAFT_EXPECTED_H

#include <jansson.h>
#include <stdbool.h>

#include "sim/scenario/log.h"
#include "sim/world/world.h"

/* A list of expectations that all hold of the log: how each request was answered, how often each
 * application got which event about which channel, who got none, and what STASISSTATUS became of
 * each of `calls`. `is_settled`: nothing is due at the moment, so that what was counted stays so.
 * Owned by the caller; NULL without memory. */
json_t *expected_of(const struct log *log, const struct world *w, const json_t *calls,
                    bool is_settled);

#endif
