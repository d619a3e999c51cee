/* The life of one broadcast: the steps D1 to D10 of the thread that runs the channel's dialplan. */
#include "sim/broadcast/broadcast.h"

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/broadcast/context.h"
#include "sim/broadcast/offer.h"
#include "sim/calls/application.h"
#include "sim/calls/session.h"
#include "sim/world/digest.h"

struct broadcast {
    struct activity activity;
    struct offer offer;
    struct texts *args; /* for StasisStart; NULL: none */
    const char *status;
    uint16_t status_rule; /* why it is that */
};

static void empty_status(struct world *w, struct task *task);
static void drop_old_context(struct world *w, struct task *task);
static void enter_context(struct world *w, struct task *task);
static void dispatch(struct world *w, struct task *task);
static void look(struct world *w, struct task *task);
static void read_winner(struct world *w, struct task *task);
static void hand_over(struct world *w, struct task *task);
static void leave_after_session(struct world *w, struct task *task);
static void leave(struct world *w, struct task *task);
static void set_status(struct world *w, struct task *task);
static void decide_status(struct broadcast *broadcast, const char *status, uint16_t rule);
static void tell(struct digest *digest, const void *activity);

static const struct step D1 = {"D1 status empty", empty_status, tell};
static const struct step D2 = {"D2 drop the old context", drop_old_context, tell};
static const struct step D3 = {"D3 context enters", enter_context, tell};
static const struct step D4 = {"D4 send", dispatch, tell};
static const struct step D5 = {"D5 look", look, tell};
static const struct step D6 = {"D6 read the winner", read_winner, tell};
static const struct step D7 = {"D7 hand over", hand_over, tell};
static const struct step D9_AFTER_SESSION = {"D9 context leaves", leave_after_session, tell};
static const struct step D9 = {"D9 context leaves", leave, tell};
static const struct step D10 = {"D10 status", set_status, tell};

void broadcast_call(struct world *w, struct task *task, struct channel *channel,
                    const struct broadcast_request *request, const struct step *resume) {
    struct broadcast *broadcast = activity_new(w, sizeof *broadcast, &D1);
    offer_prepare(w, &broadcast->offer, channel, request->filter, request->timeout_ms,
                  request->notify_claimed);
    broadcast->args = texts_keep(request->args);
    broadcasts_of(w)->running++;
    task_call(w, task, &broadcast->activity, resume);
}

static void empty_status(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    channel_set_variable_by(w, broadcast->offer.channel, SESSION_STATUS, "", RULE_STATUS_EMPTY);
    if (broadcast_module_is_loaded(w, MODULE_RES)) {
        task_next(w, task, &D2);
    } else {
        decide_status(broadcast, "FAILED", RULE_BROADCAST_UNAVAILABLE);
        task_next(w, task, &D10);
    }
}

static void drop_old_context(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    offer_forget_old(w, broadcast->offer.channel);
    task_next(w, task, &D3);
}

static void enter_context(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    offer_enter(w, &broadcast->offer);
    task_next(w, task, &D4);
}

static void dispatch(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    task_next(w, task, offer_send(w, &broadcast->offer) ? &D4 : &D5);
}

static void look(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    if (offer_look(w, &broadcast->offer, task, &D5)) {
        task_next(w, task, &D6);
    }
}

static void read_winner(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    const char *winner = offer_read_winner(w, &broadcast->offer);
    if (!winner) {
        decide_status(broadcast, "TIMEOUT", RULE_STATUS);
    }
    task_next(w, task, winner ? &D7 : &D9);
}

static void hand_over(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    struct channel *channel = broadcast->offer.channel;
    struct context *context = broadcast->offer.context;
    const char *winner = context->winner;
    if (world_is_mutated(w, MUTATE_START_TO_LAST_CLAIMANT)) {
        winner = context->claimant;
    }
    if (world_is_mutated(w, MUTATE_CONTEXT_LEAVES_EARLY)) {
        context_leave(w, context);
    }
    if (session_start(w, task, channel, winner, broadcast->args, &D9_AFTER_SESSION,
                      RULE_STASIS_START)) {
        watch_handed_over(w, &context->watch, session_application(channel->session)->name);
    } else {
        decide_status(broadcast, "FAILED", RULE_HAND_OVER_FAILED);
        task_next(w, task, &D9);
    }
}

/* Claims got 409 until now, and get 404 from now on. (R25) */
static void leave_after_session(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    must(task_result(task) == SESSION_CONTINUED || task_result(task) == SESSION_HUNG_UP);
    decide_status(broadcast, "SUCCESS", RULE_STATUS);
    leave(w, task);
}

static void leave(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    offer_leave(w, &broadcast->offer);
    task_next(w, task, &D10);
}

static void set_status(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    must(broadcast->status);
    channel_set_variable_by(w, broadcast->offer.channel, SESSION_STATUS, broadcast->status,
                            broadcast->status_rule);
    if (broadcast->offer.context) {
        watch_status(w, &broadcast->offer.context->watch, broadcast->status);
        context_drop(w, broadcast->offer.context);
    }
    texts_drop(w, broadcast->args);
    offer_dispose(w, &broadcast->offer);
    must(broadcasts_of(w)->running > 0);
    broadcasts_of(w)->running--;
    task_return(w, task, 0);
}

static void decide_status(struct broadcast *broadcast, const char *status, uint16_t rule) {
    must(!broadcast->status);
    broadcast->status = status;
    broadcast->status_rule = rule;
}

static void tell(struct digest *digest, const void *activity) {
    const struct broadcast *broadcast = activity;
    digest_text(digest, broadcast->status);
    texts_tell(digest, broadcast->args);
    offer_tell(digest, &broadcast->offer);
}
