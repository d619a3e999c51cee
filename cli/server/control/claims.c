/* Claims made from outside for whichever application, as any client could make them. */
#include <stdio.h>
#include <string.h>

#include "cli/server/control/control.h"
#include "cli/server/control/exchange.h"
#include "cli/server/control/requests.h"
#include "cli/server/server.h"
#include "sim/ari/route.h"

enum { NAME_LEN_MAX = 1000, QUERY_BYTES = 2 * ROUTE_ESCAPE_BYTES * NAME_LEN_MAX + 64 };

void control_claim(struct exchange *exchange) {
    const char *app = exchange_text(exchange, "app");
    const char *channel = exchange_text(exchange, "channel");
    struct connection *c = exchange->connection;
    char query[QUERY_BYTES];
    char escaped[ROUTE_ESCAPE_BYTES * NAME_LEN_MAX + 1];
    if (strlen(app) > NAME_LEN_MAX || strlen(channel) > NAME_LEN_MAX) {
        give_error(exchange, 400, "a name is longer than %d bytes", NAME_LEN_MAX);
        return;
    }
    route_encode(channel, escaped);
    size_t used = (size_t)snprintf(query, sizeof query, "channelId=%s", escaped);
    route_encode(app, escaped);
    snprintf(query + used, sizeof query - used, "&application=%s", escaped);
    exchange->is_later = true;
    c->client = CONTROL_CLIENT;
    c->http.is_claim = true;
    seat_ask(c->seat, &(struct ari_request){.method = "POST",
                                            .path = "/ari/events/claim",
                                            .query = query,
                                            .access = ARI_ACCESS_WRITE});
}
