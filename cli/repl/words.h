/* Floor 8: a line of the REPL cut into words, as a shell does. */
#ifndef STASIM_CLI_REPL_WORDS_H
#define STASIM_CLI_REPL_WORDS_H

#include <stddef.h>

enum { WORDS_MAX = 32, WORDS_BYTES_MAX = 8192 };

struct words {
    size_t count;
    const char *items[WORDS_MAX];
    size_t starts[WORDS_MAX];    /* where each began in the line */
    char bytes[WORDS_BYTES_MAX]; /* what `items` point into */
};

/* Cuts at white space; "…" and '…' hold a word together, and in "…" a backslash makes the next byte
 * literal. Returns NULL, or what is wrong. */
const char *words_cut(struct words *words, const char *line);

#endif
