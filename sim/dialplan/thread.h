/* Floor 5, inside the dialplan: the thread that runs a channel, as the applications see it. */
#ifndef STASIM_DIALPLAN_THREAD_H
#define STASIM_DIALPLAN_THREAD_H

#include "sim/calls/channel.h"
#include "sim/calls/table.h"
#include "sim/dialplan/exec.h"
#include "sim/dialplan/gosub.h"
#include "sim/world/rng.h"
#include "sim/world/task.h"

struct thread {
    struct activity activity;
    struct channel *channel;
    char *rest_app; /* what the channel shows while no application runs */
    char *rest_app_data;
    struct gosubs gosubs;
    bool hanging; /* in the h extension: the hang-up is known */
    bool single;  /* one application, no dialplan behind it */
    bool ends;    /* the application that runs is the last */
    bool quiet;   /* the application that a ;1 runs is not announced */
    /* The ;1 of a Local pair: where it goes once answered, see struct call_config. */
    char *near_context;
    char *near_exten;
    int near_priority;
    char *near_app;
    char *near_app_data;
    uint64_t give_up_us;
    struct channel *dialled;           /* by Dial(); NULL: nobody */
    enum phone_behaviour dialled_does; /* in the end */
};

/* The state of this floor in a world. */
struct dialplan_state {
    struct dialplan_config config;
    struct variable *globals;
    struct rng rng; /* of RAND() */
};
struct dialplan_state *dialplan_state_of(const struct world *w);

/* The next priority, or where a `continue` says; another place; a sleep and then the next priority;
 * the end of the channel. */
void thread_next(struct world *w, struct task *task);
void thread_jump(struct world *w, struct task *task, const char *context, const char *exten,
                 int priority);
void thread_sleep(struct world *w, struct task *task, uint64_t until_us);
void thread_end(struct world *w, struct task *task);

/* thread_next() as a step, for task_call() and task_sleep(). */
extern const struct step thread_after;

/* What a thread remembers: for all steps of this floor that it takes (struct step). */
void thread_tell(struct digest *digest, const void *activity);

/* Starts the task of a ;1, which waits for its answer. */
struct call_config;
void thread_start_near(struct world *w, struct channel *channel, const struct call_config *config);

/* Starts the task of a channel that runs one application as if its extension were nothing else;
 * `app_data` is substituted. */
void thread_start_instead(struct world *w, struct channel *channel, const char *app,
                          const char *app_data);

/* Starts the task of a ;2 whose extension does not exist: both halves end, without a word. */
void thread_start_unreachable(struct world *w, struct channel *channel);

#endif
