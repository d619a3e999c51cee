/* A bounded table of compiled filters. */
#include "sim/broadcast/filter_cache.h"

#include <stdlib.h>
#include <string.h>

/* Without memory for its table uthash leaves an entry out of it, instead of ending the process. */
#define HASH_NONFATAL_OOM 1
#include <uthash.h>

struct entry {
    struct filter *filter;
    UT_hash_handle by_pattern;
    char pattern[];
};

struct filter_cache {
    struct entry *entries;
};

static struct entry *add(struct filter_cache *cache, const char *pattern);
static void clear(struct filter_cache *cache);
static void free_entry(struct entry *entry);

const struct filter *filter_cache_get(struct filter_cache *cache, const char *pattern) {
    struct entry *entry = NULL;
    HASH_FIND(by_pattern, cache->entries, pattern, strlen(pattern), entry);
    if (!entry) {
        if (HASH_CNT(by_pattern, cache->entries) >= FILTER_CACHE_MAX) {
            clear(cache);
        }
        entry = add(cache, pattern);
    }
    return entry ? entry->filter : NULL;
}

struct filter_cache *filter_cache_new(void) {
    return calloc(1, sizeof(struct filter_cache));
}

void filter_cache_free(struct filter_cache *cache) {
    if (cache) {
        clear(cache);
        free(cache);
    }
}

static struct entry *add(struct filter_cache *cache, const char *pattern) {
    size_t length = strlen(pattern);
    struct entry *entry = calloc(1, sizeof *entry + length + 1);
    if (!entry) {
        return NULL;
    }
    memcpy(entry->pattern, pattern, length + 1);
    enum filter_error error;
    entry->filter = filter_new(pattern, &error);
    if (entry->filter) {
        HASH_ADD_KEYPTR(by_pattern, cache->entries, entry->pattern, length, entry);
    }
    if (!entry->filter || !entry->by_pattern.tbl) {
        free_entry(entry);
        return NULL;
    }
    return entry;
}

static void clear(struct filter_cache *cache) {
    struct entry *entry = cache->entries;
    HASH_CLEAR(by_pattern, cache->entries); /* the entries stay chained to each other */
    while (entry) {
        struct entry *next = entry->by_pattern.next;
        free_entry(entry);
        entry = next;
    }
}

static void free_entry(struct entry *entry) {
    filter_free(entry->filter);
    free(entry);
}
