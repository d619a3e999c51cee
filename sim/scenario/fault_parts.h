/* Floor 7, for the files that decide faults: what they share. All of it lies in the world. */
#ifndef STASIM_SCENARIO_FAULT_PARTS_H
#define STASIM_SCENARIO_FAULT_PARTS_H

#include "sim/scenario/client.h"
#include "sim/scenario/fault.h"

enum { FAULT_REQUEST_BYTES = 256 };

/* Something that a trigger may be waiting for. NULL: none. */
struct occasion {
    enum trigger_kind kind;
    const char *type;
    const char *request; /* "POST /ari/events/claim" */
    const char *app;
    const char *client;
    const char *channel;
};

struct held;
struct sequence;

/* Lies outside of worlds. */
struct fault_stock {
    struct fault **items; /* that were added, with those that were taken away again */
    size_t count;
    size_t capacity;
    struct fault_tally *tallies; /* of all faults of the last world, by their numbers */
    size_t tallies_count;
};
/* A copy, which stands until the stock is cleared; NULL when there is no room. */
struct fault *fault_stock_add(struct fault_stock *stock, const struct fault *fault);

struct fault_tally {
    uint32_t met;    /* what it waits for */
    uint32_t struck; /* it had its effect */
    bool is_gone;    /* it was taken away */
};

/* A fault at work. */
struct armed {
    struct armed *next;
    const struct fault *fault;
    uint32_t number; /* those of the scenario from 0, then those that were added */
    struct fault_tally tally;
    bool is_off;  /* its time has not begun, or is over */
    bool is_over; /* then it does not begin any more */
    struct rng rng;
};

struct faults {
    struct armed *first, *last;
    uint32_t count;
    uint32_t count_ever;
    uint64_t held_ever; /* numbers what is held */
    struct held *held;
    struct sequence *sequences;
    uint32_t *claims_seen; /* of each delay of the run's order: claims that it may be about */
};
struct faults *faults_of(const struct world *w);
/* The same; it begins now, if it has not yet. */
struct faults *faults_begin(struct world *w);
/* Puts a fault to work, with the next number. Returns it; NULL: the stock knows that it is gone. */
struct armed *fault_arm(struct world *w, const struct fault *fault);
void fault_disarm(struct world *w, struct armed *armed);
bool fault_is_armed(const struct world *w, const struct fault *fault);

/* It is what the trigger waits for, its number and chance apart. */
bool trigger_fits(const struct trigger *trigger, const struct occasion *occasion);

/* The fault strikes this time. It is counted and, if it strikes, told to the log. */
bool fault_strikes(struct world *w, struct armed *armed, const struct occasion *occasion);

/* Something has got to its client: those that waited for it are let go, and what it causes is done.
 */
void fault_happened(struct world *w, const struct occasion *occasion);

/* As it is called in a scenario. */
const char *effect_name(enum effect effect);
bool effect_is_caused(enum effect effect);
/* Carries out SEND, BREAK, and what the host does. (fault_effect.c) */
void effect_cause(struct world *w, const struct fault *fault, const struct occasion *occasion);

/* What a held thing waits for beside its time. All zero: nothing. */
struct patience {
    uint64_t due_us;        /* it waits no longer than this; TASK_FOREVER: no such end */
    const struct fault *by; /* for what this HOLD waits for; NULL: none */
    unsigned behind;        /* so many events of the same application; 0: none */
    bool for_gifts;         /* those that come first */
    enum gift gift;         /* which it is itself, if one */
};
/* Of a HOLD. */
struct patience fault_patience(const struct fault *fault);
/* Holds back a copy of an event, for whoever is the client of `app` then. (fault_hold.c) */
void hold_event(struct world *w, struct event *event, const char *app, const char *channel,
                const struct patience *patience);
/* Holds back an answer; `pass_on` gets a copy of it later. */
void hold_answer(struct world *w, const struct ari_response *response, const char *channel,
                 const char *app, const struct patience *patience, struct ari_asker pass_on);
/* Lets go what waited for this. */
void hold_release(struct world *w, const struct occasion *occasion);
/* Which of what a HOLD keeps: all zero: all. */
struct hold_filter {
    const struct fault *by;
    const char *app;
    const char *type; /* of an event */
    const char *channel;
};
/* Lets them go; returns how many they are. */
size_t hold_let_go(struct world *w, const struct hold_filter *filter);
size_t hold_count(const struct world *w, const struct hold_filter *filter);
/* Lets go those of these gifts whose turn it is now. */
void hold_release_gifts(struct world *w, const char *channel, const char *app);

/* By how much a claim that is made now is to be late, so that another comes before it. To be asked
 * once a claim. (fault_claims.c) */
uint64_t claims_delay_us(struct world *w, const char *channel, const char *app);

/* The order of what the winner of a claim gets; NULL: as it comes. (fault_gifts.c) */
const enum gift *gifts_order(const struct world *w);
void gifts_expect(struct world *w, const char *channel, const char *app);
void gifts_tell(struct digest *digest, const struct faults *faults);
/* Others have to come first. */
bool gifts_must_wait(const struct world *w, const char *channel, const char *app, enum gift gift);
/* How long it then waits. */
struct patience gift_patience(const struct world *w, enum gift gift);
/* It has come; or (`lost`) the claim was not won, and nothing will. */
void gifts_came(struct world *w, const char *channel, const char *app, enum gift gift, bool lost);

/* Decides what becomes of a copy of an event: true, it was dealt with. (fault_event.c) */
bool fault_event(void *context, struct world *w, struct recipient *recipient, struct event *event);

/* Decides what becomes of a request: puts an asker in the place of the asker's that knows what is
 * to become of the answer. (fault_request.c) */
struct ari_fault fault_request(void *context, struct world *w, const char *name,
                               const struct ari_request *asked, struct ari_asker *asker);

#endif
