/* Floor 8: the event loop of a client, and its sockets. All of it is one thread: whatever happens
 * is a callback inside loop_round(). libwebsockets polls and keeps the time; bytes are read and
 * written here, so that a recording has them as they were, and every error its own name. */
#ifndef STASIM_CLI_AGAINST_LOOP_H
#define STASIM_CLI_AGAINST_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/against/target.h"

enum { LINK_INBOX_BYTES_MAX = 32 * 1024 * 1024 };

struct loop;
struct link;

/* NULL when the system has nothing left to make one of. */
struct loop *loop_new(void);
/* Closes what is open, without telling. */
void loop_free(struct loop *loop);

/* The clock of all this: microseconds that only go forward. */
uint64_t loop_now_us(void);
/* Waits until something happens, or until that moment; then does what is to be done. False when the
 * loop itself has failed. */
bool loop_round(struct loop *loop, uint64_t until_us);
/* How many sockets are open, those that are just closing included. */
size_t loop_links(const struct loop *loop);
/* Fills in bytes that nobody can guess. */
void loop_random(struct loop *loop, void *bytes, size_t size);

/* What a link tells. In each of these it may be closed. */
struct link_user {
    /* All that came and was not taken yet; answers how many bytes are taken. Called again as long
     * as it takes some. */
    size_t (*received)(void *context, char *bytes, size_t size);
    /* It is over, and not by link_close(): `why` is NULL when the other side has ended it. `bytes`
     * were never taken. The link is gone behind it. */
    void (*ended)(void *context, const char *why, char *bytes, size_t size);
};

/* Begins to connect. NULL, and *why, when not even that can be done. */
struct link *link_open(struct loop *loop, const struct target *target, const struct link_user *user,
                       void *context, const char **why);
bool link_is_open(const struct link *link);
/* Sends what has been given to it once it is open. */
void link_send(struct link *link, const void *bytes, size_t size);
/* Closes at once: nothing more is told. */
void link_close(struct link *link);

#endif
