/* Floor 8: a recording as `stasim record` writes it: what went over the wire, a JSON object a line.
 * Reading it puts together what belongs together: requests with their answers, sockets with their
 * frames. */
#ifndef STASIM_CLI_DIFF_TRANSCRIPT_H
#define STASIM_CLI_DIFF_TRANSCRIPT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    TRANSCRIPT_ROWS_MAX = 200000,
    TRANSCRIPT_LINE_BYTES_MAX = 16 * 1024 * 1024,
};

enum row_kind {
    ROW_ASIDE, /* about the recording, or seen elsewhere than on the wire */
    ROW_REQUEST,
    ROW_ANSWER,
    ROW_OPENING, /* of a WebSocket */
    ROW_OPENED,
    ROW_FRAME_IN,
    ROW_FRAME_OUT,
    ROW_DROP, /* the client cut the line */
    ROW_CLOSED,
};

struct row {
    enum row_kind kind;
    unsigned line;
    double t_ms;
    json_int_t conn;
    json_t *json;
    char *key; /* what it says but for what is generated anew each time; of an ASIDE NULL */
    struct row *partner; /* in another transcript, with which it is compared; NULL: none yet */
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

struct line;
struct transcript {
    const char *path;
    char *host;       /* where the server listened, as the first request says; NULL: it does not */
    struct rows rows; /* all of them, in their order */
    struct talk *talks;
    size_t talks_count;
    struct line *lines; /* the connections */
};

/* False without memory. */
bool rows_push(struct rows *rows, struct row *row);

/* Reads it all; false when that is no recording: then it has been said what is wrong where. */
bool transcript_read(struct transcript *transcript, const char *path);
void transcript_free(struct transcript *transcript);

/* "GET /ari/channels": the first line of a request, without the version. To be freed. */
char *row_request_line(const struct row *row);
/* A member of a row that is a text; empty: it has none. */
const char *row_text(const struct row *row, const char *name);
bool row_is_socket(const struct row *row);

#endif
