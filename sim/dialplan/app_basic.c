/* Applications that act at once: hanging up, setting variables, leaving a word; answering nearly
 * so. */
#include <stdlib.h>
#include <string.h>

#include "sim/base/conf.h"
#include "sim/base/rule.h"
#include "sim/base/unit.h"
#include "sim/calls/cause.h"
#include "sim/calls/events.h"
#include "sim/dialplan/apps.h"
#include "sim/dialplan/args.h"
#include "sim/dialplan/notation.h"
#include "sim/dialplan/note.h"
#include "sim/dialplan/values.h"

enum { USEREVENT_ARGS_MAX = 64, ASSIGNMENTS_MAX = 64 };

static const uint64_t ANSWERED_HOLD_US = 500 * US_PER_MS;

static void assign(struct world *w, struct channel *channel, char *assignment);

void app_noop(struct world *w, struct task *task, struct thread *thread, char *args) {
    (void)thread;
    (void)args;
    thread_next(w, task);
}

/* Verbose([level,]message) */
void app_verbose(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *comma = strchr(args, ',');
    bool has_level = comma && strspn(args, "0123456789") == (size_t)(comma - args);
    dialplan_note(w, thread->channel, "Verbose", has_level ? comma + 1 : args);
    thread_next(w, task);
}

/* Log(level,message) */
void app_log(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *comma = strchr(args, ',');
    if (comma) {
        *comma = '\0';
    }
    dialplan_note(w, thread->channel, comma ? args : "Log", comma ? comma + 1 : args);
    thread_next(w, task);
}

void app_answer(struct world *w, struct task *task, struct thread *thread, char *args) {
    (void)args;
    struct channel *channel = thread->channel;
    bool is_held = channel->peer && channel->state != CHANNEL_UP; /* (R144) */
    channel_answer(w, channel);
    if (is_held) {
        thread_sleep(w, task, world_now_us(w) + ANSWERED_HOLD_US);
    } else {
        thread_next(w, task);
    }
}

void app_ringing(struct world *w, struct task *task, struct thread *thread, char *args) {
    (void)args;
    if (thread->channel->peer) {
        channel_set_state(w, thread->channel->peer, CHANNEL_RINGING);
    }
    thread_next(w, task);
}

/* Busy([timeout]), Congestion([timeout]): the caller hears it until it hangs up. */
static void refuse(struct world *w, struct task *task, struct thread *thread, const char *args,
                   int cause) {
    uint64_t wait_us;
    thread->channel->hangup_cause = cause;
    if (!args_seconds(args, &wait_us)) {
        thread_sleep(w, task, TASK_FOREVER);
    } else {
        thread->ends = true;
        thread_sleep(w, task, world_now_us(w) + wait_us);
    }
}

void app_busy(struct world *w, struct task *task, struct thread *thread, char *args) {
    refuse(w, task, thread, args, CAUSE_BUSY);
}

void app_congestion(struct world *w, struct task *task, struct thread *thread, char *args) {
    refuse(w, task, thread, args, CAUSE_CONGESTION);
}

/* Hangup([cause]): a number, or a word of ARI. */
void app_hangup(struct world *w, struct task *task, struct thread *thread, char *args) {
    int cause = CAUSE_NORMAL;
    if (args[0] != '\0' && !cause_of_reason(args, &cause)) {
        long number = strtol(args, NULL, 10);
        cause = number > 0 && number <= CAUSE_MAX ? (int)number : CAUSE_NORMAL;
    }
    if (args[0] != '\0' || thread->channel->hangup_cause == CAUSE_NONE) {
        thread->channel->hangup_cause = cause;
    }
    thread_end(w, task);
}

/* Set(name=value): several when every part is an assignment; quotes belong to the values. */
void app_set(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *assignments[ASSIGNMENTS_MAX];
    size_t count = notation_assignments(args, assignments, ASSIGNMENTS_MAX);
    for (size_t i = 0; i < count; i++) {
        assign(w, thread->channel, assignments[i]);
    }
    thread_next(w, task);
}

/* UserEvent(name,key: value,…): a part without a colon says nothing. */
void app_userevent(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *parts[USEREVENT_ARGS_MAX];
    size_t count = args_split(args, parts, USEREVENT_ARGS_MAX);
    const char *items[2 * USEREVENT_ARGS_MAX];
    size_t items_count = 0;
    for (size_t i = 1; i < count; i++) {
        char *colon = strchr(parts[i], ':');
        if (colon) {
            *colon = '\0';
            items[items_count++] = conf_trim(parts[i]);
            items[items_count++] = conf_trim(colon + 1);
        }
    }
    if (count > 0 && channel_has_audience(w, thread->channel)) {
        struct call_event *event =
            call_event_new(w, &EVENT_CHANNEL_USEREVENT, thread->channel, RULE_NONE);
        event->name = world_strdup(w, parts[0]);
        event->args = texts_new(w, items, items_count);
        call_event_publish(w, thread->channel, event);
    }
    thread_next(w, task);
}

static void assign(struct world *w, struct channel *channel, char *assignment) {
    char *equals = strchr(assignment, '=');
    if (!equals) {
        dialplan_warn(w, channel, "Set() without a `=`: write Set(NAME=value)");
        return;
    }
    *equals = '\0';
    if (!dialplan_write(w, channel, conf_trim(assignment), equals + 1)) {
        dialplan_warn(w, channel, "Set() of a function that cannot be set");
    }
}
