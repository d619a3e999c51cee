/* The dialplan thread: from priority to priority, then the h extension, then the end of the
 * channel. */
#include "sim/dialplan/thread.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/cause.h"
#include "sim/dialplan/applications.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/match.h"
#include "sim/dialplan/subst.h"
#include "sim/dialplan/values.h"
#include "sim/world/digest.h"

enum { TEXTS = 6 }; /* that a thread owns */

static void run_priority(struct world *w, struct task *task);
static void hang_up(struct world *w, struct task *task);
static void finish(struct world *w, struct task *task);
static void wait_for_answer(struct world *w, struct task *task);
static void run_only(struct world *w, struct task *task);
static void run_instead(struct world *w, struct task *task);
static void wait_to_be_dialled(struct world *w, struct task *task);
static void find_nothing(struct world *w, struct task *task);
static void run_application(struct world *w, struct task *task, struct thread *thread,
                            const char *name, const char *raw_args, bool substitute);
static bool go_to_invalid(struct world *w, struct task *task, const struct channel *channel);
static void start(struct world *w, struct channel *channel, struct thread *thread,
                  const char *role);
static void texts_of(const struct thread *thread, char *texts[TEXTS]);
static void free_thread(struct world *w, struct thread *thread);

static const struct step PRIORITY = {"P priority", run_priority, thread_tell};
static const struct step HANG_UP = {"P hang up", hang_up, thread_tell};
static const struct step FINISH = {"P end of channel", finish, thread_tell};
static const struct step WAIT_FOR_ANSWER = {"L wait for answer", wait_for_answer, thread_tell};
static const struct step ONLY = {"P only application", run_only, thread_tell};
static const struct step INSTEAD = {"P application", run_instead, thread_tell};
static const struct step TO_BE_DIALLED = {"P wait to be dialled", wait_to_be_dialled, thread_tell};
static const struct step NOTHING = {"P no such extension", find_nothing, thread_tell};
const struct step thread_after = {"P after", thread_next, thread_tell};

static void run_priority(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    struct channel *channel = thread->channel;
    if (channel->hung_up && !thread->hanging) {
        task_next(w, task, &HANG_UP);
        return;
    }
    const struct dialplan_step *step =
        dialplan_find(dialplan_of(w), channel->context, channel->exten, channel->priority);
    if (step) {
        run_application(w, task, thread, step->info ? step->info->name : step->application,
                        step->args, true);
    } else if (thread->hanging) {
        task_next(w, task, &FINISH);
    } else if (!go_to_invalid(w, task, channel)) {
        task_next(w, task, &HANG_UP);
    }
}

static void run_application(struct world *w, struct task *task, struct thread *thread,
                            const char *name, const char *raw_args, bool substitute) {
    application_run *run = application_runner(w, name);
    if (!run) {
        thread_end(w, task);
        return;
    }
    char args[SUBST_SIZE];
    if (substitute) {
        dialplan_substitute(w, thread->channel, raw_args, args, sizeof args);
    } else {
        strncpy(args, raw_args, sizeof args - 1);
        args[sizeof args - 1] = '\0';
    }
    if (thread->quiet) {
        channel_show_app(w, thread->channel, name, args);
    } else {
        channel_set_app(w, thread->channel, name, args);
    }
    run(w, task, thread, args);
}

void thread_next(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    struct channel *channel = thread->channel;
    if (channel->jump) { /* a `continue` has named another place */
        channel->jump = false;
        thread->single = false;
        thread->quiet = false;
        thread->ends = false;
    } else if (thread->single || thread->ends) {
        thread_end(w, task);
        return;
    } else if (!channel->hung_up || thread->hanging) {
        /* R81. Seen by nobody until an application runs there: no new snapshot yet. */
        channel->priority++;
    }
    task_next(w, task, &PRIORITY);
}

void thread_sleep(struct world *w, struct task *task, uint64_t until_us) {
    struct thread *thread = task_activity(task);
    if (thread->channel->hung_up && !thread->hanging) {
        task_next(w, task, &HANG_UP);
    } else {
        task_sleep(w, task, &thread_after, until_us, thread->hanging ? 0 : WAKE_HANGUP);
    }
}

void thread_jump(struct world *w, struct task *task, const char *context, const char *exten,
                 int priority) {
    struct thread *thread = task_activity(task);
    channel_set_place(w, thread->channel, context, exten, priority);
    task_next(w, task, &PRIORITY);
}

void thread_end(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    task_next(w, task, thread->hanging ? &FINISH : &HANG_UP);
}

/* The dialplan is over: those who watch are told, and the h extension runs if there is one. */
static void hang_up(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    struct channel *channel = thread->channel;
    must(!thread->hanging);
    thread->hanging = true;
    thread->ends = false;
    if (thread->single) { /* no dialplan ends, so there is nothing to tell: recorded */
        task_next(w, task, &FINISH);
        return;
    }
    channel_hangup(w, channel, (struct hangup){.shown_cause = CAUSE_NORMAL, .soft = true});
    if (dialplan_find(dialplan_of(w), channel->context, "h", 1)) {
        thread_jump(w, task, channel->context, "h", 1);
    } else {
        task_next(w, task, &FINISH);
    }
}

static void finish(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    struct channel *channel = thread->channel;
    channel_show_app(w, channel, thread->rest_app, thread->rest_app_data);
    channel->task = NULL;
    free_thread(w, thread);
    broadcast_channel_gone(w, channel->id);
    channel_destroy(w, channel);
    task_end(w, task);
}

/* The ;1 of a Local pair, until ;2 answers. */
static void wait_for_answer(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    struct channel *channel = thread->channel;
    if (channel->hung_up) {
        task_next(w, task, &FINISH);
    } else if (channel->state != CHANNEL_UP) {
        if (world_now_us(w) >= thread->give_up_us) {
            task_next(w, task, &FINISH);
        } else {
            task_sleep(w, task, &WAIT_FOR_ANSWER, thread->give_up_us, WAKE_HANGUP | WAKE_DONE);
        }
    } else if (thread->near_app) {
        thread->quiet = true;
        task_next(w, task, &ONLY);
    } else if (thread->near_context) {
        thread_jump(w, task, thread->near_context, thread->near_exten, thread->near_priority);
    } else {
        task_sleep(w, task, &WAIT_FOR_ANSWER, TASK_FOREVER, WAKE_HANGUP);
    }
}

/* One application, and no dialplan unless a `continue` names a place. */
static void run_only(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    thread->single = true;
    run_application(w, task, thread, thread->near_app, thread->near_app_data, false);
}

/* One application in the place of a dialplan, which ends with it. */
static void run_instead(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    if (thread->channel->hung_up) {
        task_next(w, task, &HANG_UP);
    } else {
        thread->ends = true;
        run_application(w, task, thread, thread->near_app, thread->near_app_data, true);
    }
}

/* The ;2 of a pair whose ;1 has been made but not dialled. */
static void wait_to_be_dialled(struct world *w, struct task *task) {
    const struct thread *thread = task_activity(task);
    const struct channel *channel = thread->channel;
    if (channel->hung_up) {
        task_next(w, task, &FINISH);
    } else if (channel->peer && channel->peer->dialstring) {
        task_next(w, task, &PRIORITY);
    } else {
        task_sleep(w, task, &TO_BE_DIALLED, TASK_FOREVER, WAKE_HANGUP | WAKE_DONE);
    }
}

/* The halves are parted first, so that neither tells of the other's end: recorded. */
static void find_nothing(struct world *w, struct task *task) {
    const struct thread *thread = task_activity(task);
    struct channel *near = thread->channel->peer;
    if (near) {
        near->peer = NULL;
        thread->channel->peer = NULL;
        near->hung_up = true;
        if (near->task) {
            task_wake(w, near->task, WAKE_HANGUP);
        }
    }
    task_next(w, task, &FINISH);
}

/* An extension that does not exist goes to `i`, where the context has one. */
static bool go_to_invalid(struct world *w, struct task *task, const struct channel *channel) {
    const struct dialplan *plan = dialplan_of(w);
    if (dialplan_has_exten(plan, channel->context, channel->exten) ||
        !dialplan_find(plan, channel->context, "i", 1)) {
        return false;
    }
    thread_jump(w, task, channel->context, "i", 1);
    return true;
}

void dialplan_start(struct world *w, struct channel *channel) {
    struct thread *thread = activity_new(w, sizeof *thread, &PRIORITY);
    start(w, channel, thread, "D");
}

void thread_start_near(struct world *w, struct channel *channel, const struct call_config *config) {
    struct thread *thread = activity_new(w, sizeof *thread, &WAIT_FOR_ANSWER);
    world_strset(w, &thread->near_context, config->near_context);
    world_strset(w, &thread->near_exten, config->near_exten);
    thread->near_priority = config->near_priority;
    world_strset(w, &thread->near_app, config->near_app);
    world_strset(w, &thread->near_app_data, text_or_empty(config->near_app_data));
    thread->give_up_us =
        config->near_timeout_us ? world_now_us(w) + config->near_timeout_us : TASK_FOREVER;
    start(w, channel, thread, "L");
}

void thread_start_unreachable(struct world *w, struct channel *channel) {
    struct thread *thread = activity_new(w, sizeof *thread, &NOTHING);
    start(w, channel, thread, "D");
}

void dialplan_start_application(struct world *w, struct channel *channel, const char *app,
                                const char *app_data, bool quiet) {
    struct thread *thread = activity_new(w, sizeof *thread, &ONLY);
    world_strset(w, &thread->near_app, app);
    world_strset(w, &thread->near_app_data, app_data);
    thread->quiet = quiet;
    start(w, channel, thread, "L");
}

void thread_start_instead(struct world *w, struct channel *channel, const char *app,
                          const char *app_data) {
    struct thread *thread = activity_new(w, sizeof *thread, &INSTEAD);
    world_strset(w, &thread->near_app, app);
    world_strset(w, &thread->near_app_data, app_data);
    start(w, channel, thread, "D");
}

void dialplan_start_when_dialled(struct world *w, struct channel *channel) {
    struct thread *thread = activity_new(w, sizeof *thread, &TO_BE_DIALLED);
    start(w, channel, thread, "D");
}

static void start(struct world *w, struct channel *channel, struct thread *thread,
                  const char *role) {
    must(!channel->task);
    thread->channel = channel;
    world_strset(w, &thread->rest_app, text_or_empty(channel->app_name));
    world_strset(w, &thread->rest_app_data, text_or_empty(channel->app_data));
    channel->task = task_start(w, role, channel->id, &thread->activity, world_now_us(w));
}

void thread_tell(struct digest *digest, const void *activity) {
    const struct thread *thread = activity;
    char *texts[TEXTS];
    texts_of(thread, texts);
    digest_text(digest, thread->channel->id);
    for (size_t i = 0; i < TEXTS; i++) {
        digest_text(digest, texts[i]);
    }
    digest_number(digest, (uint64_t)(thread->hanging | thread->single << 1 | thread->ends << 2 |
                                     thread->quiet << 3));
    digest_number(digest, (uint64_t)thread->near_priority);
    if (thread->activity.step == &WAIT_FOR_ANSWER) {
        digest_moment(digest, thread->give_up_us);
    }
    digest_text(digest, thread->dialled ? thread->dialled->id : NULL);
    digest_number(digest, (uint64_t)thread->dialled_does);
    for (const struct gosub *g = thread->gosubs.innermost; g; g = g->outer) {
        digest_text(digest, g->context);
        digest_text(digest, g->exten);
        digest_number(digest, (uint64_t)g->priority);
    }
}

static void free_thread(struct world *w, struct thread *thread) {
    while (thread->gosubs.innermost) {
        gosub_pop(w, &thread->gosubs);
    }
    char *texts[TEXTS];
    texts_of(thread, texts);
    for (size_t i = 0; i < TEXTS; i++) {
        world_strfree(w, texts[i]);
    }
}

static void texts_of(const struct thread *thread, char *texts[TEXTS]) {
    char *const own[TEXTS] = {thread->rest_app,   thread->rest_app_data, thread->near_context,
                              thread->near_exten, thread->near_app,      thread->near_app_data};
    memcpy(texts, own, sizeof own);
}
