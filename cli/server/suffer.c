/* Faults of a whole server: gone, refusing, deaf to pings, slow. Whoever is slow is looked after
 * again in short intervals. */
#include <string.h>

#include "cli/server/server.h"
#include "sim/base/must.h"

static void slow_down(struct server *server, const struct fault_order *order);
static void forget_slowness(struct server *server, const struct fault *fault);
static void on_slow_timer(lws_sorted_usec_list_t *timer);
static void on_refuse_timer(lws_sorted_usec_list_t *timer);

void server_suffer(void *context, const struct fault_order *order) {
    struct server *server = context;
    uint64_t until_us = live_clock_us() + order->fault->lasting_us / live_speed(&server->live);
    switch (order->fault->effect) {
    case EFFECT_REFUSE:
        server->refuses_until_us = until_us;
        break;
    case EFFECT_RESTART:
        server->refuses_until_us = until_us;
        server->has_to_restart = true;
        break;
    case EFFECT_IGNORE_PINGS:
        server->ignores_pings_until_us = until_us;
        break;
    case EFFECT_SLOW:
        slow_down(server, order);
        break;
    default:
        break;
    }
}

void server_recover(void *context, const struct fault *fault) {
    struct server *server = context;
    forget_slowness(server, fault);
    if (fault->effect == EFFECT_REFUSE || fault->effect == EFFECT_RESTART) {
        server->refuses_until_us = 0;
    } else if (fault->effect == EFFECT_IGNORE_PINGS) {
        server->ignores_pings_until_us = 0;
    }
}

const struct slowness *server_slowness(const struct server *server, const char *client) {
    for (uint32_t i = server->slownesses_count; i > 0; i--) {
        const struct slowness *slow = &server->slownesses[i - 1];
        if (!slow->client || strcmp(slow->client, client) == 0) {
            return slow;
        }
    }
    return NULL;
}

void server_go_on_slowly(struct server *server) {
    lws_sul_schedule(server->context, 0, &server->slow_timer, on_slow_timer,
                     SLOW_TICK_MS * LWS_US_PER_MS);
}

bool server_ignores_pings(const struct server *server) {
    return server->now_us < server->ignores_pings_until_us;
}

void server_refuse_or_listen(struct server *server) {
    if (server->now_us < server->refuses_until_us) {
        listener_refuse(&server->ari);
        lws_sul_schedule(server->context, 0, &server->refuse_timer, on_refuse_timer,
                         (lws_usec_t)(server->refuses_until_us - server->now_us));
    } else if (!listener_reopen(&server->ari)) {
        server->code = CODE_INTERNAL;
        server->is_over = true;
    }
}

/* The last that is said of a client holds, so a fault that strikes again goes to the end. */
static void slow_down(struct server *server, const struct fault_order *order) {
    forget_slowness(server, order->fault);
    must(server->slownesses_count < FAULTS_MAX);
    server->slownesses[server->slownesses_count++] =
        (struct slowness){.fault = order->fault,
                          .client = order->client,
                          .read_bytes_s = order->fault->read_bytes_s,
                          .write_bytes_s = order->fault->write_bytes_s};
}

static void forget_slowness(struct server *server, const struct fault *fault) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < server->slownesses_count; i++) {
        if (server->slownesses[i].fault != fault) {
            server->slownesses[kept++] = server->slownesses[i];
        }
    }
    server->slownesses_count = kept;
}

static void on_slow_timer(lws_sorted_usec_list_t *timer) {
    struct server *server = lws_container_of(timer, struct server, slow_timer);
    for (uint32_t i = 0; i < server->seats_used; i++) {
        struct connection *connection = server->seats[i].connection;
        if (connection) {
            connection_mark(connection);
            if (plight_holds_input(connection) && !connection->plight.is_silent) {
                server_go_on_slowly(server);
            }
        }
    }
    server_settle(server);
}

static void on_refuse_timer(lws_sorted_usec_list_t *timer) {
    server_settle(lws_container_of(timer, struct server, refuse_timer));
}
