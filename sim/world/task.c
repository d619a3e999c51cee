/* Tasks: their stacks of activities, and what a step says of what comes next. */
#include "sim/world/task.h"

#include <stdio.h>

#include "sim/base/must.h"
#include "sim/world/internal.h"

static void end_step(struct world *w, struct task *task) {
    must(task->place == TASK_RUNNING);
    must(!w->step_ended);
    w->step_ended = true;
    task->result = 0;
}

void *activity_new(struct world *w, size_t size, const struct step *step) {
    must(size >= sizeof(struct activity));
    struct activity *activity = world_alloc(w, size);
    activity->step = step;
    activity->size = (uint32_t)size;
    return activity;
}

struct activity *activity_above(struct activity *caller, struct activity *callee) {
    must(callee->step && !callee->caller);
    callee->caller = caller;
    return callee;
}

struct task *task_start(struct world *w, const char *role, const char *subject,
                        struct activity *top, uint64_t due_us) {
    must(top->step);
    struct world_core *core = w->core;
    struct task *task = world_alloc(w, sizeof *task);
    task->serial = world_serial(w);
    task->role = role;
    task->subject = world_strdup(w, subject);
    task->top = top;
    task->due_us = due_us > core->now_us ? due_us : core->now_us;
    task->older = core->newest;
    *(core->newest ? &core->newest->newer : &core->oldest) = task;
    core->newest = task;
    core->tasks++;
    if (due_us > core->now_us) {
        schedule_sleep(w, task);
    } else {
        schedule_ready(w, task);
    }
    return task;
}

void task_next(struct world *w, struct task *task, const struct step *step) {
    end_step(w, task);
    task->top->step = step;
    task->due_us = w->core->now_us;
    schedule_ready(w, task);
}

void task_sleep(struct world *w, struct task *task, const struct step *step, uint64_t until_us,
                unsigned wakes) {
    if (until_us <= w->core->now_us) {
        task->woken_by = WAKE_TIME;
        task_next(w, task, step);
        return;
    }
    end_step(w, task);
    task->top->step = step;
    task->due_us = until_us;
    task->wakes = (uint8_t)wakes;
    schedule_sleep(w, task);
}

void task_call(struct world *w, struct task *task, struct activity *callee,
               const struct step *resume) {
    task->top->step = resume;
    task->top = activity_above(task->top, callee);
    task_next(w, task, callee->step);
}

void task_return(struct world *w, struct task *task, int result) {
    struct activity *done = task->top;
    must(done->caller);
    task->top = done->caller;
    world_release(w, done, done->size);
    task_next(w, task, task->top->step);
    task->result = result;
}

void task_end(struct world *w, struct task *task) {
    end_step(w, task);
    must(!task->top->caller);
    struct world_core *core = w->core;
    *(task->older ? &task->older->newer : &core->oldest) = task->newer;
    *(task->newer ? &task->newer->older : &core->newest) = task->older;
    must(core->tasks > 0);
    core->tasks--;
    world_release(w, task->top, task->top->size);
    world_strfree(w, task->subject);
    world_release(w, task, sizeof *task);
}

void task_wake(struct world *w, struct task *task, enum wake reason) {
    if (task->place == TASK_SLEEPING && (task->wakes & reason)) {
        schedule_remove(w, task);
        task->woken_by = (uint8_t)reason;
        task->due_us = w->core->now_us;
        schedule_ready(w, task);
    }
}

void *task_activity(const struct task *task) {
    return task->top;
}

int task_result(const struct task *task) {
    return task->result;
}

enum wake task_woken_by(const struct task *task) {
    return (enum wake)task->woken_by;
}

const char *task_name(const struct task *task, char name[TASK_NAME_BYTES]) {
    snprintf(name, TASK_NAME_BYTES, "%s %s", task->role, task->subject);
    return name;
}

const struct step *task_step(const struct task *task) {
    return task->top->step;
}

uint64_t task_due_us(const struct task *task) {
    return task->due_us;
}

bool task_is_ready(const struct task *task) {
    return task->place == TASK_READY;
}

const char *task_role(const struct task *task) {
    return task->role;
}

const char *task_subject(const struct task *task) {
    return task->subject;
}

uint64_t *task_mark(struct task *task) {
    return &task->mark;
}
