/* Floor 4: filters remembered by their text, since one line of a dialplan broadcasts over and over
 * with the same one. Not part of a simulated world. */
#ifndef STASIM_BROADCAST_FILTER_CACHE_H
#define STASIM_BROADCAST_FILTER_CACHE_H

#include <stddef.h>

#include "sim/broadcast/filter.h"

/* Filters that nobody holds are kept up to this number, those used last. */
enum { FILTER_CACHE_IDLE_MAX = 64 };

struct filter_cache;

/* NULL where memory ran out. */
struct filter_cache *filter_cache_new(void);

/* Frees all filters, held or not. */
void filter_cache_free(struct filter_cache *cache);

/* The filter of this text, made at most once; errors as of filter_new(). The caller holds it until
 * it is released. A world that can go back in time does not release: its filters then live as
 * long as the cache. */
const struct filter *filter_cache_hold(struct filter_cache *cache, const char *pattern,
                                       enum filter_error *error);

/* Gives up one hold. `filter` may be NULL. */
void filter_cache_release(struct filter_cache *cache, const struct filter *filter);

/* How many filters there are, held or idle. */
size_t filter_cache_count(const struct filter_cache *cache);

#endif
