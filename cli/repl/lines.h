/* Floor 8: lines from a terminal: edited, completed, and remembered from run to run. */
#ifndef STASIM_CLI_REPL_LINES_H
#define STASIM_CLI_REPL_LINES_H

#include "cli/repl/repl.h"

struct lines;

/* For a terminal; `repl`, which must outlive it, is asked for the prompt and the completions. NULL
 * without memory. */
struct lines *lines_new(const struct repl *repl);
void lines_free(struct lines *lines);

/* The next line, without its newline, good until the next call; NULL at the end (Ctrl-D). A line
 * that was dropped (Ctrl-C) is an empty one. */
const char *lines_read(struct lines *lines);

#endif
