/* Floor 2, for its own files only: the tasks that sleep, in a heap: the earliest due on top, ties
 * in the order of their start. What orders them stands beside the pointers, so that no task is
 * touched to find its place: with many calls asleep each would have to be fetched from memory. */
#ifndef STASIM_WORLD_TIMERS_H
#define STASIM_WORLD_TIMERS_H

#include <stdint.h>

struct world;
struct task;

struct timer {
    uint64_t due_us;
    uint64_t serial;
    struct task *task; /* whose `position` is that of its timer */
};

struct timers {
    struct timer *items;
    uint32_t count;
    uint32_t capacity;
};

/* Puts a task to sleep until its `due_us`; takes one out, which must be there. */
void timers_add(struct world *w, struct timers *timers, struct task *task);
void timers_remove(struct timers *timers, const struct task *task);

#endif
