/* The verbs about time: what happens next, and when. */
#include <string.h>
#include <strings.h>

#include "cli/base/number.h"
#include "cli/repl/complete.h"
#include "cli/repl/repl.h"
#include "sim/dialplan/nearest.h"
#include "sim/scenario/duration.h"

enum { RUN_TIME_MAX_H = 24 };

static const uint64_t HOUR_US = UINT64_C(3600000000);

static void tell_nearest(struct repl *repl, const char *wanted);
static bool is_it(const struct log_entry *entry, const void *context);
static struct task *find_task(struct repl *repl, const char *wanted);
static bool is_called(const struct task *task, const char *wanted, bool whole);
static void tell_next(struct repl *repl);

void do_advance(struct repl *repl) {
    uint64_t us;
    if (repl_duration(repl, repl->operands[0], &us)) {
        repl_run(repl, session_now_us(&repl->session) + us, NULL, NULL);
        tell_next(repl);
    }
}

void do_run(struct repl *repl) {
    uint64_t until_us = session_now_us(&repl->session) + RUN_TIME_MAX_H * HOUR_US;
    if (repl->operands_count == 0) {
        repl_run(repl, TASK_FOREVER, NULL, NULL);
        tell_next(repl);
        return;
    }
    if (strcmp(repl->operands[0], "until") != 0 || repl->operands_count != 2) {
        refuse(&repl->answer,
               "It is `run`, or `run until EVENT`, such as `run until StasisStart`.");
        return;
    }
    const char *wanted = repl->operands[1];
    enum session_stop stop = repl_run(repl, until_us, is_it, wanted);
    if (stop == STOP_IDLE || stop == STOP_REACHED) {
        say(&repl->answer, "That has not happened, and nothing more will by itself.");
        tell_nearest(repl, wanted);
    }
}

/* It may have been mistyped; but an event that somebody sends can have any name. */
static void tell_nearest(struct repl *repl, const char *wanted) {
    struct nearest nearest;
    char question[NEAREST_QUESTION_SIZE];
    const char *known;
    nearest_begin(&nearest, wanted);
    for (size_t i = 0; (known = complete_event(i)) != NULL; i++) {
        nearest_offer(&nearest, known);
    }
    if (nearest.best && strcasecmp(nearest.best, wanted) != 0) {
        say(&repl->answer, "No event of ARI is called '%s'%s", wanted,
            nearest_question(nearest.best, question));
    }
}

void do_step(struct repl *repl) {
    struct session *session = &repl->session;
    struct task *task = NULL;
    if (repl->operands_count > 0) {
        task = find_task(repl, &repl->line[repl->operand_starts[0]]);
        if (!task) {
            return;
        }
    }
    size_t from = log_count(session->log);
    enum session_stop stop = session_step(session, task);
    if (stop == STOP_IDLE) {
        say(&repl->answer, "There is nothing that could happen.");
    } else if (stop == STOP_BROKEN) {
        refuse(&repl->answer, "The world is broken: %s. `undo` goes back; please report it.",
               world_failure(session->world));
    }
    answer_tell(&repl->answer, session->log, from, true);
}

void do_hold(struct repl *repl) {
    repl->session.holds = true;
    say(&repl->answer,
        "From now on commands only line up what is to happen. `show tasks` lists it, "
        "`step NAME` chooses, `release` ends this.");
}

void do_release(struct repl *repl) {
    repl->session.holds = false;
    repl_run(repl, session_now_us(&repl->session), NULL, NULL);
    tell_next(repl);
}

void do_clock(struct repl *repl) {
    char text[DURATION_TEXT_BYTES];
    say(&repl->answer, "It is %s since the beginning.",
        duration_text(session_now_us(&repl->session), text));
    tell_next(repl);
}

/* An event or an entry of the journal by its name, an answer by its status. */
static bool is_it(const struct log_entry *entry, const void *context) {
    const char *wanted = context;
    if (entry->kind == LOG_ANSWER) {
        uint64_t status;
        return number_read(wanted, &status) && (uint64_t)entry->status == status;
    }
    return (entry->kind == LOG_EVENT || entry->kind == LOG_NOTE) &&
           strcasecmp(entry->name, wanted) == 0;
}

/* By its number in `show tasks`, its name, or a part of that which no other has. */
static struct task *find_task(struct repl *repl, const char *wanted) {
    struct task *tasks[SESSION_TASKS_MAX];
    size_t count = session_tasks(&repl->session, tasks);
    uint64_t number;
    if (number_read(wanted, &number) && number >= 1 && number <= count) {
        return tasks[number - 1];
    }
    struct task *found = NULL;
    size_t alike = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_called(tasks[i], wanted, true)) {
            return tasks[i];
        }
        if (is_called(tasks[i], wanted, false)) {
            found = tasks[i];
            alike++;
        }
    }
    if (alike == 1) {
        return found;
    }
    if (alike > 1) {
        refuse(&repl->answer, "'%s' could be one of %zu tasks: `show tasks` has their names.",
               wanted, alike);
    } else {
        refuse(&repl->answer, "There is no task '%s' that can do a step: `show tasks` lists them.",
               wanted);
    }
    return NULL;
}

static bool is_called(const struct task *task, const char *wanted, bool whole) {
    char name[TASK_NAME_BYTES];
    task_name(task, name);
    return whole ? strcmp(name, wanted) == 0 : strstr(name, wanted) != NULL;
}

static void tell_next(struct repl *repl) {
    char text[DURATION_TEXT_BYTES];
    uint64_t due_us = world_next_due_us(repl->session.world);
    if (due_us == TASK_FOREVER) {
        say(&repl->answer, "Nothing more will happen by itself.");
    } else {
        uint64_t now_us = session_now_us(&repl->session);
        say(&repl->answer, "The next step is due at %s.",
            duration_text(due_us > now_us ? due_us : now_us, text));
    }
}
