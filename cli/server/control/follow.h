/* Floor 8: those who follow what happens: an answer of JSON Lines that does not end. Nobody is
 * waited for: who reads slowly falls behind, and is told how much he has missed. */
#ifndef STASIM_CLI_SERVER_CONTROL_FOLLOW_H
#define STASIM_CLI_SERVER_CONTROL_FOLLOW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct connection;
struct control;
struct exchange;

enum {
    FOLLOWERS_MAX = 100,
    FOLLOW_BEAT_MS = 5000, /* after so long without a word an empty line is sent */
};

/* Begins on the exchange's connection, with the entry behind `after`. */
void follow_begin(struct exchange *exchange, uint64_t after);
/* The server will end: so does the answer. */
void follow_finish(struct connection *connection);
/* The connection goes. */
void follow_end(struct connection *connection);
/* Adds to the outbox what there is to say, as long as it has room. */
void follow_fill(struct connection *connection);
/* Those for whom there is news are marked. */
void follow_mark(struct control *control);

/* An entry is one that the query of a request asks for. */
struct recent_entry;
bool follow_wants(const json_t *query, const struct recent_entry *kept);

#endif
