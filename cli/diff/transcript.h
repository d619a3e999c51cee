/* Floor 8: a recording as `stasim record` writes it: what went over the wire, a JSON object a line.
 * Reading it puts together what belongs together: requests with their answers, sockets with their
 * frames. */
#ifndef STASIM_CLI_DIFF_TRANSCRIPT_H
#define STASIM_CLI_DIFF_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/diff/row.h"
#include "sim/scenario/problems.h"

enum {
    TRANSCRIPT_ROWS_MAX = 200000,
    TRANSCRIPT_LINE_BYTES_MAX = 16 * 1024 * 1024,
};

struct rows {
    struct row **items;
    size_t count;
    size_t room;
};

/* A request and what was answered, or a socket's opening and all that came of it. */
struct talk {
    const struct row *request;
    size_t before;       /* which, from 1, is the one before on the same connection; 0: none */
    struct rows answers; /* mostly one */
    struct rows in;      /* frames, and at last that it closed */
    struct rows out;
};

struct connection;
struct transcript {
    const char *path;
    struct problems *problems;
    char *host;       /* where the server listened, as the first request says; NULL: it does not */
    struct rows rows; /* all of them, in their order */
    struct talk *talks;
    size_t talks_count;
    struct connection *connections;
};

void rows_push(struct rows *rows, struct row *row);

/* Reads it all; false when that is no recording: then the last of `problems` says what is wrong
 * where. */
bool transcript_read(struct transcript *transcript, const char *path, struct problems *problems);
void transcript_free(struct transcript *transcript);

#endif
