/* Dial and Queue: to phones whose behaviour is configured, and to a queue where nobody answers. */
#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/calls/cause.h"
#include "sim/dialplan/apps.h"
#include "sim/dialplan/args.h"

/* Where the arguments stand; REST takes those that nobody reads. */
enum { DIAL_PHONES, DIAL_TIMEOUT, DIAL_REST, DIAL_ARGS };
enum { QUEUE_TIMEOUT = 4, QUEUE_REST, QUEUE_ARGS };

static const uint64_t DIAL_TIMEOUT_US = 136 * US_PER_S;
static const uint64_t QUEUE_WAIT_US = 5 * US_PER_S;

static const struct phone *find_soonest(const struct world *w, char *names);
static void ring(struct world *w, struct thread *thread, const char *phone);
static void rung(struct world *w, struct task *task);
static void talked(struct world *w, struct task *task);
static void drop_dialled(struct world *w, struct thread *thread);
static void set_status(struct world *w, struct thread *thread, const char *status);

static const struct step RUNG = {"P dialled phone decides", rung, thread_tell};
static const struct step TALKED = {"P dialled phone is left", talked, thread_tell};

/* Dial(phone[&phone…][,timeout]): of several phones only the one that acts soonest is dialled. */
void app_dial(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *parts[DIAL_ARGS];
    args_read(args, parts, DIAL_ARGS);
    uint64_t timeout_us = args_seconds_or(parts[DIAL_TIMEOUT], DIAL_TIMEOUT_US);
    const struct phone *phone = find_soonest(w, parts[DIAL_PHONES]);
    if (!phone) {
        set_status(w, thread, "CHANUNAVAIL");
        thread_next(w, task);
        return;
    }
    ring(w, thread, phone->name);
    bool decides = phone->behaviour != PHONE_NO_ANSWER && phone->after_us <= timeout_us;
    thread->dialled_does = decides ? phone->behaviour : PHONE_NO_ANSWER;
    uint64_t wait_us = decides ? phone->after_us : timeout_us;
    task_sleep(w, task, &RUNG, world_now_us(w) + wait_us, WAKE_HANGUP);
}

/* NULL when none of them is configured. */
static const struct phone *find_soonest(const struct world *w, char *names) {
    const struct phone *soonest = NULL;
    for (char *name; (name = args_next(&names, '&'));) {
        const struct phone *phone = phone_find(w, name);
        if (phone && (!soonest || phone->after_us < soonest->after_us)) {
            soonest = phone;
        }
    }
    return soonest;
}

static void rung(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    if (thread->channel->hung_up || thread->dialled_does != PHONE_ANSWERS) {
        bool busy = !thread->channel->hung_up && thread->dialled_does == PHONE_BUSY;
        set_status(w, thread, thread->channel->hung_up ? "CANCEL" : busy ? "BUSY" : "NOANSWER");
        drop_dialled(w, thread);
        thread_next(w, task);
        return;
    }
    channel_set_state(w, thread->dialled, CHANNEL_UP);
    channel_answer(w, thread->channel);
    set_status(w, thread, "ANSWER");
    task_sleep(w, task, &TALKED, TASK_FOREVER, WAKE_HANGUP);
}

static void talked(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    drop_dialled(w, thread);
    thread_next(w, task);
}

/* Queue(name[,options[,url[,announce[,timeout]]]]): nobody answers, and then it goes on. */
void app_queue(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *parts[QUEUE_ARGS];
    args_read(args, parts, QUEUE_ARGS);
    uint64_t wait_us = args_seconds_or(parts[QUEUE_TIMEOUT], QUEUE_WAIT_US);
    channel_set_variable(w, thread->channel, "QUEUESTATUS", "TIMEOUT");
    thread_sleep(w, task, world_now_us(w) + wait_us);
}

static void ring(struct world *w, struct thread *thread, const char *phone) {
    must(!thread->dialled);
    char name[PHONE_CHANNEL_NAME_BYTES];
    thread->dialled = channel_new(w, &(struct channel_config){
                                         .name = phone_channel_name(w, phone, name),
                                         .state = CHANNEL_RINGING,
                                         .priority = 1,
                                     });
}

static void drop_dialled(struct world *w, struct thread *thread) {
    if (thread->dialled) {
        thread->dialled->hangup_cause = CAUSE_NORMAL;
        channel_destroy(w, thread->dialled);
        thread->dialled = NULL;
    }
}

static void set_status(struct world *w, struct thread *thread, const char *status) {
    channel_set_variable(w, thread->channel, "DIALSTATUS", status);
}
