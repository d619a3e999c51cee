/* Floor 8: HTTP responses, as a client reads them. */
#ifndef STASIM_CLI_AGAINST_HTTP_REPLY_H
#define STASIM_CLI_AGAINST_HTTP_REPLY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    HTTP_REPLY_HEAD_BYTES_MAX = 64 * 1024,
    HTTP_REPLY_HEADERS_MAX = 200,
    HTTP_REPLY_BODY_BYTES_MAX = 16 * 1024 * 1024,
};

enum http_status_code {
    HTTP_CONTINUE = 100,
    HTTP_SWITCHING_PROTOCOLS = 101,
    HTTP_OK = 200,
    HTTP_NO_CONTENT = 204,
    HTTP_NOT_MODIFIED = 304,
    HTTP_UNAUTHORIZED = 401,
    HTTP_NOT_FOUND = 404,
    HTTP_CONFLICT = 409,
};
/* Any of 200 to 299. */
bool http_status_is_success(int status);

struct http_reply {
    int status;
    char *status_line; /* "HTTP/1.1 204 No Content" */
    json_t *headers;   /* [[name, value], …] as they came */
    char *body;        /* ended by a NUL that does not count */
    size_t body_size;
    bool is_last; /* the server closes the connection behind it */
};

enum http_reply_state {
    HTTP_REPLY_MORE, /* not complete yet */
    HTTP_REPLY_DONE,
    HTTP_REPLY_INVALID, /* *why says what is wrong */
};

/* Reads the response at `bytes`, once it is there as a whole: *taken is its size. One to HEAD has
 * no body (`is_head`); one without a length lasts until the connection ends (`has_ended`). Interim
 * responses (100 and the like) are passed over. The caller frees a response that is done. */
enum http_reply_state http_reply_read(const char *bytes, size_t size, bool is_head, bool has_ended,
                                      struct http_reply *reply, size_t *taken, const char **why);
void http_reply_free(struct http_reply *reply);

/* The value of a header; NULL: there is none. */
const char *http_reply_header(const struct http_reply *reply, const char *name);

#endif
