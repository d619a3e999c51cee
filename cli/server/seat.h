/* Floor 8: where the world finds a connection that has asked something: its seat stays when it goes
 * before its answer comes, and is only then given to another. */
#ifndef STASIM_CLI_SERVER_SEAT_H
#define STASIM_CLI_SERVER_SEAT_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/ari/ari.h"

struct connection;
struct server;

struct seat {
    struct server *server;
    struct connection *connection; /* NULL: gone */
    bool asked;                    /* an answer will come */
    struct diary_request *told;    /* what the diary knows of it; NULL: nothing */
    uint32_t next_free;
};

/* NULL: there are CONNECTIONS_MAX already. */
struct seat *seat_take(struct connection *connection, struct server *server);
/* The connection goes. */
void seat_leave(struct seat *seat);

/* Submits a request and does what is due; its answer comes to the protocol, mostly at once. */
void seat_ask(struct seat *seat, const struct ari_request *request);
/* What was asked is not answered any more, for its world has gone. */
void seat_forget(struct seat *seat);

/* Tells the diary of a request that ARI is not asked. */
void seat_note(struct seat *seat, const struct ari_request *request);
/* And what the request under way was answered, whoever was asked. */
void seat_note_answer(struct seat *seat, const struct ari_response *response);

#endif
