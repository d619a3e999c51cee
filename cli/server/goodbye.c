/* A signal becomes a byte in a pipe, which the event loop watches. */
#include "cli/server/goodbye.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/memory.h"
#include "cli/base/output.h"
#include "cli/server/server.h"
#include "cli/server/websocket.h"

enum { GOODBYE_MS = 200 }; /* how long clients may take to close */

/* Where a signal writes: a handler can be given nothing else. */
static volatile sig_atomic_t signal_fd = -1;

static void on_signal(int number);
static void begin_end(struct server *server);
static void on_end_timer(lws_sorted_usec_list_t *timer);

bool goodbye_on_signals(struct server *server) {
    int ends[2];
    if (pipe(ends) != 0) {
        complain("cannot make a pipe: %s", strerror(errno));
        return false;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    lws_sock_file_fd_type fd = {.filefd = ends[0]};
    if (!lws_adopt_descriptor_vhost(server->vhost, LWS_ADOPT_RAW_FILE_DESC, fd, "signals", NULL)) {
        memory_end();
    }
    signal_fd = ends[1];
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    return true;
}

int goodbye_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                     size_t size) {
    (void)user;
    (void)in;
    (void)size;
    if (reason == LWS_CALLBACK_RAW_RX_FILE) {
        char bytes[16];
        ssize_t got = read(lws_get_socket_fd(wsi), bytes, sizeof bytes);
        (void)got; /* one signal means as much as many */
        begin_end(lws_context_user(lws_get_context(wsi)));
    }
    return 0;
}

static void on_signal(int number) {
    int keep = errno;
    char byte = (char)number;
    ssize_t written = write(signal_fd, &byte, 1);
    (void)written; /* a full pipe has signals enough */
    errno = keep;
}

/* Clients are told, and given a moment to read it. */
static void begin_end(struct server *server) {
    server->now_us = live_clock_us();
    server->ends = true;
    for (uint32_t i = 0; i < server->seats_used; i++) {
        struct connection *connection = server->seats[i].connection;
        if (!connection || connection->stage != STAGE_OPEN) {
            continue;
        }
        if (connection->websocket) {
            websocket_say_goodbye(connection, WS_CLOSE_GOING_AWAY);
        } else {
            connection_leave(connection);
        }
    }
    lws_sul_schedule(server->context, 0, &server->end_timer, on_end_timer,
                     GOODBYE_MS * LWS_US_PER_MS);
}

static void on_end_timer(lws_sorted_usec_list_t *timer) {
    struct server *server = lws_container_of(timer, struct server, end_timer);
    server->is_over = true;
}
