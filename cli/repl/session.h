/* Floor 8: a session of the REPL: a scenario that is being written while its world runs. What the
 * person does is added to the scenario, and the world is made anew and brought to where it was by
 * doing the same steps: so a session is saved, taken back and repeated exactly. */
#ifndef STASIM_CLI_REPL_SESSION_H
#define STASIM_CLI_REPL_SESSION_H

#include <jansson.h>
#include <signal.h>

#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

enum { SESSION_UNDO_MAX = 200, SESSION_ERROR_SIZE = 512, SESSION_TASKS_MAX = 4096 };

/* Where `undo` goes back to. */
struct past {
    char *command; /* that was done since */
    json_t *document;
    json_t *plan;
    size_t planned;
    size_t entries;  /* of the log */
    struct log *log; /* which one, if another session has begun since; NULL: the session's */
    uint64_t now_us;
    bool holds;
};

struct session {
    json_t *document; /* the scenario so far, without its steps and expectations */
    struct scenario *scenario;
    struct world *world;
    struct log *log;
    uint64_t now_us;           /* the clock may be ahead of the world's, which only steps move */
    bool holds;                /* commands only line up their steps */
    const struct task *chosen; /* whose step is next, while the world does it; NULL: by the seed */
    json_t *plan;              /* the schedule of a scenario that was loaded; NULL: none */
    size_t planned;            /* how much of it has been done */
    struct problems problems;  /* of the newest document */
    struct past pasts[SESSION_UNDO_MAX];
    size_t pasts_count;
    const volatile sig_atomic_t *interrupted;
};

/* A new session with an empty world. False without memory. */
bool session_begin(struct session *session, json_t *document,
                   const volatile sig_atomic_t *interrupted);
void session_end(struct session *session);

/* The document of a session in which nothing has happened yet; NULL without memory. */
json_t *session_blank(uint64_t seed);

uint64_t session_now_us(const struct session *session);

/* Goes on with `document`, which is taken over: the old one and more. False if that is no sound
 * scenario (see `problems`) or the steps so far are not possible in it: nothing has changed then,
 * and `error` says why. */
bool session_edit(struct session *session, json_t *document, char error[SESSION_ERROR_SIZE]);

/* Begins anew with another document and its schedule (NULL: none), both taken over. What was before
 * belongs to the last mark. */
bool session_replace(struct session *session, json_t *document, json_t *plan,
                     char error[SESSION_ERROR_SIZE]);

/* Marks where `undo` goes back to; forgets the last mark; goes back to it: false when there is
 * none, or no memory for its world. */
void session_mark(struct session *session, const char *command);
void session_unmark(struct session *session);
bool session_undo(struct session *session);
/* The command that undo would take back; NULL: none. */
const char *session_last(const struct session *session);

enum session_stop {
    STOP_REACHED, /* the moment has come, and all that is due is done */
    STOP_IDLE,    /* nothing will ever happen by itself */
    STOP_FOUND,
    STOP_LIMIT,
    STOP_INTERRUPTED,
    STOP_BROKEN, /* see world_failure() */
};

/* What an entry of the log must be like to stop a run. */
typedef bool session_wanted(const struct log_entry *entry, const void *context);

/* Does what is due up to a moment (TASK_FOREVER: to the end), or until something is `wanted` (NULL:
 * nothing). */
enum session_stop session_run(struct session *session, uint64_t until_us, session_wanted *wanted,
                              const void *context);

/* Does the next step of a task, whatever is due; NULL: of the one whose turn it is. */
enum session_stop session_step(struct session *session, struct task *task);

/* The tasks that can do a step, in the order of their start. */
size_t session_tasks(const struct session *session, struct task *tasks[SESSION_TASKS_MAX]);

#endif
