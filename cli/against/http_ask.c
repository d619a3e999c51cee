/* Writing HTTP requests. */
#include "cli/against/http_ask.h"

#include <ctype.h>
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/against/target.h"
#include "sim/ari/json.h"

enum { BASIC_BYTES = 2 * TARGET_USER_BYTES };

static char *head_of(const char *line, const json_t *headers);
static void add(json_t *headers, const char *name, const char *value);
static char *escaped(const char *text, const char *plain);

char *http_ask_line(const struct http_ask *ask) {
    static const char form[] = "%s %s HTTP/1.1";
    size_t size = sizeof form + strlen(ask->method) + strlen(ask->uri);
    char *line = malloc(size);
    if (line) {
        snprintf(line, size, form, ask->method, ask->uri);
    }
    return line;
}

json_t *http_ask_headers(const struct http_ask *ask, const struct target *target,
                         const char *user) {
    char basic[BASIC_BYTES] = "Basic ";
    char length[24];
    size_t used = strlen(basic);
    json_t *headers = json_array();
    lws_b64_encode_string(user, (int)strlen(user), basic + used, (int)(sizeof basic - used));
    add(headers, "Host", target->authority);
    add(headers, "Authorization", basic);
    if (ask->websocket_key) {
        add(headers, "Upgrade", "websocket");
        add(headers, "Connection", "Upgrade");
        add(headers, "Sec-WebSocket-Key", ask->websocket_key);
        add(headers, "Sec-WebSocket-Version", "13");
    }
    if (ask->body) {
        snprintf(length, sizeof length, "%zu", ask->body_size);
        add(headers, "Content-Type", "application/json");
        add(headers, "Content-Length", length);
    }
    return headers;
}

char *http_ask_head(const struct http_ask *ask, const struct target *target, const char *user) {
    char *line = http_ask_line(ask);
    json_t *headers = http_ask_headers(ask, target, user);
    char *head = line ? head_of(line, headers) : NULL;
    json_decref(headers);
    free(line);
    return head;
}

static char *head_of(const char *line, const json_t *headers) {
    size_t i;
    const json_t *header;
    size_t size = strlen(line) + sizeof "\r\n\r\n";
    json_array_foreach(headers, i, header) {
        size += json_string_length(json_array_get(header, 0)) +
                json_string_length(json_array_get(header, 1)) + sizeof ": \r\n";
    }
    char *text = malloc(size);
    size_t used = text ? (size_t)snprintf(text, size, "%s\r\n", line) : 0;
    json_array_foreach(headers, i, header) {
        if (text) {
            used += (size_t)snprintf(text + used, size - used, "%s: %s\r\n",
                                     json_string_value(json_array_get(header, 0)),
                                     json_string_value(json_array_get(header, 1)));
        }
    }
    if (text) {
        snprintf(text + used, size - used, "\r\n");
    }
    return text;
}

char *http_ask_value(const char *text) {
    return escaped(text, "-._~:,@");
}

char *http_ask_uri(const char *text) {
    return escaped(text, "-._~:,@!\"#$%&'()*+/;<=>?[\\]^`{|}");
}

static char *escaped(const char *text, const char *plain) {
    static const char digits[] = "0123456789ABCDEF";
    char *escaped = malloc(3 * strlen(text) + 1);
    char *to = escaped;
    for (; escaped && *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x80 && (isalnum(byte) || strchr(plain, *text))) {
            *to++ = *text;
        } else {
            *to++ = '%';
            *to++ = digits[byte >> 4];
            *to++ = digits[byte & 15];
        }
    }
    if (escaped) {
        *to = '\0';
    }
    return escaped;
}

static void add(json_t *headers, const char *name, const char *value) {
    json_array_append_new(headers, json_pack("[s, o]", name, text_json(value)));
}
