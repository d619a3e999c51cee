/* Floor 4: is a broadcast's filter safe to compile? One pass over its bytes, before any engine
 * sees it. What the pass lets through need not be a regular expression at all. */
#ifndef STASIM_BROADCAST_FILTER_CHECK_H
#define STASIM_BROADCAST_FILTER_CHECK_H

#include <stddef.h>

enum {
    FILTER_PATTERN_MAX_BYTES = 256,
    FILTER_NESTING_MAX = 10,
    FILTER_QUANTIFIED_GROUPS_MAX = 3,
    FILTER_BOUND_MAX = 100,
    FILTER_BRANCHES_MAX = 20,      /* `|` in one group ... */
    FILTER_BRANCHES_FREE_DEPTH = 2 /* ... that is deeper than this */
};

/* Which limit a pattern breaks. */
enum filter_limit {
    FILTER_LIMIT_NONE, /* accepted */
    FILTER_LIMIT_LENGTH,
    FILTER_LIMIT_NESTING,
    FILTER_LIMIT_QUANTIFIED_GROUPS,
    FILTER_LIMIT_BOUND,
    FILTER_LIMIT_BRANCHES
};

struct filter_verdict {
    enum filter_limit limit;
    size_t offset; /* of the byte that goes too far; 0 if the pattern is accepted */
};

/* Judges a pattern; the first breach, from left to right, decides. Never fails.
 * (R40 to R45) */
struct filter_verdict filter_check(const char *pattern);

/* The limit in words, such as "groups nest deeper than 10"; "accepted" for none. */
const char *filter_limit_text(enum filter_limit limit);

#endif
