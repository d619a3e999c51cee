/* Dial and Queue: to phones whose behaviour is configured, and to a queue where nobody answers. */
#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/calls/calls.h"
#include "sim/calls/cause.h"
#include "sim/dialplan/apps.h"
#include "sim/dialplan/args.h"
#include "sim/dialplan/note.h"

enum { ARGS_MAX = 8, QUEUE_TIMEOUT_PART = 4, NAME_BYTES = 512 };

static const uint64_t DIAL_TIMEOUT_US = 136 * US_PER_S;
static const uint64_t QUEUE_WAIT_US = 5 * US_PER_S;

static const struct phone *find_phone(const struct world *w, const char *name);
static void ring(struct world *w, struct thread *thread, const char *phone);
static void rung(struct world *w, struct task *task);
static void talked(struct world *w, struct task *task);
static void drop_dialled(struct world *w, struct thread *thread);
static void set_status(struct world *w, struct thread *thread, const char *status);

static const struct step RUNG = {"P dialled phone decides", rung};
static const struct step TALKED = {"P dialled phone is left", talked};

/* Dial(phone[&phone…][,timeout]): the first phone of the list that answers soonest. */
void app_dial(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *parts[ARGS_MAX];
    size_t count = args_split(args, parts, ARGS_MAX);
    uint64_t timeout_us = DIAL_TIMEOUT_US;
    if (count > 1 && parts[1][0] != '\0' && !thread_seconds(parts[1], &timeout_us)) {
        timeout_us = DIAL_TIMEOUT_US;
    }
    const struct phone *soonest = NULL;
    bool known = false;
    char *rest = count > 0 ? parts[0] : NULL;
    while (rest) {
        char *name = rest;
        rest = strchr(name, '&');
        if (rest) {
            *rest++ = '\0';
        }
        const struct phone *phone = find_phone(w, name);
        known = known || phone;
        if (phone && (!soonest || phone->after_us < soonest->after_us)) {
            soonest = phone;
        }
    }
    if (!known) {
        set_status(w, thread, "CHANUNAVAIL");
        thread_next(w, task);
        return;
    }
    ring(w, thread, soonest->name);
    bool answers = soonest->behaviour == PHONE_ANSWERS && soonest->after_us <= timeout_us;
    bool busy = soonest->behaviour == PHONE_BUSY && soonest->after_us <= timeout_us;
    thread->scratch = answers ? PHONE_ANSWERS : busy ? PHONE_BUSY : PHONE_NO_ANSWER;
    uint64_t wait_us = answers || busy ? soonest->after_us : timeout_us;
    task_sleep(w, task, &RUNG, world_now_us(w) + wait_us, WAKE_HANGUP);
}

static void rung(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    if (thread->channel->hung_up || thread->scratch != PHONE_ANSWERS) {
        bool busy = !thread->channel->hung_up && thread->scratch == PHONE_BUSY;
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
    char *parts[ARGS_MAX];
    size_t count = args_split(args, parts, ARGS_MAX);
    uint64_t wait_us = QUEUE_WAIT_US;
    if (count > QUEUE_TIMEOUT_PART && !thread_seconds(parts[QUEUE_TIMEOUT_PART], &wait_us)) {
        wait_us = QUEUE_WAIT_US;
    }
    channel_set_variable(w, thread->channel, "QUEUESTATUS", "TIMEOUT");
    thread_sleep(w, task, world_now_us(w) + wait_us);
}

static const struct phone *find_phone(const struct world *w, const char *name) {
    const struct dialplan_config *config = dialplan_config_of(w);
    for (size_t i = 0; i < config->phones_count; i++) {
        if (strcmp(config->phones[i].name, name) == 0) {
            return &config->phones[i];
        }
    }
    return NULL;
}

static void ring(struct world *w, struct thread *thread, const char *phone) {
    char name[NAME_BYTES];
    must(!thread->dialled);
    snprintf(name, sizeof name, "%s-%08x", phone, ++calls_of(w)->phones);
    thread->dialled = channel_new(
        w, &(struct channel_config){.name = name, .state = CHANNEL_RINGING, .priority = 1});
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
