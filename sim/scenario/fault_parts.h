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

struct faults {
    const struct scenario *scenario;
    const struct fault_host *host; /* NULL: nobody */
    uint32_t *seen;                /* of each fault: what it waits for */
    struct rng *rngs;
    struct held *held;
    struct sequence *sequences;
};
struct faults *faults_of(const struct world *w);

/* It is what the trigger waits for, its number and chance apart. */
bool trigger_fits(const struct trigger *trigger, const struct occasion *occasion);

/* The fault strikes this time. It is counted and, if it strikes, told to the log. */
bool fault_strikes(struct world *w, size_t index, const struct occasion *occasion);

/* Something has got to its client: those that waited for it are let go, and what it causes is done.
 */
void fault_happened(struct world *w, const struct occasion *occasion);

/* Carries out SEND, BREAK, and what the host does. (fault_effect.c) */
/* As it is called in a scenario. */
const char *effect_name(enum effect effect);
bool effect_is_caused(enum effect effect);
void effect_cause(struct world *w, const struct fault *fault, const struct occasion *occasion);

/* Holding things back. (fault_hold.c) */

/* What a held thing waits for beside its time. All zero: nothing. */
struct patience {
    uint64_t due_us;             /* it waits no longer than this; TASK_FOREVER: no such end */
    const struct trigger *until; /* NULL: none */
    unsigned behind;             /* so many events of the same application; 0: none */
    bool for_gifts;              /* those that come first */
    enum gift gift;              /* which it is itself, if one */
};
/* A copy of an event, kept, for whoever is the client of `app` then. */
void hold_event(struct world *w, struct event *event, const char *app, const char *channel,
                const struct patience *patience);
/* An answer; `pass_on(context)` gets a copy of it later. */
void hold_answer(struct world *w, const struct ari_response *response, const char *channel,
                 const char *app, const struct patience *patience, struct ari_asker pass_on);
/* Lets go what waited for this. */
void hold_release(struct world *w, const struct occasion *occasion);
/* Lets go those of these gifts whose turn it is now. */
void hold_release_gifts(struct world *w, const char *channel, const char *app);

/* The order of what the winner of a claim gets. (fault_gifts.c) */
void gifts_expect(struct world *w, const char *channel, const char *app);
/* Others have to come first. */
bool gifts_must_wait(const struct world *w, const char *channel, const char *app, enum gift gift);
/* It has come; or (`lost`) the claim was not won, and nothing will. */
void gifts_came(struct world *w, const char *channel, const char *app, enum gift gift, bool lost);

/* Puts an asker in the place of the asker's that knows what is to become of the answer.
 * (fault_request.c) */
struct ari_fault fault_request(void *context, struct world *w, const char *name,
                               const struct ari_request *asked, struct ari_asker *asker);

#endif
