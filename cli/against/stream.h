/* Floor 8: the event WebSocket of a client. */
#ifndef STASIM_CLI_AGAINST_STREAM_H
#define STASIM_CLI_AGAINST_STREAM_H

#include "cli/against/loop.h"
#include "cli/against/recorder.h"

enum { STREAM_MESSAGE_BYTES_MAX = 16 * 1024 * 1024 };

enum stream_state {
    STREAM_CLOSED,
    STREAM_OPENING, /* it connects, or waits for the answer to its handshake */
    STREAM_OPEN,
    STREAM_CLOSING, /* it has said goodbye */
};

struct stream;
struct stream_user {
    /* A text came: an event, or the answer to what was asked. */
    void (*text)(struct stream *stream, const char *text, size_t size);
    /* It has become open, or closed because it was asked to. */
    void (*changed)(struct stream *stream);
    /* It is closed, and nobody here has asked for that. */
    void (*lost)(struct stream *stream, const char *why);
};

struct stream {
    struct loop *loop;
    const struct target *target;
    struct recorder *recorder;
    const char *label;
    const struct stream_user *user;
    void *context;
    enum stream_state state;
    uint64_t since_us; /* in this state */
    struct link *link; /* NULL: closed */
    struct recorded recorded;
    char key[32];
    char *message; /* of one in fragments, what has come */
    size_t message_size;
};

/* "/ari/events?app=a,b&subscribeAll=true", to be freed. */
char *stream_uri(const char *const *apps, size_t count, bool subscribe_all);

/* It must be closed. `uri` is as above. */
void stream_open(struct stream *stream, const char *uri);
void stream_send(struct stream *stream, const char *text, size_t size);
/* Says goodbye, and closes when that is answered. */
void stream_close(struct stream *stream);
/* Gives up what has waited too long. */
void stream_check(struct stream *stream);
/* Closes at once and says nothing more. */
void stream_end(struct stream *stream);

#endif
