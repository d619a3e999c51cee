/* Floor 8: one row of a recording: whether it is one, and what it says. */
#ifndef STASIM_CLI_DIFF_ROW_H
#define STASIM_CLI_DIFF_ROW_H

#include <jansson.h>
#include <stdbool.h>

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

/* What is wrong with a row, and where in it; text NULL: nothing. */
struct row_fault {
    const char *field;
    const char *text;
};

/* Checks row->json and fills in kind, t_ms and conn. */
struct row_fault row_check(struct row *row);

/* The server's address as a request names it; NULL: it does not. To be freed. */
char *row_host(const struct row *row);

/* Puts another text in the place of a frame's, and makes its key anew. */
void row_set_raw(struct row *row, const char *raw, const char *host);

/* See struct row; to be freed. */
char *row_key(const struct row *row, const char *host);

/* "GET /ari/channels": the first line of a request, without the version. To be freed. */
char *row_request_line(const struct row *row);
/* A member of a row that is a text; empty: it has none. */
const char *row_text(const struct row *row, const char *name);
bool row_is_socket(const struct row *row);
/* Of a frame: the object with its "fin", "op" and "len"; its opcode (ws_frame.h), and whether it
 * carries a message, and is not about the connection. */
const json_t *row_frame(const struct row *row);
json_int_t row_opcode(const struct row *row);
bool row_is_message(const struct row *row);

#endif
