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

/* What start() needs, and what it makes. */
struct starting {
    struct asker asker; /* as it is to begin */
    struct activity *(*activity)(struct world *w, const struct starting *starting);
    const char *channel_id;
    const char *application;
    struct channel *channel;
    struct interface_request request;
    int64_t timeout_ms;
    struct task *task;
    struct asker *started;
};

static void start(struct world *w, void *context);
static struct activity *claim(struct world *w, const struct starting *starting);
static struct activity *broadcast(struct world *w, const struct starting *starting);
static struct activity *wait(struct world *w, const struct starting *starting);
static void take_claim(struct world *w, struct task *task);
static void take_result(struct world *w, struct task *task);
static void give(struct asker *asker, int result);
static int run_alone(struct stasim_world *world, struct starting *starting);
static int run_until_given(struct stasim_world *world, struct starting *starting);
static struct channel *own_channel(const struct stasim_world *world, const char *channel_id);
static void read_winner(struct world *w, void *context);
static void clean_up(struct world *w, void *context);

static const struct step C4 = {"C4 answer", take_claim};
static const struct step RESULT = {"D result", take_result};

int stasim_claim(struct stasim_world *world, const char *channel_id, const char *application,
                 stasim_claimed *claimed, void *context) {
    if (!world || !is_name(channel_id) || !is_name(application)) {
        return STASIM_INVALID;
    }
    struct starting starting = {
        .asker = {.world = world, .claimed = claimed, .context = context},
        .activity = claim,
        .channel_id = channel_id,
        .application = application,
    };
    return world_do(world->w, start, &starting) ? STASIM_OK : STASIM_BROKEN;
}

int stasim_claim_channel(struct stasim_world *world, const char *channel_id,
                         const char *application) {
    if (!world || may_act(world) != STASIM_OK) {
        return STASIM_ERROR;
    }
    if (!broadcast_module_is_loaded(world->w, MODULE_RES)) {
        return STASIM_UNAVAILABLE;
    }
    if (!is_name(channel_id) || !is_name(application)) {
        return STASIM_NOT_FOUND;
    }
    struct starting starting = {
        .asker = {.world = world},
        .activity = claim,
        .channel_id = channel_id,
        .application = application,
    };
    return run_alone(world, &starting);
}

int stasim_broadcast_channel(struct stasim_world *world, const char *channel_id, int timeout_ms,
                             const char *filter, unsigned flags) {
    if (!world || may_act(world) != STASIM_OK) {
        return STASIM_ERROR;
    }
    if (!broadcast_module_is_loaded(world->w, MODULE_RES)) {
        return STASIM_UNAVAILABLE;
    }
    struct channel *channel = own_channel(world, channel_id);
    if (!channel || interface_is_waiting(world->w, channel_id)) {
        return STASIM_ERROR;
    }
    struct starting starting = {
        .asker = {.world = world},
        .activity = broadcast,
        .channel_id = channel_id,
        .channel = channel,
        .request = {.timeout_ms = timeout_ms, .filter = filter, .flags = flags},
    };
    return run_alone(world, &starting);
}

int stasim_broadcast_wait(struct stasim_world *world, const char *channel_id, int64_t timeout_ms) {
    if (!world || may_act(world) != STASIM_OK) {
        return STASIM_ERROR;
    }
    if (!broadcast_module_is_loaded(world->w, MODULE_RES)) {
        return STASIM_UNAVAILABLE;
    }
    struct channel *channel = own_channel(world, channel_id);
    if (!channel) {
        return STASIM_ERROR;
    }
    struct starting starting = {
        .asker = {.world = world},
        .activity = wait,
        .channel_id = channel_id,
        .channel = channel,
        .timeout_ms = timeout_ms,
    };
    return run_until_given(world, &starting);
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

static void start(struct world *w, void *context) {
    struct starting *starting = context;
    bool claims = starting->activity == claim;
    struct asker *asker = activity_new(w, sizeof *asker, claims ? &C4 : &RESULT);
    asker->world = starting->asker.world;
    asker->answer = starting->asker.answer;
    asker->claimed = starting->asker.claimed;
    asker->context = starting->asker.context;
    char name[REQUEST_NAME_BYTES];
    request_name(asker->world, claims ? starting->application : starting->channel_id, name);
    struct activity *top = activity_above(&asker->activity, starting->activity(w, starting));
    starting->task = task_start(w, claims ? "C" : "D", name, top, world_now_us(w));
    starting->started = asker;
}

static struct activity *claim(struct world *w, const struct starting *starting) {
    return broadcast_claim(w, starting->channel_id, starting->application);
}

static struct activity *broadcast(struct world *w, const struct starting *starting) {
    return interface_broadcast(w, starting->channel, &starting->request);
}

static struct activity *wait(struct world *w, const struct starting *starting) {
    return interface_wait(w, starting->channel, starting->timeout_ms);
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
static int run_alone(struct stasim_world *world, struct starting *starting) {
    struct answer answer = {.result = STASIM_ERROR};
    starting->asker.answer = &answer;
    if (!world_do(world->w, start, starting)) {
        return STASIM_ERROR;
    }
    while (!answer.given && world_step_task(world->w, starting->task) != WORLD_BROKEN) {
    }
    return answer.result;
}

/* Runs the world until the task has come to an end. */
static int run_until_given(struct stasim_world *world, struct starting *starting) {
    struct answer answer = {.result = STASIM_ERROR};
    starting->asker.answer = &answer;
    if (!world_do(world->w, start, starting)) {
        return STASIM_ERROR;
    }
    uint64_t steps = 0;
    while (!answer.given && steps++ < world->steps_max) {
        if (world_run(world->w, TASK_FOREVER, 1) == WORLD_BROKEN) {
            return STASIM_ERROR;
        }
    }
    if (!answer.given) {
        starting->started->answer = NULL; /* the task goes on, but nobody waits for it */
    }
    return answer.result;
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
