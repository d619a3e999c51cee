/* Floor 8: what went over the wire, written down: JSON Lines, a row for each request, response and
 * frame. Credentials are not in it: those of every recording are asterisk:asterisk. */
#ifndef STASIM_CLI_AGAINST_RECORDING_H
#define STASIM_CLI_AGAINST_RECORDING_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "cli/against/http_reply.h"

struct recording;

/* Writes into `out`, which the caller closes. Its time begins now. NULL without memory. */
struct recording *recording_new(FILE *out, const char *scenario, const char *note);
/* False when something could not be written. */
bool recording_free(struct recording *recording);

/* All of these do nothing when `recording` is NULL. */

/* The number of a new connection. */
unsigned recording_connection(struct recording *recording);

/* A request that is sent: its headers and body are given as text. */
void recording_request(struct recording *recording, unsigned connection, const char *label,
                       const char *line, const char *body, size_t body_size);
void recording_reply(struct recording *recording, unsigned connection, const char *label,
                     const struct http_reply *reply, double ms);

/* A handshake: its request is given without its header of authorization. */
void recording_handshake(struct recording *recording, unsigned connection, const char *label,
                         const char *line, const char *headers);
