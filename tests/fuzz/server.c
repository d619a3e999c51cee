/* The server, and the other ends of its connections. */
#include "tests/fuzz/server.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/base/memory.h"
#include "cli/server/connection.h"
#include "cli/server/control/control.h"
#include "cli/server/control/follow.h"
#include "cli/server/server.h"
#include "sim/base/unit.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

enum { OURS, THEIRS, ENDS };
enum { DRAIN_BYTES = 64 * 1024 };

/* What stands for a socket. */
struct lws {
    int fd;
};

struct fuzz_peer {
    struct fuzz_server *at;
    struct connection connection;
    struct lws wsi;
    int fds[ENDS];
    char *taken;
    size_t taken_size;
};

struct fuzz_server {
    struct server *server;
    struct settings settings;
    struct user users[2];
    struct fuzz_peer *peers[FUZZ_PEERS_MAX];
    size_t peers_count;
};

static struct fuzz_server *begin(void);
static void settle(struct fuzz_server *s);
static void catch_up(struct server *server);
static void follow(struct server *server);
static void demand_sound(const struct server *server);
static void settle_marked(struct fuzz_server *s);
static void drain(struct fuzz_peer *peer);
static void end_peer(struct fuzz_peer *peer);

struct fuzz_server *fuzz_server_new(void) {
    struct fuzz_server *s = begin();
    s->server->live =
        (struct live){.world = fuzz_world_begin(), .clock = CLOCK_WALL, .began_us = US_PER_S};
    return s;
}

struct fuzz_server *fuzz_server_controlled(void) {
    struct fuzz_server *s = begin();
    struct server *server = s->server;
    s->settings.control = true;
    s->settings.clock = CLOCK_VIRTUAL;
    s->settings.users_are_clients = false;
    server->control = control_new(server);
    server->host = (struct fault_host){
        .carry_out = server_suffer, .call_off = server_recover, .context = server};
    must(live_begin(&server->live, &s->settings, &server->host, server->control));
    return s;
}

struct fuzz_peer *fuzz_server_connect(struct fuzz_server *s) {
    if (s->peers_count == FUZZ_PEERS_MAX) {
        return NULL;
    }
    struct fuzz_peer *peer = memory_new(sizeof *peer);
    must(socketpair(AF_UNIX, SOCK_STREAM, 0, peer->fds) == 0);
    must(fcntl(peer->fds[OURS], F_SETFL, O_NONBLOCK) == 0);
    peer->at = s;
    peer->wsi.fd = peer->fds[OURS];
    must(connection_open(&peer->connection, s->server, NULL, &peer->wsi));
    s->peers[s->peers_count++] = peer;
    return peer;
}

void fuzz_server_end(struct fuzz_server *s) {
    struct server *server = s->server;
    if (!server->is_over) {
        server->now_us += US_PER_S;
        settle(s);
    }
    for (size_t i = 0; i < s->peers_count; i++) {
        end_peer(s->peers[i]);
    }
    must(server->connections_open == 0);
    demand_sound(server);
    if (!server->control) {
        fuzz_world_end(server->live.world);
        server->live.world = NULL; /* it is not the server's */
    }
    server_free(server);
    free(s);
}

void fuzz_peer_feed(struct fuzz_peer *peer, const uint8_t *data, size_t size, size_t step) {
    step = step == 0 ? size : step;
    for (size_t at = 0; at < size && fuzz_peer_is_heard(peer); at += step) {
        size_t piece = size - at < step ? size - at : step;
        char *bytes = fuzz_text(data + at, piece);
        connection_receive(&peer->connection, bytes, piece);
        free(bytes);
        settle(peer->at);
    }
}

char *fuzz_peer_take(struct fuzz_peer *peer, size_t *size) {
    char *taken = fuzz_text((const uint8_t *)peer->taken, peer->taken_size);
    *size = peer->taken_size;
    peer->taken_size = 0;
    return taken;
}

bool fuzz_peer_is_heard(const struct fuzz_peer *peer) {
    const struct connection *c = &peer->connection;
    return c->server && c->stage == STAGE_OPEN && !c->follower && !peer->at->server->is_over;
}

static struct fuzz_server *begin(void) {
    static char name[] = "a";
    static char reader[] = "r";
    static char origin[] = "http://x";
    static char *origins[] = {origin};
    static char host[] = "localhost";
    struct fuzz_server *s = memory_new(sizeof *s);
    s->users[0] = (struct user){.name = name, .password = name};
    s->users[1] = (struct user){.name = reader, .password = reader, .read_only = true};
    s->settings = (struct settings){
        .host = host,
        .users = s->users,
        .users_count = 2,
        .origins = {origins, 1},
        .users_are_clients = true,
    };
    s->server = memory_new(sizeof *s->server);
    s->server->settings = &s->settings;
    s->server->code = CODE_PASSED;
    s->server->now_us = US_PER_S;
    s->server->seats = memory_new(FUZZ_PEERS_MAX * sizeof *s->server->seats);
    return s;
}

/* As server_settle() does, but for the timers and the port. */
static void settle(struct fuzz_server *s) {
    struct server *server = s->server;
    catch_up(server);
    if (server->has_to_restart) {
        server_restart(server);
        catch_up(server);
    }
    if (server->control) {
        control_settle(server->control);
        catch_up(server);
    }
    follow(server);
    while (server->marked && !server->is_over) {
        settle_marked(s);
        follow(server);
    }
}

static void follow(struct server *server) {
    if (server->control) {
        follow_mark(server->control);
    }
}

static void catch_up(struct server *server) {
    if (!live_run(&server->live, server->now_us)) {
        server_broken(server);
    }
}

/* Only memory may run out. */
static void demand_sound(const struct server *server) {
    static const char allowed[] = "out of memory";
    const char *failure = world_failure(server->live.world);
    must(server->code == (failure ? CODE_INTERNAL : CODE_PASSED));
    must(!failure || strncmp(failure, allowed, sizeof allowed - 1) == 0);
}

/* The client reads all that comes. */
static void settle_marked(struct fuzz_server *s) {
    while (s->server->marked) {
        struct connection *connection = s->server->marked;
        s->server->marked = connection->next_marked;
        connection->is_marked = false;
        connection_settle(connection);
        struct fuzz_peer *peer = lws_container_of(connection, struct fuzz_peer, connection);
        drain(peer);
        if (connection->stage == STAGE_GONE) {
            connection_closed(connection);
        } else if (connection->is_blocked) {
            connection_writable(connection);
        }
    }
}

static void drain(struct fuzz_peer *peer) {
    static char bytes[DRAIN_BYTES];
    ssize_t got;
    while ((got = recv(peer->fds[THEIRS], bytes, sizeof bytes, MSG_DONTWAIT)) > 0) {
        peer->taken = memory_grow(peer->taken, peer->taken_size + (size_t)got);
        memcpy(peer->taken + peer->taken_size, bytes, (size_t)got);
        peer->taken_size += (size_t)got;
    }
}

static void end_peer(struct fuzz_peer *peer) {
    connection_closed(&peer->connection);
    close(peer->fds[OURS]);
    close(peer->fds[THEIRS]);
    free(peer->taken);
    free(peer);
}

int lws_get_socket_fd(struct lws *wsi) {
    return wsi->fd;
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

void lws_sul_schedule(struct lws_context *context, int thread, lws_sorted_usec_list_t *timer,
                      sul_cb_t callback, lws_usec_t after_us) {
    (void)context;
    (void)thread;
    (void)timer;
    (void)callback;
    (void)after_us;
}
