/* Floor 3: an immutable record and its strings in one block of a world's memory, shared by those
 * who hold it: the first member of a struct that has its strings behind it. */
#ifndef STASIM_CALLS_BLOCK_H
#define STASIM_CALLS_BLOCK_H

#include <stddef.h>
#include <stdint.h>

struct world;

struct block {
    uint32_t holders;
    size_t size; /* of the struct with its strings */
};

/* `size` zeroed bytes with one holder: the caller. */
void *block_new(struct world *w, size_t size);
/* One holder more. */
void block_keep(struct block *block);
/* One holder less: the last one gives it back. NULL is ignored. */
void block_drop(struct world *w, struct block *block);

/* Copies a string to *end, which moves behind its NUL. Returns the copy. */
const char *block_append(char **end, const char *text);
/* To be called once all strings are there: they must fill the block. */
void block_finish(const struct block *block, const char *end);

#endif
