/* Floor 3: stored recordings: their names and formats; nobody can hear them. */
#ifndef STASIM_CALLS_STORED_H
#define STASIM_CALLS_STORED_H

#include <stdbool.h>

#include "sim/calls/table.h"

enum { STORED_MAX = 10000, RECORDING_NAME_MAX_BYTES = 255 };

struct stored {
    char *name; /* may have slashes */
    char *format;
    uint64_t length_us;
    UT_hash_handle hh; /* hh.next: in the order of storing */
};

/* NULL when there is none. */
struct stored *stored_find(const struct world *w, const char *name);
/* In the order of storing; NULL at the end. */
struct stored *stored_first(const struct world *w);
struct stored *stored_next(const struct stored *stored);

/* Replaces one of that name. NULL when there are too many. */
struct stored *stored_add(struct world *w, const char *name, const char *format,
                          uint64_t length_us);
void stored_remove(struct world *w, struct stored *stored);

/* True when a recording can have this name: not empty, not too long, no way out of the folder. */
bool recording_name_is_sound(const char *name);
/* True for a format that can be recorded, such as "wav". */
bool recording_format_is_known(const char *format);

#endif
