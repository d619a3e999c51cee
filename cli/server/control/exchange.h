/* Floor 8: a request to the control interface, read and checked, and its answer. */
#ifndef STASIM_CLI_SERVER_CONTROL_EXCHANGE_H
#define STASIM_CLI_SERVER_CONTROL_EXCHANGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "sim/scenario/log.h"
#include "sim/world/world.h"

struct connection;
struct control;
struct control_request;
struct server;

enum { EXCHANGE_ID_BYTES = 256, EXCHANGE_ALLOW_BYTES = 64 };

struct exchange {
    struct server *server;
    struct control *control;
    struct connection *connection;
    const struct control_request *request;
    char id[EXCHANGE_ID_BYTES]; /* what stands where the path says {id} */
    json_t *query;              /* names and texts; never NULL */
    json_t *body;               /* an object; NULL: there is none */

    int status;   /* 0: not answered yet */
    json_t *json; /* NULL: none */
    char *text;   /* in place of it, allocated with malloc; NULL: none */
    size_t text_size;
    const char *content_type; /* of the text */
    const char *disposition;  /* what a browser calls it when it saves it; NULL: it shows it */
    const char *location;     /* NULL: no such header */
    char allow[EXCHANGE_ALLOW_BYTES]; /* with 405; empty: no such header */
    bool is_later;                    /* the answer comes by itself, or is a stream */
};

/* An answer without a body; with one, taken over: NULL is memory that ran out. */
void give_none(struct exchange *exchange);
void give_json(struct exchange *exchange, int status, json_t *json);
void give_text(struct exchange *exchange, const char *content_type, char *text, size_t size);

/* What `write` makes of all that is known; when it answers false there was no memory. */
void give_log(struct exchange *exchange, const char *content_type,
              bool (*write)(const struct exchange *exchange, const struct log *log, FILE *out));

/* An error: what is wrong, and what would be right. */
__attribute__((format(printf, 3, 4))) void give_error(struct exchange *exchange, int status,
                                                      const char *format, ...);

/* A parameter of the query, a member of the body; NULL when it is missing. */
const char *exchange_query(const struct exchange *exchange, const char *name);
uint64_t exchange_number(const struct exchange *exchange, const char *name, uint64_t otherwise);
const char *exchange_text(const struct exchange *exchange, const char *name);

struct world *exchange_world(const struct exchange *exchange);
/* Tells the journal what is done from here, for traces and scenarios: takes `data` over. */
void exchange_tell(struct exchange *exchange, const char *did, json_t *data);
/* Changes the world by world_do(), then does what is due. False when it broke: it is answered, and
 * the server ends. */
bool exchange_act(struct exchange *exchange, void (*act)(struct world *w, void *context),
                  void *context);
/* Does what is due; the same holds. */
bool exchange_go_on(struct exchange *exchange);

#endif
