/* Floor 7: the scripted side of a world: clients that react to events and act at their times, and
 * callers. What they remember lies in the world's memory, so it is saved and restored with it; what
 * they are to do lies in the scenario. */
#ifndef STASIM_SCENARIO_CLIENT_H
#define STASIM_SCENARIO_CLIENT_H

#include "sim/scenario/fault.h"
#include "sim/scenario/log.h"
#include "sim/scenario/script.h"
#include "sim/world/world.h"

struct furniture;
struct run_order;

/* The state of this floor. */
struct players {
    const struct scenario *scenario;
    struct log *log; /* outside the world; NULL: nobody keeps one */
    struct client *clients;
    struct faults *faults;         /* NULL: there have been none */
    const struct fault_host *host; /* NULL: nobody */
    struct fault_stock *stock;     /* outside the world; NULL: none */
    const struct run_order *order; /* outside the world; NULL: as it comes */
    /* Actions to come, calls to be placed, requests not yet answered, things held for a time. */
    uint64_t pending;
};

struct client {
    const struct script_client *script;
    struct line *lines; /* one for each of the script's applications */
    uint64_t actions;   /* numbers them: "sales-1.2" */
    uint32_t *seen;     /* of each reaction: events that it is about */
};

/* An application of a client, as the registry knows it. */
struct line {
    struct recipient recipient;
    struct client *client;
    bool registered; /* on a connection that is open */
};

/* Furnishes a world, already furnished up to ARI: connects the clients that begin connected, and
 * starts a task for each call and each action at a fixed time. What would have been due before the
 * present moment is left out. To be called in world_do(). */
void players_new(struct world *w, const struct furniture *furniture);
struct players *players_of(const struct world *w);

/* What clients remember beside what they are about to do. */
void players_tell(struct digest *digest, const struct world *w);

/* Somebody has something left to do: an action, a call to place, an answer to wait for. */
bool players_have_plans(const struct world *w);
/* No call is there or will come, and nobody has anything left to do. */
bool players_are_done(const struct world *w);

/* Tells the log that a client did something beside asking. */
void client_log(struct world *w, const struct client *client, const char *did, json_t *data);

/* Starts the task of an action, due at `due_us`; `line` is whose event it reacts to, or the
 * client's first, `channel` the event's, or NULL. (action.c) */
void action_start(struct world *w, struct client *client, const struct action *action,
                  struct line *line, const char *channel, uint64_t due_us);

/* The task of an action ("A") makes a claim, and nothing else. (action.c) */
bool action_is_claim(const struct task *task);

/* Starts the tasks of a call: it is placed, and its caller hangs up. (caller.c) */
void caller_start(struct world *w, const struct script_call *call);

#endif
