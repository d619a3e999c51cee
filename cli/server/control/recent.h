/* Floor 8: what happened last, for those who ask by the control interface: the newest entries of
 * the diary's log. Each has a number of its own, which never comes again. */
#ifndef STASIM_CLI_SERVER_CONTROL_RECENT_H
#define STASIM_CLI_SERVER_CONTROL_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/scenario/log.h"

enum {
    RECENT_ENTRIES_MAX = 20000,
    RECENT_BYTES_MAX = 96 * 1024 * 1024, /* all of them, roughly; the newest stays in any case */
};

struct recent_entry {
    const char *mark; /* why everything begins anew here; NULL: it is an entry of the log */
    struct log_entry entry;
    char *strings; /* all of the entry's */
    size_t bytes;
};

struct recent;

struct recent *recent_new(void);
void recent_free(struct recent *recent);

/* Keeps a copy; the oldest go when there are too many. */
void recent_add(struct recent *recent, const struct log_entry *entry);
/* Forgets all there is, and keeps that it did: `why` is a literal. */
void recent_begin_anew(struct recent *recent, const char *why);

/* The numbers of the oldest and the newest; the oldest is one more than the newest when there is
 * none. */
uint64_t recent_first(const struct recent *recent);
uint64_t recent_last(const struct recent *recent);
/* True when all that happened since the world began is here. */
bool recent_is_whole(const struct recent *recent);
/* One of those between. */
const struct recent_entry *recent_at(const struct recent *recent, uint64_t number);

/* A line as in a trace, with its number as "seq" in front, without a newline. To be freed. */
char *recent_text(const struct recent *recent, uint64_t number);

/* The line in the place of `count` entries that are gone, the last of them `number`. To be freed.
 */
char *recent_lost_text(uint64_t count, uint64_t number);

/* All of them as a log of its own, for judges and pictures. */
struct log *recent_log(const struct recent *recent);

#endif
