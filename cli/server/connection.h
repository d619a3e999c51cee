/* Floor 8: one client's socket: what came in and is not done with, what is to go out, and until
 * when it may keep us waiting. HTTP and WebSockets are carried on top (http.h, websocket.h). */
#ifndef STASIM_CLI_SERVER_CONNECTION_H
#define STASIM_CLI_SERVER_CONNECTION_H

#include <libwebsockets.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/server/http.h"
#include "cli/server/inbox.h"
#include "cli/server/outbox.h"
#include "cli/server/plight.h"
#include "cli/server/seat.h"
#include "cli/server/wait.h"
#include "sim/ari/ari.h"

enum {
    CONNECTIONS_MAX = 16384,
    CONNECTION_NAME_BYTES = 24,
};

struct server;
struct listener;
struct connection;
struct websocket;

enum connection_stage {
    STAGE_OPEN,
    STAGE_LEAVING,   /* nothing more is read; what is to be sent is sent */
    STAGE_LINGERING, /* our side is shut: the client is to read the last answer and to close */
    STAGE_GONE,      /* about to be closed */
};

/* All zero but for what connection_open() sets. */
struct connection {
    struct server *server;
    struct lws *wsi;
    const struct listener *listener; /* where it came in */
    struct seat *seat;
    char name[CONNECTION_NAME_BYTES]; /* "c12" */
    const char *client;               /* whose it is: its name, or that of a user */
    uint64_t requests;                /* so far: numbers them */
    enum connection_stage stage;
    bool paused; /* nothing is read from the socket for now */

    /* Input that is not done with: all of it in a call that works on it, elsewhere in the inbox. */
    char *view;
    size_t view_size;
    struct inbox inbox;

    struct outbox outbox;
    bool is_blocked; /* the socket took no more; it will say when it does */
    bool is_marked;  /* in the server's list of those to be looked after */
    struct connection *next_marked;
    struct waiting waiting;

    struct plight plight;
    struct http http;
    struct websocket *websocket; /* NULL: speaks HTTP */

    bool is_control;           /* it has asked the control interface: faults are not for it */
    struct follower *follower; /* it is given what happens, without an end; NULL: it is not */
};

/* A new one, on a socket that was just accepted. False when there are too many. */
bool connection_open(struct connection *connection, struct server *server,
                     const struct listener *listener, struct lws *wsi);
/* Its socket is gone. */
void connection_closed(struct connection *connection);

/* Input came. `bytes` may be changed. */
void connection_receive(struct connection *connection, char *bytes, size_t size);
/* Works on what is left in the inbox, then sends what there is to send. */
void connection_settle(struct connection *connection);
/* Its socket takes something again. */
void connection_writable(struct connection *connection);
/* It has waited long enough. */
void connection_waited(struct connection *connection, enum wait kind);

/* What HTTP and WebSockets call. */

/* Does away with the first bytes of the input. */
void connection_consume(struct connection *connection, size_t size);
/* It is this user's; NULL: nobody's. */
void connection_known(struct connection *connection, const char *who);
/* It came in at the control interface's own address. */
bool connection_is_for_control(const struct connection *connection);
/* Puts the answer to the request under way into the outbox. */
void connection_write_answer(struct connection *connection, const struct ari_response *response);
/* There is something to send, or to work on. */
void connection_mark(struct connection *connection);
/* Reads nothing more, and closes when all is sent. */
void connection_leave(struct connection *connection);
/* Closes at once. */
void connection_kill(struct connection *connection);
/* The same, by a reset. */
void connection_reset(struct connection *connection);

#endif
