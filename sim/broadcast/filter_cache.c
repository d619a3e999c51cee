/* A hash table by text; the filters nobody holds also stand in a queue, the oldest first. */
#include "sim/broadcast/filter_cache.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"

/* A failed allocation inside the table marks the entry it was for instead of ending the process. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(entry) ((entry)->lost = true)
#include <uthash.h>
#include <utlist.h>

struct entry {
    struct filter *filter;
    enum filter_error error;
    size_t holders;
    bool lost;                 /* did not get into the table */
    struct entry *prev, *next; /* in the queue, while nobody holds it */
    UT_hash_handle hh;
};

struct filter_cache {
    struct entry *entries;
    struct entry *idle;
    size_t idle_count;
};

static struct entry *find(struct filter_cache *cache, const char *pattern);
static struct entry *add(struct filter_cache *cache, const char *pattern);
static void drop(struct filter_cache *cache, struct entry *entry);
static void free_entry(struct entry *entry);

struct filter_cache *filter_cache_new(void) {
    return calloc(1, sizeof(struct filter_cache));
}

void filter_cache_free(struct filter_cache *cache) {
    struct entry *entry;
    struct entry *next;
    if (!cache) {
        return;
    }
    HASH_ITER(hh, cache->entries, entry, next) {
        HASH_DEL(cache->entries, entry);
        free_entry(entry);
    }
    free(cache);
}

const struct filter *filter_cache_hold(struct filter_cache *cache, const char *pattern,
                                       enum filter_error *error) {
    struct entry *entry = find(cache, pattern);
    if (!entry) {
        entry = add(cache, pattern);
    } else if (entry->holders == 0) {
        must(cache->idle_count > 0);
        DL_DELETE(cache->idle, entry);
        cache->idle_count--;
    }
    if (!entry) {
        *error = FILTER_NO_MEMORY;
        return NULL;
    }
    entry->holders++;
    *error = entry->error;
    return entry->filter;
}

void filter_cache_release(struct filter_cache *cache, const struct filter *filter) {
    if (!filter) {
        return;
    }
    struct entry *entry = find(cache, filter_pattern(filter));
    must(entry && entry->filter == filter && entry->holders > 0);
    entry->holders--;
    if (entry->holders > 0) {
        return;
    }
    DL_APPEND(cache->idle, entry);
    cache->idle_count++;
    if (cache->idle_count > FILTER_CACHE_IDLE_MAX) {
        drop(cache, cache->idle);
    }
}

size_t filter_cache_count(const struct filter_cache *cache) {
    return HASH_COUNT(cache->entries);
}

static struct entry *find(struct filter_cache *cache, const char *pattern) {
    struct entry *entry;
    HASH_FIND_STR(cache->entries, pattern, entry);
    return entry;
}

static struct entry *add(struct filter_cache *cache, const char *pattern) {
    struct entry *entry = calloc(1, sizeof *entry);
    if (!entry) {
        return NULL;
    }
    entry->filter = filter_new(pattern, &entry->error);
    if (entry->filter) {
        const char *text = filter_pattern(entry->filter);
        HASH_ADD_KEYPTR(hh, cache->entries, text, strlen(text), entry);
    }
    if (!entry->filter || entry->lost) {
        free_entry(entry);
        return NULL;
    }
    return entry;
}

static void drop(struct filter_cache *cache, struct entry *entry) {
    must(entry->holders == 0);
    DL_DELETE(cache->idle, entry);
    cache->idle_count--;
    HASH_DEL(cache->entries, entry);
    free_entry(entry);
}

static void free_entry(struct entry *entry) {
    filter_free(entry->filter);
    free(entry);
}
