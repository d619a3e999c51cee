/* Applications that choose the next priority: Goto and its kin, subroutines, loops. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/base/conf.h"
#include "sim/dialplan/apps.h"
#include "sim/dialplan/args.h"
#include "sim/dialplan/match.h"
#include "sim/dialplan/notation.h"
#include "sim/dialplan/note.h"

enum { GOSUB_ARGS_MAX = 32, NAME_BYTES = 16 };

static void go(struct world *w, struct task *task, struct thread *thread, char *text);
static void call_sub(struct world *w, struct task *task, struct thread *thread, char *text);
static bool find_place(const struct world *w, const struct thread *thread, char *text,
                       struct notation_place *place, int *priority);
static char *choose(char *args);
static int partner_of_while(struct world *w, const struct thread *thread, int direction);

/* Goto([[context,]exten,]priority) */
void app_goto(struct world *w, struct task *task, struct thread *thread, char *args) {
    go(w, task, thread, args);
}

/* GotoIf(condition?place:place): either may be missing. */
void app_goto_if(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *place = choose(args);
    if (place && place[0] != '\0') {
        go(w, task, thread, place);
    } else {
        thread_next(w, task);
    }
}

/* Gosub([[context,]exten,]priority[(arg,…)]) */
void app_gosub(struct world *w, struct task *task, struct thread *thread, char *args) {
    call_sub(w, task, thread, args);
}

void app_gosub_if(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *place = choose(args);
    if (place && place[0] != '\0') {
        call_sub(w, task, thread, place);
    } else {
        thread_next(w, task);
    }
}

/* Return([value]) */
void app_return(struct world *w, struct task *task, struct thread *thread, char *args) {
    const struct gosub *gosub = thread->gosubs.innermost;
    if (!gosub) {
        dialplan_warn(w, thread->channel, "Return() without a Gosub()");
        thread_end(w, task);
        return;
    }
    channel_set_variable(w, thread->channel, "GOSUB_RETVAL", args);
    thread_jump(w, task, gosub->context, gosub->exten, gosub->priority + 1);
    gosub_pop(w, &thread->gosubs);
}

/* ExecIf(condition?application(args):application(args)) */
void app_exec_if(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *call = choose(args);
    if (!call || call[0] == '\0') {
        thread_next(w, task);
        return;
    }
    char *inner;
    application_run *run = application_runner(w, notation_call(call, &inner));
    if (run) {
        run(w, task, thread, inner);
    } else {
        thread_end(w, task);
    }
}

/* While(condition): past its EndWhile when the condition does not hold. */
void app_while(struct world *w, struct task *task, struct thread *thread, char *args) {
    if (subst_true(args)) {
        thread_next(w, task);
        return;
    }
    int end = partner_of_while(w, thread, 1);
    if (end == 0) {
        dialplan_warn(w, thread->channel, "While() without an EndWhile()");
        thread_end(w, task);
        return;
    }
    thread_jump(w, task, thread->channel->context, thread->channel->exten, end + 1);
}

void app_end_while(struct world *w, struct task *task, struct thread *thread, char *args) {
    (void)args;
    int start = partner_of_while(w, thread, -1);
    if (start == 0) {
        dialplan_warn(w, thread->channel, "EndWhile() without a While()");
        thread_next(w, task);
        return;
    }
    thread_jump(w, task, thread->channel->context, thread->channel->exten, start);
}

static void go(struct world *w, struct task *task, struct thread *thread, char *text) {
    struct notation_place place;
    int priority;
    if (find_place(w, thread, text, &place, &priority)) {
        thread_jump(w, task, place.context, place.exten, priority);
    } else {
        dialplan_warn(w, thread->channel, "no such label or priority to go to");
        thread_end(w, task);
    }
}

static void call_sub(struct world *w, struct task *task, struct thread *thread, char *text) {
    struct channel *channel = thread->channel;
    struct notation_place place;
    int priority;
    if (thread->gosubs.depth == GOSUB_DEPTH_MAX ||
        !find_place(w, thread, text, &place, &priority)) {
        dialplan_warn(w, channel, "Gosub() to nowhere, or nested too deeply");
        thread_end(w, task);
        return;
    }
    char *values[GOSUB_ARGS_MAX];
    size_t count = args_split(place.args, values, GOSUB_ARGS_MAX);
    for (size_t i = 0; i < count; i++) {
        char name[NAME_BYTES];
        snprintf(name, sizeof name, "ARG%u", (unsigned)(i + 1));
        channel_set_variable(w, channel, name, values[i]);
    }
    gosub_push(w, &thread->gosubs, channel);
    thread_jump(w, task, place.context, place.exten, priority);
}

/* What the text leaves out is where the thread is. False when it leads nowhere. */
static bool find_place(const struct world *w, const struct thread *thread, char *text,
                       struct notation_place *place, int *priority) {
    if (!notation_place(text, place)) {
        return false;
    }
    place->context = place->context ? place->context : thread->channel->context;
    place->exten = place->exten ? place->exten : thread->channel->exten;
    return dialplan_find_priority(dialplan_of(w), place->context, place->exten, place->priority,
                                  priority) &&
           *priority > 0;
}

/* The half of "condition?yes:no" that the condition chooses; NULL when there is none. */
static char *choose(char *args) {
    struct notation_choice choice;
    if (!notation_choice(args, &choice)) {
        return NULL;
    }
    char *chosen = subst_true(choice.condition) ? choice.yes : choice.no;
    return chosen ? conf_trim(chosen) : NULL;
}

/* The priority of the EndWhile (direction 1) or While (direction -1) that belongs to the one the
 * thread is at; 0 when there is none. */
static int partner_of_while(struct world *w, const struct thread *thread, int direction) {
    const struct channel *channel = thread->channel;
    const struct dialplan_extension *extension =
        dialplan_find_exten(dialplan_of(w), channel->context, channel->exten);
    const char *opens = direction > 0 ? "While" : "EndWhile";
    const char *closes = direction > 0 ? "EndWhile" : "While";
    int depth = 0;
    size_t count = extension ? extension->step_count : 0;
    for (size_t n = 0; n < count; n++) {
        const struct dialplan_step *step = &extension->steps[direction > 0 ? n : count - 1 - n];
        if (direction * (step->priority - channel->priority) <= 0) {
            continue;
        }
        if (strcasecmp(step->application, opens) == 0) {
            depth++;
        } else if (strcasecmp(step->application, closes) == 0 && depth-- == 0) {
            return step->priority;
        }
    }
    return 0;
}
