/* Floor 7, for the search: what a schedule has shown so far, as far as an outcome or an expectation
 * can tell it from another one. It lies in the world's memory, so it goes back with the world. */
#ifndef STASIM_SCENARIO_EXPLORE_TRACK_H
#define STASIM_SCENARIO_EXPLORE_TRACK_H

#include "sim/scenario/explore_alike.h"
#include "sim/scenario/log.h"
#include "sim/world/world.h"

enum { TRACK_FACTS_MAX = 256, TRACK_CALLS_MAX = 64 };

/* What makes a difference of what an expectation looks at. */
enum fact_rule {
    FACT_COUNT,    /* how many there are, until there are enough to decide */
    FACT_PROGRESS, /* how far an order has come */
    FACT_LAST,     /* the last one */
    FACT_LIST,     /* all, in their order */
    FACT_MOMENTS,  /* all, and when */
};

/* One thing that an expectation looks at. */
struct fact_kind {
    enum fact_rule rule;
    const struct expectation *expectation;
    const struct happening *happening; /* NULL: of a variable or a channel */
    const struct wish *wish;           /* a variable; NULL: it is none */
    uint32_t sum;                      /* of which fact: several kinds may share one */
    uint32_t place;                    /* FACT_PROGRESS: in the order, from 0 */
    uint64_t enough;                   /* FACT_COUNT: more than these make no difference */
};

/* What is remembered of a kind: how many have come, up to the n-th, and which request that was. */
struct fact {
    uint64_t sum;
    uint64_t nth_request;
    uint32_t seen;
};

struct track {
    uint64_t told; /* events delivered, requests and answers: told to whom may count them */
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
    bool is_ordered;         /* some expectation tells orders apart */
    uint64_t timed_until_us; /* so long, moments; 0: none do */
    bool is_whole;           /* all expectations found room */
    uint64_t untold;         /* states that had something that no digest tells */
    /* What the scenario may do at all. */
    bool registry_changes; /* clients come and go */
    bool has_requests;     /* beside claims, and the end of a session */
    bool may_notify;       /* CallClaimed */
    bool counts_events;    /* a client waits for the n-th, or a fault for any */
};

/* Prepares; the world is made behind it, with `tracker->told` as its log. Expectations are left out
 * with `rules_only`. False without memory. */
bool tracker_new(struct tracker *tracker, const struct scenario *scenario,
                 const struct alike *alike, bool rules_only);
void tracker_free(struct tracker *tracker);

/* Begins to watch a world. To be called before it is furnished, in world_do(). */
void tracker_watch(struct tracker *tracker, struct world *w);

/* What can be told of a schedule that is over: two with the same end have the same outcome, and
 * the same expectations hold. */
uint64_t tracker_end(const struct tracker *tracker);

/* The same of one under way, for the digest of its state: what is common, without each part. */
uint64_t tracker_facts(const struct tracker *tracker);

/* True where somebody may tell orders of steps apart that lead to the same state: an expectation,
 * or who counts events. Then the sight changes with each step that shows. */
bool tracker_is_watched(const struct tracker *tracker);
uint64_t tracker_sight(const struct tracker *tracker);

/* True while the moment makes a difference. */
bool tracker_is_timed(const struct tracker *tracker);

/* Which expectations count this request as their n-th: 0, none. */
uint64_t tracker_request(const struct tracker *tracker, const char *name);

/* Something has happened: `entry` is of a log, without data where `event` has not been rendered;
 * NULL: it is no event. (explore_facts.c) */
void tracker_see(struct tracker *tracker, const struct log_entry *entry, const struct event *event);

#endif
