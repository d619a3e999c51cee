/* Which step comes next: the tasks that are due stand in a set from which a policy picks; the
 * others sleep: timers.h. */
#include "sim/base/must.h"
#include "sim/world/internal.h"

/* What world_run() was asked for, and how it ended. */
struct run {
    uint64_t until_us;
    uint64_t steps_max;
    enum world_state state;
};

static void run_until(struct world *w, void *context);
static void step_now(struct world *w, void *context);
static void move_clock(struct world *w, uint64_t to_us);
static void gather_due(struct world *w);
static struct task *choose(struct world *w);
static void run_step(struct world *w, struct task *task);

enum world_state world_run(struct world *w, uint64_t until_us, uint64_t steps_max) {
    struct run run = {.until_us = until_us, .steps_max = steps_max};
    return world_do(w, run_until, &run) ? run.state : WORLD_BROKEN;
}

static void run_until(struct world *w, void *context) {
    struct run *run = context;
    uint64_t due_us = world_next_due_us(w);
    uint64_t steps = 0;
    for (; due_us <= run->until_us && due_us != TASK_FOREVER; due_us = world_next_due_us(w)) {
        if (steps++ == run->steps_max) {
            run->state = WORLD_STEPS;
            return;
        }
        move_clock(w, due_us);
        gather_due(w);
        run_step(w, choose(w));
    }
    if (run->until_us != TASK_FOREVER) {
        move_clock(w, run->until_us);
    }
    run->state = due_us == TASK_FOREVER ? WORLD_IDLE : WORLD_WAITING;
}

uint64_t world_next_due_us(const struct world *w) {
    const struct world_core *core = w->core;
    if (core->ready.count > 0) {
        return core->now_us;
    }
    return core->sleeping.count > 0 ? core->sleeping.items[0].due_us : TASK_FOREVER;
}

enum world_state world_step_task(struct world *w, struct task *task) {
    return world_step_task_at(w, task, task->place == TASK_SLEEPING ? task->due_us : 0);
}

/* What step_now() does. */
struct early_step {
    struct task *task;
    uint64_t moment_us;
};

enum world_state world_step_task_at(struct world *w, struct task *task, uint64_t moment_us) {
    struct early_step early = {task, moment_us};
    return world_do(w, step_now, &early) ? WORLD_ACTIVE : WORLD_BROKEN;
}

static void step_now(struct world *w, void *context) {
    const struct early_step *early = context;
    struct task *task = early->task;
    must(task->place != TASK_RUNNING);
    must(task->due_us != TASK_FOREVER || task->place == TASK_READY);
    if (early->moment_us > w->core->now_us) {
        move_clock(w, early->moment_us);
    }
    if (task->place == TASK_SLEEPING) {
        task->woken_by = WAKE_TIME;
    }
    run_step(w, task);
}

size_t world_tasks(const struct world *w, struct task **tasks, size_t max) {
    size_t count = 0;
    for (struct task *task = w->core->oldest; task; task = task->newer, count++) {
        if (count < max) {
            tasks[count] = task;
        }
    }
    must(count == w->core->tasks);
    return count;
}

/* Never back. */
static void move_clock(struct world *w, uint64_t to_us) {
    if (to_us > w->core->now_us) {
        w->core->now_us = to_us;
    }
}

static void gather_due(struct world *w) {
    struct world_core *core = w->core;
    while (core->sleeping.count > 0 && core->sleeping.items[0].due_us <= core->now_us) {
        struct task *task = core->sleeping.items[0].task;
        schedule_remove(w, task);
        task->woken_by = WAKE_TIME;
        schedule_ready(w, task);
    }
}

static struct task *choose(struct world *w) {
    struct ready *ready = &w->core->ready;
    must(ready->count > 0);
    size_t index = 0;
    if (ready->count > 1) {
        index = w->policy.choose
                    ? w->policy.choose(w->policy.context, w, ready->tasks, ready->count)
                    : world_draw(w, ready->count);
    }
    must(index < ready->count);
    return ready->tasks[index];
}

size_t world_draw(struct world *w, size_t count) {
    return rng_below(&w->core->choices, count);
}

static void run_step(struct world *w, struct task *task) {
    if (w->observer.step) {
        w->observer.step(w->observer.context, w, task);
    }
    schedule_remove(w, task);
    w->step_ended = false;
    w->core->steps++;
    task->top->step->run(w, task);
    must(w->step_ended);
}

void schedule_ready(struct world *w, struct task *task) {
    must(task->place == TASK_RUNNING);
    struct ready *ready = &w->core->ready;
    if (ready->count == ready->capacity) {
        ready->tasks = world_grow(w, ready->tasks, &ready->capacity, sizeof *ready->tasks);
    }
    task->place = TASK_READY;
    task->position = ready->count;
    ready->tasks[ready->count++] = task;
}

void schedule_sleep(struct world *w, struct task *task) {
    must(task->place == TASK_RUNNING);
    timers_add(w, &w->core->sleeping, task);
    task->place = TASK_SLEEPING;
}

void schedule_remove(struct world *w, struct task *task) {
    must(task->place != TASK_RUNNING);
    if (task->place == TASK_SLEEPING) {
        timers_remove(&w->core->sleeping, task);
    } else {
        struct ready *ready = &w->core->ready;
        must(task->position < ready->count && ready->tasks[task->position] == task);
        struct task *last = ready->tasks[--ready->count];
        ready->tasks[task->position] = last;
        last->position = task->position;
    }
    task->place = TASK_RUNNING;
}
