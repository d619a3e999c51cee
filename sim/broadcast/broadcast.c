/* The life of one broadcast: the steps D1 to D10 of the thread that runs the channel's dialplan. */
#include "sim/broadcast/broadcast.h"

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/broadcast/audience.h"
#include "sim/broadcast/context.h"
#include "sim/broadcast/filter.h"
#include "sim/calls/session.h"
#include "sim/calls/snapshot.h"

enum { US_PER_MS = 1000 };

struct broadcast {
    struct activity activity;
    struct channel *channel;
    struct context *context;
    struct broadcast_request request; /* `filter` is a copy of our own */
    char *filter;
    struct audience *audience;
    struct call_event *event; /* the one all copies are of */
    uint64_t deadline_us;     /* 0 until the wait begins */
    const char *status;
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
static void note_began(struct world *w, const struct broadcast *broadcast);
static const char *why_no_filter(const struct filter_report *report);
static void note(struct world *w, struct channel *channel, const struct event_kind *kind,
                 uint16_t rule, const char *name, const char *value);

static const struct step D1 = {"D1 status empty", empty_status};
static const struct step D2 = {"D2 drop the old context", drop_old_context};
static const struct step D3 = {"D3 context enters", enter_context};
static const struct step D4 = {"D4 send", dispatch};
static const struct step D5 = {"D5 look", look};
static const struct step D6 = {"D6 read the winner", read_winner};
static const struct step D7 = {"D7 hand over", hand_over};
static const struct step D9_AFTER_SESSION = {"D9 context leaves", leave_after_session};
static const struct step D9 = {"D9 context leaves", leave};
static const struct step D10 = {"D10 status", set_status};

const struct event_kind EVENT_CALL_BROADCAST = CALL_EVENT_KIND("CallBroadcast");
const struct event_kind EVENT_BROADCAST_BEGAN = CALL_EVENT_KIND("BroadcastBegan");
const struct event_kind EVENT_FILTER_UNDECIDED = CALL_EVENT_KIND("FilterUndecided");
const struct event_kind EVENT_WAIT_ENDED = CALL_EVENT_KIND("WaitEnded");
const struct event_kind EVENT_WINNER_READ = CALL_EVENT_KIND("WinnerRead");
const struct event_kind EVENT_BROADCAST_ENDED = CALL_EVENT_KIND("BroadcastEnded");

static const char VARIABLE[] = "STASISSTATUS";

void broadcast_call(struct world *w, struct task *task, struct channel *channel,
                    const struct broadcast_request *request, const struct step *resume) {
    struct broadcast *broadcast = activity_new(w, sizeof *broadcast, &D1);
    broadcast->channel = channel;
    broadcast->request = *request;
    broadcast->filter = world_strdup(w, request->filter);
    if (request->args) {
        texts_keep(request->args);
    }
    broadcasts_of(w)->running++;
    task_call(w, task, &broadcast->activity, resume);
}

static void empty_status(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    channel_set_variable(w, broadcast->channel, VARIABLE, "");
    if (broadcast_module_is_loaded(w, MODULE_RES)) {
        task_next(w, task, &D2);
    } else { /* R99 */
        broadcast->status = "FAILED";
        task_next(w, task, &D10);
    }
}

static void drop_old_context(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    struct context *old = context_find(w, broadcast->channel->id);
    if (old) { /* R11: only somebody who never cleans up leaves one */
        context_leave(w, old);
        watch_left(w, &old->watch, broadcast->channel);
        context_drop(w, old);
    }
    task_next(w, task, &D3);
}

static void enter_context(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    broadcast->context = context_enter(w, broadcast->channel->id, broadcast->filter,
                                       broadcast->request.notify_claimed);
    broadcast->context->waiter = task;
    note_began(w, broadcast);
    task_next(w, task, &D4);
}

/* D4.k: the first makes the list and the event (R60 to R65), each sends one copy. */
static void dispatch(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    struct channel *channel = broadcast->channel;
    struct watch *watch = &broadcast->context->watch;
    if (!broadcast->audience) {
        broadcast->audience = audience_gather(w, context_filter(w, broadcast->context));
        if (broadcast->audience->undecided > 0) { /* R49: as an engine error would, it notifies */
            note(w, channel, &EVENT_FILTER_UNDECIDED, RULE_FILTER_UNDECIDED, NULL,
                 broadcast->filter);
        }
        struct rng rng = world_rng(w, ++broadcasts_of(w)->dispatches);
        audience_shuffle(w, broadcast->audience, &rng);
        watch_matched(watch, broadcast->audience->count);
        broadcast->event = call_event_new(w, &EVENT_CALL_BROADCAST, channel, RULE_DISPATCH);
        broadcast->event->name = world_strdup(w, broadcast->event->channel->caller_number);
        broadcast->event->value = world_strdup(w, broadcast->event->channel->exten);
    }
    if (audience_send(w, broadcast->audience, &broadcast->event->head)) {
        watch_sent(w, watch);
    }
    if (broadcast->audience->next < broadcast->audience->count) {
        task_next(w, task, &D4);
        return;
    }
    watch_all_sent(w, watch);
    audience_free(w, broadcast->audience);
    event_drop(w, &broadcast->event->head);
    task_next(w, task, &D5);
}

static void look(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    uint64_t now_us = world_now_us(w);
    if (broadcast->deadline_us == 0) { /* R13: the wait begins with the first look */
        broadcast->deadline_us = now_us + (uint64_t)broadcast->request.timeout_ms * US_PER_MS;
        watch_wait_began(&broadcast->context->watch, broadcast->deadline_us);
    }
    const char *why = NULL;
    if (broadcast->context->winner) {
        why = "claimed";
    } else if (broadcast->channel->hung_up) {
        why = "hung up";
    } else if (now_us >= broadcast->deadline_us) {
        why = "deadline";
    }
    if (why) {
        note(w, broadcast->channel, &EVENT_WAIT_ENDED, RULE_LOOK, NULL, why);
        task_next(w, task, &D6);
        return;
    }
    uint64_t next_us = now_us + LOOK_EVERY_US;
    task_sleep(w, task, &D5, next_us < broadcast->deadline_us ? next_us : broadcast->deadline_us,
               WAKE_CLAIM);
}

static void read_winner(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    struct context *context = broadcast->context;
    const char *winner = context_finish(context);
    context->waiter = NULL;
    watch_read(w, &context->watch, broadcast->channel, winner);
    note(w, broadcast->channel, &EVENT_WINNER_READ, RULE_READ_WINNER, winner, NULL);
    broadcast->status = winner ? NULL : "TIMEOUT";
    task_next(w, task, winner ? &D7 : &D9);
}

static void hand_over(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    struct context *context = broadcast->context;
    if (session_start(w, task, broadcast->channel, context->winner, broadcast->request.args,
                      &D9_AFTER_SESSION, RULE_STASIS_START)) {
        watch_handed_over(w, &context->watch,
                          session_application(broadcast->channel->session)->name);
    } else { /* R75 */
        broadcast->status = "FAILED";
        task_next(w, task, &D9);
    }
}

static void leave_after_session(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    must(task_result(task) == SESSION_CONTINUED || task_result(task) == SESSION_HUNG_UP);
    broadcast->status = "SUCCESS";
    leave(w, task);
}

static void leave(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    context_leave(w, broadcast->context);
    watch_left(w, &broadcast->context->watch, broadcast->channel);
    note(w, broadcast->channel, &EVENT_BROADCAST_ENDED,
         broadcast->context->winner ? RULE_CONTEXT_AFTER_SESSION : RULE_CONTEXT_AFTER_TIMEOUT, NULL,
         broadcast->channel->id);
    task_next(w, task, &D10);
}

static void set_status(struct world *w, struct task *task) {
    struct broadcast *broadcast = task_activity(task);
    must(broadcast->status);
    channel_set_variable(w, broadcast->channel, VARIABLE, broadcast->status);
    if (broadcast->context) {
        watch_status(w, &broadcast->context->watch, broadcast->status);
        context_drop(w, broadcast->context);
    }
    texts_drop(w, broadcast->request.args);
    world_strfree(w, broadcast->filter);
    must(broadcasts_of(w)->running > 0);
    broadcasts_of(w)->running--;
    task_return(w, task, 0);
}

static void note_began(struct world *w, const struct broadcast *broadcast) {
    if (!world_is_observed(w)) {
        return;
    }
    const struct filter *filter = context_filter(w, broadcast->context);
    const char *ignored = filter ? why_no_filter(filter_report(filter)) : NULL;
    struct call_event *event =
        call_event_new(w, &EVENT_BROADCAST_BEGAN, broadcast->channel, RULE_CONTEXT_FIRST);
    event->name = world_strdup(w, broadcast->filter);
    event->value = ignored ? world_strdup(w, ignored) : NULL;
    event->cause = broadcast->request.timeout_ms;
    event_note_once(w, &event->head);
}

/* NULL for a filter that can be used. */
static const char *why_no_filter(const struct filter_report *report) {
    if (report->verdict.limit != FILTER_LIMIT_NONE) {
        return filter_limit_text(report->verdict.limit);
    }
    return report->compiles ? NULL : report->error_reason;
}

static void note(struct world *w, struct channel *channel, const struct event_kind *kind,
                 uint16_t rule, const char *name, const char *value) {
    if (!world_is_observed(w)) {
        return;
    }
    struct call_event *event = call_event_new(w, kind, channel, rule);
    event->name = name ? world_strdup(w, name) : NULL;
    event->value = value ? world_strdup(w, value) : NULL;
    event_note_once(w, &event->head);
}
