/* Floor 4: what in a filter probably does not mean what its author meant. */
#ifndef STASIM_BROADCAST_FILTER_WARN_H
#define STASIM_BROADCAST_FILTER_WARN_H

#include <stddef.h>

struct ere;

enum filter_warning_kind {
    FILTER_WARNS_ESCAPED_LETTER,     /* \d is d */
    FILTER_WARNS_ESCAPED_SIGN,       /* \< is the begin of a word */
    FILTER_WARNS_STACKED_QUANTIFIER, /* +? is not lazy */
    FILTER_WARNS_LONE_PAREN,         /* a ) that closes nothing is a literal */
    FILTER_WARNS_CLASS_BACKSLASH,    /* a literal; and it blinds the validation */
    FILTER_WARNS_MATCHES_ALL,
    FILTER_WARNS_MATCHES_NONE
};

enum { FILTER_WARNINGS_MAX = FILTER_WARNS_MATCHES_NONE + 1 }; /* one of each kind */

struct filter_warning {
    enum filter_warning_kind kind;
    size_t offset; /* of the byte that gives cause, 0 if the whole pattern does */
};

/* The first of each kind, in the order of the offsets. */
struct filter_warnings {
    size_t count;
    struct filter_warning list[FILTER_WARNINGS_MAX];
};

/* Looks through a pattern that compiles to `ere`. */
void filter_warn(struct filter_warnings *warnings, const char *pattern, const struct ere *ere);

/* The warning in words. */
const char *filter_warning_text(enum filter_warning_kind kind);

#endif
