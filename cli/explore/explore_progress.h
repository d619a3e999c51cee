/* Floor 8: how far a search is, on a terminal: one line that is written over and over, for all
 * processes that search together. */
#ifndef STASIM_CLI_EXPLORE_EXPLORE_PROGRESS_H
#define STASIM_CLI_EXPLORE_EXPLORE_PROGRESS_H

#include <stddef.h>

#include "sim/scenario/explore.h"

struct explore_line;

/* Before the processes are started; NULL where nobody would see it. */
struct explore_line *explore_line_new(size_t processes);

/* Process number `index` is so far; the line is written, unless it has just been. */
void explore_line_tell(struct explore_line *line, size_t index,
                       const struct explore_progress *progress);

/* Wipes the line. NULL is ignored. */
void explore_line_free(struct explore_line *line);

#endif
