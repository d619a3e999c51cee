/* Reading bodies of HTTP requests: counted and in chunks, in pieces of any size. */
#include "cli/server/http_body.c" /* the program's sources are in no library */

#include <stdlib.h>

#include "tests/tap.h"

static const char HEAD[] = "HEAD";
enum { BEGIN = sizeof HEAD - 1, ROOM = 2 * HTTP_BODY_BYTES_MAX };

/* Feeds `text` behind a head, `step` bytes at a time; what came together is in `out`. */
static enum http_body_state feed(const char *text, size_t step, char *out, size_t *rest) {
    char *bytes = malloc(ROOM);
    memcpy(bytes, HEAD, BEGIN);
    size_t size = BEGIN;
    size_t left = strlen(text);
    struct http_body body;
    http_body_begin_chunked(&body, BEGIN);
    enum http_body_state state = HTTP_BODY_MORE;
    while (left > 0 && state == HTTP_BODY_MORE) {
        size_t piece = left < step ? left : step;
        memcpy(bytes + size, text, piece);
        size += piece;
        text += piece;
        left -= piece;
        state = http_body_read(&body, bytes, &size);
    }
    if (state == HTTP_BODY_DONE) {
        memcpy(out, bytes + BEGIN, body.size);
        out[body.size] = '\0';
        *rest = size - body.end + left;
    }
    free(bytes);
    return state;
}

static void check_chunks(void) {
    static const struct {
        const char *text;
        enum http_body_state state;
        const char *body;
        size_t rest;
    } cases[] = {
        {"0\r\n\r\n", HTTP_BODY_DONE, "", 0},
        {"5\r\nhello\r\n0\r\n\r\n", HTTP_BODY_DONE, "hello", 0},
        {"5\nhello\n0\n\n", HTTP_BODY_DONE, "hello", 0},
        {"1\r\nh\r\n4;x=y\r\nello\r\n000\r\n\r\nGET", HTTP_BODY_DONE, "hello", 3},
        {"A\r\n0123456789\r\na\r\nabcdefghij\r\n0\r\nTrailer: 1\r\nX\r\n\r\n", HTTP_BODY_DONE,
         "0123456789abcdefghij", 0},
        {"5\r\nhel", HTTP_BODY_MORE, NULL, 0},
        {"5\r\nhello", HTTP_BODY_MORE, NULL, 0},
        {"5", HTTP_BODY_MORE, NULL, 0},
        {"5\r\nhello\r\n0\r\n", HTTP_BODY_MORE, NULL, 0},
        {"5\r\nhelloX\r\n", HTTP_BODY_INVALID, NULL, 0},
        {"\r\n", HTTP_BODY_INVALID, NULL, 0},
        {"x\r\n", HTTP_BODY_INVALID, NULL, 0},
        {"-1\r\n", HTTP_BODY_INVALID, NULL, 0},
        {"5x\r\nhello\r\n", HTTP_BODY_INVALID, NULL, 0},
        {"A001\r\n", HTTP_BODY_TOO_LARGE, NULL, 0},
        {"fffffffffffffffffffffffff\r\n", HTTP_BODY_TOO_LARGE, NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t step = 1; step <= 64; step *= 4) {
            char out[100] = "";
            size_t rest = 0;
            is_int(feed(cases[i].text, step, out, &rest), cases[i].state, "chunks %zu by %zu", i,
                   step);
            if (cases[i].body) {
                is_str(out, cases[i].body, "the body of %zu by %zu", i, step);
                is_int(rest, cases[i].rest, "what stands behind %zu by %zu", i, step);
            }
        }
    }
}

/* 40,960 chunks of one byte, each behind a long line, in a room of twice the body's size. */
static void check_small_chunks(void) {
    struct http_body body;
    http_body_begin_chunked(&body, 0);
    char *bytes = malloc(ROOM);
    size_t size = 0;
    enum http_body_state state = HTTP_BODY_MORE;
    for (int i = 0; i < HTTP_BODY_BYTES_MAX && state == HTTP_BODY_MORE; i++) {
        size += (size_t)sprintf(bytes + size, "1;%01000d\r\n%c\r\n", 7, 'a' + i % 26);
        state = http_body_read(&body, bytes, &size);
    }
    is_int(state, HTTP_BODY_MORE, "a body of 40960 bytes in chunks of one");
    is_int(body.size, HTTP_BODY_BYTES_MAX, "has come together");
    ok(bytes[0] == 'a' && bytes[27] == 'b', "in order");
    size += (size_t)sprintf(bytes + size, "1\r\n");
    is_int(http_body_read(&body, bytes, &size), HTTP_BODY_TOO_LARGE, "one more is too many");
    free(bytes);
}

static void check_limits(void) {
    char line[HTTP_LINE_BYTES_MAX + 10] = "5;";
    memset(line + 2, 'x', HTTP_LINE_BYTES_MAX);
    size_t rest;
    char out[8];
    is_int(feed(line, sizeof line, out, &rest), HTTP_BODY_INVALID,
           "a chunk's line can be too long");
    char trailers[1000] = "0\r\n";
    for (int i = 0; i <= HTTP_TRAILERS_MAX; i++) {
        strcat(trailers, "T: 1\r\n");
    }
    is_int(feed(trailers, sizeof trailers, out, &rest), HTTP_BODY_INVALID, "so can the trailer");
}

static void check_counted(void) {
    char bytes[] = "HEADhello";
    struct http_body body;
    http_body_begin_counted(&body, BEGIN, 5);
    size_t size = 8;
    is_int(http_body_read(&body, bytes, &size), HTTP_BODY_MORE, "four of five bytes");
    size = 9;
    is_int(http_body_read(&body, bytes, &size), HTTP_BODY_DONE, "all five");
    is_int(body.end, 9, "end where the count says");
    http_body_begin_counted(&body, BEGIN, HTTP_BODY_BYTES_MAX);
    is_int(http_body_read(&body, bytes, &size), HTTP_BODY_MORE, "40960 bytes may come");
    http_body_begin_counted(&body, BEGIN, HTTP_BODY_BYTES_MAX + 1);
    is_int(http_body_read(&body, bytes, &size), HTTP_BODY_TOO_LARGE, "40961 may not");
}

static void check_lengths(void) {
    static const struct {
        const char *text;
        bool good;
        size_t size;
    } cases[] = {
        {"0", true, 0},     {"12", true, 12},
        {"0012", true, 12}, {"99999999999999999999999", true, SIZE_MAX},
        {"", false, 0},     {"abc", false, 0},
        {"-1", false, 0},   {"+1", false, 0},
        {"1 ", false, 0},   {"1,1", false, 0},
        {"0x10", false, 0}, {"1.0", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t size;
        is_int(http_body_length(cases[i].text, &size), cases[i].good, "'%s'", cases[i].text);
        if (cases[i].good) {
            ok(size == cases[i].size, "is the number '%s' says", cases[i].text);
        }
    }
}

int main(void) {
    check_chunks();
    check_small_chunks();
    check_limits();
    check_counted();
    check_lengths();
    return done_testing();
}
