/* An inbox has memory only as long as there is something in it: most never need any. */
#include "cli/server/inbox.h"

#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "sim/base/must.h"

enum { FIRST_BYTES = 4096 };

void inbox_free(struct inbox *inbox) {
    free(inbox->bytes);
    *inbox = (struct inbox){0};
}

bool inbox_add(struct inbox *inbox, const char *bytes, size_t size) {
    size_t whole = inbox->size + size;
    if (whole > INBOX_BYTES_MAX) {
        return false;
    }
    if (whole > inbox->capacity) {
        size_t capacity = FIRST_BYTES;
        while (capacity < whole) {
            capacity *= 2;
        }
        inbox->bytes = memory_grow(inbox->bytes, capacity);
        inbox->capacity = capacity;
    }
    if (size > 0) {
        memcpy(inbox->bytes + inbox->size, bytes, size);
    }
    inbox->size = whole;
    return true;
}

bool inbox_keep(struct inbox *inbox, const char *rest, size_t size) {
    if (inbox->size == 0) {
        return inbox_add(inbox, rest, size);
    }
    must(rest >= inbox->bytes && rest + size <= inbox->bytes + inbox->size);
    memmove(inbox->bytes, rest, size);
    inbox->size = size;
    if (size == 0) {
        inbox_free(inbox);
    }
    return true;
}
