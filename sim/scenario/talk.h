/* Floor 7: what clients ask and are answered, as entries of the log. */
#ifndef STASIM_SCENARIO_TALK_H
#define STASIM_SCENARIO_TALK_H

#include <stddef.h>

#include "sim/scenario/log.h"
#include "sim/scenario/script.h"

/* A request, as its answer is told with. */
struct talk {
    const char *client;
    const char *name;        /* "sales-1.2" */
    const char *text;        /* "POST /ari/events/claim?…" */
    const char *application; /* NULL or empty: none */
    const char *channel;     /* the same */
};

/* A body is text of `size` bytes; NULL: none. A `log` that is NULL is told nothing. */
void talk_request(struct log *log, uint64_t at_us, const struct talk *talk, const char *body,
                  size_t size);
void talk_answer(struct log *log, uint64_t at_us, const struct talk *talk, int status,
                 unsigned rule, const char *body, size_t size);

/* A client did something beside asking: `data` is taken over, NULL: nothing to say of it. */
void talk_client(struct log *log, uint64_t at_us, const char *client, const char *did,
                 json_t *data);
/* {"apps": […]}: what it says of whom it connects for. */
json_t *talk_apps(const char *const *apps, size_t count);

#endif
