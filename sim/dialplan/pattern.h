/* Floor 5: the names of extensions: literal ones, and patterns that begin with `_`.
 *
 * In a pattern X is 0-9, Z 1-9, N 2-9, [a-c5] a set, `.` one or more of anything and `!` none or
 * more; any other byte stands for itself. */
#ifndef STASIM_DIALPLAN_PATTERN_H
#define STASIM_DIALPLAN_PATTERN_H

#include <stdbool.h>

bool pattern_is(const char *name);

/* Whether `number` is one of those the pattern stands for. */
bool pattern_matches(const char *pattern, const char *number);

/* The order in which names are tried: literals by their bytes, then patterns, the more specific
 * from the left first. 0 only for the same text. */
int pattern_compare(const char *a, const char *b);

/* What is wrong with a pattern, NULL if nothing is. A sound one may still be doubtful: see the
 * second function. */
const char *pattern_error(const char *pattern);
const char *pattern_doubt(const char *pattern);

#endif
