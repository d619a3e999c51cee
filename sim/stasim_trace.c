/* The public face: the trace, a line of JSON for each thing that happens. */
#include <stdlib.h>

#include "include/stasim.h"
#include "sim/scenario/log.h"
#include "sim/scenario/observe.h"
#include "sim/stasim_world.h"

static bool tell(void *context, const struct log_entry *entry);

int stasim_trace(struct stasim_world *world, stasim_tracer *tracer, void *context, unsigned flags) {
    if (!world || flags > STASIM_TRACE_STEPS) {
        return STASIM_INVALID;
    }
    if (world->in_callback) {
        return STASIM_BUSY;
    }
    struct log *log = tracer ? log_new_told((flags & STASIM_TRACE_STEPS) != 0, tell, world) : NULL;
    if (tracer && !log) {
        return STASIM_NO_MEMORY;
    }
    world_observe(world->w, (struct world_observer){0});
    log_free(world->log);
    world->log = log;
    world->tracer = tracer;
    world->tracer_context = context;
    if (log) {
        observe(world->w, log);
    }
    return STASIM_OK;
}

static bool tell(void *context, const struct log_entry *entry) {
    struct stasim_world *world = context;
    char *line = log_entry_text(entry);
    bool good = line != NULL;
    if (good) {
        world->tracer(line, world->tracer_context);
    }
    free(line);
    return good;
}
