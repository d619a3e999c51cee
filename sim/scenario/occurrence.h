/* Floor 7: finding in a log what an expectation speaks of. */
#ifndef STASIM_SCENARIO_OCCURRENCE_H
#define STASIM_SCENARIO_OCCURRENCE_H

#include "sim/scenario/log.h"
#include "sim/scenario/script.h"

/* Something that happened. */
struct occurrence {
    const struct log_entry *asked; /* of a claim, of an answer: the request; else NULL */
    const struct log_entry *entry; /* what shows it; NULL: a request that was never answered */
};

/* How far a log has been searched; zeroed at first. */
struct cursor {
    size_t index;
    unsigned seen;
};

/* The next one that the happening names: whose, about what, of which type, the how manieth. False
 * at the end. */
bool occurrence_next(const struct log *log, const struct happening *happening,
                     struct cursor *cursor, struct occurrence *found);

/* The happening names it, whichever of them it is: for an answer its request is asked about. */
bool occurrence_is_named(const struct happening *happening, const struct log_entry *entry);

/* It also is as the happening says: status, fields, args. */
bool occurrence_fits(const struct happening *happening, const struct occurrence *occurrence);

/* When it happened, or at least was asked for. */
uint64_t occurrence_at_us(const struct occurrence *occurrence);

/* The last one before `entry` (or the entry itself) that is as `happening` says; NULL: none. */
const struct log_entry *occurrence_before(const struct log *log, const struct happening *happening,
                                          const struct log_entry *entry);

/* True for an entry of a request that is a claim, or of its answer. */
bool entry_is_claim(const struct log_entry *entry);

#endif
