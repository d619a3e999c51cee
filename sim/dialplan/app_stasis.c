/* Stasis and StasisBroadcast: the ways from the dialplan to the applications of ARI. */
#include "sim/base/rule.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/session.h"
#include "sim/dialplan/apps.h"
#include "sim/dialplan/args.h"
#include "sim/dialplan/broadcast_args.h"
#include "sim/dialplan/note.h"

enum { STASIS_ARGS_MAX = 128 };

static void session_over(struct world *w, struct task *task);

static const struct step SESSION_OVER = {"P session over", session_over, thread_tell};

/* Stasis(application[,arg…]) */
void app_stasis(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *parts[STASIS_ARGS_MAX + 1];
    size_t count = args_split(args, parts, STASIS_ARGS_MAX + 1);
    channel_set_variable(w, thread->channel, SESSION_STATUS, "");
    if (count == 0) {
        dialplan_warn(w, thread->channel, "Stasis() needs the name of an application");
        thread_end(w, task);
        return;
    }
    struct texts *values = texts_new(w, (const char *const *)(parts + 1), count - 1);
    bool started =
        session_start(w, task, thread->channel, parts[0], values, &SESSION_OVER, RULE_STASIS_START);
    texts_drop(w, values);
    if (!started) {
        channel_set_variable(w, thread->channel, SESSION_STATUS, "FAILED");
        thread_next(w, task);
    }
}

static void session_over(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    channel_set_variable(w, thread->channel, SESSION_STATUS, "SUCCESS");
    task_next(w, task, &thread_after);
}

/* StasisBroadcast([timeout[,app_filter[,args[,notify_claimed]]]]) */
void app_stasis_broadcast(struct world *w, struct task *task, struct thread *thread, char *args) {
    struct broadcast_args read;
    broadcast_args_read(args, &read);
    if (read.timeout_bad) {
        dialplan_warn(w, thread->channel,
                      "StasisBroadcast: the timeout is not one, %d ms instead (R3)",
                      BROADCAST_TIMEOUT_DEFAULT_MS);
    }
    if (read.values_dropped > 0) {
        dialplan_warn(w, thread->channel,
                      "StasisBroadcast: more than %d args, the rest is dropped (R4)",
                      BROADCAST_VALUES_MAX);
    }
    struct broadcast_request request = {
        .timeout_ms = read.timeout_ms,
        .filter = read.filter,
        .args = texts_new(w, (const char *const *)read.values, read.value_count),
        .notify_claimed = read.notify_claimed,
    };
    broadcast_call(w, task, thread->channel, &request, &thread_after);
    texts_drop(w, request.args);
}
