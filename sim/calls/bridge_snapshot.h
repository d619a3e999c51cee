/* Floor 3: what a bridge looked like at one moment: immutable, shared by all events of that
 * moment. */
#ifndef STASIM_CALLS_BRIDGE_SNAPSHOT_H
#define STASIM_CALLS_BRIDGE_SNAPSHOT_H

#include "sim/calls/block.h"

struct bridge;
struct digest;

struct bridge_snapshot {
    struct block block;
    uint64_t created_us;
    const char *technology;
    const char *type;
    const char *video_mode;
    const char *id;
    const char *name;
    const char *video_source; /* empty: none */
    uint32_t channels_count;
    const char *const *channels; /* their ids, sorted */
};

/* Of the bridge as it is now, with one holder. */
struct bridge_snapshot *bridge_snapshot_take(struct world *w, const struct bridge *bridge);
struct bridge_snapshot *bridge_snapshot_keep(struct bridge_snapshot *snapshot);
/* NULL is ignored. */
void bridge_snapshot_drop(struct world *w, struct bridge_snapshot *snapshot);

/* What it shows, the moment of its making apart. */
void bridge_snapshot_tell(struct digest *digest, const struct bridge_snapshot *snapshot);

#endif
