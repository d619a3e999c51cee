/* Which step comes next: the tasks that are due stand in a set from which a policy picks; the
 * others sleep: timers.h. */
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/world/internal.h"

enum { CAPACITY_FIRST = 16 };

static enum world_state run_until(struct world *w, uint64_t until_us, uint64_t steps_max);
static void gather_due(struct world *w);
static struct task *choose(struct world *w);
static void run_step(struct world *w, struct task *task);

enum world_state world_run(struct world *w, uint64_t until_us, uint64_t steps_max) {
    if (w->failure[0]) {
        return WORLD_BROKEN;
    }
    jmp_buf here;
    jmp_buf *outer = w->escape;
    volatile enum world_state state = WORLD_BROKEN;
    if (setjmp(here) == 0) {
        w->escape = &here;
        state = run_until(w, until_us, steps_max);
    }
    w->escape = outer;
    return w->failure[0] ? WORLD_BROKEN : state;
}

static enum world_state run_until(struct world *w, uint64_t until_us, uint64_t steps_max) {
    struct world_core *core = w->core;
    for (uint64_t steps = 0;; steps++) {
        uint64_t due_us = world_next_due_us(w);
        if (due_us > until_us || due_us == TASK_FOREVER) {
            if (until_us != TASK_FOREVER && until_us > core->now_us) {
                core->now_us = until_us;
            }
            return due_us == TASK_FOREVER ? WORLD_IDLE : WORLD_WAITING;
        }
        if (steps == steps_max) {
            return WORLD_STEPS;
        }
        if (due_us > core->now_us) {
            core->now_us = due_us;
        }
        gather_due(w);
        run_step(w, choose(w));
    }
}

uint64_t world_next_due_us(const struct world *w) {
    const struct world_core *core = w->core;
    if (core->ready.count > 0) {
        return core->now_us;
    }
    return core->sleeping.count > 0 ? core->sleeping.items[0].due_us : TASK_FOREVER;
}

enum world_state world_step_task(struct world *w, struct task *task) {
    if (w->failure[0]) {
        return WORLD_BROKEN;
    }
    jmp_buf here;
    jmp_buf *outer = w->escape;
    if (setjmp(here) == 0) {
        w->escape = &here;
        must(task->place != TASK_RUNNING);
        must(task->due_us != TASK_FOREVER || task->place == TASK_READY);
        if (task->place == TASK_SLEEPING) {
            if (task->due_us > w->core->now_us) {
                w->core->now_us = task->due_us;
            }
            task->woken_by = WAKE_TIME;
        }
        run_step(w, task);
    }
    w->escape = outer;
    return w->failure[0] ? WORLD_BROKEN : WORLD_ACTIVE;
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
                    : rng_below(&w->core->choices, ready->count);
    }
    must(index < ready->count);
    return ready->tasks[index];
}

static void run_step(struct world *w, struct task *task) {
    if (w->observer.step) {
        w->observer.step(w->observer.context, w, task);
    }
    schedule_remove(w, task);
    task->disposed = false;
    w->core->steps++;
    task->top->step->run(w, task);
}

void schedule_ready(struct world *w, struct task *task) {
    must(task->place == TASK_RUNNING);
    struct ready *ready = &w->core->ready;
    if (ready->count == ready->capacity) {
        uint32_t capacity = ready->capacity ? 2 * ready->capacity : CAPACITY_FIRST;
        struct task **tasks = world_alloc(w, capacity * sizeof *tasks);
        if (ready->tasks) {
            memcpy(tasks, ready->tasks, ready->count * sizeof *tasks);
            world_release(w, ready->tasks, ready->capacity * sizeof *tasks);
        }
        ready->tasks = tasks;
        ready->capacity = capacity;
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
