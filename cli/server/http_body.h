/* Floor 8: the body of an HTTP request, counted or in chunks, brought together where it lies. */
#ifndef STASIM_CLI_SERVER_HTTP_BODY_H
#define STASIM_CLI_SERVER_HTTP_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/ari/ari.h"

enum {
    HTTP_BODY_BYTES_MAX = ARI_BODY_BYTES_MAX,
    HTTP_TRAILERS_MAX = 100,
};

enum http_body_state {
    HTTP_BODY_MORE, /* not complete yet */
    HTTP_BODY_DONE,
    HTTP_BODY_TOO_LARGE,
    HTTP_BODY_INVALID,
};

enum http_chunk_part { CHUNK_SIZE, CHUNK_DATA, CHUNK_DATA_END, CHUNK_TRAILER };

struct http_body {
    size_t size_max;
    bool is_chunked;
    size_t begin; /* where it begins in the request */
    size_t size;  /* of a counted body all of it, of chunks what has come together so far */
    size_t end;   /* once done: where the next request begins */
    enum http_chunk_part part;
    size_t at;   /* where reading goes on */
    size_t left; /* of the present chunk */
    unsigned trailers;
};

/* A body of `size` bytes, or one in chunks, that begins at `begin`, of HTTP_BODY_BYTES_MAX at most
 * unless `size_max` is then set to something else. */
void http_body_begin_counted(struct http_body *body, size_t begin, size_t size);
void http_body_begin_chunked(struct http_body *body, size_t begin);

/* Reads on in the request, of which there are *size bytes now. Takes out what lies between the
 * chunks, and *size shrinks with it, so that a body in small chunks needs no more room than
 * another. To be called until it says anything but HTTP_BODY_MORE. */
enum http_body_state http_body_read(struct http_body *body, char *bytes, size_t *size);

/* The number in a Content-Length; false when it is none. One that is too large is SIZE_MAX. */
bool http_body_length(const char *text, size_t *size);

#endif
