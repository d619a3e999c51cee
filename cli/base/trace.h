/* Floor 8: the files that `--trace` writes: one a run, each a JSON object a line. */
#ifndef STASIM_CLI_BASE_TRACE_H
#define STASIM_CLI_BASE_TRACE_H

#include <stdbool.h>

#include "cli/base/paths.h"
#include "sim/scenario/scenario.h"

struct trace {
    const char *file; /* as given; NULL: no trace is written */
    bool is_folder;   /* one file a run is written into it */
};

/* Finds out whether `file` is a folder, which it must be for several runs (it is made if need be),
 * and whether it can be written. False, with a message, otherwise. */
bool trace_prepare(struct trace *trace, const struct paths *paths, bool several_runs);

/* Writes the trace of one run. False on failure; errno says why. */
bool trace_write(const struct trace *trace, const struct path *path,
                 const struct scenario *scenario, const struct run_result *result);

#endif
