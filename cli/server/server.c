/* The server: everything happens in callbacks of one event loop, in one thread. A round is what all
 * sockets have brought, what the world makes of it, and then, once for each socket, all that is to
 * be sent: with many clients at work, that saves most of the calls into the system. */
#include "cli/server/server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/memory.h"
#include "cli/output.h"
#include "cli/server/control/control.h"
#include "cli/server/control/follow.h"
#include "cli/server/websocket.h"
#include "sim/base/must.h"
#include "sim/base/unit.h"

enum {
    READ_BYTES = 64 * 1024, /* from a socket at a time */
    SPARE_DESCRIPTORS = 64,
    GOODBYE_MS = 200, /* how long clients may take to close when the server ends */
};

static const uint64_t WAIT_US[WAITS] = {
    [WAIT_REQUEST] = 15 * US_PER_S, /* for the next request, from the last answer on */
    [WAIT_ROOM] = WRITE_TIMEOUT_MS * US_PER_MS,
    [WAIT_END] = 1 * US_PER_S,
};

/* Where a signal writes: a handler can be given nothing else. */
static volatile sig_atomic_t signal_fd = -1;

static bool begin(struct server *server);
static void *grow_for_lws(void *memory, size_t size, const char *reason);
static bool begin_control(struct server *server);
static bool listen_at(struct server *server);
static void accepted(struct listener *listener, struct lws *wsi);
static bool announce(struct server *server, int port);
static void tell_address(const char *what, const char *host, int port, const char *path);
static bool catch_signals(struct server *server);
static void on_signal(int number);
static int on_raw(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                  size_t size);
static int on_signal_pipe(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                          size_t size);
static void begin_end(struct server *server);
static void catch_up(struct server *server);
static void on_patience_timer(lws_sorted_usec_list_t *timer);
static void set_timers(struct server *server);
static void on_world_timer(lws_sorted_usec_list_t *timer);
static void on_wait_timer(lws_sorted_usec_list_t *timer);
static void on_end_timer(lws_sorted_usec_list_t *timer);
static void raise_descriptors(void);

static const struct lws_protocols PROTOCOLS[] = {
    {.name = "http", .callback = on_raw, .per_session_data_size = sizeof(struct connection)},
    {.name = "signals", .callback = on_signal_pipe},
    LISTENER_PROTOCOL,
    {.name = NULL},
};

/* Nobody is asked whether he is still there. */
static const lws_retry_bo_t NO_VALIDITY_CHECK = {.secs_since_valid_ping = 0};

enum exit_code server_run(struct settings *settings) {
    struct server *server = server_new(settings);
    if (!server) {
        return CODE_INPUT;
    }
    while (server_round(server, UINT64_MAX)) {
    }
    return server_free(server);
}

struct server *server_new(struct settings *settings) {
    struct server *server = memory_new(sizeof *server);
    server->settings = settings;
    server->code = CODE_PASSED;
    server->host = (struct fault_host){
        .carry_out = server_suffer, .call_off = server_recover, .context = server};
    if (!begin(server)) {
        server_free(server);
        return NULL;
    }
    server_settle(server);
    return server;
}

bool server_round(struct server *server, uint64_t patience_us) {
    if (patience_us != UINT64_MAX) {
        lws_sul_schedule(server->context, 0, &server->patience_timer, on_patience_timer,
                         (lws_usec_t)patience_us);
    }
    bool goes_on = !server->is_over && lws_service(server->context, 0) >= 0;
    if (goes_on) {
        server_settle(server);
        server->is_over = server->is_over || (server->ends && server->connections_open == 0);
    }
    return goes_on && !server->is_over;
}

int server_port(const struct server *server) {
    return listener_port(&server->ari);
}

enum exit_code server_free(struct server *server) {
    enum exit_code code = server->code;
    if (server->is_announced && server->settings->port_path) {
        unlink(server->settings->port_path); /* nobody listens there any more */
    }
    if (server->context) {
        listener_close(&server->ari);
        listener_close(&server->control_listener);
        lws_context_destroy(server->context);
    }
    for (uint32_t i = 0; i < server->seats_used; i++) {
        diary_forget(server->seats[i].told);
    }
    if (!live_end(&server->live) && code == CODE_PASSED) {
        code = CODE_INTERNAL;
    }
    control_free(server->control);
    free(server->seats);
    free(server);
    return code;
}

void server_broken(struct server *server) {
    if (server->code == CODE_PASSED) {
        complain("the world broke: %s", world_failure(server->live.world));
        server->code = CODE_INTERNAL;
    }
    server->is_over = true;
}

static bool begin(struct server *server) {
    raise_descriptors();
    lws_set_log_level(0, NULL);
    lws_set_allocator(grow_for_lws);
    server->seats = memory_new(CONNECTIONS_MAX * sizeof *server->seats);
    struct lws_context_creation_info info = {
        .options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME,
        .user = server,
        .pt_serv_buf_size = READ_BYTES,
        .fd_limit_per_thread = CONNECTIONS_MAX + SPARE_DESCRIPTORS,
        .retry_and_idle_policy = &NO_VALIDITY_CHECK,
    };
    server->context = lws_create_context(&info);
    if (!server->context) {
        complain("there is no event loop to be had");
        return false;
    }
    return begin_control(server) &&
           live_begin(&server->live, server->settings, &server->host, server->control) &&
           listen_at(server) && catch_signals(server) && announce(server, server_port(server));
}

/* libwebsockets does not survive each failure of its own. */
static void *grow_for_lws(void *memory, size_t size, const char *reason) {
    (void)reason;
    if (size > 0) {
        return memory_grow(memory, size);
    }
    free(memory);
    return NULL;
}

/* What happens from the beginning on is told there, so it is there first. */
static bool begin_control(struct server *server) {
    bool is_wanted = server->settings->control || server->settings->control_host;
    server->control = is_wanted ? control_new(server) : NULL;
    return server->control || !is_wanted;
}

static bool listen_at(struct server *server) {
    const struct settings *settings = server->settings;
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN_SERVER,
        .protocols = PROTOCOLS,
        .retry_and_idle_policy = &NO_VALIDITY_CHECK,
    };
    server->vhost = lws_create_vhost(server->context, &info);
    if (!server->vhost) {
        memory_end();
    }
    server->ari = (struct listener){.accepted = accepted, .protocol = PROTOCOLS[0].name};
    server->control_listener = server->ari;
    return listener_open(&server->ari, server->vhost, settings->host, settings->port) &&
           (!settings->control_host ||
            listener_open(&server->control_listener, server->vhost, settings->control_host,
                          settings->control_port));
}

static void accepted(struct listener *listener, struct lws *wsi) {
    struct server *server = lws_context_user(lws_get_context(wsi));
    server->now_us = live_clock_us();
    lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0);
    if (server->ends || !connection_open(lws_wsi_user(wsi), server, listener, wsi)) {
        lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
    }
}

/* The port goes into the file in one piece: who waits for the file can read it at once. */
static bool announce(struct server *server, int port) {
    const struct settings *settings = server->settings;
    if (settings->port_path) {
        char path[SETTINGS_LINE_BYTES_MAX];
        int size = snprintf(path, sizeof path, "%s.new", settings->port_path);
        FILE *file = size > 0 && (size_t)size < sizeof path ? fopen(path, "w") : NULL;
        bool good = file && fprintf(file, "%d\n", port) > 0;
        good = file && fclose(file) == 0 && good && rename(path, settings->port_path) == 0;
        if (!good) {
            complain("%s: %s", settings->port_path, strerror(errno));
            return false;
        }
    }
    server->is_announced = true;
    if (settings->quiet) {
        return true;
    }
    tell_address("listening", settings->host, port, "ari");
    if (settings->control) {
        tell_address("control", settings->host, port, "stasim/");
    }
    if (settings->control_host) {
        tell_address("control", settings->control_host, listener_port(&server->control_listener),
                     "stasim/");
    }
    return output_works(); /* or nobody would know where it listens */
}

static void tell_address(const char *what, const char *host, int port, const char *path) {
    const char *brackets = strchr(host, ':') ? "[]" : "";
    printf("%s http://%.1s%s%s:%d/%s\n", what, brackets, host, brackets[0] ? &brackets[1] : "",
           port, path);
}

static bool catch_signals(struct server *server) {
    int ends[2];
    if (pipe(ends) != 0) {
        complain("cannot make a pipe: %s", strerror(errno));
        return false;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    lws_sock_file_fd_type fd = {.filefd = ends[0]};
    if (!lws_adopt_descriptor_vhost(server->vhost, LWS_ADOPT_RAW_FILE_DESC, fd, PROTOCOLS[1].name,
                                    NULL)) {
        memory_end();
    }
    signal_fd = ends[1];
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    return true;
}

static void on_signal(int number) {
    int keep = errno;
    char byte = (char)number;
    ssize_t written = write(signal_fd, &byte, 1);
    (void)written; /* a full pipe has signals enough */
    errno = keep;
}

static int on_raw(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                  size_t size) {
    struct server *server = lws_context_user(lws_get_context(wsi));
    struct connection *connection = user;
    switch ((int)reason) {
    case LWS_CALLBACK_RAW_RX:
        server->now_us = live_clock_us();
        catch_up(server);
        connection_receive(connection, in, size);
        break;
    case LWS_CALLBACK_RAW_WRITEABLE:
        server->now_us = live_clock_us();
        connection_writable(connection);
        break;
    case LWS_CALLBACK_RAW_CLOSE:
        server->now_us = live_clock_us();
        if (connection) {
            connection_closed(connection);
        }
        break;
    default:
        break;
    }
    return 0;
}

static int on_signal_pipe(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
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

/* Input comes at its moment: what was due before happens before. */
static void catch_up(struct server *server) {
    if (!live_run(&server->live, server->now_us)) {
        server_broken(server);
    }
}

/* The end of a round: all who have something to do or to send get their turn. */
void server_settle(struct server *server) {
    server->now_us = live_clock_us();
    catch_up(server);
    if (server->has_to_restart) {
        server_restart(server);
        catch_up(server);
    }
    if (server->control) {
        control_settle(server->control);
        catch_up(server);
        follow_mark(server->control);
    }
    server_refuse_or_listen(server);
    while (server->marked) {
        struct connection *connection = server->marked;
        server->marked = connection->next_marked;
        connection->is_marked = false;
        connection_settle(connection);
    }
    set_timers(server);
}

static void set_timers(struct server *server) {
    uint64_t pause_us = live_pause_us(&server->live, server->now_us);
    if (pause_us == UINT64_MAX) {
        lws_sul_cancel(&server->world_timer);
    } else {
        lws_sul_schedule(server->context, 0, &server->world_timer, on_world_timer,
                         (lws_usec_t)(pause_us > 0 ? pause_us : 1));
    }
    uint64_t first_us = UINT64_MAX;
    for (int i = WAIT_REQUEST; i < WAITS; i++) {
        const struct connection *oldest = server->wait_oldest[i];
        if (oldest && oldest->wait_since_us + WAIT_US[i] < first_us) {
            first_us = oldest->wait_since_us + WAIT_US[i];
        }
    }
    /* A timer that comes too early sets itself again: most waits end long before their time. */
    if (first_us < server->wait_timer_at_us ||
        (server->wait_timer_at_us == 0 && first_us < UINT64_MAX)) {
        uint64_t from_us = server->now_us;
        uint64_t rest_us = first_us > from_us ? first_us - from_us : 1;
        server->wait_timer_at_us = first_us;
        lws_sul_schedule(server->context, 0, &server->wait_timer, on_wait_timer,
                         (lws_usec_t)rest_us);
    }
}

/* Timers ring before sockets are waited for, so what they lead to cannot be left to the loop. */
static void on_world_timer(lws_sorted_usec_list_t *timer) {
    struct server *server = lws_container_of(timer, struct server, world_timer);
    server_settle(server);
}

static void on_wait_timer(lws_sorted_usec_list_t *timer) {
    struct server *server = lws_container_of(timer, struct server, wait_timer);
    server->now_us = live_clock_us();
    server->wait_timer_at_us = 0;
    for (int i = WAIT_REQUEST; i < WAITS; i++) {
        struct connection *oldest = server->wait_oldest[i];
        while (oldest && oldest->wait_since_us + WAIT_US[i] <= server->now_us) {
            connection_wait(oldest, WAIT_NONE);
            connection_waited(oldest, (enum wait)i);
            oldest = server->wait_oldest[i];
        }
    }
    server_settle(server);
}

/* It may ring before sockets are waited for: then that is not to last, either. */
static void on_patience_timer(lws_sorted_usec_list_t *timer) {
    struct server *server = lws_container_of(timer, struct server, patience_timer);
    lws_cancel_service(server->context);
}

static void on_end_timer(lws_sorted_usec_list_t *timer) {
    struct server *server = lws_container_of(timer, struct server, end_timer);
    server->is_over = true;
}

/* As many sockets as connections are allowed, if that is allowed. */
static void raise_descriptors(void) {
    struct rlimit limit;
    rlim_t wanted = CONNECTIONS_MAX + SPARE_DESCRIPTORS;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < wanted) {
        limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}
