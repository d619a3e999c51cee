/* Floor 7: the journal: its entries that are no events of ARI, and what each of them says. One
 * table: entries are rendered from it, a scenario's "note" is checked against it, the schema of
 * traces and scenarios/README.md are written from it. */
#ifndef STASIM_SCENARIO_JOURNAL_H
#define STASIM_SCENARIO_JOURNAL_H

#include <jansson.h>
#include <stdbool.h>

#include "sim/world/event.h"

/* The member of a call event that a field shows. */
enum journal_member { JOURNAL_NAME, JOURNAL_VALUE, JOURNAL_NUMBER };

struct journal_field {
    const char *name;
    const char *description;
    enum journal_member member;
    /* All there are, ended by NULL; NULL: any. A number is shown as the word of that index. */
    const char *const *words;
    bool optional;
};

struct journal_kind {
    const struct event_kind *event;
    const char *description;
    const struct journal_field *fields; /* the last has no name */
    bool names_channel; /* its value is the channel's id: it carries no snapshot of one */
};

/* The n-th; NULL at the end. */
const struct journal_kind *journal_kind(size_t index);
/* NULL: there is none of this name. */
const struct journal_kind *journal_find(const char *name);
/* NULL: it has no such field. */
const struct journal_field *journal_field(const struct journal_kind *kind, const char *name);

/* What the entry says; for an event that is of another kind: an empty object. NULL without memory.
 * The caller owns it. */
json_t *journal_json(const struct event *event);

/* The id of the channel that an event or an entry is about; NULL: none. It lives as long as the
 * event. */
const char *journal_channel(const struct event *event);

#endif
