/* A session: the document, the world that lives by it, and how one follows from the other. */
#include "cli/repl/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "sim/base/must.h"
#include "sim/scenario/furnish.h"
#include "sim/scenario/observe.h"

enum { STEPS_AT_ONCE_MAX = 50000 };

/* What a document brings to life. */
struct life {
    struct scenario *scenario;
    struct world *world;
    struct log *log;
};

static bool bring_to_life(struct session *session, const json_t *document, struct life *life,
                          char *error);
static void tell_problem(const struct problems *problems, char *error);
static bool repeat(struct session *session, const struct log *log, size_t entries, struct world *w,
                   char *error);
static enum world_state do_step(struct session *session, struct world *w, struct task *task);
static struct task *find_task(const struct world *w, const char *name);
static void end_life(struct life *life);
static void adopt(struct session *session, json_t *document, struct life *life);
static size_t choose(void *context, struct world *w, struct task *const *ready, size_t count);
static bool is_wanted(const struct session *session, size_t from, session_wanted *wanted,
                      const void *context);
static struct task *planned_task(struct session *session);
static enum session_stop stop_of(struct session *session, enum world_state state);
static void drop_past(struct past *past);

json_t *session_blank(uint64_t seed) {
    return json_pack("{s:s, s:I, s:[s, s, s], s:[], s:[]}", "name", "a session of the REPL", "seed",
                     (json_int_t)seed, "dialplan", "[in]", "exten => _X.,1,StasisBroadcast(500)",
                     " same => n,Hangup()", "clients", "calls");
}

bool session_begin(struct session *session, json_t *document,
                   const volatile sig_atomic_t *interrupted) {
    *session = (struct session){.interrupted = interrupted};
    char error[SESSION_ERROR_SIZE];
    return document && session_replace(session, document, NULL, error);
}

void session_end(struct session *session) {
    end_life(&(struct life){session->scenario, session->world, session->log});
    while (session->pasts_count > 0) {
        session_unmark(session);
    }
    problems_free(&session->problems);
    json_decref(session->document);
    json_decref(session->plan);
    *session = (struct session){0};
}

uint64_t session_now_us(const struct session *session) {
    uint64_t world_us = world_now_us(session->world);
    return world_us > session->now_us ? world_us : session->now_us;
}

bool session_edit(struct session *session, json_t *document, char error[SESSION_ERROR_SIZE]) {
    uint64_t now_us = session_now_us(session);
    struct life life = {0};
    if (!bring_to_life(session, document, &life, error) ||
        !repeat(session, session->log, log_count(session->log), life.world, error)) {
        end_life(&life);
        json_decref(document);
        return false;
    }
    adopt(session, document, &life);
    session->now_us = now_us;
    return true;
}

bool session_replace(struct session *session, json_t *document, json_t *plan,
                     char error[SESSION_ERROR_SIZE]) {
    struct life life = {0};
    if (!bring_to_life(session, document, &life, error)) {
        end_life(&life);
        json_decref(document);
        json_decref(plan);
        return false;
    }
    if (session->pasts_count > 0) {
        session->pasts[session->pasts_count - 1].log = session->log;
        session->log = NULL;
    }
    adopt(session, document, &life);
    json_decref(session->plan);
    session->plan = plan;
    session->planned = 0;
    session->now_us = 0;
    session->holds = false;
    return true;
}

void session_mark(struct session *session, const char *command) {
    if (session->pasts_count == SESSION_UNDO_MAX) {
        drop_past(&session->pasts[0]);
        session->pasts_count--;
        memmove(&session->pasts[0], &session->pasts[1],
                session->pasts_count * sizeof session->pasts[0]);
    }
    session->pasts[session->pasts_count++] = (struct past){
        .command = strdup(command),
        .document = json_deep_copy(session->document),
        .plan = json_incref(session->plan),
        .planned = session->planned,
        .entries = log_count(session->log),
        .now_us = session->now_us,
        .holds = session->holds,
    };
}

void session_unmark(struct session *session) {
    must(session->pasts_count > 0);
    drop_past(&session->pasts[--session->pasts_count]);
}

bool session_undo(struct session *session) {
    if (session->pasts_count == 0) {
        return false;
    }
    struct past past = session->pasts[--session->pasts_count];
    char error[SESSION_ERROR_SIZE];
    struct life life = {0};
    bool done =
        past.document && bring_to_life(session, past.document, &life, error) &&
        repeat(session, past.log ? past.log : session->log, past.entries, life.world, error);
    if (!done) {
        end_life(&life);
        drop_past(&past);
        return false;
    }
    adopt(session, past.document, &life);
    log_free(past.log);
    free(past.command);
    json_decref(session->plan);
    session->plan = past.plan;
    session->planned = past.planned;
    session->now_us = past.now_us;
    session->holds = past.holds;
    return true;
}

const char *session_last(const struct session *session) {
    return session->pasts_count > 0 ? session->pasts[session->pasts_count - 1].command : NULL;
}

enum session_stop session_run(struct session *session, uint64_t until_us, session_wanted *wanted,
                              const void *context) {
    struct world *w = session->world;
    for (uint64_t steps = 0; steps < STEPS_AT_ONCE_MAX; steps++) {
        if (*session->interrupted) {
            return STOP_INTERRUPTED;
        }
        struct task *planned = planned_task(session);
        uint64_t due_us = planned ? task_due_us(planned) : world_next_due_us(w);
        if (due_us == TASK_FOREVER || due_us > until_us) {
            bool forever = until_us == TASK_FOREVER;
            session->now_us = forever ? world_now_us(w) : until_us;
            return due_us == TASK_FOREVER ? STOP_IDLE : STOP_REACHED;
        }
        size_t before = log_count(session->log);
        enum world_state state;
        if (planned) {
            session->planned++;
            state = do_step(session, w, planned);
        } else {
            uint64_t now_us = world_now_us(w);
            state = world_run(w, due_us > now_us ? due_us : now_us, 1);
        }
        enum session_stop stop = stop_of(session, state);
        if (stop != STOP_REACHED) {
            return stop;
        }
        if (wanted && is_wanted(session, before, wanted, context)) {
            return STOP_FOUND;
        }
    }
    return STOP_LIMIT;
}

enum session_stop session_step(struct session *session, struct task *task) {
    struct world *w = session->world;
    struct task *planned = planned_task(session);
    task = task ? task : planned;
    session->planned += task && task == planned;
    if (task) {
        return stop_of(session, do_step(session, w, task));
    }
    uint64_t due_us = world_next_due_us(w);
    return due_us == TASK_FOREVER ? STOP_IDLE : stop_of(session, world_run(w, due_us, 1));
}

size_t session_tasks(const struct session *session, struct task *tasks[SESSION_TASKS_MAX]) {
    size_t count = world_tasks(session->world, tasks, SESSION_TASKS_MAX);
    count = count < SESSION_TASKS_MAX ? count : SESSION_TASKS_MAX;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (task_is_ready(tasks[i]) || task_due_us(tasks[i]) != TASK_FOREVER) {
            tasks[kept++] = tasks[i];
        }
    }
    return kept;
}

static bool bring_to_life(struct session *session, const json_t *document, struct life *life,
                          char *error) {
    char *text = json_dumps(document, JSON_INDENT(2));
    problems_free(&session->problems);
    session->problems = (struct problems){0};
    if (text) {
        life->scenario = scenario_load_text("session", text, strlen(text), &session->problems);
    }
    free(text);
    if (!life->scenario) {
        tell_problem(&session->problems, error);
        return false;
    }
    life->log = log_new(true);
    life->world = world_new(&(struct world_config){.seed = scenario_seed(life->scenario),
                                                   .epoch_us = scenario_epoch_us(life->scenario)});
    snprintf(error, SESSION_ERROR_SIZE, "there is no memory for a world");
    if (!life->log || !life->world) {
        return false;
    }
    observe(life->world, life->log);
    world_choose(life->world, (struct world_policy){.choose = choose, .context = session});
    struct furniture furniture = furniture_of(life->scenario, life->log);
    return furnish(life->world, &furniture);
}

/* The first that makes it impossible. */
static void tell_problem(const struct problems *problems, char *error) {
    const struct problem *found = NULL;
    for (size_t i = problems->count; i > 0; i--) {
        found = problems->items[i - 1].is_warning ? found : &problems->items[i - 1];
    }
    snprintf(error, SESSION_ERROR_SIZE, "That cannot be: %s", found ? found->text : "no memory");
}

/* Does the steps that the first `entries` of a log tell of. */
static bool repeat(struct session *session, const struct log *log, size_t entries, struct world *w,
                   char *error) {
    for (size_t i = 0; i < entries; i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind != LOG_STEP) {
            continue;
        }
        struct task *task = find_task(w, entry->name);
        bool possible = task && strcmp(task_step(task)->name, entry->text) == 0;
        if (!possible || do_step(session, w, task) == WORLD_BROKEN) {
            const char *failure = world_failure(w);
            snprintf(error, SESSION_ERROR_SIZE, "what has happened could not be repeated: %s %s",
                     entry->name, failure ? failure : entry->text);
            return false;
        }
    }
    return true;
}

static struct task *find_task(const struct world *w, const char *name) {
    struct task *tasks[SESSION_TASKS_MAX];
    size_t count = world_tasks(w, tasks, SESSION_TASKS_MAX);
    char own[TASK_NAME_BYTES];
    for (size_t i = 0; i < count && i < SESSION_TASKS_MAX; i++) {
        if (strcmp(task_name(tasks[i], own), name) == 0) {
            return tasks[i];
        }
    }
    return NULL;
}

static void end_life(struct life *life) {
    world_free(life->world);
    log_free(life->log);
    scenario_free(life->scenario);
}

static void adopt(struct session *session, json_t *document, struct life *life) {
    end_life(&(struct life){session->scenario, session->world, session->log});
    json_decref(session->document);
    session->document = document;
    session->scenario = life->scenario;
    session->world = life->world;
    session->log = life->log;
}

/* One that was chosen, or as the seed wants it: a draw is made in any case, so that what is left to
 * chance comes out as in a run of the scenario. */
static size_t choose(void *context, struct world *w, struct task *const *ready, size_t count) {
    const struct session *session = context;
    size_t drawn = world_draw(w, count);
    for (size_t i = 0; i < count; i++) {
        drawn = ready[i] == session->chosen ? i : drawn;
    }
    return drawn;
}

/* A task that is due does its step as it would by itself. */
static enum world_state do_step(struct session *session, struct world *w, struct task *task) {
    uint64_t now_us = world_now_us(w), next_us = world_next_due_us(w);
    uint64_t moment_us = next_us > now_us ? next_us : now_us;
    if (!task_is_ready(task) && task_due_us(task) > moment_us) {
        return world_step_task(w, task);
    }
    session->chosen = task;
    enum world_state state = world_run(w, moment_us, 1);
    session->chosen = NULL;
    return state;
}

static bool is_wanted(const struct session *session, size_t from, session_wanted *wanted,
                      const void *context) {
    for (size_t i = from; i < log_count(session->log); i++) {
        if (wanted(log_at(session->log, i), context)) {
            return true;
        }
    }
    return false;
}

/* A plan that cannot be followed any more, because the person did something else, is given up. */
static struct task *planned_task(struct session *session) {
    json_t *entry = json_array_get(session->plan, session->planned);
    if (!entry) {
        return NULL;
    }
    const char *name =
        json_string_value(json_is_object(entry) ? json_object_get(entry, "task") : entry);
    const char *step = json_string_value(json_object_get(entry, "step"));
    struct task *task = name ? find_task(session->world, name) : NULL;
    bool possible = task && (task_is_ready(task) || task_due_us(task) != TASK_FOREVER) &&
                    (!step || strcmp(step, task_step(task)->name) == 0);
    if (!possible) {
        session->planned = json_array_size(session->plan);
    }
    return possible ? task : NULL;
}

static enum session_stop stop_of(struct session *session, enum world_state state) {
    if (state == WORLD_BROKEN) {
        return STOP_BROKEN;
    }
    if (log_lacked_memory(session->log)) {
        memory_end();
    }
    return log_is_complete(session->log) ? STOP_REACHED : STOP_LIMIT;
}

static void drop_past(struct past *past) {
    json_decref(past->document);
    json_decref(past->plan);
    log_free(past->log);
    free(past->command);
    *past = (struct past){0};
}
