/* The public face, for its own files only: what a `struct stasim_world` consists of, and how its
 * functions act on the world inside it. */
#ifndef STASIM_WORLD_H
#define STASIM_WORLD_H

#include <stdbool.h>

#include "include/stasim.h"
#include "sim/dialplan/dialplan.h"
#include "sim/world/world.h"

/* An application's client: the recipient of its events. */
struct client {
    struct recipient recipient;
    struct stasim_world *owner;
    stasim_handler *handler;
    void *context;
    struct client *prev;
    struct client *next;
    char name[];
};

struct stasim_world {
    struct world *w;
    struct dialplan *dialplan;
    struct client *clients;
    uint64_t steps_max;
    uint64_t requests; /* how many were made: their tasks are named by it */
    bool in_callback;
    stasim_tracer *tracer;
    void *tracer_context;
    struct log *log; /* what tells it; NULL: nobody traces */
};

/* Whether a function may change the world from where it was called: STASIM_OK, BUSY or BROKEN. */
int may_act(const struct stasim_world *world);

/* Around every call of a callback; leaving goes on with the failure if the world broke meanwhile.
 */
void enter_callback(struct stasim_world *world);
void leave_callback(struct stasim_world *world);

enum { REQUEST_NAME_BYTES = 96 };
/* A unique name for a task that does what was asked of `what`: "sales-1". */
const char *request_name(struct stasim_world *world, const char *what,
                         char name[REQUEST_NAME_BYTES]);

/* False for NULL and "". */
bool is_name(const char *text);

/* What a finished world_run() answers. */
int error_of_state(enum world_state state);

#endif
