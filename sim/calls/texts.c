/* Lists of strings, each in one block. */
#include "sim/calls/texts.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/world/world.h"

struct texts *texts_new(struct world *w, const char *const *items, size_t count) {
    size_t size = sizeof(struct texts) + count * sizeof(char *);
    for (size_t i = 0; i < count; i++) {
        size += strlen(items[i]) + 1;
    }
    struct texts *texts = world_alloc(w, size);
    texts->count = (uint32_t)count;
    texts->holders = 1;
    texts->size = size;
    char *end = (char *)&texts->items[count];
    for (size_t i = 0; i < count; i++) {
        size_t bytes = strlen(items[i]) + 1;
        texts->items[i] = memcpy(end, items[i], bytes);
        end += bytes;
    }
    must(end == (char *)texts + size);
    return texts;
}

struct texts *texts_keep(struct texts *texts) {
    must(texts->holders > 0);
    texts->holders++;
    return texts;
}

void texts_drop(struct world *w, struct texts *texts) {
    if (texts) {
        must(texts->holders > 0);
        if (--texts->holders == 0) {
            world_release(w, texts, texts->size);
        }
    }
}
