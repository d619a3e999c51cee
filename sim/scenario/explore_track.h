/* Floor 7, for the search: what a schedule has shown so far, as far as an outcome or an expectation
 * can tell it from another one. It lies in the world's memory, so it goes back with the world. */
#ifndef STASIM_SCENARIO_EXPLORE_TRACK_H
#define STASIM_SCENARIO_EXPLORE_TRACK_H

#include "sim/scenario/explore_alike.h"
#include "sim/scenario/log.h"
#include "sim/world/world.h"

enum { TRACK_FACTS_MAX = 256, TRACK_CALLS_MAX = 64 };

/* One thing that an expectation looks at. */
struct fact_kind {
    const struct expectation *expectation;
    const struct happening *happening; /* NULL: of a variable or a channel */
    uint32_t sum;                      /* which number it is added to */
    bool ordered;                      /* what came first makes a difference */
    bool timed;                        /* the moment makes one */
};

/* How many of a kind have come, up to the n-th, and which request that was. */
struct fact {
    uint64_t sum;
    uint64_t nth_request;
    uint32_t seen;
};

struct track {
    uint64_t other; /* all that has no digest of its own: the history of it; 0: none */
    uint64_t calls[TRACK_CALLS_MAX];
    struct fact facts[TRACK_FACTS_MAX];
    uint64_t parts[]; /* what each application was answered, and whether it won */
};

/* What is needed to keep track, the same for all schedules. */
struct tracker {
    const struct scenario *scenario;
    const struct alike *alike;
    struct world *world;
    struct track *track;
    struct log *told; /* where the players tell what they do */
    struct fact_kind kinds[TRACK_FACTS_MAX];
    size_t kinds_count;
    bool is_ordered; /* some expectation tells orders or moments apart */
    bool is_timed;   /* some expectation tells moments apart */
    /* What the scenario may do at all. */
    bool registry_changes; /* clients come and go */
    bool has_requests;     /* beside claims, and the end of a session */
    bool may_notify;       /* CallClaimed */
    bool has_faults;       /* what they remember has no digest: every step is ordered with all */
    bool is_whole;         /* all expectations found room */
};

/* Prepares; the world is made behind it, with `tracker->told` as its log. False without memory. */
bool tracker_new(struct tracker *tracker, const struct scenario *scenario,
                 const struct alike *alike);
void tracker_free(struct tracker *tracker);

/* Begins to watch a world. To be called before it is furnished, in world_do(). */
void tracker_watch(struct tracker *tracker, struct world *w);

/* What can be told of a schedule that is over: two with the same end have the same outcome, and
 * the same expectations hold. */
uint64_t tracker_end(const struct tracker *tracker);

/* The same of one under way, for the digest of its state: what is common, and of each part. */
uint64_t tracker_facts(const struct tracker *tracker);

/* The place of a call among those that are tracked. */
uint32_t tracker_call(const struct tracker *tracker, const char *channel);

/* Which expectations count this request as their n-th: 0, none. */
uint64_t tracker_request(const struct tracker *tracker, const char *name);

#endif
