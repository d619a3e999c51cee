/* Floor 5: the dialplan applications stasim knows by name. */
#ifndef STASIM_DIALPLAN_APPLICATIONS_H
#define STASIM_DIALPLAN_APPLICATIONS_H

#include <stdbool.h>
#include <stddef.h>

enum { APPLICATION_ARGS_ANY = -1 };

struct task;
struct thread;
struct world;

/* Runs an application: `args` are substituted, and may be rewritten. Ends with exactly one of the
 * thread_next(), thread_jump() … of thread.h, or with a task_call() that resumes at &thread_after.
 */
typedef void application_run(struct world *w, struct task *task, struct thread *thread, char *args);

struct application_info {
    const char *name;
    int args_min;
    int args_max; /* APPLICATION_ARGS_ANY: no bound; with one text argument commas do not split */
    application_run *run; /* NULL: the real system has it, stasim names it and does not run it */
    bool leaves;          /* the next priority is never reached from here */
};

/* The application of this name, in any case; NULL if there is none. */
const struct application_info *application_info_find(const char *name);

/* The name of a supported application that `name` may have been meant to be; NULL if none is near.
 */
const char *application_info_nearest(const char *name);

/* What runs the application of this name; NULL when there is none, or its module is not loaded. */
application_run *application_runner(const struct world *w, const char *name);

#endif
