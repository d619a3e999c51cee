/* Floor 2: tasks. Everything that happens is a step of a task; a step is atomic and ends by saying
 * what comes next: another step, a sleep, a call into an activity above, a return, or the end. */
#ifndef STASIM_WORLD_TASK_H
#define STASIM_WORLD_TASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct world;
struct task;
struct digest;

struct step {
    const char *name; /* as in the rules: "D5 look" */
    void (*run)(struct world *w, struct task *task);
    /* Tells a digest what the activity remembers of the past, that is all that makes a difference
     * to what follows and that nobody else tells. NULL: nobody knows what that is, so that a search
     * takes no two states with such an activity for the same. */
    void (*tell)(struct digest *digest, const void *activity);
};

/* One level of a task's stack: the first member of a struct that holds what the activity remembers.
 */
struct activity {
    const struct step *step; /* what happens next on this level */
    struct activity *caller; /* NULL at the bottom */
    uint32_t size;           /* of the whole struct, for giving it back */
};

/* What may end a sleep before its time; a sleep names those it listens to. */
enum wake {
    WAKE_TIME = 1,
    WAKE_CLAIM = 2,
    WAKE_HANGUP = 4,
    WAKE_COMMAND = 8,
    WAKE_DONE = 16,
};

#define TASK_FOREVER UINT64_MAX

enum { TASK_NAME_BYTES = 96 };

/* A zeroed activity of `size` bytes, about to do `step`. */
void *activity_new(struct world *w, size_t size, const struct step *step);

/* Puts `callee` on top of `caller`, for a task that starts with more than one level. Returns
 * `callee`. */
struct activity *activity_above(struct activity *caller, struct activity *callee);

/* Starts a task at the step of its top activity, due at `due_us`. `role` is a literal such as "D"
 * or "C"; together with `subject` (copied) it names the task: "D call-1". The task owns its
 * activities. */
struct task *task_start(struct world *w, const char *role, const char *subject,
                        struct activity *top, uint64_t due_us);

/* Inside a step: what comes next. Each step calls exactly one of the following five, once, as its
 * last act. */

/* Another step of the same activity, due now. */
void task_next(struct world *w, struct task *task, const struct step *step);
/* The same at `until_us`, since the world began, or as soon as one of `wakes` (enum wake, or-ed)
 * happens; TASK_FOREVER: only then. A moment that has passed is now. */
void task_sleep(struct world *w, struct task *task, const struct step *step, uint64_t until_us,
                unsigned wakes);
/* The first step of another activity, which becomes the task's; `resume` when it has returned. */
void task_call(struct world *w, struct task *task, struct activity *callee,
               const struct step *resume);
/* The step with which the caller resumes; the activity is given back. `result` is for
 * task_result(). */
void task_return(struct world *w, struct task *task, int result);
/* Nothing: the task, at the bottom of its stack, is given back with its activity. */
void task_end(struct world *w, struct task *task);

/* Ends the sleep of a task that listens to `reason`; nothing otherwise. */
void task_wake(struct world *w, struct task *task, enum wake reason);

/* The activity on top of the stack: inside a step, its own. */
void *task_activity(const struct task *task);
/* What the callee returned, in the first step after that, else 0; why the last sleep ended. */
int task_result(const struct task *task);
enum wake task_woken_by(const struct task *task);

/* For drivers: "D call-1", unique while the task lives; its next step, and when that is due. */
const char *task_name(const struct task *task, char name[TASK_NAME_BYTES]);
const struct step *task_step(const struct task *task);
uint64_t task_due_us(const struct task *task);
/* Its step is due now: it does not sleep. */
bool task_is_ready(const struct task *task);
/* What kind of task it is ("D"), and whose ("call-1"). */
const char *task_role(const struct task *task);
const char *task_subject(const struct task *task);

/* A number that a driver remembers of a task: 0 at its start, saved and restored with the world. */
uint64_t *task_mark(struct task *task);

#endif
