/* Floor 7: the request that an action makes: its template with the {names} replaced. */
#ifndef STASIM_SCENARIO_COMPOSE_H
#define STASIM_SCENARIO_COMPOSE_H

#include "sim/ari/ari.h"
#include "sim/scenario/script.h"
#include "sim/scenario/subject.h"

enum {
    COMPOSED_LINE_BYTES = 16384,
    COMPOSED_BODY_BYTES = 65536, /* more than the largest body that ARI takes */
};

/* What {channel}, {app} and {client} stand for; NULL: nothing. */
struct moment {
    const char *channel;
    const char *app;
    const char *client;
};

/* Memory for one request; `request` points into it. */
struct composed {
    struct ari_request request;
    char text[COMPOSED_LINE_BYTES]; /* "POST /ari/events/claim?channelId=…" */
    char line[COMPOSED_LINE_BYTES]; /* the same, cut into method, path and query */
    char body[COMPOSED_BODY_BYTES];
    struct request_subject subject;
};

/* False when it has no room. */
bool compose(const struct action *action, const struct moment *moment, struct composed *composed);

#endif
