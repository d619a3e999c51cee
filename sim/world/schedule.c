/* Which step comes next: the tasks that are due stand in a set from which a policy picks; the
 * others lie in a heap by the moment they are due. */
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/world/internal.h"

enum { CAPACITY_FIRST = 16 };

static enum world_state run_until(struct world *w, uint64_t until_us, uint64_t steps_max);
static void gather_due(struct world *w);
static struct task *choose(struct world *w);
static void run_step(struct world *w, struct task *task);
static void append(struct world *w, struct task_array *array, struct task *task);
static bool due_before(const struct task *a, const struct task *b);
static void heap_up(struct task_array *heap, uint32_t position);
static void heap_down(struct task_array *heap, uint32_t position);

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
    return core->sleeping.count > 0 ? core->sleeping.items[0]->due_us : TASK_FOREVER;
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
    while (core->sleeping.count > 0 && core->sleeping.items[0]->due_us <= core->now_us) {
        struct task *task = core->sleeping.items[0];
        schedule_remove(w, task);
        task->woken_by = WAKE_TIME;
        schedule_ready(w, task);
    }
}

static struct task *choose(struct world *w) {
    struct task_array *ready = &w->core->ready;
    must(ready->count > 0);
    size_t index = 0;
    if (ready->count > 1) {
        index = w->policy.choose
                    ? w->policy.choose(w->policy.context, w, ready->items, ready->count)
                    : rng_below(&w->core->choices, ready->count);
    }
    must(index < ready->count);
    return ready->items[index];
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
    task->place = TASK_READY;
    append(w, &w->core->ready, task);
}

void schedule_sleep(struct world *w, struct task *task) {
    must(task->place == TASK_RUNNING);
    task->place = TASK_SLEEPING;
    append(w, &w->core->sleeping, task);
    heap_up(&w->core->sleeping, task->position);
}

void schedule_remove(struct world *w, struct task *task) {
    must(task->place != TASK_RUNNING);
    bool sleeping = task->place == TASK_SLEEPING;
    struct task_array *array = sleeping ? &w->core->sleeping : &w->core->ready;
    uint32_t position = task->position;
    must(position < array->count && array->items[position] == task);
    struct task *last = array->items[--array->count];
    if (last != task) {
        array->items[position] = last;
        last->position = position;
        if (sleeping) {
            heap_up(array, position);
            heap_down(array, last->position);
        }
    }
    task->place = TASK_RUNNING;
}

static void append(struct world *w, struct task_array *array, struct task *task) {
    if (array->count == array->capacity) {
        uint32_t capacity = array->capacity ? 2 * array->capacity : CAPACITY_FIRST;
        struct task **items = world_alloc(w, capacity * sizeof *items);
        if (array->items) {
            memcpy(items, array->items, array->count * sizeof *items);
            world_release(w, array->items, array->capacity * sizeof *items);
        }
        array->items = items;
        array->capacity = capacity;
    }
    task->position = array->count;
    array->items[array->count++] = task;
}

static bool due_before(const struct task *a, const struct task *b) {
    return a->due_us != b->due_us ? a->due_us < b->due_us : a->serial < b->serial;
}

static void heap_place(struct task_array *heap, uint32_t position, struct task *task) {
    heap->items[position] = task;
    task->position = position;
}

static void heap_up(struct task_array *heap, uint32_t position) {
    struct task *task = heap->items[position];
    while (position > 0 && due_before(task, heap->items[(position - 1) / 2])) {
        heap_place(heap, position, heap->items[(position - 1) / 2]);
        position = (position - 1) / 2;
    }
    heap_place(heap, position, task);
}

static void heap_down(struct task_array *heap, uint32_t position) {
    struct task *task = heap->items[position];
    for (;;) {
        uint32_t child = 2 * position + 1;
        if (child >= heap->count) {
            break;
        }
        if (child + 1 < heap->count && due_before(heap->items[child + 1], heap->items[child])) {
            child++;
        }
        if (!due_before(heap->items[child], task)) {
            break;
        }
        heap_place(heap, position, heap->items[child]);
        position = child;
    }
    heap_place(heap, position, task);
}
