/* Floor 3: what a channel looked like at one moment: immutable, shared by all events of that
 * moment. */
#ifndef STASIM_CALLS_SNAPSHOT_H
#define STASIM_CALLS_SNAPSHOT_H

#include "sim/calls/block.h"
#include "sim/calls/channel.h"

struct digest;

struct snapshot {
    struct block block;
    enum channel_state state;
    uint64_t created_us;
    int priority;
    const char *id;
    const char *name;
    const char *caller_name;
    const char *caller_number;
    const char *connected_name;
    const char *connected_number;
    const char *accountcode;
    const char *context;
    const char *exten;
    const char *app_name;
    const char *app_data;
    const char *language;
    const char *rdnis;
    /* Values of the configured channelvars, in their order. */
    const char *const *variables;
};

/* Of the channel as it is now, with one holder; where it has no string there is an empty one. */
struct snapshot *snapshot_take(struct world *w, const struct channel *channel);
struct snapshot *snapshot_keep(struct snapshot *snapshot);
/* NULL is ignored. */
void snapshot_drop(struct world *w, struct snapshot *snapshot);

/* What it shows, the moment of its making apart. */
void snapshot_tell(struct digest *digest, const struct snapshot *snapshot);

#endif
