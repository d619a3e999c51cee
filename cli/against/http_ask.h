/* Floor 8: HTTP requests, as a client writes them. */
#ifndef STASIM_CLI_AGAINST_HTTP_ASK_H
#define STASIM_CLI_AGAINST_HTTP_ASK_H

#include <jansson.h>
#include <stddef.h>

#include "cli/against/target.h"

struct http_ask {
    const char *method;
    const char *uri;  /* path and query, escaped as it is to be sent */
    const char *body; /* JSON; NULL: none */
    size_t body_size;
    const char *websocket_key; /* it asks for a WebSocket; NULL: it does not */
};

/* "POST /ari/channels HTTP/1.1"; to be freed. */
char *http_ask_line(const struct http_ask *ask);
/* [[name, value], …], with the credentials of `user` ("asterisk:asterisk"). */
json_t *http_ask_headers(const struct http_ask *ask, const struct target *target, const char *user);
/* All that goes before the body: both, as they are sent. To be freed. */
char *http_ask_head(const struct http_ask *ask, const struct target *target, const char *user);

/* A value for a query or a segment of a path, escaped. To be freed. */
char *http_ask_value(const char *text);
/* A text with what cannot stand in a request line escaped, and nothing else. To be freed. */
char *http_ask_uri(const char *text);

#endif
