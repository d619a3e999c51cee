/* Floor 3: an immutable list of strings in a world's memory: arguments, names, keys with their
 * values. */
#ifndef STASIM_CALLS_TEXTS_H
#define STASIM_CALLS_TEXTS_H

#include "sim/calls/block.h"

struct digest;

struct texts {
    struct block block;
    uint32_t count;
    const char *items[];
};

/* A copy of `count` strings, with one holder. */
struct texts *texts_new(struct world *w, const char *const *items, size_t count);
/* One holder more, and one less: the last one gives it back. NULL is ignored. */
struct texts *texts_keep(struct texts *texts);
void texts_drop(struct world *w, struct texts *texts);

/* NULL is told apart from an empty list. */
void texts_tell(struct digest *digest, const struct texts *texts);

#endif
