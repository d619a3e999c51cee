/* Bytes to be sent on one socket. They go by send() and not lws_write(), which would take them all
 * and keep the rest for itself: then nobody sees whether a slow client takes anything at all. */
#include "cli/server/outbox.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cli/base/memory.h"
#include "sim/base/must.h"

enum { FIRST_BYTES = 1024 };

static bool make_room(struct outbox *outbox, size_t size);

void outbox_free(struct outbox *outbox) {
    free(outbox->bytes);
    *outbox = (struct outbox){0};
}

void outbox_add(struct outbox *outbox, const void *bytes, size_t size) {
    if (outbox->overflowed || size == 0) {
        return;
    }
    if (!make_room(outbox, size)) {
        outbox->overflowed = true;
        return;
    }
    memcpy(outbox->bytes + outbox->end, bytes, size);
    outbox->end += size;
}

void outbox_text(struct outbox *outbox, const char *text) {
    outbox_add(outbox, text, strlen(text));
}

void outbox_number(struct outbox *outbox, size_t number) {
    char digits[24];
    outbox_add(outbox, digits, (size_t)snprintf(digits, sizeof digits, "%zu", number));
}

size_t outbox_size(const struct outbox *outbox) {
    must(outbox->begin <= outbox->end && outbox->end <= outbox->capacity);
    return outbox->end - outbox->begin;
}

void outbox_cut(struct outbox *outbox, size_t size) {
    must(size <= outbox_size(outbox));
    outbox->end -= size;
}

enum outbox_state outbox_send(struct outbox *outbox, int fd, size_t size_max, size_t *sent) {
    *sent = 0;
    if (outbox->overflowed) {
        return OUTBOX_BROKEN;
    }
    while (outbox_size(outbox) > 0) {
        size_t size = outbox_size(outbox);
        size = size < size_max - *sent ? size : size_max - *sent;
        if (size == 0) {
            return OUTBOX_SLOWED;
        }
        ssize_t taken = send(fd, outbox->bytes + outbox->begin, size, MSG_NOSIGNAL);
        if (taken < 0 && errno == EINTR) {
            continue;
        }
        if (taken < 0) {
            return errno == EAGAIN || errno == EWOULDBLOCK ? OUTBOX_LEFT : OUTBOX_BROKEN;
        }
        *sent += (size_t)taken;
        outbox->begin += (size_t)taken;
    }
    outbox->begin = 0;
    outbox->end = 0;
    if (outbox->capacity > OUTBOX_KEEP_BYTES) {
        outbox_free(outbox);
    }
    return OUTBOX_EMPTY;
}

static bool make_room(struct outbox *outbox, size_t size) {
    if (size <= outbox->capacity - outbox->end) {
        return true;
    }
    size_t held = outbox_size(outbox);
    if (size > OUTBOX_BYTES_MAX - held) {
        return false;
    }
    if (outbox->begin > 0) {
        memmove(outbox->bytes, outbox->bytes + outbox->begin, held);
        outbox->begin = 0;
        outbox->end = held;
    }
    size_t capacity = outbox->capacity > 0 ? outbox->capacity : FIRST_BYTES;
    while (capacity < held + size) {
        capacity *= 2;
    }
    if (capacity > outbox->capacity) {
        outbox->bytes = memory_grow(outbox->bytes, capacity);
        outbox->capacity = capacity;
    }
    return true;
}
