/* Faults of one connection: broken, reset, shut on one side, silent or slow. */
#include "cli/server/plight.h"

#include <sys/socket.h>

#include "cli/server/connection.h"
#include "cli/server/server.h"
#include "cli/server/websocket.h"
#include "sim/base/unit.h"

static void cut_answer(struct connection *connection, const struct ari_response *response);
static const struct slowness *slowness_of(const struct connection *connection);

void plight_of_answer(struct connection *connection, const struct ari_response *response) {
    switch (response->fate) {
    case ARI_FATE_NONE:
        break;
    case ARI_FATE_RESET:
        connection->plight.end = PLIGHT_RESET;
        break;
    case ARI_FATE_CUT:
        cut_answer(connection, response);
        connection->plight.end = PLIGHT_LEAVE;
        break;
    case ARI_FATE_HALF:
        connection->plight.end = PLIGHT_LEAVE;
        break;
    case ARI_FATE_SILENT:
        connection->plight.is_silent = true;
        break;
    }
    connection_mark(connection);
}

void plight_break(struct connection *connection) {
    connection->plight.end = PLIGHT_LEAVE;
    connection_mark(connection);
}

bool plight_is_over(const struct connection *connection) {
    return connection->plight.end != PLIGHT_NONE;
}

void plight_settle(struct connection *connection) {
    enum plight_end end = connection->plight.end;
    if (end == PLIGHT_NONE || connection->stage != STAGE_OPEN) {
        return;
    }
    if (end == PLIGHT_RESET) {
        connection_reset(connection);
        return;
    }
    if (connection->websocket) {
        websocket_close(connection);
    }
    connection_leave(connection);
}

void plight_received(struct connection *connection, size_t size) {
    const struct slowness *slow = slowness_of(connection);
    if (slow && slow->read_bytes_s > 0) {
        uint64_t now_us = connection->server->now_us;
        uint64_t *at_us = &connection->plight.read_at_us;
        server_go_on_slowly(connection->server);
        *at_us = (*at_us > now_us ? *at_us : now_us) + size * US_PER_S / slow->read_bytes_s;
    }
}

bool plight_holds_input(const struct connection *connection) {
    return connection->plight.is_silent ||
           connection->plight.read_at_us > connection->server->now_us;
}

size_t plight_allowance(struct connection *connection) {
    const struct slowness *slow = slowness_of(connection);
    if (!slow || slow->write_bytes_s == 0) {
        return SIZE_MAX;
    }
    uint64_t now_us = connection->server->now_us;
    if (connection->plight.write_at_us > now_us) {
        return 0;
    }
    uint64_t size = slow->write_bytes_s * SLOW_TICK_MS / 1000;
    size = size > 0 ? size : 1;
    connection->plight.write_at_us = now_us + size * US_PER_S / slow->write_bytes_s;
    return (size_t)size;
}

static void cut_answer(struct connection *connection, const struct ari_response *response) {
    size_t before = outbox_size(&connection->outbox);
    connection_write_answer(connection, response);
    outbox_cut(&connection->outbox, (outbox_size(&connection->outbox) - before) / 2);
}

static const struct slowness *slowness_of(const struct connection *connection) {
    return connection->is_control ? NULL : server_slowness(connection->server, connection->client);
}
