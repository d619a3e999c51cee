/* Floor 2: one region of memory for all the state of a world, so that freeing it is one call,
 * saving it one copy, and its limit a number. Memory never moves: pointers stay good after a
 * restore. */
#ifndef STASIM_WORLD_REGION_H
#define STASIM_WORLD_REGION_H

#include <stddef.h>

struct region;

/* Reserves `limit_bytes` of address space; pages are taken as they are touched. NULL when refused.
 */
struct region *region_new(size_t limit_bytes);
/* NULL is ignored. */
void region_free(struct region *region);

/* `size` zeroed bytes, aligned to 16. NULL once the limit is reached. */
void *region_alloc(struct region *region, size_t size);

/* Gives back what region_alloc(region, size) returned; `size` must be the same. NULL is ignored. */
void region_release(struct region *region, void *memory, size_t size);

/* A place for the owner's first object: found again after a restore. */
void region_set_root(struct region *region, void *root);
void *region_root(const struct region *region);

/* Bytes from the start to the highest ever handed out, and bytes in use now. */
size_t region_extent_bytes(const struct region *region);
size_t region_used_bytes(const struct region *region);

/* A copy of the whole state, on the heap; NULL without memory. A restore brings it back, byte for
 * byte. */
struct region_copy;
struct region_copy *region_save(const struct region *region);
void region_restore(struct region *region, const struct region_copy *copy);
void region_copy_free(struct region_copy *copy);

#endif
