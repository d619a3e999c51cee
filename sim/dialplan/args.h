/* Floor 5: reading the argument string of an application. */
#ifndef STASIM_DIALPLAN_ARGS_H
#define STASIM_DIALPLAN_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Splits `text`, which is rewritten, at its commas, but not within ( ), [ ] or " " (R1). Quotes
 * disappear, and so does one backslash before any byte, which then stands for itself (R2).
 * Stores at most `max` (at least 1) arguments, which point into `text`; the last one takes whatever
 * is left, further commas included. Returns how many: 0 for an empty text. */
size_t args_split(char *text, char *argv[], size_t max);

/* The same for an application of `count` arguments: one that is missing reads as an empty one. */
void args_read(char *text, char *argv[], size_t count);

/* The first `wanted` byte where a comma would split: outside of ( ), [ ] and " ", and not behind a
 * backslash. NULL: there is none. */
char *args_find(char *text, char wanted);

/* Cuts the first item off a list such as `a&b`, whose rest is then *rest; NULL when the list was
 * over. */
char *args_next(char **rest, char separator);

/* "1.5" seconds. False, and *us as it was, when it is no number, negative, or more than a day. */
bool args_seconds(const char *text, uint64_t *us);
/* The same, or else `fallback_us`. */
uint64_t args_seconds_or(const char *text, uint64_t fallback_us);

#endif
