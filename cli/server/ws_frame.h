/* Floor 8: frames of the WebSocket protocol (RFC 6455), as a server reads and writes them, and as a
 * client does.
 *
 * libwebsockets has frames of its own, but takes clients' frames that are not masked, answers a
 * close with the client's code and not 1000, has its own opinion on keys and versions in a
 * handshake, and sends one frame a system call. Done here, a connection also stays one object on
 * one socket from its first request to its end. */
#ifndef STASIM_CLI_SERVER_WS_FRAME_H
#define STASIM_CLI_SERVER_WS_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/server/outbox.h"

enum {
    WS_MESSAGE_BYTES_MAX = 128 * 1024, /* of a client's message, over all its fragments */
    WS_CONTROL_BYTES_MAX = 125,
};

enum ws_opcode {
    WS_CONTINUATION = 0,
    WS_TEXT = 1,
    WS_BINARY = 2,
    WS_CLOSE = 8,
    WS_PING = 9,
    WS_PONG = 10,
};

enum ws_close_code {
    WS_CLOSE_NORMAL = 1000,
    WS_CLOSE_GOING_AWAY = 1001,
    WS_CLOSE_PROTOCOL_ERROR = 1002,
    WS_CLOSE_INVALID_TEXT = 1007,
    WS_CLOSE_TOO_LARGE = 1009,
};

struct ws_frame {
    enum ws_opcode opcode;
    bool is_last;
    char *payload; /* unmasked, in place */
    size_t payload_size;
    size_t size; /* of the whole frame */
};

enum ws_frame_state {
    WS_FRAME_MORE, /* not complete yet */
    WS_FRAME_DONE,
    WS_FRAME_INVALID,
    WS_FRAME_TOO_LARGE,
};

/* Reads the client's frame at `bytes`, once it is there as a whole. */
enum ws_frame_state ws_frame_read(char *bytes, size_t size, struct ws_frame *frame);

/* The same for the server's, which is not masked. */
enum ws_frame_state ws_frame_read_server(char *bytes, size_t size, size_t payload_max,
                                         struct ws_frame *frame);

/* Adds one unfragmented frame of the server's. */
void ws_frame_write(struct outbox *outbox, enum ws_opcode opcode, const void *payload, size_t size);
void ws_frame_write_close(struct outbox *outbox, enum ws_close_code code);
/* The same of a client's, masked. */
enum { WS_MASK_BYTES = 4 };
void ws_frame_write_client(struct outbox *outbox, enum ws_opcode opcode, const void *payload,
                           size_t size, const unsigned char mask[WS_MASK_BYTES]);

/* Well-formed UTF-8, as a text must be. */
bool ws_is_utf8(const char *text, size_t size);

#endif
