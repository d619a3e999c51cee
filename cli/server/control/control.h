/* Floor 8: the control interface, for tests in any language and for people: under /stasim a server
 * is looked at and acted on from outside. One of the server's own connections carries it. */
#ifndef STASIM_CLI_SERVER_CONTROL_CONTROL_H
#define STASIM_CLI_SERVER_CONTROL_CONTROL_H

#include <libwebsockets.h>
#include <stdbool.h>

#include "cli/server/control/picture.h"
#include "cli/server/control/recent.h"
#include "sim/ari/ari.h"

struct connection;
struct follower;
struct server;

enum { CONTROL_BODY_BYTES_MAX = 512 * 1024 };

/* What the journal calls who acts through here. */
#define CONTROL_CLIENT "control"

struct control {
    struct server *server;
    struct recent *recent;
    struct picture picture;
    struct scenario *scenario; /* that was put here, and plays; NULL: none */
    struct scenario *next;     /* that is to play, once the world is left */
    bool has_to_begin;         /* a new world, at the end of the round */
    struct follower *followers;
    unsigned followers_count;
    lws_sorted_usec_list_t beat_timer;
    uint64_t beat_ms;    /* what it was set to; 0: it is not set */
    uint64_t calls;      /* so far, in this world: they name those without a name */
    uint64_t broadcasts; /* that were typed */
    uint64_t began_us;   /* this world, by the wall's clock: no other one has the same */
};

struct control *control_new(struct server *server);
void control_free(struct control *control);

/* What the diary tells: `context` is the control. */
bool control_tell(void *context, const struct log_entry *entry);

/* A path is under /stasim, and that is served where the connection came in. */
bool control_is_meant(const struct connection *connection, const char *path);
/* The request under way on the connection is carried out, and answered. */
void control_ask(struct connection *connection);
/* The claim that it has become is answered. Inside a step. */
void control_answered(struct connection *connection, const struct ari_response *response);

/* The world is a new one: `why` is a literal. */
void control_begin_anew(struct control *control, const char *why);
/* The end of a round: another world, if one was asked for. */
void control_settle(struct control *control);

#endif
