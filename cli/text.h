/* Floor 8: how wide UTF-8 text is. A code point is taken for one column. */
#ifndef STASIM_CLI_TEXT_H
#define STASIM_CLI_TEXT_H

#include <stddef.h>

/* Columns of the first `bytes` bytes of `text`. */
int text_columns(const char *text, size_t bytes);

/* How many bytes of `text` fit into `columns` columns, no character cut apart. */
size_t text_fit(const char *text, int columns);

/* The same, but cut behind a word where that is possible. */
size_t text_fit_words(const char *text, int columns);

#endif
