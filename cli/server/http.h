/* Floor 8: HTTP on a connection: one request after the other, each answered before the next is
 * looked at, as the real server does. */
#ifndef STASIM_CLI_SERVER_HTTP_H
#define STASIM_CLI_SERVER_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/server/http_answer.h"
#include "cli/server/http_body.h"
#include "cli/server/http_head.h"
#include "sim/ari/ari.h"

struct connection;

enum http_phase { HTTP_PHASE_HEAD, HTTP_PHASE_BODY, HTTP_PHASE_ASKED };

/* All zero: before the first request. */
struct http {
    enum http_phase phase;
    struct http_head head;
    struct http_body body;
    bool has_body;     /* one that is read */
    size_t skip;       /* bytes of a body that nobody wants, to be passed over */
    bool wants_socket; /* answered with a WebSocket, if the handshake is good */
    bool is_claim;     /* of the control interface: it is told what the claim is answered */
};

/* Works on the input; false when nothing can be done at present. */
bool http_work(struct connection *connection);

/* A header of the request under way; NULL: it has none. */
const char *http_field(const struct connection *connection, enum http_field field);
/* Its Content-Type says that its body is of this type. */
bool http_brings(const struct connection *connection, const char *type);
/* Answers the request under way; what HTTP adds to every answer is filled in. */
void http_say(struct connection *connection, struct http_answer *answer);

/* The answer to the request under way. Comes inside a step. */
void http_answered(struct connection *connection, const struct ari_response *response);

#endif
