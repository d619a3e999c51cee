/* Floor 8: the server: libwebsockets' event loop, its listener and timers, and what all
 * connections share. */
#ifndef STASIM_CLI_SERVER_SERVER_H
#define STASIM_CLI_SERVER_SERVER_H

#include <libwebsockets.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/base/exit.h"
#include "cli/server/connection.h"
#include "cli/server/http_answer.h"
#include "cli/server/listener.h"
#include "cli/server/live.h"
#include "cli/server/settings.h"

enum { SLOW_TICK_MS = 20 }; /* a slow connection goes on so often */

/* How slowly a client is served; 0: as fast as it goes. */
struct slowness {
    const struct fault *fault;
    const char *client; /* NULL: all */
    uint64_t read_bytes_s;
    uint64_t write_bytes_s;
};

struct server {
    struct settings *settings;
    struct live live;
    struct lws_context *context;
    struct lws_vhost *vhost;
    struct listener ari;
    struct listener control_listener; /* open if the control interface has an address of its own */
    struct control *control;          /* NULL: there is none */
    bool is_announced;                /* its port, in a file too if one was asked for */
    bool ends;                        /* clients are being told */
    bool is_over;                     /* the loop is left */
    enum exit_code code;
    uint64_t now_us; /* at the beginning of the present input */
    struct http_date date;

    struct seat *seats;
    uint32_t seats_used;
    uint32_t free_seat; /* index + 1; 0: none */
    uint64_t connections_ever;
    uint32_t connections_open;

    struct connection *marked;
    struct waits waits;

    lws_sorted_usec_list_t world_timer;
    lws_sorted_usec_list_t end_timer;
    lws_sorted_usec_list_t slow_timer;
    lws_sorted_usec_list_t patience_timer;
    lws_sorted_usec_list_t refuse_timer;

    /* Faults of all sockets. */
    struct fault_host host;
    uint64_t refuses_until_us;
    uint64_t ignores_pings_until_us;
    bool has_to_restart;
    struct slowness slownesses[FAULTS_MAX]; /* of a fault at most one */
    uint32_t slownesses_count;
};

/* Serves until a signal ends it. */
enum exit_code server_run(struct settings *settings);

/* One that somebody else drives. NULL, with a message, when it cannot be begun. The settings
 * outlive it. */
struct server *server_new(struct settings *settings);
/* What it comes to; ends all connections. */
enum exit_code server_free(struct server *server);
int server_port(const struct server *server);
/* Waits for something to happen, at most so long, and does it. False when the server is over. */
bool server_round(struct server *server, uint64_t patience_us);

/* Puts another world in place of the present one: the scenario's, from its beginning, or an empty
 * one (NULL); `log`, if not NULL, is told what happens, each `speed` times as fast as on the clock.
 * WebSockets stay, their applications are registered anew; who waits for an answer is cut off.
 * False when it cannot be made. (stage.c) */
bool server_stage(struct server *server, const struct stage *stage);
/* The same at the end of a round, when the present one is left. */
bool server_change_world(struct server *server, const struct stage *stage);
/* Nothing may be asked of the present world any more. */
bool server_is_between_worlds(const struct server *server);
/* What happens from now on is not told to the stage's log any more. */
void server_be_silent(struct server *server);
/* The world begins anew, from the present moment on, and all connections are reset. */
void server_restart(struct server *server);

/* What faults make of it. (suffer.c) */
void server_suffer(void *context, const struct fault_order *order);
/* What the fault still does ends. */
void server_recover(void *context, const struct fault *fault);
const struct slowness *server_slowness(const struct server *server, const char *client);
void server_go_on_slowly(struct server *server);
bool server_ignores_pings(const struct server *server);
/* Closes or opens the port, as it is time to. */
void server_refuse_or_listen(struct server *server);

/* The end of a round: all who have something to do or to send get their turn. */
void server_settle(struct server *server);

/* The world broke: ends the server. */
void server_broken(struct server *server);

#endif
