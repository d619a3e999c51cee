/* Floor 3: a Stasis session: an application holds a channel, until it lets it go on or the channel
 * hangs up. */
#ifndef STASIM_CALLS_SESSION_H
#define STASIM_CALLS_SESSION_H

#include <stdbool.h>

#include "sim/calls/channel.h"
#include "sim/calls/texts.h"
#include "sim/world/task.h"

/* The channel's variable in which the dialplan finds what came of its way to an application. */
#define SESSION_STATUS "STASISSTATUS"

/* What task_result() says after the session. */
enum session_result { SESSION_CONTINUED, SESSION_HUNG_UP };

/* What a client asks of the channel's task: run there, in a step of its own, in the order of
 * asking. */
struct command {
    /* Carries it out: `command->result` is for the asker. May end with task_call() and return true;
     * otherwise false and the session goes on itself. NULL: only wakes. */
    bool (*run)(struct world *w, struct task *task, struct channel *channel,
                struct command *command);
    /* Woken with WAKE_DONE when it has been done or dropped; NULL: nobody waits. */
    struct task *asker;
    int *result; /* in the asker's activity: 0, or COMMAND_DROPPED; NULL without asker */
    void *context;
    struct command *next;
    /* Gives back `context`; may be NULL. */
    void (*dispose)(struct world *w, struct command *command);
    /* Tells a digest of `context`; NULL without one. */
    void (*tell)(struct digest *digest, const struct command *command);
};

enum { COMMAND_DONE = 0, COMMAND_DROPPED = -1 };

/* Hands the channel to `application`: subscribes it, sends StasisStart with `args` (kept; may be
 * NULL), and calls the session on `task`, which goes on with `resume` when it has ended. False, and
 * nothing done, when no client is there to take it: the caller's step goes on. */
bool session_start(struct world *w, struct task *task, struct channel *channel,
                   const char *application, struct texts *args, const struct step *resume,
                   uint16_t rule);

/* Lets the dialplan go on: at the place set in the channel if `channel->jump`, else at the next
 * priority. */
void session_continue(struct world *w, struct channel *channel);

/* Hands the channel to another application within the session, with `args` (kept; may be NULL) in
 * its StasisStart. If that is not there when its turn comes, the present one keeps the channel and
 * gets ApplicationMoveFailed. (R83) */
void session_move(struct world *w, struct channel *channel, const char *application,
                  struct texts *args);

/* Queues a command; the channel must be in a session. `template` is copied. */
void session_command(struct world *w, struct channel *channel, const struct command *template);

/* The application that holds the channel. */
struct application *session_application(const struct session *session);

#endif
