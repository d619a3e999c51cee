/* Reading the head of an HTTP request, line by line, as far as there are bytes. */
#include "cli/server/http_head.h"

#include <string.h>
#include <strings.h>

#include "sim/base/must.h"

static enum http_head_state read_line(struct http_head *head, const char *bytes, uint32_t end);
static bool read_request(struct http_head *head, const char *bytes, uint32_t end);
static void read_header(struct http_head *head, const char *bytes, uint32_t end);
static int field_of(const char *name, size_t size);
static struct http_text word(const char *bytes, uint32_t *at, uint32_t end);
static struct http_text trimmed(const char *bytes, uint32_t at, uint32_t end);
static bool is_blank(char c);

enum http_head_state http_head_read(struct http_head *head, const char *bytes, size_t size) {
    must(head->size == 0 && size <= UINT32_MAX);
    for (;;) {
        must(head->line_at <= head->searched && head->searched <= size);
        const char *newline = memchr(bytes + head->searched, '\n', size - head->searched);
        uint32_t end = (uint32_t)(newline ? (size_t)(newline - bytes) : size);
        uint32_t length = end - head->line_at;
        length -= newline && length > 0 && bytes[end - 1] == '\r';
        if (length > HTTP_LINE_BYTES_MAX) {
            return head->lines == 0 ? HTTP_HEAD_LINE_TOO_LONG : HTTP_HEAD_HEADER_TOO_LONG;
        }
        head->searched = end;
        if (!newline) {
            return HTTP_HEAD_MORE;
        }
        enum http_head_state state = read_line(head, bytes, head->line_at + length);
        if (state == HTTP_HEAD_DONE) {
            head->size = end + 1;
        }
        if (state != HTTP_HEAD_MORE) {
            return state;
        }
        head->lines++;
        head->line_at = end + 1;
        head->searched = end + 1;
    }
}

void http_head_seal(const struct http_head *head, char *bytes) {
    must(head->size > 0);
    const struct http_text first[] = {head->method, head->path, head->query};
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
        bytes[first[i].at + first[i].size] = '\0';
    }
    for (size_t i = 0; i < HTTP_FIELDS; i++) {
        if (head->fields[i].present) {
            bytes[head->fields[i].at + head->fields[i].size] = '\0';
        }
    }
}

const char *http_text(struct http_text text, const char *bytes) {
    must(!text.present || bytes[text.at + text.size] == '\0');
    return text.present ? bytes + text.at : NULL;
}

static enum http_head_state read_line(struct http_head *head, const char *bytes, uint32_t end) {
    if (head->lines == 0) {
        return read_request(head, bytes, end) ? HTTP_HEAD_MORE : HTTP_HEAD_INVALID;
    }
    if (end == head->line_at) {
        return HTTP_HEAD_DONE;
    }
    if (head->lines > HTTP_HEADERS_MAX) {
        return HTTP_HEAD_TOO_MANY;
    }
    read_header(head, bytes, end);
    return HTTP_HEAD_MORE;
}

/* "GET /ari/asterisk/info?only=system HTTP/1.1"; the version may be anything, or missing. */
static bool read_request(struct http_head *head, const char *bytes, uint32_t end) {
    uint32_t at = head->line_at;
    head->method = word(bytes, &at, end);
    struct http_text target = word(bytes, &at, end);
    struct http_text version = word(bytes, &at, end);
    head->is_1_0 = version.size == 8 && memcmp(bytes + version.at, "HTTP/1.0", 8) == 0;
    const char *mark = memchr(bytes + target.at, '?', target.size);
    head->path = target;
    head->query = (struct http_text){target.at + target.size, 0, false};
    if (mark) {
        head->path.size = (uint32_t)(mark - bytes) - target.at;
        uint32_t query_at = head->path.at + head->path.size + 1;
        head->query = (struct http_text){query_at, target.at + target.size - query_at, true};
    }
    return head->method.present && target.present;
}

/* A line without a colon says nothing; neither does one that begins with a blank. */
static void read_header(struct http_head *head, const char *bytes, uint32_t end) {
    const char *colon = memchr(bytes + head->line_at, ':', end - head->line_at);
    if (!colon) {
        return;
    }
    int field = field_of(bytes + head->line_at, (size_t)(colon - bytes) - head->line_at);
    if (field >= 0 && !head->fields[field].present) {
        head->fields[field] = trimmed(bytes, (uint32_t)(colon - bytes) + 1, end);
    }
}

static int field_of(const char *name, size_t size) {
    static const struct {
        const char *name;
        size_t size;
    } names[HTTP_FIELDS] = {
#define NAMED(text) {text, sizeof text - 1}
        [HTTP_AUTHORIZATION] = NAMED("Authorization"),
        [HTTP_CONNECTION] = NAMED("Connection"),
        [HTTP_CONTENT_LENGTH] = NAMED("Content-Length"),
        [HTTP_CONTENT_TYPE] = NAMED("Content-Type"),
        [HTTP_EXPECT] = NAMED("Expect"),
        [HTTP_HOST] = NAMED("Host"),
        [HTTP_ORIGIN] = NAMED("Origin"),
        [HTTP_REQUEST_HEADERS] = NAMED("Access-Control-Request-Headers"),
        [HTTP_REQUEST_METHOD] = NAMED("Access-Control-Request-Method"),
        [HTTP_TRANSFER_ENCODING] = NAMED("Transfer-Encoding"),
        [HTTP_UPGRADE] = NAMED("Upgrade"),
        [HTTP_WEBSOCKET_KEY] = NAMED("Sec-WebSocket-Key"),
        [HTTP_WEBSOCKET_PROTOCOL] = NAMED("Sec-WebSocket-Protocol"),
        [HTTP_WEBSOCKET_VERSION] = NAMED("Sec-WebSocket-Version"),
#undef NAMED
    };
    for (int i = 0; i < HTTP_FIELDS; i++) {
        if (names[i].size == size && strncasecmp(names[i].name, name, size) == 0) {
            return i;
        }
    }
    return -1;
}

/* The next word up to a blank; not present when there is none. */
static struct http_text word(const char *bytes, uint32_t *at, uint32_t end) {
    while (*at < end && is_blank(bytes[*at])) {
        (*at)++;
    }
    uint32_t from = *at;
    while (*at < end && !is_blank(bytes[*at])) {
        (*at)++;
    }
    return (struct http_text){from, *at - from, *at > from};
}

static struct http_text trimmed(const char *bytes, uint32_t at, uint32_t end) {
    while (at < end && is_blank(bytes[at])) {
        at++;
    }
    while (end > at && is_blank(bytes[end - 1])) {
        end--;
    }
    return (struct http_text){at, end - at, true};
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}
