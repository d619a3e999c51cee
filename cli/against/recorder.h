/* Floor 8: what goes over the wire, written down as JSON Lines: a row for each request, response
 * and frame. Credentials do not get into it: those of every recording are asterisk:asterisk. */
#ifndef STASIM_CLI_AGAINST_RECORDER_H
#define STASIM_CLI_AGAINST_RECORDER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "cli/against/http_ask.h"
#include "cli/against/http_reply.h"

struct recorder;

/* Writes into `out`, which the caller closes. Its time begins now. */
struct recorder *recorder_new(FILE *out, const char *scenario, const char *note);
void recorder_free(struct recorder *recorder);
/* Nothing more is written. */
void recorder_end(struct recorder *recorder, const char *state);

/* A connection, whose number the recording gives. */
struct recorded {
    struct recorder *recorder; /* NULL: then nothing here does anything */
    unsigned number;
    const char *label;
};
struct recorded recorded_new(struct recorder *recorder, const char *label);

void recorded_ask(const struct recorded *recorded, const struct target *target,
                  const struct http_ask *ask);
void recorded_reply(const struct recorded *recorded, const struct http_reply *reply, uint64_t us);
/* The same for the request that makes a WebSocket of it, and its answer. */
void recorded_handshake(const struct recorded *recorded, const struct target *target,
                        const struct http_ask *ask);
void recorded_handshake_reply(const struct recorded *recorded, const struct http_reply *reply);
/* A text frame that came; one that was sent. */
void recorded_in(const struct recorded *recorded, const char *bytes, size_t size);
void recorded_out(const struct recorded *recorded, const char *bytes, size_t size);
/* A close frame that was sent or came, and the end of the connection. */
void recorded_close_out(const struct recorded *recorded);
void recorded_close_in(const struct recorded *recorded, unsigned code);
void recorded_closed(const struct recorded *recorded, bool by_client);

#endif
