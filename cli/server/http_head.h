/* Floor 8: the head of an HTTP request: its first line and its header lines.
 *
 * Our own and not http-parser, because clients rely on what the real server does, which http-parser
 * refuses or hides: methods it has never heard of (405) and methods in lower case are read, so is a
 * header line without a colon and a first line without a version, while empty lines before a
 * request are an error. It allocates nothing and keeps no pointer, so it can be fed any bytes. */
#ifndef STASIM_CLI_SERVER_HTTP_HEAD_H
#define STASIM_CLI_SERVER_HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HTTP_LINE_BYTES_MAX = 4096, /* of the first line, and of a header line */
    HTTP_HEADERS_MAX = 100,
};

/* The headers somebody wants to know of. Of a repeated one the first counts. */
enum http_field {
    HTTP_AUTHORIZATION,
    HTTP_CONNECTION,
    HTTP_CONTENT_LENGTH,
    HTTP_CONTENT_TYPE,
    HTTP_EXPECT,
    HTTP_HOST,
    HTTP_ORIGIN,
    HTTP_REQUEST_HEADERS, /* Access-Control-Request-Headers */
    HTTP_REQUEST_METHOD,  /* Access-Control-Request-Method */
    HTTP_TRANSFER_ENCODING,
    HTTP_UPGRADE,
    HTTP_WEBSOCKET_KEY,
    HTTP_WEBSOCKET_PROTOCOL,
    HTTP_WEBSOCKET_VERSION,
    HTTP_FIELDS
};

/* A part of the request: where it begins, from the first byte of the head. */
struct http_text {
    uint32_t at;
    uint32_t size;
    bool present;
};

enum http_head_state {
    HTTP_HEAD_MORE, /* not complete yet */
    HTTP_HEAD_DONE,
    HTTP_HEAD_INVALID, /* the first line is no request */
    HTTP_HEAD_LINE_TOO_LONG,
    HTTP_HEAD_HEADER_TOO_LONG,
    HTTP_HEAD_TOO_MANY,
};

/* All zero: nothing read yet. */
struct http_head {
    struct http_text method;
    struct http_text path; /* what stands before the "?" */
    struct http_text query;
    struct http_text fields[HTTP_FIELDS];
    bool is_1_0;
    uint32_t size; /* of the whole head, once it is done */
    uint32_t line_at;
    uint32_t searched;
    uint32_t lines;
};

/* Reads on. `bytes` begins with the first byte of the head and may have grown, and moved, since the
 * last call. Once it has said anything but HTTP_HEAD_MORE it is not to be called again. */
enum http_head_state http_head_read(struct http_head *head, const char *bytes, size_t size);

/* Ends every part of a head that is done by a NUL in place of what stood behind it. */
void http_head_seal(const struct http_head *head, char *bytes);

/* A part of a sealed head; NULL when it is missing. */
const char *http_text(struct http_text text, const char *bytes);

#endif
