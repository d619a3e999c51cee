/* Floor 8: what is to be sent on one socket and has not gone yet. Bounded: nobody is waited for. */
#ifndef STASIM_CLI_SERVER_OUTBOX_H
#define STASIM_CLI_SERVER_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

enum {
    OUTBOX_BYTES_MAX = 16 * 1024 * 1024,
    OUTBOX_KEEP_BYTES = 16 * 1024, /* room that an empty one keeps */
};

/* All zero: empty. */
struct outbox {
    char *bytes;
    size_t begin; /* of what has not gone */
    size_t end;
    size_t capacity;
    bool overflowed; /* something found no room: what follows would make no sense to the other side
                      */
};

void outbox_free(struct outbox *outbox);

void outbox_add(struct outbox *outbox, const void *bytes, size_t size);
void outbox_text(struct outbox *outbox, const char *text);
void outbox_number(struct outbox *outbox, size_t number);

size_t outbox_size(const struct outbox *outbox);

enum outbox_state {
    OUTBOX_EMPTY,  /* all has gone */
    OUTBOX_LEFT,   /* the socket takes no more at present */
    OUTBOX_SLOWED, /* it may not be given more at present */
    OUTBOX_BROKEN,
};
/* Sends what the socket takes, at most `size_max`; *sent is how much that was. */
enum outbox_state outbox_send(struct outbox *outbox, int fd, size_t size_max, size_t *sent);

/* Takes the last bytes back. */
void outbox_cut(struct outbox *outbox, size_t size);

#endif
