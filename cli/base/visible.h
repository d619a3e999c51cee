/* Floor 8: text of any bytes, shown so that nothing in it hides or moves the cursor. */
#ifndef STASIM_CLI_BASE_VISIBLE_H
#define STASIM_CLI_BASE_VISIBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Of one character or one escape, with its NUL. */
enum { VISIBLE_SIZE = 5 };

/* Writes how the first character of `text`, which is not empty, is shown: as it is, or if it cannot
 * be printed or is no UTF-8 its first byte as \xNN. Returns how many bytes that stands for. */
size_t visible_next(const char *text, char shown[VISIBLE_SIZE]);

/* Prints a whole text so. */
void visible_print(FILE *out, const char *text);

/* How many columns the first `bytes` bytes take then. */
int visible_columns(const char *text, size_t bytes);

/* Where each byte that would be shown as \xNN is to take one column: it becomes a question mark. */
void visible_mask(char *text);

/* Whether all of it is shown as it is. */
bool visible_is_plain(const char *text);

/* Whether it is UTF-8 throughout. */
bool visible_is_utf8(const char *text);

#endif
