/* Seats: one for each connection there is, and for each that has gone but is not answered yet. */
#include "cli/server/seat.h"

#include <stdio.h>

#include "cli/server/connection.h"
#include "cli/server/server.h"
#include "sim/base/must.h"

enum { REQUEST_NAME_BYTES = 48 };

/* A request on its way into the world. */
struct submission {
    struct seat *seat;
    const struct ari_request *request;
};

static void submit(struct world *w, void *context);
static void answered(struct world *w, void *context, const struct ari_response *response);
static const char *request_name(const struct connection *connection, char name[REQUEST_NAME_BYTES]);
static void forget_told(struct seat *seat);
static void release(struct seat *seat);

struct seat *seat_take(struct connection *connection, struct server *server) {
    struct seat *seat;
    if (server->free_seat > 0) {
        seat = &server->seats[server->free_seat - 1];
        server->free_seat = seat->next_free;
    } else if (server->seats_used < CONNECTIONS_MAX) {
        seat = &server->seats[server->seats_used++];
    } else {
        return NULL;
    }
    *seat = (struct seat){.server = server, .connection = connection};
    return seat;
}

void seat_leave(struct seat *seat) {
    seat->connection = NULL;
    if (!seat->asked) {
        release(seat);
    }
}

void seat_ask(struct seat *seat, const struct ari_request *request) {
    must(!seat->asked);
    struct server *server = seat->server;
    seat->asked = true;
    wait_for(seat->connection, WAIT_NONE);
    seat_note(seat, request);
    struct submission submission = {seat, request};
    struct live *live = &server->live;
    if (!world_do(live->world, submit, &submission) || !live_run(live, server->now_us)) {
        server_broken(server);
    }
    if (seat->asked) {
        connection_mark(seat->connection); /* so that it pauses */
    }
}

void seat_forget(struct seat *seat) {
    seat->asked = false;
    forget_told(seat);
    if (!seat->connection) {
        release(seat);
    }
}

void seat_note(struct seat *seat, const struct ari_request *request) {
    struct live *live = &seat->server->live;
    struct connection *connection = seat->connection;
    char name[REQUEST_NAME_BYTES];
    must(!seat->told);
    connection->requests++;
    seat->told = diary_asked(&live->diary, live->world, connection->client,
                             request_name(connection, name), request);
}

void seat_note_answer(struct seat *seat, const struct ari_response *response) {
    struct live *live = &seat->server->live;
    diary_answered(&live->diary, live->world, seat->told, response);
    seat->told = NULL;
}

static void submit(struct world *w, void *context) {
    const struct submission *submission = context;
    const struct connection *connection = submission->seat->connection;
    char name[REQUEST_NAME_BYTES];
    struct ari_request request = *submission->request;
    request.client = connection->client;
    ari_submit(w, request_name(connection, name), &request,
               (struct ari_asker){.answered = answered, .context = submission->seat});
}

static void answered(struct world *w, void *context, const struct ari_response *response) {
    (void)w;
    struct seat *seat = context;
    struct connection *connection = seat->connection;
    bool is_there = connection && connection->stage == STAGE_OPEN;
    must(seat->asked);
    seat->asked = false;
    if (response->fate != ARI_FATE_NONE) {
        forget_told(seat); /* nobody will say that it was answered */
    }
    if (!is_there) {
        seat_note_answer(seat, response);
    } else if (response->fate != ARI_FATE_NONE && !connection->is_control) {
        plight_of_answer(connection, response);
    } else {
        connection_write_answer(connection, response);
        connection_mark(connection);
    }
    if (!connection) {
        release(seat);
    }
}

/* Of the latest one: "c12.3" */
static const char *request_name(const struct connection *connection,
                                char name[REQUEST_NAME_BYTES]) {
    snprintf(name, REQUEST_NAME_BYTES, "%s.%llu", connection->name,
             (unsigned long long)connection->requests);
    return name;
}

static void forget_told(struct seat *seat) {
    diary_forget(seat->told);
    seat->told = NULL;
}

static void release(struct seat *seat) {
    must(!seat->connection && !seat->asked);
    forget_told(seat);
    struct server *server = seat->server;
    seat->next_free = server->free_seat;
    server->free_seat = (uint32_t)(seat - server->seats) + 1;
}
