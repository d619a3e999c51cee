/* Floor 8: who asks over HTTP: a pool of connections that are kept alive, as real clients have one.
 * A request takes one that is idle, or opens another: none waits for the answer of another. */
#ifndef STASIM_CLI_AGAINST_ASKER_H
#define STASIM_CLI_AGAINST_ASKER_H

#include "cli/against/loop.h"
#include "cli/against/recorder.h"

enum { ASKER_CONNECTIONS_MAX = 512 };

/* For a connection to be made, and for an answer. */
#define ANSWER_LIMIT_US UINT64_C(10000000)
#define ANSWER_LIMIT_TEXT "10 s"

struct asker {
    struct loop *loop;
    const struct target *target;
    struct recorder *recorder; /* NULL: nobody writes it down */
    const char *label;
    struct connection *connections;
    size_t count;
};

/* Called once for each request: with its answer, which may be taken (and is then zeroed), or NULL
 * and why there is none. */
typedef void asker_answered(void *context, struct http_reply *reply, const char *why);

void asker_ask(struct asker *asker, const struct http_ask *ask, asker_answered *answered,
               void *context);
/* Gives up what has waited too long. */
void asker_check(struct asker *asker);
/* Closes all connections; who waits is told that there is no answer. */
void asker_end(struct asker *asker);

#endif
