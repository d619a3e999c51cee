/* Connections: input is worked on where it lies, and copied only when a request is not complete or
 * its answer is not there yet. Output is sent at the end of a round, all of it at once. */
#include "cli/server/connection.h"

#include <stdio.h>
#include <sys/socket.h>

#include "cli/server/control/follow.h"
#include "cli/server/server.h"
#include "cli/server/websocket.h"
#include "sim/base/must.h"

/* Of answers that the client does not fetch: it then has to wait with its next request. */
enum { HTTP_OUTBOX_BYTES_MAX = 256 * 1024 };

static void look_at_inbox(struct connection *connection);
static void work(struct connection *connection);
static void flush(struct connection *connection);
static bool has_to_wait(const struct connection *connection);
static void answer_http(struct connection *connection, const struct ari_response *response);
static void unmark(struct connection *connection);

bool connection_open(struct connection *connection, struct server *server,
                     const struct listener *listener, struct lws *wsi) {
    must(!connection->server);
    connection->seat = seat_take(connection, server);
    if (!connection->seat) {
        return false;
    }
    connection->server = server;
    connection->wsi = wsi;
    connection->listener = listener;
    server->connections_open++;
    snprintf(connection->name, sizeof connection->name, "c%llu",
             (unsigned long long)++server->connections_ever);
    connection->client = connection->name;
    wait_for(connection, WAIT_REQUEST);
    return true;
}

void connection_closed(struct connection *connection) {
    struct server *server = connection->server;
    if (!server) {
        return;
    }
    connection->stage = STAGE_GONE;
    if (connection->websocket) {
        websocket_close(connection);
    }
    if (connection->follower) {
        follow_end(connection);
    }
    wait_for(connection, WAIT_NONE);
    unmark(connection);
    seat_leave(connection->seat);
    must(server->connections_open > 0);
    server->connections_open--;
    inbox_free(&connection->inbox);
    outbox_free(&connection->outbox);
    connection->server = NULL;
}

void connection_receive(struct connection *connection, char *bytes, size_t size) {
    if (connection->stage != STAGE_OPEN || connection->plight.is_silent) {
        return;
    }
    if (connection->inbox.size == 0) {
        connection->view = bytes;
        connection->view_size = size;
    } else if (inbox_add(&connection->inbox, bytes, size)) {
        look_at_inbox(connection);
    } else {
        connection_kill(connection);
        return;
    }
    plight_received(connection, size);
    work(connection);
    if (plight_holds_input(connection)) {
        connection_mark(connection); /* so that it pauses */
    }
}

void connection_settle(struct connection *connection) {
    plight_settle(connection);
    if (connection->stage == STAGE_OPEN && connection->inbox.size > 0) {
        look_at_inbox(connection);
        work(connection);
    }
    if (connection->follower && connection->stage == STAGE_OPEN) {
        follow_fill(connection);
    }
    flush(connection);
    /* One that is silent throws away what comes: else it would not notice the end. */
    bool pause =
        connection->stage == STAGE_OPEN && has_to_wait(connection) && !connection->plight.is_silent;
    if (pause != connection->paused && connection->stage != STAGE_GONE) {
        connection->paused = pause;
        lws_rx_flow_control(connection->wsi, !pause);
    }
}

void connection_writable(struct connection *connection) {
    connection->is_blocked = false;
    connection_mark(connection);
}

void connection_waited(struct connection *connection, enum wait kind) {
    if (kind == WAIT_REQUEST && outbox_size(&connection->outbox) == 0) {
        connection_leave(connection);
    } else {
        connection_kill(connection);
    }
}

void connection_consume(struct connection *connection, size_t size) {
    must(size <= connection->view_size);
    connection->view += size;
    connection->view_size -= size;
}

void connection_known(struct connection *connection, const char *who) {
    bool is_known = who && connection->server->settings->users_are_clients;
    connection->client = is_known ? who : connection->name;
}

bool connection_is_for_control(const struct connection *connection) {
    return connection->listener == &connection->server->control_listener;
}

void connection_mark(struct connection *connection) {
    if (!connection->is_marked) {
        connection->is_marked = true;
        connection->next_marked = connection->server->marked;
        connection->server->marked = connection;
    }
}

void connection_leave(struct connection *connection) {
    if (connection->stage == STAGE_OPEN) {
        if (connection->follower) {
            follow_finish(connection);
        }
        connection->stage = STAGE_LEAVING;
        connection_mark(connection);
    }
}

void connection_kill(struct connection *connection) {
    if (connection->stage == STAGE_GONE) {
        return;
    }
    connection->stage = STAGE_GONE;
    wait_for(connection, WAIT_NONE);
    if (connection->websocket) {
        websocket_close(connection);
    }
    lws_set_timeout(connection->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}

void connection_reset(struct connection *connection) {
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    int fd = lws_get_socket_fd(connection->wsi);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    connection_kill(connection);
}

static void look_at_inbox(struct connection *connection) {
    must(connection->inbox.size > 0);
    connection->view = connection->inbox.bytes;
    connection->view_size = connection->inbox.size;
}

/* On what is in view; the rest of it is kept. */
static void work(struct connection *connection) {
    bool on = true;
    while (on && connection->stage == STAGE_OPEN && connection->view_size > 0 &&
           !has_to_wait(connection)) {
        on = connection->websocket ? websocket_work(connection) : http_work(connection);
    }
    if (!inbox_keep(&connection->inbox, connection->view, connection->view_size)) {
        connection_kill(connection);
    }
    connection->view = NULL;
    connection->view_size = 0;
}

static void flush(struct connection *connection) {
    if (connection->stage == STAGE_GONE || connection->stage == STAGE_LINGERING ||
        (connection->is_blocked && !connection->outbox.overflowed)) {
        return;
    }
    bool was_full = has_to_wait(connection);
    size_t sent;
    int fd = lws_get_socket_fd(connection->wsi);
    size_t allowance = plight_allowance(connection);
    enum outbox_state state = outbox_send(&connection->outbox, fd, allowance, &sent);
    if (state == OUTBOX_BROKEN) {
        connection_kill(connection);
    } else if (state == OUTBOX_SLOWED) {
        server_go_on_slowly(connection->server);
    } else if (state == OUTBOX_LEFT) {
        connection->is_blocked = true;
        if (connection->websocket && (sent > 0 || connection->waiting.kind != WAIT_ROOM)) {
            wait_for(connection, WAIT_ROOM);
        }
        lws_callback_on_writable(connection->wsi);
    } else if (connection->stage == STAGE_LEAVING) {
        shutdown(fd, SHUT_WR);
        connection->stage = STAGE_LINGERING;
        wait_for(connection, WAIT_END);
    } else {
        if (connection->waiting.kind == WAIT_ROOM) {
            wait_for(connection, WAIT_NONE);
        }
        if (was_full && !has_to_wait(connection) && connection->inbox.size > 0) {
            connection_mark(connection);
        }
    }
}

/* No further request is looked at for now. */
static bool has_to_wait(const struct connection *connection) {
    return connection->seat->asked || server_is_between_worlds(connection->server) ||
           plight_holds_input(connection) ||
           (!connection->websocket && outbox_size(&connection->outbox) > HTTP_OUTBOX_BYTES_MAX);
}

void connection_write_answer(struct connection *connection, const struct ari_response *response) {
    if (connection->websocket) {
        websocket_answered(connection, response);
    } else {
        answer_http(connection, response);
    }
}

/* The answer depends on the request's head. One that has waited finds it in the inbox. */
static void answer_http(struct connection *connection, const struct ari_response *response) {
    if (connection->view) {
        http_answered(connection, response);
        return;
    }
    look_at_inbox(connection);
    http_answered(connection, response);
    connection->view = NULL;
    connection->view_size = 0;
}

static void unmark(struct connection *connection) {
    struct connection **link = &connection->server->marked;
    while (*link && *link != connection) {
        link = &(*link)->next_marked;
    }
    if (*link) {
        *link = connection->next_marked;
    }
    connection->is_marked = false;
}
