/* Floor 2: a world: a clock, a scheduler, seeded randomness and one region of memory. It reads no
 * clock and no random source of its own, so the same seed and inputs give the same bytes on every
 * machine. */
#ifndef STASIM_WORLD_WORLD_H
#define STASIM_WORLD_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/base/mutate.h"
#include "sim/world/event.h"
#include "sim/world/rng.h"
#include "sim/world/task.h"

/* 2026-01-01T00:00:00Z: where a world's clock begins unless a driver says otherwise. */
#define WORLD_EPOCH_DEFAULT_US UINT64_C(1767225600000000)

struct world_config {
    uint64_t seed;
    uint64_t epoch_us;         /* 0: WORLD_EPOCH_DEFAULT_US */
    size_t memory_limit_bytes; /* 0: 1 GiB */
    enum mutation mutation;    /* a mistake planted into the model */
};

/* Each floor keeps its state under its own key. */
enum world_floor {
    WORLD_FLOOR_CALLS,
    WORLD_FLOOR_BROADCAST,
    WORLD_FLOOR_DIALPLAN,
    WORLD_FLOOR_ARI,
    WORLD_FLOOR_SCENARIO,
    WORLD_FLOORS
};

/* Who watches. Any member may be NULL. An observer changes nothing. */
struct world_observer {
    void (*step)(void *context, struct world *w, const struct task *task);
    void (*note)(void *context, struct world *w, const struct event *event);
    void (*deliver)(void *context, struct world *w, const struct recipient *recipient,
                    const struct event *event);
    void *context;
};

/* Chooses one of the `count` tasks that are due at this moment: returns its index. */
struct world_policy {
    size_t (*choose)(void *context, struct world *w, struct task *const *ready, size_t count);
    void *context;
};

/* What a world without a policy does, for a policy that has no wish of its own: an index below
 * `count`, by the seed. */
size_t world_draw(struct world *w, size_t count);

/* A fault on the way of an event to its recipient, decided above: true when the hook has taken
 * charge of the copy (held, delayed, lost), false to let it pass. */
struct world_delivery_hook {
    bool (*intercept)(void *context, struct world *w, struct recipient *recipient,
                      struct event *event);
    void *context;
};

enum world_state {
    WORLD_ACTIVE,  /* the one step that was asked for is done */
    WORLD_WAITING, /* what is to be done is due later */
    WORLD_IDLE,    /* nothing will ever happen unless somebody outside acts */
    WORLD_STEPS,   /* stopped at the limit of steps */
    WORLD_BROKEN,  /* a rule was broken or memory ran out: see world_failure() */
};

/* A world in which nothing is and nothing happens; the caller frees it. NULL without memory. */
struct world *world_new(const struct world_config *config);
/* With all that is in it. NULL is ignored. */
void world_free(struct world *w);

enum { WORLD_RELEASES_MAX = 8 };
/* Calls `release(context)` when the world is freed: for what a floor keeps outside the world's
 * memory. At most WORLD_RELEASES_MAX times a world. */
void world_on_free(struct world *w, void (*release)(void *context), void *context);

/* Each replaces the one before; one without functions is none. A restore leaves them as they are.
 * Without a policy the seed chooses. */
void world_observe(struct world *w, struct world_observer observer);
void world_choose(struct world *w, struct world_policy policy);
void world_intercept(struct world *w, struct world_delivery_hook hook);
/* True when somebody sees notes: others need not make them. */
bool world_is_observed(const struct world *w);

/* Runs steps until none is due at or before `until_us`, at most `steps_max` of them. The clock
 * jumps from one due moment to the next and ends at `until_us`, or at the last step when that is
 * TASK_FOREVER. */
enum world_state world_run(struct world *w, uint64_t until_us, uint64_t steps_max);

/* Runs `act(w, context)` from outside any step (a client acts, a test prepares) under the same
 * protection: false when the world broke. */
bool world_do(struct world *w, void (*act)(struct world *w, void *context), void *context);

/* Microseconds since the world began; the moment it began and the present one, since 1970. */
uint64_t world_now_us(const struct world *w);
uint64_t world_epoch_us(const struct world *w);
uint64_t world_since_1970_us(const struct world *w);
uint64_t world_seed(const struct world *w);
/* How many steps were done. */
uint64_t world_steps(const struct world *w);
/* True in a world made with this planted mistake. */
bool world_is_mutated(const struct world *w, enum mutation mutation);

/* Randomness of the model (shuffles, faults). `label` keeps draws of different purposes apart. */
struct rng world_rng(const struct world *w, uint64_t label);
/* 1, 2, 3 …: numbers for things that are made. */
uint64_t world_serial(struct world *w);

/* Zeroed memory of the world; never NULL: running out breaks the world (see world_break). */
void *world_alloc(struct world *w, size_t size);
/* Gives it back; `size` must be the same. NULL is ignored. */
void world_release(struct world *w, void *memory, size_t size);
/* A copy of a string, not to be written to beyond its length: empty ones are shared. */
char *world_strdup(struct world *w, const char *text);
/* Gives such a copy back. NULL is ignored. */
void world_strfree(struct world *w, char *text);
/* Replaces *slot by a copy of `text`; either may be NULL. */
void world_strset(struct world *w, char **slot, const char *text);
/* In use now. */
size_t world_memory_bytes(const struct world *w);

/* What a floor keeps under its key; NULL before it was set. */
void *world_floor(const struct world *w, enum world_floor floor);
void world_set_floor(struct world *w, enum world_floor floor, void *state);

/* A rule was broken: never returns; the running world_run() or world_do() answers WORLD_BROKEN. */
_Noreturn __attribute__((format(printf, 2, 3))) void world_break(struct world *w,
                                                                 const char *format, ...);
/* Goes on breaking what is around a world_run() or world_do() that answered so: its caller has
 * returned from code that must not be jumped over. Nothing in a sound world. */
void world_break_again(struct world *w);
/* What world_break() said; NULL while the world is sound. */
const char *world_failure(const struct world *w);

/* The tasks that exist, in the order of their start, for drivers that choose and show. Fills up to
 * `max`, returns how many there are. */
size_t world_tasks(const struct world *w, struct task **tasks, size_t max);
/* Runs the next step of this task now, whatever is due. The clock moves to the task's moment if
 * that is later. */
enum world_state world_step_task(struct world *w, struct task *task);
/* The same, but the clock moves to `moment_us`, if that is later: the task may be early or late. */
enum world_state world_step_task_at(struct world *w, struct task *task, uint64_t moment_us);
/* The moment of the next due step; TASK_FOREVER when there is none. */
uint64_t world_next_due_us(const struct world *w);

/* Going back: a saved world is restored as it was, also after it broke. */
struct region_copy *world_save(const struct world *w);
void world_restore(struct world *w, const struct region_copy *copy);

#endif
