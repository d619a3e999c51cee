/* Floor 8: an event WebSocket: its applications are registered as long as it is open. */
#ifndef STASIM_CLI_SERVER_WEBSOCKET_H
#define STASIM_CLI_SERVER_WEBSOCKET_H

#include <stdbool.h>

#include "cli/server/ws_frame.h"
#include "sim/ari/ari.h"

struct connection;

/* What the query of a handshake asks for. */
enum websocket_apps { WEBSOCKET_APPS_GOOD, WEBSOCKET_APPS_MISSING, WEBSOCKET_APPS_INVALID };
enum websocket_apps websocket_check_apps(const char *query);

/* Makes a WebSocket of the connection and registers the applications of `query`, which has been
 * checked; `host` is the name the client has for this server, NULL for none. */
void websocket_open(struct connection *connection, const char *query, const char *host,
                    enum ari_access access);
/* Registers them once more, in a new world. */
void websocket_register(struct connection *connection);
/* The world that knew of them has gone: nothing is left to be unregistered. */
void websocket_forget(struct connection *connection);
/* Unregisters them; they are not to be seen any more. */
void websocket_close(struct connection *connection);

/* Works on the input; false when nothing can be done at present. */
bool websocket_work(struct connection *connection);

/* The answer to the request under way. Comes inside a step. */
void websocket_answered(struct connection *connection, const struct ari_response *response);

/* Says goodbye with this code, and leaves. */
void websocket_say_goodbye(struct connection *connection, enum ws_close_code code);

#endif
