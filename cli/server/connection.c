/* Connections: input is worked on where it lies, and copied only when a request is not complete or
 * its answer is not there yet. Output is sent at the end of a round, all of it at once. */
#include "cli/server/connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cli/memory.h"
#include "cli/server/control/follow.h"
#include "cli/server/server.h"
#include "cli/server/websocket.h"
#include "sim/base/must.h"

enum {
    INBOX_FIRST_BYTES = 4096,
    INBOX_BYTES_MAX = 1024 * 1024, /* more than the longest request and what a round brings */
    REQUEST_NAME_BYTES = 48,
    /* Of answers that the client does not fetch: it then has to wait with its next request. */
    HTTP_OUTBOX_BYTES_MAX = 256 * 1024,
};

/* A request on its way into the world. */
struct submission {
    struct connection *connection;
    const struct ari_request *request;
};

static struct seat *take_seat(struct server *server);
static void release_seat(struct seat *seat);
static void work(struct connection *connection);
static void keep_rest(struct connection *connection);
static bool join_inbox(struct connection *connection, const char *bytes, size_t size);
static void flush(struct connection *connection);
static bool has_to_wait(const struct connection *connection);
static void submit(struct world *w, void *context);
static const char *request_name(const struct connection *connection, char name[REQUEST_NAME_BYTES]);
static void answered(struct world *w, void *context, const struct ari_response *response);
static void answer_http(struct connection *connection, const struct ari_response *response);
static void unmark(struct connection *connection);

bool connection_open(struct connection *connection, struct server *server,
                     const struct listener *listener, struct lws *wsi) {
    must(!connection->server);
    struct seat *seat = take_seat(server);
    if (!seat) {
        return false;
    }
    connection->server = server;
    connection->wsi = wsi;
    connection->listener = listener;
    connection->seat = seat;
    seat->connection = connection;
    server->connections_open++;
    snprintf(connection->name, sizeof connection->name, "c%llu",
             (unsigned long long)++server->connections_ever);
    connection->client = connection->name;
    connection_wait(connection, WAIT_REQUEST);
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
    connection_wait(connection, WAIT_NONE);
    unmark(connection);
    connection->seat->connection = NULL;
    if (!connection->seat->asked) {
        release_seat(connection->seat);
    }
    must(server->connections_open > 0);
    server->connections_open--;
    free(connection->inbox);
    outbox_free(&connection->outbox);
    connection->server = NULL;
}

void connection_receive(struct connection *connection, char *bytes, size_t size) {
    if (connection->stage != STAGE_OPEN || connection->plight.is_silent) {
        return;
    }
    if (connection->inbox_size == 0) {
        connection->view = bytes;
        connection->view_size = size;
    } else if (join_inbox(connection, bytes, size)) {
        connection->view = connection->inbox;
        connection->view_size = connection->inbox_size;
    } else {
        connection_kill(connection);
        return;
    }
    plight_received(connection, size);
    work(connection);
    keep_rest(connection);
    if (plight_holds_input(connection)) {
        connection_mark(connection); /* so that it pauses */
    }
}

void connection_settle(struct connection *connection) {
    plight_settle(connection);
    if (connection->stage == STAGE_OPEN && connection->inbox_size > 0) {
        connection->view = connection->inbox;
        connection->view_size = connection->inbox_size;
        work(connection);
        keep_rest(connection);
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

void connection_waited(struct connection *connection, enum wait wait) {
    if (wait == WAIT_REQUEST && outbox_size(&connection->outbox) == 0) {
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

void connection_ask(struct connection *connection, const struct ari_request *request) {
    must(!connection->seat->asked);
    struct server *server = connection->server;
    connection->seat->asked = true;
    connection_wait(connection, WAIT_NONE);
    connection_note(connection, request);
    struct submission submission = {connection, request};
    struct live *live = &server->live;
    if (!world_do(live->world, submit, &submission) || !live_run(live, server->now_us)) {
        server_broken(server);
    }
    if (connection->seat->asked) {
        connection_mark(connection); /* so that it pauses */
    }
}

void connection_note(struct connection *connection, const struct ari_request *request) {
    struct live *live = &connection->server->live;
    char name[REQUEST_NAME_BYTES];
    connection->requests++;
    must(!connection->seat->told);
    connection->seat->told = diary_asked(&live->diary, live->world, connection->client,
                                         request_name(connection, name), request);
}

void connection_note_answer(struct connection *connection, const struct ari_response *response) {
    struct live *live = &connection->server->live;
    diary_answered(&live->diary, live->world, connection->seat->told, response);
    connection->seat->told = NULL;
}

void connection_known(struct connection *connection, const char *who) {
    bool is_known = who && connection->server->settings->users_are_clients;
    connection->client = is_known ? who : connection->name;
}

bool connection_is_asking(const struct connection *connection) {
    return connection->seat->asked;
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
    connection_wait(connection, WAIT_NONE);
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

void connection_forget_asked(struct seat *seat) {
    seat->asked = false;
    diary_forget(seat->told);
    seat->told = NULL;
    if (!seat->connection) {
        release_seat(seat);
    }
}

void connection_wait(struct connection *connection, enum wait wait) {
    struct server *server = connection->server;
    if (connection->wait != WAIT_NONE) {
        struct connection *newer = connection->wait_newer;
        struct connection *older = connection->wait_older;
        *(older ? &older->wait_newer : &server->wait_oldest[connection->wait]) = newer;
        *(newer ? &newer->wait_older : &server->wait_newest[connection->wait]) = older;
    }
    connection->wait = wait;
    connection->wait_newer = NULL;
    connection->wait_older = NULL;
    if (wait != WAIT_NONE) {
        struct connection *older = server->wait_newest[wait];
        connection->wait_older = older;
        connection->wait_since_us = server->now_us;
        *(older ? &older->wait_newer : &server->wait_oldest[wait]) = connection;
        server->wait_newest[wait] = connection;
    }
}

static struct seat *take_seat(struct server *server) {
    struct seat *seat;
    if (server->free_seat > 0) {
        seat = &server->seats[server->free_seat - 1];
        server->free_seat = seat->next_free;
    } else if (server->seats_used < CONNECTIONS_MAX) {
        seat = &server->seats[server->seats_used++];
    } else {
        return NULL;
    }
    *seat = (struct seat){.server = server};
    return seat;
}

static void release_seat(struct seat *seat) {
    must(!seat->connection && !seat->asked);
    diary_forget(seat->told);
    struct server *server = seat->server;
    seat->next_free = server->free_seat;
    server->free_seat = (uint32_t)(seat - server->seats) + 1;
}

static void work(struct connection *connection) {
    bool on = true;
    while (on && connection->stage == STAGE_OPEN && connection->view_size > 0 &&
           !has_to_wait(connection)) {
        on = connection->websocket ? websocket_work(connection) : http_work(connection);
    }
}

/* What is not done with goes into the inbox, if it is not there already. */
static void keep_rest(struct connection *connection) {
    bool in_inbox = connection->view >= connection->inbox && connection->inbox &&
                    connection->view <= connection->inbox + connection->inbox_size;
    if (in_inbox) {
        memmove(connection->inbox, connection->view, connection->view_size);
        connection->inbox_size = connection->view_size;
    } else if (!join_inbox(connection, connection->view, connection->view_size)) {
        connection_kill(connection);
    }
    connection->view = NULL;
    connection->view_size = 0;
    if (connection->inbox_size == 0 && connection->inbox) {
        free(connection->inbox);
        connection->inbox = NULL;
        connection->inbox_capacity = 0;
    }
}

static bool join_inbox(struct connection *connection, const char *bytes, size_t size) {
    size_t whole = connection->inbox_size + size;
    if (whole > INBOX_BYTES_MAX) {
        return false;
    }
    if (whole > connection->inbox_capacity) {
        size_t capacity = INBOX_FIRST_BYTES;
        while (capacity < whole) {
            capacity *= 2;
        }
        connection->inbox = memory_grow(connection->inbox, capacity);
        connection->inbox_capacity = capacity;
    }
    if (size > 0) {
        must(connection->inbox);
        memcpy(connection->inbox + connection->inbox_size, bytes, size);
    }
    connection->inbox_size = whole;
    return true;
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
        if (connection->websocket && (sent > 0 || connection->wait != WAIT_ROOM)) {
            connection_wait(connection, WAIT_ROOM);
        }
        lws_callback_on_writable(connection->wsi);
    } else if (connection->stage == STAGE_LEAVING) {
        shutdown(fd, SHUT_WR);
        connection->stage = STAGE_LINGERING;
        connection_wait(connection, WAIT_END);
    } else {
        if (connection->wait == WAIT_ROOM) {
            connection_wait(connection, WAIT_NONE);
        }
        if (was_full && !has_to_wait(connection) && connection->inbox_size > 0) {
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

static void submit(struct world *w, void *context) {
    const struct submission *submission = context;
    struct connection *connection = submission->connection;
    char name[REQUEST_NAME_BYTES];
    struct ari_request request = *submission->request;
    request.client = connection->client;
    ari_submit(w, request_name(connection, name), &request,
               (struct ari_asker){.answered = answered, .context = connection->seat});
}

/* Of the latest one: "c12.3" */
static const char *request_name(const struct connection *connection,
                                char name[REQUEST_NAME_BYTES]) {
    snprintf(name, REQUEST_NAME_BYTES, "%s.%llu", connection->name,
             (unsigned long long)connection->requests);
    return name;
}

static void answered(struct world *w, void *context, const struct ari_response *response) {
    struct seat *seat = context;
    must(seat->asked);
    seat->asked = false;
    struct connection *connection = seat->connection;
    if (response->fate != ARI_FATE_NONE) { /* nobody will say that it was answered */
        diary_forget(seat->told);
        seat->told = NULL;
        if (connection && connection->stage == STAGE_OPEN && !connection->is_control) {
            plight_of_answer(connection, response);
            return;
        }
    }
    if (!connection || connection->stage != STAGE_OPEN) {
        diary_answered(&seat->server->live.diary, w, seat->told, response);
        seat->told = NULL;
        if (!connection) {
            release_seat(seat);
        }
        return;
    }
    connection_write_answer(connection, response);
    connection_mark(connection);
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
    must(connection->inbox);
    connection->view = connection->inbox;
    connection->view_size = connection->inbox_size;
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
