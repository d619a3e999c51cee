/* Floor 7: regular expressions of expectations and conditions: PCRE2, with limits. */
#ifndef STASIM_SCENARIO_REGEX_H
#define STASIM_SCENARIO_REGEX_H

#include <stdbool.h>
#include <stddef.h>

struct regex;

/* NULL, with the reason in `why`, for a text that is no regular expression. */
struct regex *regex_new(const char *text, char *why, size_t size);
void regex_free(struct regex *regex);

/* True when it is found anywhere in `text`; a search that would take too long finds nothing. */
bool regex_finds(const struct regex *regex, const char *text);

#endif
