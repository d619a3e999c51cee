/* Floor 3: the state of this floor: its configuration, the tables of applications and channels. */
#ifndef STASIM_CALLS_CALLS_H
#define STASIM_CALLS_CALLS_H

#include "sim/calls/application.h"
#include "sim/calls/channel.h"
#include "sim/calls/texts.h"
#include "sim/calls/topic.h"

struct calls_config {
    const char *const *channelvars; /* names whose values every snapshot carries */
    size_t channelvars_count;
};

struct calls {
    struct texts *channelvars;
    struct application *applications;
    struct application *subscribed_all;
    struct channel *channels_by_id;
    struct channel *channels_by_name;
    uint32_t local_pairs; /* number of the next Local pair: the first is 0 */
    uint32_t phones;      /* number of the last phone channel */
    uint32_t snoops;      /* number of the next snooping channel */
    uint64_t uniqueids;   /* for ids that are made up */
    uint64_t uuids;       /* the same in the form of a UUID */
    struct topic *topics[TOPIC_KINDS];
    struct bridge *bridges_by_id;
    struct recording *recordings; /* live ones */
    struct stored *stored;
    struct device *devices;
    struct mailbox *mailboxes;
};

/* Furnishes a new world with this floor. */
void calls_new(struct world *w, const struct calls_config *config);
/* The state of this floor, which must have been furnished. */
struct calls *calls_of(const struct world *w);

/* All that this floor keeps, tasks apart. */
void calls_tell(struct digest *digest, const struct world *w);

#endif
