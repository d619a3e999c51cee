/* A broadcast driven from C: the same steps as the dialplan's, asked for one by one. */
#include "sim/broadcast/interface.h"

#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/broadcast/context.h"
#include "sim/broadcast/offer.h"

static const int64_t WAIT_MAX_MS = INT64_C(24) * 60 * 60 * 1000;

struct call {
    struct activity activity;
    struct offer offer;
    char *channel_id; /* what a wait begins with, when the channel may be gone; else NULL */
};

static void forget_old(struct world *w, struct task *task);
static void enter(struct world *w, struct task *task);
static void dispatch(struct world *w, struct task *task);
static void find(struct world *w, struct task *task);
static void look(struct world *w, struct task *task);
static void finish(struct world *w, struct task *task, enum interface_result result);
static bool available(const struct world *w);

static const struct step D2 = {"D2 drop the old context", forget_old, NULL};
static const struct step D3 = {"D3 context enters", enter, NULL};
static const struct step D4 = {"D4 send", dispatch, NULL};
static const struct step FIND = {"D5 find", find, NULL};
static const struct step D5 = {"D5 look", look, NULL};

struct activity *interface_broadcast(struct world *w, struct channel *channel,
                                     const struct interface_request *request) {
    must(channel->is_program);
    struct call *call = activity_new(w, sizeof *call, &D2);
    offer_prepare(w, &call->offer, channel, text_or_empty(request->filter),
                  request->timeout_ms > 0 ? request->timeout_ms : 0,
                  !(request->flags & INTERFACE_NO_CALL_CLAIMED));
    return &call->activity;
}

struct activity *interface_wait(struct world *w, struct channel *channel, int64_t timeout_ms) {
    must(channel->is_program);
    struct call *call = activity_new(w, sizeof *call, &FIND);
    timeout_ms = timeout_ms < 0 ? 0 : timeout_ms < WAIT_MAX_MS ? timeout_ms : WAIT_MAX_MS;
    call->channel_id = world_strdup(w, channel->id);
    offer_prepare(w, &call->offer, NULL, "", (int)timeout_ms, false);
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
    offer_enter(w, &call->offer);
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
    struct channel *channel = channel_find(w, call->channel_id);
    struct context *context = available(w) ? context_find(w, call->channel_id) : NULL;
    if (channel && channel->is_program && context && !context->waiter) {
        call->offer.channel = channel;
        call->offer.context = context_hold(context);
        look(w, task);
    } else {
        finish(w, task, available(w) ? INTERFACE_ERROR : INTERFACE_UNAVAILABLE);
    }
}

static void look(struct world *w, struct task *task) {
    struct call *call = task_activity(task);
    struct context *context = call->offer.context;
    bool claimed = context->winner != NULL;
    if (!context->registered) { /* cleaned up meanwhile: the channel may be gone, too */
        context->waiter = NULL;
        claimed = false;
    } else if (!offer_look(w, &call->offer, task, &D5)) {
        return;
    }
    context_drop(w, context);
    finish(w, task, claimed ? INTERFACE_OK : INTERFACE_ERROR);
}

static void finish(struct world *w, struct task *task, enum interface_result result) {
    struct call *call = task_activity(task);
    offer_dispose(w, &call->offer);
    world_strfree(w, call->channel_id);
    task_return(w, task, (int)result);
}

static bool available(const struct world *w) {
    return broadcast_module_is_loaded(w, MODULE_RES);
}
