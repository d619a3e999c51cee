/* Floor 7: which task may do its next step, and at which moment, when somebody else than the clock
 * decides: a search over all orders, or a fixed schedule.
 *
 * The system is on time and its surroundings are not: a thread that sleeps until a moment does its
 * step at that moment, never later, while clients and callers may be early or late at will. So a
 * delay of a client stands for any delay, and a deadline stays a deadline. */
#ifndef STASIM_SCENARIO_CHOICES_H
#define STASIM_SCENARIO_CHOICES_H

#include "sim/scenario/script.h"
#include "sim/world/world.h"

enum { CHOICES_MAX = 4096 };

/* Fills in the tasks that may go next, in the order of their start; returns how many, 0 when it is
 * over, more than CHOICES_MAX when there are more tasks than that: then none is filled in. */
size_t choices_of(struct world *w, const struct scenario *scenario, struct task **choices);

/* The moment at which the next step of a task takes place if it is done now: that of the task, but
 * no later than any thread of the system is due. */
uint64_t choice_moment_us(const struct world *w, struct task *const *tasks, size_t count,
                          const struct task *task);

/* The task does its next step, at that moment. */
enum world_state choice_take(struct world *w, struct task *task);

/* Early and late as it likes: a client, a caller, a request under way. */
bool task_is_free(const struct task *task);

#endif
