/* A fixed schedule: the task of each entry is looked up by its name and does its next step. */
#include "sim/scenario/follow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/choices.h"
#include "sim/scenario/words.h"

enum { TASKS_MAX = 65536 };

static struct task *find(struct task *const *tasks, size_t count, const char *name);
static bool can_step(const struct task *task);
static struct words possible(struct task *const *tasks, size_t count);

void follow_schedule(struct world *w, const struct scenario *scenario, char *failure, size_t size) {
    struct task **tasks = NULL;
    size_t room = 0;
    failure[0] = '\0';
    for (size_t i = 0; i < scenario->schedule_count && !world_failure(w); i++) {
        const struct script_step *step = &scenario->schedule[i];
        size_t count = world_tasks(w, tasks, room);
        if (count > room) {
            struct task **larger =
                count < TASKS_MAX ? realloc(tasks, 2 * count * sizeof(struct task *)) : NULL;
            if (!larger) {
                snprintf(failure, size, "schedule[%zu]: %zu tasks are too many", i, count);
                break;
            }
            tasks = larger;
            room = 2 * count;
            world_tasks(w, tasks, room);
        }
        struct task *task = find(tasks, count, step->task);
        if (!task) {
            snprintf(failure, size, "schedule[%zu]: there is no task \"%s\": next can be %s", i,
                     step->task, possible(tasks, count).text);
            break;
        }
        if (!can_step(task)) {
            snprintf(failure, size,
                     "schedule[%zu]: \"%s\" waits until somebody wakes it: next can be %s", i,
                     step->task, possible(tasks, count).text);
            break;
        }
        if (step->step && strcmp(step->step, task_step(task)->name) != 0) {
            snprintf(failure, size, "schedule[%zu]: \"%s\" is at \"%s\", not at \"%s\"", i,
                     step->task, task_step(task)->name, step->step);
            break;
        }
        choice_take(w, task);
    }
    free(tasks);
}

static struct task *find(struct task *const *tasks, size_t count, const char *name) {
    char own[TASK_NAME_BYTES];
    for (size_t i = 0; i < count; i++) {
        if (strcmp(task_name(tasks[i], own), name) == 0) {
            return tasks[i];
        }
    }
    return NULL;
}

static bool can_step(const struct task *task) {
    return task_is_ready(task) || task_due_us(task) != TASK_FOREVER;
}

static struct words possible(struct task *const *tasks, size_t count) {
    struct words words = {0};
    for (size_t i = 0; i < count; i++) {
        char name[TASK_NAME_BYTES];
        if (can_step(tasks[i])) {
            words_add(&words, "%s\"%s\" at \"%s\"", words.used ? ", " : "",
                      task_name(tasks[i], name), task_step(tasks[i])->name);
        }
    }
    words_add(&words, "%s", words.used ? "" : "nothing");
    return words;
}
