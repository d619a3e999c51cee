/* A bump allocator with a free list for each size class; its own bookkeeping lies in the region
 * too. AddressSanitizer is told what nobody may touch: what was given back, and what a chunk has
 * more than was asked for. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */
#include "sim/world/region.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "sim/base/must.h"

#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif

#ifdef WATCHED
#include <sanitizer/asan_interface.h>
#define POISON(memory, size) __asan_poison_memory_region((memory), (size))
#define UNPOISON(memory, size) __asan_unpoison_memory_region((memory), (size))
#else
#define POISON(memory, size) ((void)(memory), (void)(size))
#define UNPOISON(memory, size) ((void)(memory), (void)(size))
#endif

/* Classes: multiples of 16 up to 1 KiB, then powers of two. */
enum { ALIGNMENT = 16, SMALL_BYTES = 1024, SMALL_CLASSES = SMALL_BYTES / ALIGNMENT };
enum { LARGE_CLASSES = 30, CLASSES = SMALL_CLASSES + LARGE_CLASSES };

/* A chunk that was given back: the link overlays its first bytes. */
struct chunk {
    struct chunk *next;
};

struct region {
    size_t limit_bytes;
    size_t extent_bytes;
    size_t used_bytes;
    void *root;
    struct chunk *free[CLASSES];
};

struct region_copy {
    size_t extent_bytes;
    unsigned char bytes[];
};

static void poison_free(const struct region *region);
static size_t class_of(size_t size);
static size_t bytes_of(size_t class);

void *region_alloc(struct region *region, size_t size) {
    size_t class = class_of(size);
    if (class == CLASSES) {
        return NULL;
    }
    size_t bytes = bytes_of(class);
    struct chunk *chunk = region->free[class];
    if (chunk) {
        region->free[class] = chunk->next;
        UNPOISON(chunk, bytes);
        memset(chunk, 0, bytes);
    } else {
        if (bytes > region->limit_bytes - region->extent_bytes) {
            return NULL;
        }
        chunk = (struct chunk *)(void *)((unsigned char *)region + region->extent_bytes);
        region->extent_bytes += bytes;
    }
    region->used_bytes += bytes;
    POISON((unsigned char *)chunk + size, bytes - size);
    return chunk;
}

void region_release(struct region *region, void *memory, size_t size) {
    if (!memory) {
        return;
    }
    size_t class = class_of(size);
    size_t bytes = bytes_of(class);
    must(region->used_bytes >= bytes);
    struct chunk *chunk = memory;
    UNPOISON(chunk, bytes);
    chunk->next = region->free[class];
    region->free[class] = chunk;
    region->used_bytes -= bytes;
    POISON(chunk + 1, bytes - sizeof *chunk);
}

struct region *region_new(size_t limit_bytes) {
    if (limit_bytes < sizeof(struct region) + SMALL_BYTES) {
        return NULL;
    }
    void *memory = mmap(NULL, limit_bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        return NULL;
    }
    struct region *region = memory;
    region->limit_bytes = limit_bytes;
    region->extent_bytes = (sizeof *region + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    return region;
}

void region_free(struct region *region) {
    if (region) {
        UNPOISON(region, region->extent_bytes);
        munmap(region, region->limit_bytes);
    }
}

void region_set_root(struct region *region, void *root) {
    region->root = root;
}

void *region_root(const struct region *region) {
    return region->root;
}

size_t region_extent_bytes(const struct region *region) {
    return region->extent_bytes;
}

size_t region_used_bytes(const struct region *region) {
    return region->used_bytes;
}

struct region_copy *region_save(const struct region *region) {
    struct region_copy *copy = malloc(sizeof *copy + region->extent_bytes);
    if (copy) {
        UNPOISON(region, region->extent_bytes);
        copy->extent_bytes = region->extent_bytes;
        memcpy(copy->bytes, region, region->extent_bytes);
        poison_free(region);
    }
    return copy;
}

void region_restore(struct region *region, const struct region_copy *copy) {
    size_t grown_bytes = region->extent_bytes;
    UNPOISON(region, grown_bytes);
    memcpy(region, copy->bytes, copy->extent_bytes);
    if (grown_bytes > copy->extent_bytes) {
        /* Fresh memory is promised to be zero. */
        memset((unsigned char *)region + copy->extent_bytes, 0, grown_bytes - copy->extent_bytes);
    }
    poison_free(region);
}

void region_copy_free(struct region_copy *copy) {
    free(copy);
}

/* What is more than was asked for is not known any more. */
static void poison_free(const struct region *region) {
#ifdef WATCHED
    for (size_t i = 0; i < CLASSES; i++) {
        for (const struct chunk *chunk = region->free[i]; chunk; chunk = chunk->next) {
            POISON(chunk + 1, bytes_of(i) - sizeof *chunk);
        }
    }
#else
    (void)region;
#endif
}

/* The smallest that has room; CLASSES for what no region can hold. */
static size_t class_of(size_t size) {
    if (size <= SMALL_BYTES) {
        return size == 0 ? 0 : (size - 1) / ALIGNMENT;
    }
    for (size_t large = SMALL_CLASSES; large < CLASSES; large++) {
        if (size <= bytes_of(large)) {
            return large;
        }
    }
    return CLASSES;
}

static size_t bytes_of(size_t class) {
    must(class < CLASSES);
    return class < SMALL_CLASSES ? (class + 1) * ALIGNMENT
                                 : (size_t)SMALL_BYTES << (class - SMALL_CLASSES + 1);
}
