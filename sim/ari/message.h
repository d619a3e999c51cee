/* Floor 6: requests and answers as messages: REST over the event WebSocket. */
#ifndef STASIM_ARI_MESSAGE_H
#define STASIM_ARI_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/ari/ari.h"

/* A "RESTRequest" under way. */
struct ari_message {
    struct ari_request request; /* to be submitted; its strings live as long as this does */
    json_t *json;
    char *path;
    char *query;
};

/* Reads a client's message. False when it is no request that can be submitted: `refusal` is then
 * what to answer. In both cases the answer is written from the message, which is then to be freed.
 */
bool ari_message_read(struct ari_message *message, const char *text, size_t size,
                      enum ari_access access, struct ari_response *refusal);
void ari_message_free(struct ari_message *message);

/* The "RESTResponse" to it on a socket of `application`, allocated with malloc; NULL without
 * memory. An answer that a message cannot be given, an upgrade, becomes a refusal in `response`. */
char *ari_message_answer(const struct world *w, const struct ari_message *message,
                         const char *application, struct ari_response *response, size_t *size);

#endif
