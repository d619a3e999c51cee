/* The client's side of a WebSocket (RFC 6455). */
#include "cli/against/stream.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/against/asker.h"
#include "cli/base/memory.h"
#include "cli/server/ws_frame.h"
#include "cli/server/ws_handshake.h"
#include "sim/base/must.h"

enum { KEY_BYTES = 16, WHY_BYTES = 160 };

static const uint64_t GOODBYE_US = 500000; /* for its answer */

static size_t received(void *context, char *bytes, size_t size);
static void ended(void *context, const char *why, char *bytes, size_t size);
static size_t read_handshake(struct stream *stream, const char *bytes, size_t size);
static bool is_accepted(const struct stream *stream, const struct http_reply *reply);
static size_t read_frame(struct stream *stream, char *bytes, size_t size);
static void take(struct stream *stream, const struct ws_frame *frame);
static void take_text(struct stream *stream, const struct ws_frame *frame);
static void take_close(struct stream *stream, const struct ws_frame *frame);
static void write_frame(struct stream *stream, enum ws_opcode opcode, const void *payload,
                        size_t size);
static void set_state(struct stream *stream, enum stream_state state);
static void close_link(struct stream *stream);
static void become_closed(struct stream *stream);
static void lose(struct stream *stream, const char *why);

static const struct link_user USER = {.received = received, .ended = ended};

char *stream_uri(const char *const *apps, size_t count, bool subscribe_all) {
    struct outbox uri = {0};
    outbox_text(&uri, "/ari/events?app=");
    for (size_t i = 0; i < count; i++) {
        char *value = http_ask_value(apps[i]);
        outbox_text(&uri, i > 0 ? "," : "");
        outbox_text(&uri, value);
        free(value);
    }
    outbox_text(&uri, subscribe_all ? "&subscribeAll=true" : "");
    outbox_add(&uri, "", 1);
    return uri.bytes;
}

void stream_open(struct stream *stream, const char *uri) {
    must(stream->state == STREAM_CLOSED && !stream->link);
    const char *why = NULL;
    unsigned char key[KEY_BYTES];
    loop_random(stream->loop, key, sizeof key);
    lws_b64_encode_string((const char *)key, sizeof key, stream->key, (int)sizeof stream->key);
    set_state(stream, STREAM_OPENING);
    stream->link = link_open(stream->loop, stream->target, &USER, stream, &why);
    if (!stream->link) {
        lose(stream, why);
        return;
    }
    stream->recorded = recorded_new(stream->recorder, stream->label);
    struct http_ask ask = {.method = "GET", .uri = uri, .websocket_key = stream->key};
    char *head = http_ask_head(&ask, stream->target, stream->target->user);
    recorded_handshake(&stream->recorded, stream->target, &ask);
    link_send(stream->link, head, strlen(head));
    free(head);
}

void stream_send(struct stream *stream, const char *text, size_t size) {
    must(stream->state == STREAM_OPEN);
    recorded_out(&stream->recorded, text, size);
    write_frame(stream, WS_TEXT, text, size);
}

void stream_close(struct stream *stream) {
    static const unsigned char normal[] = {WS_CLOSE_NORMAL >> 8, WS_CLOSE_NORMAL & 0xff};
    if (stream->state == STREAM_OPEN) {
        recorded_close_out(&stream->recorded);
        write_frame(stream, WS_CLOSE, normal, sizeof normal);
        set_state(stream, STREAM_CLOSING);
    } else if (stream->state == STREAM_OPENING) {
        become_closed(stream);
    }
}

void stream_check(struct stream *stream) {
    uint64_t waited_us = loop_now_us() - stream->since_us;
    if (stream->state == STREAM_OPENING && waited_us > ANSWER_LIMIT_US) {
        lose(stream, link_is_open(stream->link)
                         ? "it does not answer the handshake within " ANSWER_LIMIT_TEXT
                         : "it cannot be connected to in " ANSWER_LIMIT_TEXT);
    } else if (stream->state == STREAM_CLOSING && waited_us > GOODBYE_US) {
        become_closed(stream);
    }
}

void stream_end(struct stream *stream) {
    close_link(stream);
    stream->state = STREAM_CLOSED;
}

static size_t received(void *context, char *bytes, size_t size) {
    struct stream *stream = context;
    return stream->state == STREAM_OPENING ? read_handshake(stream, bytes, size)
                                           : read_frame(stream, bytes, size);
}

static void ended(void *context, const char *why, char *bytes, size_t size) {
    struct stream *stream = context;
    (void)bytes;
    bool was_asked_to = stream->state == STREAM_CLOSING;
    bool is_opening = stream->state == STREAM_OPENING;
    recorded_closed(&stream->recorded, was_asked_to);
    if (was_asked_to) {
        become_closed(stream);
    } else if (why) {
        lose(stream, why);
    } else if (is_opening) {
        lose(stream, "it closed the connection in the handshake of a WebSocket");
    } else {
        lose(stream, size > 0 ? "it closed the WebSocket in the middle of a frame"
                              : "it closed the WebSocket");
    }
}

static size_t read_handshake(struct stream *stream, const char *bytes, size_t size) {
    struct http_reply reply;
    size_t taken;
    const char *why = NULL;
    switch (http_reply_read(bytes, size, false, false, &reply, &taken, &why)) {
    case HTTP_REPLY_MORE:
        return 0;
    case HTTP_REPLY_INVALID:
        lose(stream, why);
        return size;
    case HTTP_REPLY_DONE:
        break;
    }
    recorded_handshake_reply(&stream->recorded, &reply);
    if (reply.status != HTTP_SWITCHING_PROTOCOLS) {
        char refusal[WHY_BYTES];
        snprintf(refusal, sizeof refusal, "it refuses the WebSocket: %s", reply.status_line);
        lose(stream, refusal);
    } else if (!is_accepted(stream, &reply)) {
        lose(stream, "its answer to the handshake has the wrong Sec-WebSocket-Accept");
    } else {
        set_state(stream, STREAM_OPEN);
        stream->user->changed(stream);
    }
    http_reply_free(&reply);
    return taken;
}

static bool is_accepted(const struct stream *stream, const struct http_reply *reply) {
    char wanted[WS_ACCEPT_BYTES];
    ws_accept_key(stream->key, wanted);
    const char *accept = http_reply_header(reply, "Sec-WebSocket-Accept");
    return accept && strcmp(accept, wanted) == 0;
}

static size_t read_frame(struct stream *stream, char *bytes, size_t size) {
    struct ws_frame frame;
    switch (ws_frame_read_server(bytes, size, STREAM_MESSAGE_BYTES_MAX, &frame)) {
    case WS_FRAME_MORE:
        return 0;
    case WS_FRAME_DONE:
        take(stream, &frame);
        return frame.size;
    case WS_FRAME_INVALID:
        lose(stream, "what it sends is no frame of a WebSocket");
        return size;
    case WS_FRAME_TOO_LARGE:
        lose(stream, "it sends a frame that is too large");
        return size;
    }
    must_fail("a state of a frame", __FILE__, __LINE__);
}

static void take(struct stream *stream, const struct ws_frame *frame) {
    switch (frame->opcode) {
    case WS_TEXT:
    case WS_CONTINUATION:
        take_text(stream, frame);
        break;
    case WS_BINARY:
        lose(stream, "it sends a frame that is no text");
        break;
    case WS_CLOSE:
        take_close(stream, frame);
        break;
    case WS_PING:
        if (stream->state == STREAM_OPEN) {
            write_frame(stream, WS_PONG, frame->payload, frame->payload_size);
        }
        break;
    case WS_PONG:
        break;
    }
}

/* One message is one row and one event, in however many fragments it came. */
static void take_text(struct stream *stream, const struct ws_frame *frame) {
    if ((frame->opcode == WS_CONTINUATION) != (stream->message != NULL)) {
        lose(stream, "it sends fragments out of order");
        return;
    }
    size_t size = stream->message_size + frame->payload_size;
    if (size > STREAM_MESSAGE_BYTES_MAX) {
        lose(stream, "it sends a message that is too large");
        return;
    }
    char *message = memory_grow(stream->message, size + 1);
    memcpy(message + stream->message_size, frame->payload, frame->payload_size);
    message[size] = '\0';
    stream->message = message;
    stream->message_size = size;
    if (frame->is_last) {
        stream->message = NULL;
        stream->message_size = 0;
        if (stream->state == STREAM_OPEN) {
            recorded_in(&stream->recorded, message, size);
            stream->user->text(stream, message, size);
        }
        free(message);
    }
}

static void take_close(struct stream *stream, const struct ws_frame *frame) {
    const unsigned char *payload = (const unsigned char *)frame->payload;
    unsigned code = frame->payload_size >= 2 ? (unsigned)(payload[0] << 8 | payload[1]) : 0;
    recorded_close_in(&stream->recorded, code);
    if (stream->state == STREAM_CLOSING) {
        recorded_closed(&stream->recorded, true);
        become_closed(stream);
    } else {
        char why[WHY_BYTES];
        snprintf(why, sizeof why, "it closed the WebSocket with code %u", code);
        lose(stream, why);
    }
}

static void write_frame(struct stream *stream, enum ws_opcode opcode, const void *payload,
                        size_t size) {
    unsigned char mask[WS_MASK_BYTES];
    struct outbox frame = {0};
    loop_random(stream->loop, mask, sizeof mask);
    ws_frame_write_client(&frame, opcode, payload, size, mask);
    must(!frame.overflowed); /* nothing that a scenario asks is so large */
    link_send(stream->link, frame.bytes, outbox_size(&frame));
    outbox_free(&frame);
}

static void set_state(struct stream *stream, enum stream_state state) {
    stream->state = state;
    stream->since_us = loop_now_us();
}

static void close_link(struct stream *stream) {
    if (stream->link) {
        link_close(stream->link);
        stream->link = NULL;
    }
    free(stream->message);
    stream->message = NULL;
    stream->message_size = 0;
}

/* As it was asked to. */
static void become_closed(struct stream *stream) {
    close_link(stream);
    set_state(stream, STREAM_CLOSED);
    stream->user->changed(stream);
}

static void lose(struct stream *stream, const char *why) {
    close_link(stream);
    set_state(stream, STREAM_CLOSED);
    stream->user->lost(stream, why);
}
