/* Reading and writing frames of the WebSocket protocol. */
#include "cli/server/ws_frame.h"

#include "sim/base/must.h"

enum {
    BIT_LAST = 0x80,
    BITS_RESERVED = 0x70,
    BITS_OPCODE = 0x0f,
    BIT_MASKED = 0x80,
    BITS_SIZE = 0x7f,
    SIZE_IN_2_BYTES = 126,
    SIZE_IN_8_BYTES = 127,
    HEAD_BYTES_MAX = 10,
};

static enum ws_frame_state read(char *bytes, size_t size, bool is_masked, size_t payload_max,
                                struct ws_frame *frame);
static bool is_sound(const unsigned char *head, bool is_masked);
static void write_head(struct outbox *outbox, enum ws_opcode opcode, size_t size, bool is_masked);
static uint64_t read_size(const unsigned char *bytes, size_t count);

enum ws_frame_state ws_frame_read(char *bytes, size_t size, struct ws_frame *frame) {
    return read(bytes, size, true, WS_MESSAGE_BYTES_MAX, frame);
}

enum ws_frame_state ws_frame_read_server(char *bytes, size_t size, size_t payload_max,
                                         struct ws_frame *frame) {
    return read(bytes, size, false, payload_max, frame);
}

static enum ws_frame_state read(char *bytes, size_t size, bool is_masked, size_t payload_max,
                                struct ws_frame *frame) {
    const unsigned char *head = (const unsigned char *)bytes;
    if (size < 2) {
        return WS_FRAME_MORE;
    }
    if (!is_sound(head, is_masked)) {
        return WS_FRAME_INVALID;
    }
    uint64_t payload_size = head[1] & BITS_SIZE;
    size_t extra = payload_size == SIZE_IN_8_BYTES ? 8 : payload_size == SIZE_IN_2_BYTES ? 2 : 0;
    size_t head_size = 2 + extra + (is_masked ? WS_MASK_BYTES : 0);
    if (size < head_size) {
        return WS_FRAME_MORE;
    }
    if (extra > 0) {
        payload_size = read_size(head + 2, extra);
    }
    if (payload_size > payload_max) {
        return WS_FRAME_TOO_LARGE;
    }
    if (size - head_size < payload_size) {
        return WS_FRAME_MORE;
    }
    *frame = (struct ws_frame){
        .opcode = (enum ws_opcode)(head[0] & BITS_OPCODE),
        .is_last = (head[0] & BIT_LAST) != 0,
        .payload = bytes + head_size,
        .payload_size = (size_t)payload_size,
        .size = head_size + (size_t)payload_size,
    };
    const char *mask = bytes + 2 + extra;
    for (size_t i = 0; is_masked && i < frame->payload_size; i++) {
        frame->payload[i] = (char)(frame->payload[i] ^ mask[i % WS_MASK_BYTES]);
    }
    return WS_FRAME_DONE;
}

void ws_frame_write(struct outbox *outbox, enum ws_opcode opcode, const void *payload,
                    size_t size) {
    write_head(outbox, opcode, size, false);
    outbox_add(outbox, payload, size);
}

void ws_frame_write_client(struct outbox *outbox, enum ws_opcode opcode, const void *payload,
                           size_t size, const unsigned char mask[WS_MASK_BYTES]) {
    const unsigned char *bytes = payload;
    write_head(outbox, opcode, size, true);
    outbox_add(outbox, mask, WS_MASK_BYTES);
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = bytes[i] ^ mask[i % WS_MASK_BYTES];
        outbox_add(outbox, &byte, 1);
    }
}

static void write_head(struct outbox *outbox, enum ws_opcode opcode, size_t size, bool is_masked) {
    unsigned char head[HEAD_BYTES_MAX];
    size_t head_size = 2;
    head[0] = (unsigned char)(BIT_LAST | opcode);
    size_t extra = size > UINT16_MAX ? 8 : size >= SIZE_IN_2_BYTES ? 2 : 0;
    size_t length = extra == 8 ? SIZE_IN_8_BYTES : extra == 2 ? SIZE_IN_2_BYTES : size;
    head[1] = (unsigned char)((is_masked ? BIT_MASKED : 0) | length);
    for (; extra > 0; extra--) {
        head[head_size++] = (unsigned char)((uint64_t)size >> (8 * (extra - 1)));
    }
    must(head_size <= HEAD_BYTES_MAX);
    outbox_add(outbox, head, head_size);
}

void ws_frame_write_close(struct outbox *outbox, enum ws_close_code code) {
    unsigned char payload[2] = {(unsigned char)(code >> 8), (unsigned char)(code & 0xff)};
    ws_frame_write(outbox, WS_CLOSE, payload, sizeof payload);
}

bool ws_is_utf8(const char *text, size_t size) {
    static const struct {
        unsigned char mask, lead;
        unsigned least, most;
    } forms[] = {
        {0x80, 0x00, 0x0, 0x7f},
        {0xe0, 0xc0, 0x80, 0x7ff},
        {0xf0, 0xe0, 0x800, 0xffff},
        {0xf8, 0xf0, 0x10000, 0x10ffff},
    };
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = 0;
    while (at < size) {
        size_t extra = 0;
        while (extra < 4 && (bytes[at] & forms[extra].mask) != forms[extra].lead) {
            extra++;
        }
        if (extra == 4 || size - at <= extra) {
            return false;
        }
        unsigned code = bytes[at] & (unsigned char)~forms[extra].mask;
        for (size_t i = 1; i <= extra; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return false;
            }
            code = code << 6 | (bytes[at + i] & 0x3fU);
        }
        bool surrogate = code >= 0xd800 && code <= 0xdfff;
        if (code < forms[extra].least || code > forms[extra].most || surrogate) {
            return false;
        }
        at += extra + 1;
    }
    return true;
}

/* Masked or not as it should be, no extension's bits, an opcode there is, and control frames short
 * and whole. */
static bool is_sound(const unsigned char *head, bool is_masked) {
    unsigned opcode = head[0] & BITS_OPCODE;
    if ((head[0] & BITS_RESERVED) != 0 || ((head[1] & BIT_MASKED) != 0) != is_masked) {
        return false;
    }
    if (opcode >= WS_CLOSE) {
        return opcode <= WS_PONG && (head[0] & BIT_LAST) != 0 &&
               (head[1] & BITS_SIZE) <= WS_CONTROL_BYTES_MAX;
    }
    return opcode <= WS_BINARY;
}

static uint64_t read_size(const unsigned char *bytes, size_t count) {
    uint64_t size = 0;
    for (size_t i = 0; i < count; i++) {
        size = size << 8 | bytes[i];
    }
    return size;
}
