/* Reading the body of an HTTP request. Chunks are moved together in place. */
#include "cli/server/http_body.h"

#include <string.h>

#include "cli/server/http_head.h"
#include "sim/base/must.h"

static enum http_body_state read_chunks(struct http_body *body, char *bytes, size_t size);
static enum http_body_state read_size(struct http_body *body, const char *line, size_t length);
static void read_data(struct http_body *body, char *bytes, size_t size);
static bool take_line(struct http_body *body, const char *bytes, size_t size, size_t *length);
static int hex_digit(char c);

void http_body_begin_counted(struct http_body *body, size_t begin, size_t size) {
    *body = (struct http_body){.size_max = HTTP_BODY_BYTES_MAX, .begin = begin, .size = size};
}

void http_body_begin_chunked(struct http_body *body, size_t begin) {
    *body = (struct http_body){
        .size_max = HTTP_BODY_BYTES_MAX, .is_chunked = true, .begin = begin, .at = begin};
}

enum http_body_state http_body_read(struct http_body *body, char *bytes, size_t *size) {
    must(*size >= body->begin);
    if (!body->is_chunked) {
        if (body->size > body->size_max) {
            return HTTP_BODY_TOO_LARGE;
        }
        body->end = body->begin + body->size;
        return *size >= body->end ? HTTP_BODY_DONE : HTTP_BODY_MORE;
    }
    enum http_body_state state = read_chunks(body, bytes, *size);
    if (state == HTTP_BODY_DONE) {
        body->end = body->at;
    } else if (state == HTTP_BODY_MORE) {
        size_t together = body->begin + body->size;
        must(together <= body->at && body->at <= *size);
        memmove(bytes + together, bytes + body->at, *size - body->at);
        *size -= body->at - together;
        body->at = together;
    }
    return state;
}

bool http_body_length(const char *text, size_t *size) {
    *size = 0;
    if (*text == '\0') {
        return false;
    }
    for (; *text >= '0' && *text <= '9'; text++) {
        size_t digit = (size_t)(*text - '0');
        *size = *size > (SIZE_MAX - digit) / 10 ? SIZE_MAX : *size * 10 + digit;
    }
    return *text == '\0';
}

static enum http_body_state read_chunks(struct http_body *body, char *bytes, size_t size) {
    for (;;) {
        if (body->part == CHUNK_DATA) {
            read_data(body, bytes, size);
            if (body->left > 0) {
                return HTTP_BODY_MORE;
            }
            body->part = CHUNK_DATA_END;
        }
        size_t from = body->at;
        size_t length;
        if (!take_line(body, bytes, size, &length)) {
            return size - from > HTTP_LINE_BYTES_MAX ? HTTP_BODY_INVALID : HTTP_BODY_MORE;
        }
        if (body->part == CHUNK_TRAILER) {
            if (length == 0 || ++body->trailers > HTTP_TRAILERS_MAX) {
                return length == 0 ? HTTP_BODY_DONE : HTTP_BODY_INVALID;
            }
        } else if (body->part == CHUNK_DATA_END) {
            if (length > 0) {
                return HTTP_BODY_INVALID;
            }
            body->part = CHUNK_SIZE;
        } else {
            enum http_body_state state = read_size(body, bytes + from, length);
            if (state != HTTP_BODY_MORE) {
                return state;
            }
        }
    }
}

/* "1f" or "1f;extension"; the last chunk is of size 0. */
static enum http_body_state read_size(struct http_body *body, const char *line, size_t length) {
    size_t digits = 0;
    size_t chunk = 0;
    while (digits < length && hex_digit(line[digits]) >= 0) {
        chunk = chunk * 16 + (size_t)hex_digit(line[digits++]);
        if (chunk > body->size_max - body->size) {
            return HTTP_BODY_TOO_LARGE;
        }
    }
    bool ends = digits == length || strchr("; \t", line[digits]);
    if (digits == 0 || !ends) {
        return HTTP_BODY_INVALID;
    }
    body->left = chunk;
    body->part = chunk > 0 ? CHUNK_DATA : CHUNK_TRAILER;
    return HTTP_BODY_MORE;
}

static void read_data(struct http_body *body, char *bytes, size_t size) {
    size_t here = size - body->at < body->left ? size - body->at : body->left;
    memmove(bytes + body->begin + body->size, bytes + body->at, here);
    body->size += here;
    body->at += here;
    body->left -= here;
}

/* The line at body->at, without its end; false when it has not ended yet. */
static bool take_line(struct http_body *body, const char *bytes, size_t size, size_t *length) {
    const char *line = bytes + body->at;
    const char *newline = memchr(line, '\n', size - body->at);
    if (!newline) {
        return false;
    }
    *length = (size_t)(newline - line);
    body->at += *length + 1;
    *length -= *length > 0 && line[*length - 1] == '\r';
    return true;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}
