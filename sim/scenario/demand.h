/* Floor 7: what is asked of a world while it runs, beside what its scenario says: an event for an
 * application, and faults. All of it from outside any step; what then is due is left to be done. */
#ifndef STASIM_SCENARIO_DEMAND_H
#define STASIM_SCENARIO_DEMAND_H

#include <jansson.h>

#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

enum { DEMAND_WHY_BYTES = 512 };

enum demand {
    DEMAND_DONE,
    DEMAND_WRONG,   /* it is not as it should be */
    DEMAND_UNKNOWN, /* it speaks of something that is not there */
    DEMAND_FULL,    /* there is no room for it */
    DEMAND_BROKEN,  /* the world broke: see world_failure() */
};

/* Sends an event to the client of an application, at once and past all faults. `event` is JSON as
 * ARI's model of that type has it ("type" says which); application and timestamp are filled in, and
 * a text in the place of a channel becomes the channel of that id. It stays the caller's. `why`
 * names the field that is wrong, or what is not there. */
enum demand demand_event(struct world *w, const char *app, json_t *event,
                         char why[DEMAND_WHY_BYTES]);

/* Puts a fault to work, written as in a scenario; without an event, request, answer or moment in
 * its "on", or without "on" at all, it strikes at once. The world must have been furnished with a
 * stock of faults. `json` is copied. *number is then what it is called, in the journal too. */
enum demand demand_fault(struct world *w, const json_t *json, uint32_t *number,
                         char why[DEMAND_WHY_BYTES]);

/* A fault at work. */
struct fault_account {
    uint32_t number;      /* its place in the scenario, or what demand_fault() said */
    const json_t *source; /* as it was written; NULL: no longer known */
    uint32_t met;         /* how often that came which it waits for */
    uint32_t struck;      /* how often it then had its effect */
    size_t holds;         /* how much it holds back at present */
    bool is_off;          /* its time has not come, or is over */
};
/* In the order in which they were put to work: fills up to `max` (FAULTS_MAX are enough), returns
 * how many there are. */
size_t demand_faults(const struct world *w, struct fault_account *accounts, size_t max);

/* Takes a fault away. What it holds back is let go; what lasts for a time (refuse, ignorePings,
 * slow …) ends. DEMAND_UNKNOWN: there is none of that number. */
enum demand demand_no_fault(struct world *w, uint32_t number);
/* The same for all of them. */
enum demand demand_no_faults(struct world *w);

/* What `hold` keeps back: events, and answers to requests. NULL: any; only events have a type. */
struct held_things {
    const char *app;
    const char *type;
    const char *channel;
};
size_t demand_held(const struct world *w, const struct held_things *which);
/* Lets them go: they are on their way once what is due is done. *count: how many. */
enum demand demand_release(struct world *w, const struct held_things *which, size_t *count);

#endif
