/* The server around one connection. */
#include "tests/fuzz/connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include "cli/server/connection.h"
#include "cli/server/server.h"
#include "sim/base/unit.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

enum { OURS, THEIRS, ENDS };
enum { SEATS = 4, DRAIN_BYTES = 64 * 1024 };

struct fuzz_connection {
    struct server server;
    struct settings settings;
    struct user users[2];
    struct connection connection;
    int fds[ENDS];
};

static int socket_of_server = -1;

static void settle(struct fuzz_connection *c);

struct fuzz_connection *fuzz_connection_new(void) {
    static char name[] = "a";
    static char reader[] = "r";
    static char origin[] = "http://x";
    static char *origins[] = {origin};
    struct fuzz_connection *c = calloc(1, sizeof *c);
    must(c && socketpair(AF_UNIX, SOCK_STREAM, 0, c->fds) == 0);
    socket_of_server = c->fds[OURS];
    c->users[0] = (struct user){.name = name, .password = name};
    c->users[1] = (struct user){.name = reader, .password = reader, .read_only = true};
    c->settings = (struct settings){
        .users = c->users,
        .users_count = 2,
        .origins = {origins, 1},
        .users_are_clients = true,
    };
    c->server = (struct server){
        .settings = &c->settings,
        .code = CODE_PASSED,
        .now_us = US_PER_S,
        .live = {.world = fuzz_world_begin(), .clock = CLOCK_WALL, .began_us = US_PER_S},
        .seats = calloc(SEATS, sizeof *c->server.seats),
    };
    must(c->server.seats);
    must(connection_open(&c->connection, &c->server, NULL, NULL));
    return c;
}

void fuzz_connection_feed(struct fuzz_connection *c, const uint8_t *data, size_t size,
                          size_t step) {
    step = step == 0 ? size : step;
    for (size_t at = 0; at < size && c->connection.stage == STAGE_OPEN; at += step) {
        size_t piece = size - at < step ? size - at : step;
        char *bytes = fuzz_text(data + at, piece);
        connection_receive(&c->connection, bytes, piece);
        free(bytes);
        settle(c);
    }
}

void fuzz_connection_pass(struct fuzz_connection *c, uint64_t duration_us) {
    c->server.now_us += duration_us;
    must(live_run(&c->server.live, c->server.now_us));
    settle(c);
}

void fuzz_connection_end(struct fuzz_connection *c) {
    fuzz_connection_pass(c, US_PER_S);
    connection_closed(&c->connection);
    must(c->server.code == CODE_PASSED && c->server.connections_open == 0);
    fuzz_world_end(c->server.live.world);
    close(c->fds[OURS]);
    close(c->fds[THEIRS]);
    free(c->server.seats);
    free(c);
}

/* As server_settle() does, but for the timers; the client reads all that comes. */
static void settle(struct fuzz_connection *c) {
    static char bytes[DRAIN_BYTES];
    while (c->server.marked) {
        struct connection *connection = c->server.marked;
        c->server.marked = connection->next_marked;
        connection->is_marked = false;
        connection_settle(connection);
        while (recv(c->fds[THEIRS], bytes, sizeof bytes, MSG_DONTWAIT) > 0) {
        }
        if (connection->is_blocked) {
            connection_writable(connection);
        }
    }
}

int lws_get_socket_fd(struct lws *wsi) {
    (void)wsi;
    return socket_of_server;
}

int lws_callback_on_writable(struct lws *wsi) {
    (void)wsi;
    return 0;
}

int lws_rx_flow_control(struct lws *wsi, int enable) {
    (void)wsi;
    (void)enable;
    return 0;
}

void lws_set_timeout(struct lws *wsi, enum pending_timeout reason, int secs) {
    (void)wsi;
    (void)reason;
    (void)secs;
}
