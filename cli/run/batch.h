/* Floor 8: runs many scenarios with many seeds, shared among worker processes, and gives what
 * became of each scenario, in order. */
#ifndef STASIM_CLI_RUN_BATCH_H
#define STASIM_CLI_RUN_BATCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/base/exit.h"
#include "cli/base/paths.h"
#include "cli/base/trace.h"

enum { BATCH_SEEDS_MAX = 1000000 };

struct batch {
    struct paths paths;
    bool seeds_given; /* else those that each scenario asks for */
    uint64_t first_seed;
    uint64_t last_seed;
    bool order_given; /* only this one of those that a scenario is run in; 0: as it comes */
    uint64_t order;
    unsigned jobs;
    struct trace trace;
    enum mutation mutation; /* a mistake planted into the model */
};

/* Runs it all. `done` is told the outcome (outcome.h) of each of the paths, in their order,
 * whatever the number of jobs; when it answers false, nothing more is run. Returns the gravest. */
enum exit_code batch_run(const struct batch *batch, bool (*done)(void *context, json_t *outcome),
                         void *context);

#endif
