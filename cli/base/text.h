/* Floor 8: how wide UTF-8 text is, a code point taken for one column, and how it ends. */
#ifndef STASIM_CLI_BASE_TEXT_H
#define STASIM_CLI_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Columns of the first `bytes` bytes of `text`. */
int text_columns(const char *text, size_t bytes);

/* How many bytes of `text` fit into `columns` columns, no character cut apart. */
size_t text_fit(const char *text, int columns);

/* The same, but cut behind a word where that is possible. */
size_t text_fit_words(const char *text, int columns);

bool text_ends_with(const char *text, const char *end);

/* How many bytes of the name of a file stand before `end`, such as ".json"; all, without it. */
size_t text_stem(const char *name, const char *end);

#endif
