/* Reading HTTP responses. What has come is read again from its beginning each time, for responses
 * of ARI are small; nothing is kept until one is complete. */
#include "cli/against/http_reply.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/base/memory.h"
#include "sim/ari/json.h"

static const char VERSION[] = "HTTP/1.";

struct view {
    const char *at;
    const char *end;
};

static bool is_interim(const struct http_reply *reply);
static bool has_body(const struct http_reply *reply);
static enum http_reply_state read_head(struct view *view, struct http_reply *reply,
                                       const char **why);
static bool may_be_http(const struct view *view);
static bool read_status_line(struct view line, struct http_reply *reply);
static bool read_header(struct view line, json_t *headers);
static enum http_reply_state read_body(struct view *view, bool has_ended, struct http_reply *reply,
                                       const char **why);
static enum http_reply_state read_chunks(struct view *view, struct http_reply *reply,
                                         const char **why);
static enum http_reply_state skip_trailers(struct view *view);
static bool take_body(struct view *view, size_t size, struct http_reply *reply, const char **why);
static bool next_line(struct view *view, struct view *line);
static bool names_token(const char *list, const char *token);
static json_t *text(struct view view);

enum http_reply_state http_reply_read(const char *bytes, size_t size, bool is_head, bool has_ended,
                                      struct http_reply *reply, size_t *taken, const char **why) {
    if (size == 0) {
        return HTTP_REPLY_MORE;
    }
    struct view view = {bytes, bytes + size};
    struct http_reply found;
    enum http_reply_state state = read_head(&view, &found, why);
    while (state == HTTP_REPLY_DONE && is_interim(&found)) {
        http_reply_free(&found);
        state = read_head(&view, &found, why);
    }
    if (state == HTTP_REPLY_DONE && !is_head && has_body(&found)) {
        state = read_body(&view, has_ended, &found, why);
    }
    if (state != HTTP_REPLY_DONE) {
        http_reply_free(&found);
        return state;
    }
    found.body = found.body ? found.body : memory_text("");
    *reply = found;
    *taken = (size_t)(view.at - bytes);
    return state;
}

static bool is_interim(const struct http_reply *reply) {
    return reply->status < HTTP_OK && reply->status != HTTP_SWITCHING_PROTOCOLS;
}

static bool has_body(const struct http_reply *reply) {
    return reply->status >= HTTP_OK && reply->status != HTTP_NO_CONTENT &&
           reply->status != HTTP_NOT_MODIFIED;
}

void http_reply_free(struct http_reply *reply) {
    free(reply->status_line);
    json_decref(reply->headers);
    free(reply->body);
    *reply = (struct http_reply){0};
}

bool http_status_is_success(int status) {
    return status / 100 == 2;
}

const char *http_reply_header(const struct http_reply *reply, const char *name) {
    size_t i;
    json_t *header;
    json_array_foreach(reply->headers, i, header) {
        if (strcasecmp(json_string_value(json_array_get(header, 0)), name) == 0) {
            return json_string_value(json_array_get(header, 1));
        }
    }
    return NULL;
}

static enum http_reply_state read_head(struct view *view, struct http_reply *reply,
                                       const char **why) {
    *reply = (struct http_reply){.headers = json_array()};
    const char *begin = view->at;
    struct view line;
    bool may_be = may_be_http(view);
    bool has_line = next_line(view, &line);
    if (!may_be || (has_line && !read_status_line(line, reply))) {
        *why = "what it sends is no HTTP";
        return HTTP_REPLY_INVALID;
    }
    *why = "the head of its answer is too long";
    while (has_line && next_line(view, &line)) {
        if (line.end - begin > HTTP_REPLY_HEAD_BYTES_MAX ||
            json_array_size(reply->headers) > HTTP_REPLY_HEADERS_MAX) {
            return HTTP_REPLY_INVALID;
        }
        if (line.at == line.end) {
            const char *connection = http_reply_header(reply, "Connection");
            reply->is_last = connection && names_token(connection, "close");
            return HTTP_REPLY_DONE;
        }
        if (!read_header(line, reply->headers)) {
            *why = "what it sends has a header that is none";
            return HTTP_REPLY_INVALID;
        }
    }
    return view->end - begin <= HTTP_REPLY_HEAD_BYTES_MAX ? HTTP_REPLY_MORE : HTTP_REPLY_INVALID;
}

/* As far as it has come. */
static bool may_be_http(const struct view *view) {
    size_t size = (size_t)(view->end - view->at);
    return strncmp(view->at, VERSION, size < sizeof VERSION - 1 ? size : sizeof VERSION - 1) == 0;
}

/* "HTTP/1.1 204 No Content" */
static bool read_status_line(struct view line, struct http_reply *reply) {
    size_t size = (size_t)(line.end - line.at);
    if (size < sizeof "HTTP/1.1 200" - 1 || !isdigit((unsigned char)line.at[7]) ||
        line.at[8] != ' ') {
        return false;
    }
    for (size_t i = 9; i < 12; i++) {
        if (!isdigit((unsigned char)line.at[i])) {
            return false;
        }
        reply->status = 10 * reply->status + (line.at[i] - '0');
    }
    reply->status_line = memory_part(line.at, size);
    return reply->status >= HTTP_CONTINUE && (size == 12 || line.at[12] == ' ');
}

static bool read_header(struct view line, json_t *headers) {
    const char *colon = memchr(line.at, ':', (size_t)(line.end - line.at));
    if (!colon || colon == line.at) {
        return false;
    }
    const char *value = colon + 1;
    while (value < line.end && (*value == ' ' || *value == '\t')) {
        value++;
    }
    while (line.end > value && (line.end[-1] == ' ' || line.end[-1] == '\t')) {
        line.end--;
    }
    json_t *header = json_pack("[o, o]", text((struct view){line.at, colon}),
                               text((struct view){value, line.end}));
    return json_array_append_new(headers, header) == 0;
}

static enum http_reply_state read_body(struct view *view, bool has_ended, struct http_reply *reply,
                                       const char **why) {
    const char *coding = http_reply_header(reply, "Transfer-Encoding");
    const char *length = http_reply_header(reply, "Content-Length");
    size_t left = (size_t)(view->end - view->at);
    if (coding && names_token(coding, "chunked")) {
        return read_chunks(view, reply, why);
    }
    size_t size = left;
    if (length) {
        char *end;
        unsigned long long number = strtoull(length, &end, 10);
        if (!isdigit((unsigned char)length[0]) || *end != '\0' ||
            number > HTTP_REPLY_BODY_BYTES_MAX) {
            *why = "its answer has a Content-Length that cannot be";
            return HTTP_REPLY_INVALID;
        }
        size = (size_t)number;
    } else {
        reply->is_last = true;
    }
    if (size > left || (!length && !has_ended)) {
        return HTTP_REPLY_MORE;
    }
    return take_body(view, size, reply, why) ? HTTP_REPLY_DONE : HTTP_REPLY_INVALID;
}

static enum http_reply_state read_chunks(struct view *view, struct http_reply *reply,
                                         const char **why) {
    static const char end[] = "\r\n";
    struct view line;
    while (next_line(view, &line)) {
        unsigned long size = strtoul(line.at, NULL, 16); /* a line end stops it */
        if (!isxdigit((unsigned char)line.at[0]) || size > HTTP_REPLY_BODY_BYTES_MAX) {
            *why = "its answer has a chunk that is none";
            return HTTP_REPLY_INVALID;
        }
        if (size == 0) {
            return skip_trailers(view);
        }
        if ((size_t)(view->end - view->at) < size + strlen(end)) {
            return HTTP_REPLY_MORE;
        }
        if (!take_body(view, size, reply, why)) {
            return HTTP_REPLY_INVALID;
        }
        if (memcmp(view->at, end, strlen(end)) != 0) {
            *why = "its answer has a chunk that does not end";
            return HTTP_REPLY_INVALID;
        }
        view->at += strlen(end);
    }
    return HTTP_REPLY_MORE;
}

static enum http_reply_state skip_trailers(struct view *view) {
    struct view line;
    while (next_line(view, &line)) {
        if (line.at == line.end) {
            return HTTP_REPLY_DONE;
        }
    }
    return HTTP_REPLY_MORE;
}

/* The next bytes become a part of the body; false when that is too much. */
static bool take_body(struct view *view, size_t size, struct http_reply *reply, const char **why) {
    if (size > HTTP_REPLY_BODY_BYTES_MAX - reply->body_size) {
        *why = "its answer is too long";
        return false;
    }
    if (!reply->body) { /* it gets no longer than all that has come: it may come in many pieces */
        reply->body = memory_grow(NULL, (size_t)(view->end - view->at) + 1);
    }
    memcpy(reply->body + reply->body_size, view->at, size);
    reply->body_size += size;
    reply->body[reply->body_size] = '\0';
    view->at += size;
    return true;
}

/* False when none is complete. */
static bool next_line(struct view *view, struct view *line) {
    const char *newline = memchr(view->at, '\n', (size_t)(view->end - view->at));
    if (!newline) {
        return false;
    }
    line->at = view->at;
    line->end = newline > view->at && newline[-1] == '\r' ? newline - 1 : newline;
    view->at = newline + 1;
    return true;
}

/* In a list such as "keep-alive, Upgrade". */
static bool names_token(const char *list, const char *token) {
    size_t length = strlen(token);
    while (*list != '\0') {
        list += strspn(list, ", \t");
        size_t size = strcspn(list, ", \t");
        if (size == length && strncasecmp(list, token, size) == 0) {
            return true;
        }
        list += size;
    }
    return false;
}

/* As JSON, whatever its bytes. */
static json_t *text(struct view view) {
    char *copy = memory_part(view.at, (size_t)(view.end - view.at));
    json_t *json = text_json(copy);
    free(copy);
    return json;
}
