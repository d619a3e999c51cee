/* The Stasis session: a loop on the channel's own task that looks, does what it was asked, and
 * sleeps. */
#include "sim/calls/session.h"

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/calls/application.h"
#include "sim/calls/bridge.h"
#include "sim/calls/events.h"
#include "sim/world/digest.h"

struct session {
    struct activity activity;
    struct channel *channel;
    struct application *application;
    struct command *first; /* to be done, in the order of asking */
    struct command *last;
    char *move_to; /* NULL: stay */
    struct texts *move_args;
    bool leaving;
};

static void look(struct world *w, struct task *task);
static void end(struct world *w, struct task *task);
static bool do_command(struct world *w, struct task *task, struct session *session);
static void finish_command(struct world *w, struct command *command, int result);
static void do_move(struct world *w, struct session *session);
static void enter(struct world *w, struct session *session, struct application *application,
                  struct texts *args, uint16_t rule);
static void leave(struct world *w, struct session *session);
static void wake(struct world *w, struct channel *channel);
static void tell(struct digest *digest, const void *activity);

static const struct step LOOK = {"S session", look, tell};
static const struct step END = {"D8 session ends", end, tell};

bool session_start(struct world *w, struct task *task, struct channel *channel,
                   const char *application, struct texts *args, const struct step *resume,
                   uint16_t rule) {
    must(!channel->session);
    struct application *found = application_find(w, application);
    if (!found || !application_is_connected(found)) {
        return false;
    }
    struct session *session = activity_new(w, sizeof *session, &LOOK);
    session->channel = channel;
    channel->session = session;
    enter(w, session, found, args, rule);
    task_call(w, task, &session->activity, resume);
    return true;
}

static void look(struct world *w, struct task *task) {
    struct session *session = task_activity(task);
    if (session->channel->hung_up) {
        task_next(w, task, &END);
    } else if (session->first) {
        if (!do_command(w, task, session)) {
            task_next(w, task, &LOOK);
        }
    } else if (session->move_to) {
        do_move(w, session);
        task_next(w, task, &LOOK);
    } else if (session->leaving) {
        task_next(w, task, &END);
    } else {
        task_sleep(w, task, &LOOK, TASK_FOREVER, WAKE_HANGUP | WAKE_COMMAND);
    }
}

/* D8. */
static void end(struct world *w, struct task *task) {
    struct session *session = task_activity(task);
    struct channel *channel = session->channel;
    int result = channel->hung_up ? SESSION_HUNG_UP : SESSION_CONTINUED;
    while (session->first) {
        struct command *dropped = session->first;
        session->first = dropped->next;
        finish_command(w, dropped, COMMAND_DROPPED);
    }
    if (channel->bridge) {
        bridge_remove(w, channel, channel->hung_up ? LEAVE_HUNG_UP : LEAVE_REMOVED);
    }
    leave(w, session);
    world_strfree(w, session->move_to);
    texts_drop(w, session->move_args);
    channel->session = NULL;
    task_return(w, task, result);
}

void session_continue(struct world *w, struct channel *channel) {
    must(channel->session);
    channel->session->leaving = true;
    wake(w, channel);
}

void session_move(struct world *w, struct channel *channel, const char *application,
                  struct texts *args) {
    struct session *session = channel->session;
    must(session);
    world_strset(w, &session->move_to, application);
    texts_drop(w, session->move_args);
    session->move_args = texts_keep(args);
    wake(w, channel);
}

void session_command(struct world *w, struct channel *channel, const struct command *template) {
    struct session *session = channel->session;
    must(session);
    struct command *command = world_alloc(w, sizeof *command);
    *command = *template;
    command->next = NULL;
    *(session->first ? &session->last->next : &session->first) = command;
    session->last = command;
    wake(w, channel);
}

struct application *session_application(const struct session *session) {
    return session->application;
}

static bool do_command(struct world *w, struct task *task, struct session *session) {
    struct command *command = session->first;
    session->first = command->next;
    /* The command may call an activity of its own on this task; the session goes on behind it. */
    bool called = command->run && command->run(w, task, session->channel, command);
    finish_command(w, command, COMMAND_DONE);
    return called;
}

static void finish_command(struct world *w, struct command *command, int result) {
    must(!command->asker == !command->result);
    if (command->asker) {
        *command->result = result;
        task_wake(w, command->asker, WAKE_DONE);
    }
    if (command->dispose) {
        command->dispose(w, command);
    }
    world_release(w, command, sizeof *command);
}

/* R83. */
static void do_move(struct world *w, struct session *session) {
    struct application *target = application_find(w, session->move_to);
    struct texts *args = session->move_args;
    if (target && application_is_connected(target)) {
        application_hold(target);
        leave(w, session);
        enter(w, session, target, args, RULE_MOVE);
        application_release(w, target);
    } else {
        struct call_event *event =
            call_event_new(w, &EVENT_APPLICATION_MOVE_FAILED, session->channel, RULE_MOVE);
        event->name = world_strdup(w, session->move_to);
        event->args = texts_keep(args);
        call_event_send(w, session->application, event);
    }
    world_strset(w, &session->move_to, NULL);
    texts_drop(w, args);
    session->move_args = NULL;
}

static void enter(struct world *w, struct session *session, struct application *application,
                  struct texts *args, uint16_t rule) {
    session->application = application;
    subscription_add(w, &session->channel->subscriptions, application, SUBSCRIBED_BY_SESSION);
    struct call_event *event = call_event_new(w, &EVENT_STASIS_START, session->channel, rule);
    event->args = texts_keep(args);
    call_event_send(w, application, event);
}

static void leave(struct world *w, struct session *session) {
    struct call_event *event =
        call_event_new(w, &EVENT_STASIS_END, session->channel, RULE_STASIS_END);
    call_event_send(w, session->application, event);
    bool subscribed = subscription_end(w, &session->channel->subscriptions, session->application,
                                       SUBSCRIBED_BY_SESSION);
    must(subscribed);
    session->application = NULL;
}

static void wake(struct world *w, struct channel *channel) {
    must(channel->task);
    task_wake(w, channel->task, WAKE_COMMAND);
}

/* Who holds the channel is told by its subscriptions. Of two that wait for an answer it makes a
 * difference which one is served first. */
static void tell(struct digest *digest, const void *activity) {
    const struct session *session = activity;
    digest_number(digest, session->leaving);
    digest_text(digest, session->move_to);
    texts_tell(digest, session->move_args);
    uint64_t turn = hash_text(0, session->channel->id);
    for (const struct command *command = session->first; command; command = command->next) {
        digest_number(digest, (uint64_t)(uintptr_t)command->run);
        if (command->asker) {
            digest_add_of_task(digest, command->asker, ++turn);
        }
        if (command->tell) {
            command->tell(digest, command);
        }
    }
}
