/* Writing HTTP requests. */
#include "cli/against/http_ask.h"

#include <ctype.h>
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/server/outbox.h"
#include "sim/ari/json.h"

enum { BASIC_BYTES = 2 * TARGET_USER_BYTES };

static void add(json_t *headers, const char *name, const char *value);
static char *escaped(const char *text, const char *plain);

char *http_ask_line(const struct http_ask *ask) {
    return memory_print("%s %s HTTP/1.1", ask->method, ask->uri);
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
    struct outbox head = {0};
    char *line = http_ask_line(ask);
    json_t *headers = http_ask_headers(ask, target, user);
    size_t i;
    const json_t *header;
    outbox_text(&head, line);
    outbox_text(&head, "\r\n");
    json_array_foreach(headers, i, header) {
        outbox_text(&head, json_string_value(json_array_get(header, 0)));
        outbox_text(&head, ": ");
        outbox_text(&head, json_string_value(json_array_get(header, 1)));
        outbox_text(&head, "\r\n");
    }
    outbox_text(&head, "\r\n");
    outbox_add(&head, "", 1);
    json_decref(headers);
    free(line);
    return head.bytes;
}

char *http_ask_value(const char *text) {
    return escaped(text, "-._~:,@");
}

char *http_ask_uri(const char *text) {
    return escaped(text, "-._~:,@!\"#$%&'()*+/;<=>?[\\]^`{|}");
}

static char *escaped(const char *text, const char *plain) {
    static const char digits[] = "0123456789ABCDEF";
    char *escaped = memory_new(3 * strlen(text) + 1);
    char *to = escaped;
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x80 && (isalnum(byte) || strchr(plain, *text))) {
            *to++ = *text;
        } else {
            *to++ = '%';
            *to++ = digits[byte >> 4];
            *to++ = digits[byte & 15];
        }
    }
    return escaped;
}

static void add(json_t *headers, const char *name, const char *value) {
    json_array_append_new(headers, json_pack("[s, o]", name, text_json(value)));
}
