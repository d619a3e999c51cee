/* Floor 8: processes that share numbered pieces of work. What they make is handed out in the order
 * of the numbers, so that nobody sees how many there are. */
#ifndef STASIM_CLI_BASE_WORKERS_H
#define STASIM_CLI_BASE_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

enum { WORKERS_MAX = 256, WORKERS_TEXT_MAX_BYTES = 256 * 1024 * 1024 };

struct work {
    size_t count;
    /* Does piece `index`, in a process of its own; allocates the text with malloc. NULL: it could
     * not. */
    char *(*piece)(void *context, size_t index);
    void *context;
};

struct workers;

/* Starts up to `count` processes. NULL when that is impossible; errno says why. */
struct workers *workers_start(const struct work *work, size_t count);

/* The text of the next piece, to be freed by the caller. NULL when its process died: then `death`
 * says of what, and another process goes on behind it. */
char *workers_next(struct workers *all, const char **death);

/* Ends them all, also in the middle. False when one ended badly after its last piece. */
bool workers_stop(struct workers *all);

#endif
