/* Floor 8: what a connection is given a limited time for. All waits of a kind last the same, so the
 * one that began first is over first: each kind is a queue. */
#ifndef STASIM_CLI_SERVER_WAIT_H
#define STASIM_CLI_SERVER_WAIT_H

#include <libwebsockets.h>
#include <stdint.h>

struct connection;
struct server;

enum wait {
    WAIT_NONE,
    WAIT_REQUEST, /* for the next one, from the last answer on */
    WAIT_ROOM,    /* for the socket to take something */
    WAIT_END,     /* for the client to close */
    WAITS
};

/* Of a connection. All zero: it waits for nothing. */
struct waiting {
    enum wait kind;
    uint64_t since_us;
    struct connection *newer;
    struct connection *older;
};

/* Of a server. All zero: nobody waits. */
struct waits {
    struct connection *oldest[WAITS];
    struct connection *newest[WAITS];
    lws_sorted_usec_list_t timer;
    uint64_t timer_at_us; /* 0: it is not set */
};

/* Begins another wait in place of the present one; once it is over, connection_waited() is told. */
void wait_for(struct connection *connection, enum wait kind);
/* The end of a round: sets the timer. */
void wait_set_timer(struct server *server);

#endif
