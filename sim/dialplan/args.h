/* Floor 5: splitting the argument string of an application. */
#ifndef STASIM_DIALPLAN_ARGS_H
#define STASIM_DIALPLAN_ARGS_H

#include <stddef.h>

/* Splits `text`, which is rewritten, at its commas, but not within ( ), [ ] or " " (R1). Quotes
 * disappear, and so does one backslash before any byte, which then stands for itself (R2).
 * Stores at most `max` (at least 1) arguments, which point into `text`; the last one takes whatever
 * is left, further commas included. Returns how many: 0 for an empty text. */
size_t args_split(char *text, char *argv[], size_t max);

#endif
