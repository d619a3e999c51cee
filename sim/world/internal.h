/* Floor 2, for its own files only: what a world and a task consist of. */
#ifndef STASIM_WORLD_INTERNAL_H
#define STASIM_WORLD_INTERNAL_H

#include <setjmp.h>

#include "sim/world/region.h"
#include "sim/world/timers.h"
#include "sim/world/world.h"

enum { FAILURE_BYTES = 512 };

enum task_place { TASK_RUNNING, TASK_READY, TASK_SLEEPING };

struct task {
    uint64_t due_us;
    uint64_t serial;
    struct activity *top;
    const char *role;
    char *subject;
    struct task *older; /* all tasks, in the order of their start */
    struct task *newer;
    uint32_t position; /* in the ready set or among the timers, as `place` says */
    uint8_t place;
    uint8_t wakes;
    uint8_t woken_by;
    int result;
    uint64_t mark;
};

/* Those that are due: `position` of each says where it stands. */
struct ready {
    struct task **tasks;
    uint32_t count;
    uint32_t capacity;
};

/* Everything a restore brings back: it lies in the region. */
struct world_core {
    uint64_t now_us;
    uint64_t serials;
    uint64_t steps;
    uint64_t events;
    struct rng choices; /* of the default policy */
    struct ready ready;
    struct timers sleeping;
    struct task *oldest;
    struct task *newest;
    uint32_t tasks;
    char empty[1]; /* every copy of an empty string: of a call's strings, half are */
    void *floors[WORLD_FLOORS];
};

struct world {
    struct world_core *core;
    struct region *region;
    uint64_t seed;
    uint64_t epoch_us;
    enum mutation mutation;
    struct world_observer observer;
    struct world_policy policy;
    struct world_delivery_hook hook;
    struct {
        void (*release)(void *context);
        void *context;
    } releases[WORLD_RELEASES_MAX];
    uint32_t releases_count;
    jmp_buf *escape; /* where world_break() goes; NULL outside world_run() and world_do() */
    bool step_ended; /* the running step has said what comes next */
    char failure[FAILURE_BYTES]; /* empty while the world is sound */
};

/* world.c: moves a full array to twice its room, counted in items; NULL begins one. */
void *world_grow(struct world *w, void *array, uint32_t *capacity, size_t item_bytes);

/* schedule.c: a task that runs becomes due now, or sleeps until its `due_us`; one that does either
 * is taken out, to run. */
void schedule_ready(struct world *w, struct task *task);
void schedule_sleep(struct world *w, struct task *task);
void schedule_remove(struct world *w, struct task *task);

#endif
