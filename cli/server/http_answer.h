/* Floor 8: an answer in HTTP. */
#ifndef STASIM_CLI_SERVER_HTTP_ANSWER_H
#define STASIM_CLI_SERVER_HTTP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "cli/server/outbox.h"

/* What the headers say; NULL or false leaves one out. */
struct http_answer {
    int status;
    const char *reason;
    bool is_head;       /* the answer to HEAD: no body, though it is counted */
    bool close;         /* Connection: close */
    bool authenticate;  /* WWW-Authenticate */
    const char *origin; /* that may read it: Access-Control-Allow-Origin and -Credentials */
    const char *allow;
    bool allow_for_origin;     /* Access-Control-Allow-Methods, the same as Allow */
    const char *allow_headers; /* Access-Control-Allow-Headers */
    const char *location;
    const char *websocket_versions;
    const char *content_type;
    const char *policy; /* of a page's content: Content-Security-Policy and what goes with it */
    const char *disposition; /* Content-Disposition */
    bool is_endless;         /* a body follows, without an end: in chunks, or as long as it lasts */
    bool is_chunked;
    const char *body;
    size_t body_size;
};

/* The Date header, formatted once a second. All zero: never yet. */
struct http_date {
    time_t at;
    char text[40];
};

void http_answer_write(struct outbox *outbox, const struct http_answer *answer,
                       struct http_date *date);

/* The same with a page that says `text`, for people. */
void http_answer_page(struct outbox *outbox, const struct http_answer *answer, const char *text,
                      struct http_date *date);

#endif
