/* The handshake of a WebSocket: as lenient as the real server, and as strict. */
#include "cli/server/ws_handshake.h"

#include <libwebsockets.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/base/must.h"
#include "sim/base/text.h"

#define KEY_SUFFIX "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
enum { SHA1_BYTES = 20 };

static bool find_protocol(const char *asked, const char *protocol, struct ws_handshake *handshake);

enum ws_handshake_state ws_handshake_read(const struct http_head *head, const char *bytes,
                                          const char *protocol, struct ws_handshake *handshake) {
    *handshake = (struct ws_handshake){
        .upgrade = http_text(head->fields[HTTP_UPGRADE], bytes),
        .key = http_text(head->fields[HTTP_WEBSOCKET_KEY], bytes),
    };
    if (!handshake->upgrade || strcasecmp(handshake->upgrade, "websocket") != 0) {
        return WS_HANDSHAKE_NONE;
    }
    const char *version = http_text(head->fields[HTTP_WEBSOCKET_VERSION], bytes);
    bool known = version && (strcmp(version, "7") == 0 || strcmp(version, "8") == 0 ||
                             strcmp(version, "13") == 0);
    const char *asked = http_text(head->fields[HTTP_WEBSOCKET_PROTOCOL], bytes);
    if (!known || !handshake->key || handshake->key[0] == '\0' || !protocol ||
        !find_protocol(text_or_empty(asked), protocol, handshake)) {
        return WS_HANDSHAKE_INVALID;
    }
    return WS_HANDSHAKE_GOOD;
}

void ws_handshake_write(struct outbox *outbox, const struct ws_handshake *handshake) {
    char accept[WS_ACCEPT_BYTES];
    ws_accept_key(handshake->key, accept);
    outbox_text(outbox, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: ");
    outbox_text(outbox, handshake->upgrade);
    outbox_text(outbox, "\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ");
    outbox_text(outbox, accept);
    if (handshake->protocol_size > 0) {
        outbox_text(outbox, "\r\nSec-WebSocket-Protocol: ");
        outbox_add(outbox, handshake->protocol, handshake->protocol_size);
    }
    outbox_text(outbox, "\r\n\r\n");
}

/* Looks for `protocol` in a list such as "foo, ari"; an empty list asks for none. */
static bool find_protocol(const char *asked, const char *protocol, struct ws_handshake *handshake) {
    static const char between[] = ", \t";
    asked += strspn(asked, between);
    if (*asked == '\0') {
        return true;
    }
    for (; *asked != '\0'; asked += strspn(asked, between)) {
        size_t size = strcspn(asked, between);
        if (size == strlen(protocol) && strncasecmp(asked, protocol, size) == 0) {
            handshake->protocol = asked;
            handshake->protocol_size = size;
            return true;
        }
        asked += size;
    }
    return false;
}

void ws_accept_key(const char *key, char accept[WS_ACCEPT_BYTES]) {
    unsigned char text[HTTP_LINE_BYTES_MAX + sizeof KEY_SUFFIX];
    unsigned char digest[SHA1_BYTES];
    int size = snprintf((char *)text, sizeof text, "%s%s", key, KEY_SUFFIX);
    must(size > 0 && (size_t)size < sizeof text);
    lws_SHA1(text, (size_t)size, digest);
    int written = lws_b64_encode_string((const char *)digest, SHA1_BYTES, accept, WS_ACCEPT_BYTES);
    must(written > 0);
}
