/* Queues of waiting connections, and one timer for all of them. */
#include "cli/server/wait.h"

#include "cli/server/connection.h"
#include "cli/server/server.h"
#include "cli/server/settings.h"
#include "sim/base/unit.h"

static const uint64_t WAIT_US[WAITS] = {
    [WAIT_REQUEST] = 15 * US_PER_S,
    [WAIT_ROOM] = WRITE_TIMEOUT_MS * US_PER_MS,
    [WAIT_END] = 1 * US_PER_S,
};

static void leave_queue(struct connection *connection);
static void on_timer(lws_sorted_usec_list_t *timer);
static uint64_t end_us(const struct connection *oldest);

void wait_for(struct connection *connection, enum wait kind) {
    struct waits *waits = &connection->server->waits;
    if (connection->waiting.kind != WAIT_NONE) {
        leave_queue(connection);
    }
    connection->waiting = (struct waiting){.kind = kind};
    if (kind != WAIT_NONE) {
        struct connection *older = waits->newest[kind];
        connection->waiting.since_us = connection->server->now_us;
        connection->waiting.older = older;
        *(older ? &older->waiting.newer : &waits->oldest[kind]) = connection;
        waits->newest[kind] = connection;
    }
}

/* A timer that comes too early sets itself again: most waits end long before their time. */
void wait_set_timer(struct server *server) {
    struct waits *waits = &server->waits;
    uint64_t first_us = UINT64_MAX;
    for (int kind = WAIT_REQUEST; kind < WAITS; kind++) {
        uint64_t at_us = end_us(waits->oldest[kind]);
        first_us = at_us < first_us ? at_us : first_us;
    }
    bool is_set = waits->timer_at_us > 0 && waits->timer_at_us <= first_us;
    if (first_us < UINT64_MAX && !is_set) {
        uint64_t rest_us = first_us > server->now_us ? first_us - server->now_us : 1;
        waits->timer_at_us = first_us;
        lws_sul_schedule(server->context, 0, &waits->timer, on_timer, (lws_usec_t)rest_us);
    }
}

static void leave_queue(struct connection *connection) {
    struct waits *waits = &connection->server->waits;
    const struct waiting *waiting = &connection->waiting;
    struct connection *newer = waiting->newer;
    struct connection *older = waiting->older;
    *(older ? &older->waiting.newer : &waits->oldest[waiting->kind]) = newer;
    *(newer ? &newer->waiting.older : &waits->newest[waiting->kind]) = older;
}

static void on_timer(lws_sorted_usec_list_t *timer) {
    struct server *server = lws_container_of(timer, struct server, waits.timer);
    server->now_us = live_clock_us();
    server->waits.timer_at_us = 0;
    for (int kind = WAIT_REQUEST; kind < WAITS; kind++) {
        struct connection *oldest = server->waits.oldest[kind];
        while (end_us(oldest) <= server->now_us) {
            wait_for(oldest, WAIT_NONE);
            connection_waited(oldest, (enum wait)kind);
            oldest = server->waits.oldest[kind];
        }
    }
    server_settle(server);
}

/* UINT64_MAX: there is none. */
static uint64_t end_us(const struct connection *oldest) {
    return oldest ? oldest->waiting.since_us + WAIT_US[oldest->waiting.kind] : UINT64_MAX;
}
