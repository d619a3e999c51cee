/* Lists of strings, each in one block. */
#include "sim/calls/texts.h"

#include <string.h>

#include "sim/world/digest.h"

struct texts *texts_new(struct world *w, const char *const *items, size_t count) {
    size_t size = sizeof(struct texts) + count * sizeof(char *);
    for (size_t i = 0; i < count; i++) {
        size += strlen(items[i]) + 1;
    }
    struct texts *texts = block_new(w, size);
    texts->count = (uint32_t)count;
    char *end = (char *)&texts->items[count];
    for (size_t i = 0; i < count; i++) {
        texts->items[i] = block_append(&end, items[i]);
    }
    block_finish(&texts->block, end);
    return texts;
}

struct texts *texts_keep(struct texts *texts) {
    if (texts) {
        block_keep(&texts->block);
    }
    return texts;
}

void texts_drop(struct world *w, struct texts *texts) {
    block_drop(w, texts ? &texts->block : NULL);
}

void texts_tell(struct digest *digest, const struct texts *texts) {
    digest_number(digest, texts ? texts->count : UINT64_MAX);
    for (uint32_t i = 0; texts && i < texts->count; i++) {
        digest_text(digest, texts->items[i]);
    }
}
