/* Floor 8: one row of a recording: whether it is one, and what it says. */
#ifndef STASIM_CLI_DIFF_ROW_H
#define STASIM_CLI_DIFF_ROW_H

#include "cli/diff/transcript.h"

/* What is wrong with a row, and where in it; text NULL: nothing. */
struct row_fault {
    const char *field;
    const char *text;
};

/* Checks row->json and fills in kind, t_ms and conn. */
struct row_fault row_check(struct row *row);

/* The server's address as a request names it; NULL: it does not. To be freed. */
char *row_host(const struct row *row);

/* Puts another text in the place of a frame's, and makes its key anew. False without memory. */
bool row_set_raw(struct row *row, const char *raw, const char *host);

/* See struct row. To be freed; NULL without memory. */
char *row_key(const struct row *row, const char *host);

#endif
