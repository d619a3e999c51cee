/* Floor 8: what came in on one socket and is not done with yet. Bounded. */
#ifndef STASIM_CLI_SERVER_INBOX_H
#define STASIM_CLI_SERVER_INBOX_H

#include <stdbool.h>
#include <stddef.h>

enum { INBOX_BYTES_MAX = 1024 * 1024 }; /* more than the longest request and what a round brings */

/* All zero: empty. */
struct inbox {
    char *bytes;
    size_t size;
    size_t capacity;
};

void inbox_free(struct inbox *inbox);

/* Adds to its end. False when that is too much. */
bool inbox_add(struct inbox *inbox, const char *bytes, size_t size);
/* Holds nothing but `rest`, which lies in it, or is all there is when it is empty. The same. */
bool inbox_keep(struct inbox *inbox, const char *rest, size_t size);

#endif
