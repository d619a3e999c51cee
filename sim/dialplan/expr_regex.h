/* Floor 5: the regular expressions of `:` and `=~` in `$[...]`: POSIX extended ones. */
#ifndef STASIM_DIALPLAN_EXPR_REGEX_H
#define STASIM_DIALPLAN_EXPR_REGEX_H

#include <stdbool.h>

#include "sim/dialplan/expr.h"

/* Places are bytes from the start of the subject. */
struct expr_regex_match {
    bool matched;
    bool has_group; /* the pattern has a ( ), whether or not it took part */
    size_t start, end;
    size_t group_start, group_end; /* of the first ( ); the same if it took no part */
};

/* Finds the leftmost longest match of a pattern in a subject, each given with its length.
 * EXPR_BAD_REGEX: not compilable, too long, or so that compiling it would take
 * time or memory without end. */
enum expr_error expr_regex(const char *subject, size_t subject_len, const char *pattern,
                           size_t pattern_len, struct expr_regex_match *match);

#endif
