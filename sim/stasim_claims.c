/* The public face: claims, and the five functions that the two modules share. */
#include <stdlib.h>
#include <string.h>

#include "include/stasim.h"
#include "sim/broadcast/broadcast.h"
#include "sim/broadcast/interface.h"
#include "sim/calls/channel.h"
#include "sim/stasim_world.h"

/* Where a function that waits for an answer finds it. */
struct answer {
    bool given;
    int result;
};

/* At the bottom of a task: takes what the activity above it came to. */
struct asker {
    struct activity activity;
    struct stasim_world *world;
    struct answer *answer; /* NULL: nobody waits, or no longer */
    stasim_claimed *claimed;
    void *context;
};

/* What was asked for, and the task that was started for it. */
struct ask {
    struct stasim_world *world;
    struct answer answer;
    bool waits; /* for the answer */
    stasim_claimed *claimed;
    void *context;
    const char *channel_id;
    const char *application;
    struct channel *channel;
    struct interface_request request;
    int64_t timeout_ms;
    struct task *task;
    struct asker *asker;
};

static int check(const struct stasim_world *world);
static void start_claim(struct world *w, void *context);
static void start_broadcast(struct world *w, void *context);
static void start_wait(struct world *w, void *context);
static void start(struct world *w, struct ask *ask, const char *role, const char *what,
                  const struct step *take, struct activity *activity);
static void take_claim(struct world *w, struct task *task);
static void take_result(struct world *w, struct task *task);
static void give(struct asker *asker, int result);
static int run_alone(struct ask *ask, void (*begin)(struct world *w, void *context));
static int run_until_given(struct ask *ask, void (*begin)(struct world *w, void *context));
static struct channel *own_channel(const struct stasim_world *world, const char *channel_id);
static void read_winner(struct world *w, void *context);
static void clean_up(struct world *w, void *context);

static const struct step C4 = {"C4 answer", take_claim, NULL};
static const struct step RESULT = {"D result", take_result, NULL};

int stasim_claim(struct stasim_world *world, const char *channel_id, const char *application,
                 stasim_claimed *claimed, void *context) {
    if (!world || !is_name(channel_id) || !is_name(application)) {
        return STASIM_INVALID;
    }
    struct ask ask = {
        .world = world,
        .claimed = claimed,
        .context = context,
        .channel_id = channel_id,
        .application = application,
    };
    return world_do(world->w, start_claim, &ask) ? STASIM_OK : STASIM_BROKEN;
}

int stasim_claim_channel(struct stasim_world *world, const char *channel_id,
                         const char *application) {
    int error = check(world);
    if (error != STASIM_OK) {
        return error;
    }
    if (!is_name(channel_id) || !is_name(application)) {
        return STASIM_NOT_FOUND;
    }
    struct ask ask = {.world = world, .channel_id = channel_id, .application = application};
    return run_alone(&ask, start_claim);
}

int stasim_broadcast_channel(struct stasim_world *world, const char *channel_id, int timeout_ms,
                             const char *filter, unsigned flags) {
    int error = check(world);
    if (error != STASIM_OK) {
        return error;
    }
    struct channel *channel = own_channel(world, channel_id);
    if (!channel || interface_is_waiting(world->w, channel_id)) {
        return STASIM_ERROR;
    }
    struct ask ask = {
        .world = world,
        .channel = channel,
        .request = {.timeout_ms = timeout_ms, .filter = filter, .flags = flags},
    };
    return run_alone(&ask, start_broadcast);
}

int stasim_broadcast_wait(struct stasim_world *world, const char *channel_id, int64_t timeout_ms) {
    int error = check(world);
    if (error != STASIM_OK) {
        return error;
    }
    struct channel *channel = own_channel(world, channel_id);
    if (!channel) {
        return STASIM_ERROR;
    }
    struct ask ask = {.world = world, .channel = channel, .timeout_ms = timeout_ms};
    return run_until_given(&ask, start_wait);
}

/* Whether the functions that the modules share can act at all. */
static int check(const struct stasim_world *world) {
    if (!world || may_act(world) != STASIM_OK) {
        return STASIM_ERROR;
    }
    return broadcast_module_is_loaded(world->w, MODULE_RES) ? STASIM_OK : STASIM_UNAVAILABLE;
}

/* What read_winner() needs, and the copy that it makes. */
struct reading {
    const char *channel_id;
    char *winner;
};

char *stasim_broadcast_winner(struct stasim_world *world, const char *channel_id) {
    if (!world || may_act(world) != STASIM_OK || !is_name(channel_id)) {
        return NULL;
    }
    struct reading reading = {.channel_id = channel_id};
    return world_do(world->w, read_winner, &reading) ? reading.winner : NULL;
}

void stasim_broadcast_cleanup(struct stasim_world *world, const char *channel_id) {
    if (world && may_act(world) == STASIM_OK && is_name(channel_id)) {
        world_do(world->w, clean_up, &(struct reading){.channel_id = channel_id});
    }
}

static void start_claim(struct world *w, void *context) {
    struct ask *ask = context;
    start(w, ask, "C", ask->application, &C4,
          broadcast_claim(w, ask->channel_id, ask->application));
}

static void start_broadcast(struct world *w, void *context) {
    struct ask *ask = context;
    start(w, ask, "D", ask->channel->id, &RESULT,
          interface_broadcast(w, ask->channel, &ask->request));
}

static void start_wait(struct world *w, void *context) {
    struct ask *ask = context;
    start(w, ask, "D", ask->channel->id, &RESULT, interface_wait(w, ask->channel, ask->timeout_ms));
}

/* Starts a task that does the activity and then takes what it came to; named for `what`. */
static void start(struct world *w, struct ask *ask, const char *role, const char *what,
                  const struct step *take, struct activity *activity) {
    struct asker *asker = activity_new(w, sizeof *asker, take);
    asker->world = ask->world;
    asker->answer = ask->waits ? &ask->answer : NULL;
    asker->claimed = ask->claimed;
    asker->context = ask->context;
    ask->asker = asker;
    char name[REQUEST_NAME_BYTES];
    ask->task = task_start(w, role, request_name(ask->world, what, name),
                           activity_above(&asker->activity, activity), world_now_us(w));
}

/* R102. */
static void take_claim(struct world *w, struct task *task) {
    static const int results[] = {
        [CLAIM_WON] = STASIM_OK,
        [CLAIM_NOT_FOUND] = STASIM_NOT_FOUND,
        [CLAIM_LOST] = STASIM_ALREADY_CLAIMED,
        [CLAIM_TOO_LATE] = STASIM_NOT_FOUND,
        [CLAIM_UNAVAILABLE] = STASIM_UNAVAILABLE,
    };
    give(task_activity(task), results[task_result(task)]);
    task_end(w, task);
}

_Static_assert((int)INTERFACE_OK == (int)STASIM_OK && (int)INTERFACE_ERROR == STASIM_ERROR &&
                   (int)INTERFACE_UNAVAILABLE == (int)STASIM_UNAVAILABLE,
               "a result of the interface is an answer as it is");

static void take_result(struct world *w, struct task *task) {
    give(task_activity(task), task_result(task));
    task_end(w, task);
}

static void give(struct asker *asker, int result) {
    if (asker->answer) {
        *asker->answer = (struct answer){true, result};
    }
    if (asker->claimed) {
        enter_callback(asker->world);
        asker->claimed(asker->world, result, asker->context);
        leave_callback(asker->world);
    }
}

/* Does the steps of one task, one behind the other, as if nobody else were there. */
static int run_alone(struct ask *ask, void (*begin)(struct world *w, void *context)) {
    struct world *w = ask->world->w;
    ask->waits = true;
    if (!world_do(w, begin, ask)) {
        return STASIM_ERROR;
    }
    while (!ask->answer.given && world_step_task(w, ask->task) != WORLD_BROKEN) {
    }
    return ask->answer.given ? ask->answer.result : STASIM_ERROR;
}

/* Runs the world until the task has come to an end. */
static int run_until_given(struct ask *ask, void (*begin)(struct world *w, void *context)) {
    struct world *w = ask->world->w;
    ask->waits = true;
    if (!world_do(w, begin, ask)) {
        return STASIM_ERROR;
    }
    for (uint64_t steps = 0; !ask->answer.given && steps < ask->world->steps_max; steps++) {
        if (world_run(w, TASK_FOREVER, 1) == WORLD_BROKEN) {
            return STASIM_ERROR;
        }
    }
    if (!ask->answer.given) {
        ask->asker->answer = NULL; /* the task goes on, but nobody waits for it */
        return STASIM_ERROR;
    }
    return ask->answer.result;
}

/* A channel that the program runs; NULL when there is none of that id. */
static struct channel *own_channel(const struct stasim_world *world, const char *channel_id) {
    struct channel *channel = is_name(channel_id) ? channel_find(world->w, channel_id) : NULL;
    return channel && channel->is_program ? channel : NULL;
}

static void read_winner(struct world *w, void *context) {
    struct reading *reading = context;
    const char *winner = interface_winner(w, reading->channel_id);
    if (winner) {
        size_t size = strlen(winner) + 1;
        reading->winner = malloc(size);
        if (reading->winner) {
            memcpy(reading->winner, winner, size);
        }
    }
}

static void clean_up(struct world *w, void *context) {
    const struct reading *reading = context;
    if (broadcast_module_is_loaded(w, MODULE_RES)) {
        interface_cleanup(w, reading->channel_id);
    }
}
