/* A broadcast driven from C: the same steps as the dialplan's, asked for one by one. */
#include "sim/broadcast/interface.h"

#include "sim/base/must.h"
#include "sim/broadcast/context.h"
#include "sim/broadcast/offer.h"

static const int64_t WAIT_MAX_MS = INT64_C(24) * 60 * 60 * 1000;

struct call {
    struct activity activity;
    struct offer offer;
    char *filter;
    unsigned flags;
    int timeout_ms;
};

static struct call *call_new(struct world *w, struct channel *channel, const struct step *step);
static void forget_old(struct world *w, struct task *task);
static void enter(struct world *w, struct task *task);
static void dispatch(struct world *w, struct task *task);
static void find(struct world *w, struct task *task);
static void look(struct world *w, struct task *task);
static void finish(struct world *w, struct task *task, enum interface_result result);
static bool available(const struct world *w);

static const struct step D2 = {"D2 drop the old context", forget_old};
static const struct step D3 = {"D3 context enters", enter};
static const struct step D4 = {"D4 send", dispatch};
static const struct step FIND = {"D5 find", find};
static const struct step D5 = {"D5 look", look};

struct activity *interface_broadcast(struct world *w, struct channel *channel,
                                     const struct interface_request *request) {
    struct call *call = call_new(w, channel, &D2);
    call->filter = world_strdup(w, request->filter ? request->filter : "");
    call->flags = request->flags;
    call->timeout_ms = request->timeout_ms;
    return &call->activity;
}

struct activity *interface_wait(struct world *w, struct channel *channel, int64_t timeout_ms) {
    struct call *call = call_new(w, channel, &FIND);
    if (timeout_ms < 0) {
        timeout_ms = 0;
    }
    call->timeout_ms = (int)(timeout_ms < WAIT_MAX_MS ? timeout_ms : WAIT_MAX_MS);
    return &call->activity;
}

const char *interface_winner(struct world *w, const char *channel_id) {
    struct context *context = available(w) ? context_find(w, channel_id) : NULL;
    struct channel *channel = channel_find(w, channel_id);
    if (!context || !channel) {
        return NULL;
    }
    return offer_read_winner(w, &(struct offer){.channel = channel, .context = context});
}

void interface_cleanup(struct world *w, const char *channel_id) {
    struct context *context = context_find(w, channel_id);
    struct channel *channel = channel_find(w, channel_id);
    if (context && channel && channel->is_program) {
        offer_leave(w, &(struct offer){.channel = channel, .context = context});
        context_drop(w, context);
    }
}

bool interface_is_waiting(const struct world *w, const char *channel_id) {
    const struct context *context = context_find(w, channel_id);
    return context && context->waiter;
}

static struct call *call_new(struct world *w, struct channel *channel, const struct step *step) {
    must(channel->is_program);
    struct call *call = activity_new(w, sizeof *call, step);
    call->offer.channel = channel;
    return call;
}

static void forget_old(struct world *w, struct task *task) {
    struct call *call = task_activity(task);
    if (available(w)) {
        offer_forget_old(w, call->offer.channel);
        task_next(w, task, &D3);
    } else {
        finish(w, task, INTERFACE_UNAVAILABLE);
    }
}

static void enter(struct world *w, struct task *task) {
    struct call *call = task_activity(task);
    bool notify_claimed = !(call->flags & INTERFACE_NO_CALL_CLAIMED);
    offer_enter(w, &call->offer, call->filter, call->timeout_ms, notify_claimed);
    task_next(w, task, &D4);
}

static void dispatch(struct world *w, struct task *task) {
    struct call *call = task_activity(task);
    if (offer_send(w, &call->offer)) {
        task_next(w, task, &D4);
    } else {
        finish(w, task, INTERFACE_OK); /* the registry keeps the context, and the hold of it */
    }
}

static void find(struct world *w, struct task *task) {
    struct call *call = task_activity(task);
    struct context *found = available(w) ? context_find(w, call->offer.channel->id) : NULL;
    if (found && !found->waiter) {
        call->offer.context = context_hold(found);
        look(w, task);
    } else {
        finish(w, task, available(w) ? INTERFACE_ERROR : INTERFACE_UNAVAILABLE);
    }
}

static void look(struct world *w, struct task *task) {
    struct call *call = task_activity(task);
    struct context *context = call->offer.context;
    uint64_t next_us;
    if (!offer_look(w, &call->offer, task, call->timeout_ms, &next_us)) {
        task_sleep(w, task, &D5, next_us, WAKE_CLAIM);
        return;
    }
    bool claimed = context->winner != NULL;
    context_drop(w, context);
    finish(w, task, claimed ? INTERFACE_OK : INTERFACE_ERROR);
}

static void finish(struct world *w, struct task *task, enum interface_result result) {
    struct call *call = task_activity(task);
    world_strfree(w, call->filter);
    task_return(w, task, (int)result);
}

static bool available(const struct world *w) {
    return broadcast_module_is_loaded(w, MODULE_RES);
}
