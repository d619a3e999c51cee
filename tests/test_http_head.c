/* Reading heads of HTTP requests: what is taken, what is refused, in pieces of any size. */
#include "cli/server/http_head.c" /* the program's sources are in no library */

#include <stdlib.h>

#include "tests/tap.h"

static enum http_head_state read_all(struct http_head *head, const char *text) {
    *head = (struct http_head){0};
    return http_head_read(head, text, strlen(text));
}

static const char *text_of(struct http_text text, const char *bytes) {
    static char copy[HTTP_LINE_BYTES_MAX + 1];
    snprintf(copy, sizeof copy, "%.*s", (int)text.size, bytes + text.at);
    return text.present ? copy : NULL;
}

/* A request whose target, or a header's value, makes a line of `length` bytes. */
static char *long_line(bool header, size_t length) {
    char *text = malloc(length + 100);
    const char *before = header ? "GET / HTTP/1.1\r\nX: " : "GET /";
    const char *after = header ? "\r\n\r\n" : " HTTP/1.1\r\n\r\n";
    size_t fill = length - (header ? 3 : strlen(before) + 9);
    char *end = text + sprintf(text, "%s", before);
    memset(end, 'x', fill);
    strcpy(end + fill, after);
    return text;
}

static void check_request_lines(void) {
    static const struct {
        const char *text;
        enum http_head_state state;
        const char *method, *path, *query;
    } cases[] = {
        {"GET /a HTTP/1.1\r\n\r\n", HTTP_HEAD_DONE, "GET", "/a", NULL},
        {"get /a?b=c HTTP/1.1\r\n\r\n", HTTP_HEAD_DONE, "get", "/a", "b=c"},
        {"FOO /a? HTTP/2.0\r\n\r\n", HTTP_HEAD_DONE, "FOO", "/a", ""},
        {"GET /a?b?c\r\n\r\n", HTTP_HEAD_DONE, "GET", "/a", "b?c"},
        {"GET /a#x HTTP/1.1\n\n", HTTP_HEAD_DONE, "GET", "/a#x", NULL},
        {"  GET \t /a   HTTP/1.0  \n\n", HTTP_HEAD_DONE, "GET", "/a", NULL},
        {"GET http://h:1/a HTTP/1.1\r\n\r\n", HTTP_HEAD_DONE, "GET", "http://h:1/a", NULL},
        {"garbage\r\n\r\n", HTTP_HEAD_INVALID, NULL, NULL, NULL},
        {"\r\n\r\n", HTTP_HEAD_INVALID, NULL, NULL, NULL},
        {"\n", HTTP_HEAD_INVALID, NULL, NULL, NULL},
        {" \t \r\n", HTTP_HEAD_INVALID, NULL, NULL, NULL},
        {"", HTTP_HEAD_MORE, NULL, NULL, NULL},
        {"GET /a HTTP/1.1", HTTP_HEAD_MORE, NULL, NULL, NULL},
        {"GET /a HTTP/1.1\r\nHost: x\r\n", HTTP_HEAD_MORE, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct http_head head;
        is_int(read_all(&head, cases[i].text), cases[i].state, "state of request %zu", i);
        if (cases[i].state == HTTP_HEAD_DONE) {
            is_str(text_of(head.method, cases[i].text), cases[i].method, "method of %zu", i);
            is_str(text_of(head.path, cases[i].text), cases[i].path, "path of %zu", i);
            is_str(text_of(head.query, cases[i].text), cases[i].query, "query of %zu", i);
            is_int(head.size, strlen(cases[i].text), "all of %zu is the head", i);
        }
    }
    struct http_head head;
    read_all(&head, "GET / HTTP/1.0\r\n\r\n");
    ok(head.is_1_0, "HTTP/1.0 is told apart");
    read_all(&head, "GET / HTTP/1.1\r\n\r\n");
    ok(!head.is_1_0, "from HTTP/1.1");
}

static void check_headers(void) {
    static const char text[] = "POST /x HTTP/1.1\r\nHOST:first\r\nhost: second\r\nNo colon here\r\n"
                               "Content-Length:\t 12 \t\r\n Upgrade: folded\r\nExpect:\r\n"
                               "Content-Lengthy: 1\r\n\r\nbody";
    struct http_head head;
    is_int(read_all(&head, text), HTTP_HEAD_DONE, "a head with headers is done");
    is_int(head.size, sizeof text - 1 - 4, "and ends before the body");
    is_str(text_of(head.fields[HTTP_HOST], text), "first", "of a repeated header the first counts");
    is_str(text_of(head.fields[HTTP_CONTENT_LENGTH], text), "12", "blanks around a value go");
    is_str(text_of(head.fields[HTTP_UPGRADE], text), NULL, "a folded line says nothing");
    is_str(text_of(head.fields[HTTP_EXPECT], text), "", "an empty value is there");
    is_str(text_of(head.fields[HTTP_ORIGIN], text), NULL, "a header that is not there is not");
    char copy[sizeof text];
    memcpy(copy, text, sizeof text);
    http_head_seal(&head, copy);
    is_str(http_text(head.method, copy), "POST", "a sealed method");
    is_str(http_text(head.path, copy), "/x", "a sealed path");
    is_str(http_text(head.query, copy), NULL, "a missing query");
    is_str(http_text(head.fields[HTTP_CONTENT_LENGTH], copy), "12", "a sealed value");
}

static void check_limits(void) {
    static const enum http_head_state too_long[] = {HTTP_HEAD_LINE_TOO_LONG,
                                                    HTTP_HEAD_HEADER_TOO_LONG};
    for (int header = 0; header < 2; header++) {
        for (size_t length = HTTP_LINE_BYTES_MAX; length <= HTTP_LINE_BYTES_MAX + 1; length++) {
            char *text = long_line(header, length);
            struct http_head head;
            is_int(read_all(&head, text),
                   length > HTTP_LINE_BYTES_MAX ? too_long[header] : HTTP_HEAD_DONE,
                   "a %s line of %zu bytes", header ? "header" : "request", length);
            free(text);
        }
    }
    struct http_head endless = {0};
    char *bytes = malloc(HTTP_LINE_BYTES_MAX + 1);
    memset(bytes, 'y', HTTP_LINE_BYTES_MAX + 1);
    is_int(http_head_read(&endless, bytes, HTTP_LINE_BYTES_MAX), HTTP_HEAD_MORE,
           "4096 bytes without an end may become a line");
    is_int(http_head_read(&endless, bytes, HTTP_LINE_BYTES_MAX + 1), HTTP_HEAD_LINE_TOO_LONG,
           "4097 will not");
    free(bytes);
    for (int count = HTTP_HEADERS_MAX; count <= HTTP_HEADERS_MAX + 1; count++) {
        char text[4096];
        char *end = text + sprintf(text, "GET / HTTP/1.1\r\n");
        for (int i = 0; i < count; i++) {
            end += sprintf(end, "X-%d: %d\r\n", i, i);
        }
        strcpy(end, "\r\n");
        struct http_head head;
        is_int(read_all(&head, text),
               count > HTTP_HEADERS_MAX ? HTTP_HEAD_TOO_MANY : HTTP_HEAD_DONE, "%d headers", count);
    }
}

static bool same_text(struct http_text a, struct http_text b) {
    return a.at == b.at && a.size == b.size && a.present == b.present;
}

static bool same_head(const struct http_head *a, const struct http_head *b) {
    bool same = same_text(a->method, b->method) && same_text(a->path, b->path) &&
                same_text(a->query, b->query) && a->size == b->size;
    for (size_t i = 0; i < HTTP_FIELDS; i++) {
        same = same && same_text(a->fields[i], b->fields[i]);
    }
    return same;
}

/* The same, whatever the pieces it comes in and wherever it lies meanwhile. */
static void check_pieces(void) {
    static const char text[] = "PUT /p?q HTTP/1.1\r\nHost: here\r\nOrigin: there\n\r\nGET /next";
    struct http_head whole;
    read_all(&whole, text);
    bool same = true;
    for (size_t step = 1; step < sizeof text; step++) {
        struct http_head head = {0};
        enum http_head_state state = HTTP_HEAD_MORE;
        for (size_t size = 0; state == HTTP_HEAD_MORE && size < sizeof text; size += step) {
            char *copy = malloc(size + 1);
            memcpy(copy, text, size);
            state = http_head_read(&head, copy, size);
            free(copy);
        }
        if (state == HTTP_HEAD_MORE) {
            state = http_head_read(&head, text, sizeof text - 1);
        }
        same = same && state == HTTP_HEAD_DONE && same_head(&head, &whole);
    }
    ok(same, "the pieces a head comes in make no difference");
}

/* Any bytes at all: no crash, no read outside, and always an end. */
static void check_noise(void) {
    static const char alphabet[] = "GET /?: \t\r\n\r\n\0\xff%abHost:";
    unsigned state = 1;
    int done = 0;
    for (int round = 0; round < 20000; round++) {
        size_t size = (state >> 8) % 120;
        char *bytes = malloc(size + 1);
        for (size_t i = 0; i < size; i++) {
            state = state * 1103515245 + 12345;
            bytes[i] = alphabet[(state >> 16) % (sizeof alphabet - 1)];
        }
        struct http_head head = {0};
        if (http_head_read(&head, bytes, size) == HTTP_HEAD_DONE) {
            http_head_seal(&head, bytes);
            done += http_text(head.path, bytes) != NULL;
        }
        free(bytes);
        state = state * 1103515245 + 12345;
    }
    ok(done > 100, "noise is survived; %d times it was a request", done);
}

int main(void) {
    check_request_lines();
    check_headers();
    check_limits();
    check_pieces();
    check_noise();
    return done_testing();
}
