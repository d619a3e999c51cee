/* Floor 8: what has to be asked of a server so that nothing stays of what a scenario made there. */
#ifndef STASIM_CLI_AGAINST_UNDO_H
#define STASIM_CLI_AGAINST_UNDO_H

#include <stdbool.h>
#include <stddef.h>

enum { UNDO_MAX = 10000 };

struct undo_item {
    const char *method;
    char *uri;
    const char *body; /* NULL: none */
};
struct undo_list {
    struct undo_item *items;
    size_t count;
    size_t capacity;
};
/* All zero: nothing. */
struct undo {
    struct undo_list subscriptions; /* they go first: what is gone cannot be unsubscribed from */
    struct undo_list things;
};

/* A request was answered with success, or never (`answer` NULL): what it made is to be undone, as
 * far as the request itself or its answer names it. False: there is too much of it already. */
bool undo_learn(struct undo *undo, const char *method, const char *uri, const char *body,
                const char *answer);
/* The same of a channel of this id, which may be there. */
bool undo_channel(struct undo *undo, const char *id);

/* Takes out what is to be undone next; its uri is the caller's to free. False when none is left. */
bool undo_next(struct undo *undo, struct undo_item *item);
void undo_free(struct undo *undo);

#endif
