/* Floor 8: the server: libwebsockets' event loop, its listener and timers, and what all
 * connections share. */
#ifndef STASIM_CLI_SERVER_SERVER_H
#define STASIM_CLI_SERVER_SERVER_H

#include <libwebsockets.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/exit.h"
#include "cli/server/connection.h"
#include "cli/server/http_answer.h"
#include "cli/server/live.h"
#include "cli/server/settings.h"

struct server {
    struct settings *settings;
    struct live live;
    struct lws_context *context;
    struct lws_vhost *vhost;
    bool ends;    /* clients are being told */
    bool is_over; /* the loop is left */
    enum exit_code code;
    uint64_t now_us; /* at the beginning of the present input */
    struct http_date date;

    struct seat *seats;
    uint32_t seats_used;
    uint32_t free_seat; /* index + 1; 0: none */
    uint64_t connections_ever;
    uint32_t connections_open;

    struct connection *marked;
    struct connection *wait_oldest[WAITS];
    struct connection *wait_newest[WAITS];

    lws_sorted_usec_list_t world_timer;
    lws_sorted_usec_list_t wait_timer;
    lws_sorted_usec_list_t end_timer;
    uint64_t wait_timer_at_us; /* 0: not set */
};

/* Serves until a signal ends it. */
enum exit_code server_run(struct settings *settings);

/* The world broke: ends the server. */
void server_broken(struct server *server);

#endif
