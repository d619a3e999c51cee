/* Floor 8: the request that makes a WebSocket of a connection, and the answer to it. */
#ifndef STASIM_CLI_SERVER_WS_HANDSHAKE_H
#define STASIM_CLI_SERVER_WS_HANDSHAKE_H

#include "cli/server/http_head.h"
#include "cli/server/outbox.h"

/* The versions of the protocol, for a refusal. */
#define WS_VERSIONS "7, 8, 13"

enum ws_handshake_state {
    WS_HANDSHAKE_GOOD,
    WS_HANDSHAKE_NONE,    /* it asks for no WebSocket */
    WS_HANDSHAKE_INVALID, /* for one that cannot be had: key, version or subprotocol */
};

/* The parts of a sealed head that the answer repeats. */
struct ws_handshake {
    const char *upgrade; /* "websocket", in the client's letter case */
    const char *key;
    const char *protocol; /* "ari", in the client's letter case, up to protocol_size */
    size_t protocol_size; /* 0: none is asked for, so none is answered */
};

/* `protocol` is the only subprotocol there is; NULL: not even none will do. */
enum ws_handshake_state ws_handshake_read(const struct http_head *head, const char *bytes,
                                          const char *protocol, struct ws_handshake *handshake);

/* What Sec-WebSocket-Accept is for a key of at most HTTP_LINE_BYTES_MAX. */
enum { WS_ACCEPT_BYTES = 32 };
void ws_accept_key(const char *key, char accept[WS_ACCEPT_BYTES]);

/* Adds the answer 101. */
void ws_handshake_write(struct outbox *outbox, const struct ws_handshake *handshake);

#endif
