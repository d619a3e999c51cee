/* A server's worlds, one after another. */
#include <stdlib.h>

#include "cli/server/control/control.h"
#include "cli/server/server.h"
#include "cli/server/websocket.h"
#include "sim/base/must.h"

static void leave_world(struct server *server, bool sockets_stay);
static void forget_faults(struct server *server);

bool server_stage(struct server *server, const struct stage *stage) {
    server->now_us = live_clock_us();
    if (!server_change_world(server, stage)) {
        return false;
    }
    server_settle(server);
    return server->code == CODE_PASSED;
}

bool server_change_world(struct server *server, const struct stage *stage) {
    leave_world(server, true);
    forget_faults(server);
    struct stage own = *stage;
    own.host = &server->host;
    if (!live_stage(&server->live, server->settings, &own)) {
        return false;
    }
    for (uint32_t i = 0; i < server->seats_used; i++) {
        struct connection *connection = server->seats[i].connection;
        if (connection && connection->stage == STAGE_OPEN && connection->websocket) {
            websocket_register(connection);
        }
    }
    return true;
}

bool server_is_between_worlds(const struct server *server) {
    return server->control && server->control->has_to_begin;
}

void server_be_silent(struct server *server) {
    for (uint32_t i = 0; i < server->seats_used; i++) {
        diary_forget(server->seats[i].told);
        server->seats[i].told = NULL;
    }
    live_be_silent(&server->live);
}

void server_restart(struct server *server) {
    server->has_to_restart = false;
    leave_world(server, false);
    if (server->control) {
        control_begin_anew(server->control, "restart");
    }
    if (!live_restart(&server->live, server->settings)) {
        server_broken(server);
    }
}

/* Nothing that waits for the present world may be left. */
static void leave_world(struct server *server, bool sockets_stay) {
    for (uint32_t i = 0; i < server->seats_used; i++) {
        struct seat *seat = &server->seats[i];
        struct connection *connection = seat->connection;
        bool is_control = connection && connection->is_control;
        bool stays = (sockets_stay || is_control) && !seat->asked;
        if (seat->asked) {
            seat_forget(seat);
        }
        if (connection && connection->stage != STAGE_GONE) {
            bool is_gone =
                !stays || connection->plight.end != PLIGHT_NONE || connection->plight.is_silent;
            if (connection->websocket && (is_gone || connection->stage != STAGE_OPEN)) {
                websocket_forget(connection);
            }
            if (is_gone) {
                connection_reset(connection);
            }
        }
    }
}

static void forget_faults(struct server *server) {
    server->refuses_until_us = 0;
    server->ignores_pings_until_us = 0;
    server->has_to_restart = false;
    server->slownesses_count = 0;
}
