/* Callers: a call is placed at its time, and its caller hangs up at another. */
#include "sim/dialplan/call.h"
#include "sim/scenario/client.h"
#include "sim/world/digest.h"

enum { CALLER_BYTES = 256 };

struct calling {
    struct activity activity;
    const struct script_call *call;
};

static void place(struct world *w, struct task *task);
static void hang_up(struct world *w, struct task *task);
static void start(struct world *w, const struct script_call *call, const char *role,
                  const struct step *step, uint64_t due_us);

static void log_not_placed(struct world *w, const struct script_call *call);
static void tell(struct digest *digest, const void *activity);

static const struct step PLACE = {"P place the call", place, tell};
static const struct step H1 = {"H1 hang up", hang_up, tell};

void caller_start(struct world *w, const struct script_call *call) {
    players_of(w)->pending++;
    start(w, call, "P", &PLACE, call->at_us);
    if (call->hangs_up) {
        start(w, call, "H", &H1, call->hangup_us);
    }
}

static void place(struct world *w, struct task *task) {
    const struct calling *calling = task_activity(task);
    const struct script_call *call = calling->call;
    char name[CALLER_BYTES];
    char number[CALLER_BYTES];
    call_split_caller(call->caller, name, number, CALLER_BYTES);
    players_of(w)->pending--;
    if (channel_find(w, call->id) || (!call->phone && channel_find(w, call->near_id))) {
        log_not_placed(w, call);
        task_end(w, task);
        return;
    }
    call_place(w, &(struct call_config){.exten = call->exten,
                                        .context = call->context,
                                        .phone = call->phone,
                                        .id = call->id,
                                        .near_id = call->phone ? NULL : call->near_id,
                                        .caller_name = name,
                                        .caller_number = number,
                                        .variables = call->variables,
                                        .variables_count = call->variables_count});
    task_end(w, task);
}

static void hang_up(struct world *w, struct task *task) {
    const struct calling *calling = task_activity(task);
    const struct script_call *call = calling->call;
    struct channel *channel = channel_find(w, call->phone ? call->id : call->near_id);
    if (channel) {
        call_hang_up(w, channel);
    }
    task_end(w, task);
}

static void start(struct world *w, const struct script_call *call, const char *role,
                  const struct step *step, uint64_t due_us) {
    struct calling *calling = activity_new(w, sizeof *calling, step);
    calling->call = call;
    task_start(w, role, call->id, &calling->activity, due_us);
}

static void log_not_placed(struct world *w, const struct script_call *call) {
    struct log *log = players_of(w)->log;
    if (log) {
        log_add(log, &(struct log_entry){.kind = LOG_CLIENT,
                                         .at_us = world_now_us(w),
                                         .name = call->id,
                                         .text = "not placed: a client made a channel of that id",
                                         .channel = call->id});
    }
}

static void tell(struct digest *digest, const void *activity) {
    const struct calling *calling = activity;
    digest_text(digest, calling->call->id);
}
