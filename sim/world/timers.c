/* A binary heap. */
#include "sim/world/timers.h"

#include <stdbool.h>

#include "sim/base/must.h"
#include "sim/world/internal.h"

static void move_up(struct timers *timers, uint32_t position, struct timer timer);
static void move_down(struct timers *timers, uint32_t position, struct timer timer);
static void place(struct timers *timers, uint32_t position, struct timer timer);
static bool due_before(const struct timer *a, const struct timer *b);

void timers_add(struct world *w, struct timers *timers, struct task *task) {
    if (timers->count == timers->capacity) {
        timers->items = world_grow(w, timers->items, &timers->capacity, sizeof *timers->items);
    }
    move_up(timers, timers->count++, (struct timer){task->due_us, task->serial, task});
}

void timers_remove(struct timers *timers, const struct task *task) {
    uint32_t position = task->position;
    must(position < timers->count && timers->items[position].task == task);
    struct timer last = timers->items[--timers->count];
    if (position == timers->count) {
        return;
    }
    if (position > 0 && due_before(&last, &timers->items[(position - 1) / 2])) {
        move_up(timers, position, last);
    } else {
        move_down(timers, position, last);
    }
}

/* Both put a timer where it belongs, at or above, at or below the free position. */

static void move_up(struct timers *timers, uint32_t position, struct timer timer) {
    while (position > 0) {
        uint32_t parent = (position - 1) / 2;
        if (!due_before(&timer, &timers->items[parent])) {
            break;
        }
        place(timers, position, timers->items[parent]);
        position = parent;
    }
    place(timers, position, timer);
}

static void move_down(struct timers *timers, uint32_t position, struct timer timer) {
    const struct timer *items = timers->items;
    for (;;) {
        uint32_t child = 2 * position + 1;
        if (child + 1 < timers->count && due_before(&items[child + 1], &items[child])) {
            child++;
        }
        if (child >= timers->count || !due_before(&items[child], &timer)) {
            break;
        }
        place(timers, position, items[child]);
        position = child;
    }
    place(timers, position, timer);
}

static void place(struct timers *timers, uint32_t position, struct timer timer) {
    timers->items[position] = timer;
    timer.task->position = position;
}

static bool due_before(const struct timer *a, const struct timer *b) {
    return a->due_us != b->due_us ? a->due_us < b->due_us : a->serial < b->serial;
}
