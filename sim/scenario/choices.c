/* Choices: what may go next. */
#include "sim/scenario/choices.h"

#include <string.h>

#include "sim/scenario/client.h"

static bool is_possible(const struct world *w, const struct scenario *scenario,
                        struct task *const *tasks, size_t count, const struct task *task);
static bool is_in_order(const struct scenario *scenario, struct task *const *tasks, size_t count,
                        const struct task *task);
static bool thread_may(struct task *const *tasks, size_t count, const struct task *task);
static bool is_of_same_client(const struct task *a, const struct task *b);
static size_t client_bytes(const struct task *task);

size_t choices_of(struct world *w, const struct scenario *scenario, struct task **choices) {
    struct task *tasks[CHOICES_MAX];
    size_t count = world_tasks(w, tasks, CHOICES_MAX);
    size_t chosen = 0;
    bool ready = false;
    if (count > CHOICES_MAX) {
        return CHOICES_MAX + 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (is_possible(w, scenario, tasks, count, tasks[i])) {
            choices[chosen++] = tasks[i];
            ready |= task_is_ready(tasks[i]);
        }
    }
    /* As in a run: nobody waits for the end of a world in which nobody is left. */
    return !ready && players_are_done(w) ? 0 : chosen;
}

static bool is_possible(const struct world *w, const struct scenario *scenario,
                        struct task *const *tasks, size_t count, const struct task *task) {
    if (!task_is_ready(task) &&
        (task_due_us(task) == TASK_FOREVER || task_due_us(task) > scenario->time_max_us)) {
        return false;
    }
    if (scenario->order == ORDER_TIMES) {
        uint64_t due_us = world_next_due_us(w);
        return task_is_ready(task) || task_due_us(task) <= due_us;
    }
    if (task_is_free(task)) {
        return is_in_order(scenario, tasks, count, task);
    }
    return task_is_ready(task) || thread_may(tasks, count, task);
}

/* A caller hangs up what has been placed; a client keeps its own order where it is to. */
static bool is_in_order(const struct scenario *scenario, struct task *const *tasks, size_t count,
                        const struct task *task) {
    bool hangs_up = strcmp(task_role(task), "H") == 0;
    bool keeps = scenario->order == ORDER_CLIENTS && strcmp(task_role(task), "A") == 0;
    for (size_t i = 0; (hangs_up || keeps) && i < count; i++) {
        const struct task *other = tasks[i];
        if (hangs_up && strcmp(task_role(other), "P") == 0 &&
            strcmp(task_subject(other), task_subject(task)) == 0) {
            return false;
        }
        if (keeps && is_of_same_client(task, other) && task_due_us(other) < task_due_us(task)) {
            return false;
        }
    }
    return true;
}

/* One that sleeps may wake up when none is busy and none is due before it. */
static bool thread_may(struct task *const *tasks, size_t count, const struct task *task) {
    for (size_t i = 0; i < count; i++) {
        const struct task *other = tasks[i];
        if (!task_is_free(other) &&
            (task_is_ready(other) || task_due_us(other) < task_due_us(task))) {
            return false;
        }
    }
    return true;
}

uint64_t choice_moment_us(const struct world *w, struct task *const *tasks, size_t count,
                          const struct task *task) {
    uint64_t now_us = world_now_us(w);
    uint64_t moment_us = task_is_ready(task) ? now_us : task_due_us(task);
    for (size_t i = 0; i < count && task_is_free(task); i++) {
        const struct task *other = tasks[i];
        if (!task_is_free(other)) {
            uint64_t due_us = task_is_ready(other) ? now_us : task_due_us(other);
            moment_us = due_us < moment_us ? due_us : moment_us;
        }
    }
    return moment_us;
}

enum world_state choice_take(struct world *w, struct task *task) {
    struct task *tasks[CHOICES_MAX];
    size_t count = world_tasks(w, tasks, CHOICES_MAX);
    count = count < CHOICES_MAX ? count : CHOICES_MAX;
    return world_step_task_at(w, task, choice_moment_us(w, tasks, count, task));
}

bool task_is_free(const struct task *task) {
    return strchr("AHPCQ", task_role(task)[0]) && task_role(task)[1] == '\0';
}

/* "A sales-1.2" is an action of sales-1. */
static bool is_of_same_client(const struct task *a, const struct task *b) {
    size_t bytes = client_bytes(a);
    return strcmp(task_role(b), "A") == 0 && bytes == client_bytes(b) &&
           memcmp(task_subject(a), task_subject(b), bytes) == 0;
}

static size_t client_bytes(const struct task *task) {
    const char *dot = strrchr(task_subject(task), '.');
    return dot ? (size_t)(dot - task_subject(task)) : 0;
}
