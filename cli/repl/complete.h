/* Floor 8: what a line of the REPL could go on with. */
#ifndef STASIM_CLI_REPL_COMPLETE_H
#define STASIM_CLI_REPL_COMPLETE_H

#include "cli/repl/repl.h"

enum { CANDIDATES_MAX = 500 };

struct candidates {
    char *items[CANDIDATES_MAX]; /* whole words */
    size_t count;
    size_t typed; /* bytes at the end of the line that each of them begins with */
};

/* The words that the last, perhaps empty, word of `line` could become, in order. */
void complete(const struct repl *repl, const char *line, struct candidates *candidates);
void candidates_free(struct candidates *candidates);

/* What can be waited for, by number: the types of events, then the entries of the journal; NULL
 * behind the last. */
const char *complete_event(size_t index);

#endif
