/* Floor 8: the broadcasts as they stand, put together from what the log tells: who heard of each,
 * who claimed it, what became of it. */
#ifndef STASIM_CLI_SERVER_CONTROL_PICTURE_H
#define STASIM_CLI_SERVER_CONTROL_PICTURE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "sim/scenario/log.h"

struct world;

enum {
    PICTURE_BROADCASTS_MAX = 1000, /* the oldest that is over makes room for another one */
    PICTURE_DETAILS_MAX = 1000,    /* copies, and claims, of a broadcast that are listed */
    PICTURE_ASKED_MAX = 2000,      /* claims without an answer: the oldest gets none any more */
    PICTURE_REPLACED_MAX = 10000   /* applications whose replacements are counted */
};

enum picture_counter {
    COUNT_BROADCASTS,
    COUNT_WON,
    COUNT_CONFLICT,
    COUNT_NOT_FOUND,
    COUNT_LOST_EVENTS,
    PICTURE_COUNTERS
};

struct picture {
    json_t *all;      /* broadcasts, the oldest first */
    json_t *latest;   /* of each channel, by its id */
    json_t *asked;    /* claims without an answer, by client and request */
    json_t *replaced; /* how often, by application */
    uint64_t counters[PICTURE_COUNTERS];
};

/* Empty, as after the end of a world. */
void picture_begin(struct picture *picture);
void picture_free(struct picture *picture);

/* Something has happened in the world, which is looked at for who is there. */
void picture_add(struct picture *picture, const struct world *w, const struct log_entry *entry);

/* A list of the newest `count`, the oldest first, and the counters as an object; owned by the
 * caller, NULL without memory. Times are milliseconds with fractions. */
json_t *picture_broadcasts(const struct picture *picture, size_t count);
json_t *picture_counters(const struct picture *picture);
/* How often another client has taken the application over. */
uint64_t picture_replaced(const struct picture *picture, const char *application);

/* A moment as it is shown. */
json_t *picture_ms(uint64_t us);

#endif
