/* Floor 8: the end of a server: a signal asks for it, and clients are told. */
#ifndef STASIM_CLI_SERVER_GOODBYE_H
#define STASIM_CLI_SERVER_GOODBYE_H

#include <libwebsockets.h>
#include <stdbool.h>

struct server;

/* What a vhost needs among its protocols. */
#define GOODBYE_PROTOCOL                                                                           \
    { .name = "signals", .callback = goodbye_callback }
int goodbye_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                     size_t size);

/* From now on SIGTERM and SIGINT end this server, the only one of the process. False, with a
 * message, when that cannot be. */
bool goodbye_on_signals(struct server *server);

#endif
