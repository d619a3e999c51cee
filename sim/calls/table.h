/* Floor 3: uthash, its memory taken from the world: every function that adds or deletes has a `w`
 * at hand. A table keeps its things in the order of adding: `hh.next` is the next one. */
#ifndef STASIM_CALLS_TABLE_H
#define STASIM_CALLS_TABLE_H

#include "sim/world/world.h"

#define uthash_malloc(size) world_alloc(w, (size))
#define uthash_free(memory, size) world_release(w, (memory), (size))
#define uthash_bzero(memory, size) ((void)(memory)) /* the world's memory comes zeroed */

#include <uthash.h>

#endif
