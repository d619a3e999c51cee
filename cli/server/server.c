/* The server: everything happens in callbacks of one event loop, in one thread. A round is what all
 * sockets have brought, what the world makes of it, and then, once for each socket, all that is to
 * be sent: with many clients at work, that saves most of the calls into the system. */
#include "cli/server/server.h"

#include <stdlib.h>
#include <sys/resource.h>

#include "cli/base/memory.h"
#include "cli/base/output.h"
#include "cli/server/announce.h"
#include "cli/server/control/control.h"
#include "cli/server/control/follow.h"
#include "cli/server/goodbye.h"

enum {
    READ_BYTES = 64 * 1024, /* from a socket at a time */
    SPARE_DESCRIPTORS = 64,
};

static bool begin(struct server *server);
static void *grow_for_lws(void *memory, size_t size, const char *reason);
static bool listen_at(struct server *server);
static void accepted(struct listener *listener, struct lws *wsi);
static int on_raw(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                  size_t size);
static void catch_up(struct server *server);
static void on_patience_timer(lws_sorted_usec_list_t *timer);
static void set_world_timer(struct server *server);
static void on_world_timer(lws_sorted_usec_list_t *timer);
static void raise_descriptors(void);

static const struct lws_protocols PROTOCOLS[] = {
    {.name = "http", .callback = on_raw, .per_session_data_size = sizeof(struct connection)},
    GOODBYE_PROTOCOL,
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
    announce_end(server);
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
    const struct settings *settings = server->settings;
    if (settings->control || settings->control_host) { /* it is told what happens from now on */
        server->control = control_new(server);
    }
    return live_begin(&server->live, settings, &server->host, server->control) &&
           listen_at(server) && goodbye_on_signals(server) && announce(server);
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

/* Input comes at its moment: what was due before happens before. */
static void catch_up(struct server *server) {
    if (!live_run(&server->live, server->now_us)) {
        server_broken(server);
    }
}

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
    set_world_timer(server);
    wait_set_timer(server);
}

static void set_world_timer(struct server *server) {
    uint64_t pause_us = live_pause_us(&server->live, server->now_us);
    if (pause_us == UINT64_MAX) {
        lws_sul_cancel(&server->world_timer);
    } else {
        lws_sul_schedule(server->context, 0, &server->world_timer, on_world_timer,
                         (lws_usec_t)(pause_us > 0 ? pause_us : 1));
    }
}

/* Timers ring before sockets are waited for, so what they lead to cannot be left to the loop. */
static void on_world_timer(lws_sorted_usec_list_t *timer) {
    struct server *server = lws_container_of(timer, struct server, world_timer);
    server_settle(server);
}

/* It may ring before sockets are waited for: then that is not to last, either. */
static void on_patience_timer(lws_sorted_usec_list_t *timer) {
    struct server *server = lws_container_of(timer, struct server, patience_timer);
    lws_cancel_service(server->context);
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
