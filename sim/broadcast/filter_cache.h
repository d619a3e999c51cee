/* Floor 4: compiled filters by their text: the same line of a dialplan broadcasts thousands of
 * times. */
#ifndef STASIM_BROADCAST_FILTER_CACHE_H
#define STASIM_BROADCAST_FILTER_CACHE_H

#include "sim/broadcast/filter.h"

enum { FILTER_CACHE_MAX = 1024 };

struct filter_cache;

/* NULL without memory. */
struct filter_cache *filter_cache_new(void);
/* With its filters. NULL is ignored. */
void filter_cache_free(struct filter_cache *cache);

/* The filter of this pattern, compiled now if it is new; good until the next call: a full cache
 * starts afresh. NULL without memory: then everybody hears. */
const struct filter *filter_cache_get(struct filter_cache *cache, const char *pattern);

#endif
