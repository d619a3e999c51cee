/* Records with their strings behind them. */
#include "sim/calls/block.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/world/world.h"

void *block_new(struct world *w, size_t size) {
    must(size >= sizeof(struct block));
    struct block *block = world_alloc(w, size);
    block->holders = 1;
    block->size = size;
    return block;
}

void block_keep(struct block *block) {
    must(block->holders > 0);
    block->holders++;
}

void block_drop(struct world *w, struct block *block) {
    if (block) {
        must(block->holders > 0);
        if (--block->holders == 0) {
            world_release(w, block, block->size);
        }
    }
}

const char *block_append(char **end, const char *text) {
    char *copy = *end;
    *end = stpcpy(copy, text) + 1;
    return copy;
}

void block_finish(const struct block *block, const char *end) {
    must(end == (const char *)block + block->size);
}
