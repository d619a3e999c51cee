/* What every search does: making the world, going a step, coming to an end. */
#include "sim/scenario/explore_search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/scenario/choices.h"
#include "sim/scenario/explore_outcome.h"
#include "sim/scenario/follow.h"
#include "sim/scenario/furnish.h"
#include "sim/world/world.h"

enum { PROGRESS_EVERY = 4096, ENDS_FIRST = 256 };

static void watch(struct world *w, void *context);
static uint32_t add_outcome(struct search *search, json_t *outcome);
static json_t *path_json(const struct search *search);
static struct run_result *replay(const struct search *search);
static void judge_end(struct search *search, const struct run_result *result);
static void add_violation(struct search *search, const char *text, unsigned rule,
                          json_int_t expectation);
static bool add_end(struct search *search, struct end end);

bool search_begin(struct search *search) {
    const struct scenario *scenario = search->scenario;
    search->world = world_new(&(struct world_config){.seed = search->seed,
                                                     .epoch_us = scenario->epoch_us,
                                                     .mutation = search->options->mutation});
    search->outcomes = json_array();
    search->violations = json_array();
    search->held = calloc(scenario->expectations_count + 1, sizeof *search->held);
    if (!search->held || !search->world || !search->outcomes || !search->violations) {
        search->no_memory = true;
        return false;
    }
    if (!search->tracker.is_whole || search->alike.count > ALIKE_PARTS_MAX) {
        snprintf(search->stopped, sizeof search->stopped,
                 "more than %d expectations, or %d applications, are too many to keep apart",
                 TRACK_FACTS_MAX, ALIKE_PARTS_MAX);
        return false;
    }
    struct furniture furniture = furniture_of(scenario, search->tracker.told);
    bool sound = world_do(search->world, watch, search) && furnish(search->world, &furniture);
    if (sound) {
        follow_schedule(search->world, scenario, search->stopped, sizeof search->stopped);
        sound = search->stopped[0] == '\0' && !world_failure(search->world);
    }
    if (!sound && search->stopped[0] == '\0') {
        snprintf(search->stopped, sizeof search->stopped, "%s", world_failure(search->world));
    }
    return sound;
}

static void watch(struct world *w, void *context) {
    struct search *search = context;
    tracker_watch(&search->tracker, w);
}

bool search_choices(struct search *search, struct task **choices, size_t *count) {
    *count = choices_of(search->world, search->scenario, choices);
    if (*count > CHOICES_MAX) {
        snprintf(search->stopped, sizeof search->stopped, "more than %d tasks at a time",
                 CHOICES_MAX);
        return false;
    }
    if (search->path_length > EXPLORE_STEPS_MAX) {
        snprintf(search->stopped, sizeof search->stopped, "a schedule of more than %d steps",
                 EXPLORE_STEPS_MAX);
        return false;
    }
    return true;
}

enum world_state search_take(struct search *search, struct task *task) {
    if (search->path_length == search->path_capacity) {
        size_t capacity = search->path_capacity ? 2 * search->path_capacity : 256;
        struct path_step *path = realloc(search->path, capacity * sizeof *path);
        if (!path) {
            search->no_memory = true;
            return WORLD_BROKEN;
        }
        search->path = path;
        search->path_capacity = capacity;
    }
    struct path_step *step = &search->path[search->path_length++];
    task_name(task, step->task);
    step->step = task_step(task)->name;
    search->steps++;
    return choice_take(search->world, task);
}

uint32_t search_end(struct search *search) {
    uint64_t key = tracker_end(&search->tracker);
    for (size_t i = 0; i < search->ends_count; i++) {
        if (search->ends[i].key == key) {
            return search->ends[i].outcome;
        }
    }
    struct run_result *result = replay(search);
    json_t *outcome = result ? outcome_of_log(result->log, &search->alike) : NULL;
    if (!outcome) {
        search->no_memory = true;
        run_result_free(result);
        return 0;
    }
    judge_end(search, result);
    uint32_t number = add_outcome(search, outcome);
    run_result_free(result);
    if (!add_end(search, (struct end){key, number})) {
        search->no_memory = true;
    }
    return number;
}

uint32_t search_broken(struct search *search) {
    char text[SEARCH_FAILURE_BYTES];
    const char *failure = world_failure(search->world);
    snprintf(text, sizeof text, "%s", failure ? failure : "out of memory");
    unsigned rule = 0;
    if (sscanf(text, "R%u:", &rule) != 1) {
        rule = 0;
    }
    add_violation(search, text, rule, -1);
    return add_outcome(search, json_pack("{s:s, s:i}", "broken", text, "alike", 1));
}

/* The number of an outcome, which is new or known. Takes it over. */
static uint32_t add_outcome(struct search *search, json_t *outcome) {
    size_t count = json_array_size(search->outcomes);
    for (size_t i = 0; i < count; i++) {
        const json_t *known = json_object_get(json_array_get(search->outcomes, i), "outcome");
        if (json_equal(known, outcome)) {
            json_decref(outcome);
            return (uint32_t)i;
        }
    }
    json_t *item = json_pack("{s:o, s:o}", "outcome", outcome, "example", path_json(search));
    if (count == SEARCH_OUTCOMES_MAX) {
        snprintf(search->stopped, sizeof search->stopped, "%zu outcomes are too many", count);
        json_decref(item);
        return 0;
    }
    if (!item || json_array_append_new(search->outcomes, item)) {
        search->no_memory = true;
        return 0;
    }
    return (uint32_t)count;
}

/* The steps in the form of a scenario's "schedule": behind its own, if it has one. */
static json_t *path_json(const struct search *search) {
    json_t *list = json_array();
    for (size_t i = 0; i < search->scenario->schedule_count; i++) {
        const struct script_step *step = &search->scenario->schedule[i];
        json_array_append_new(
            list, step->step ? json_pack("{s:s, s:s}", "task", step->task, "step", step->step)
                             : json_string(step->task));
    }
    for (size_t i = 0; i < search->path_length; i++) {
        const struct path_step *step = &search->path[i];
        json_array_append_new(list,
                              json_pack("{s:s, s:s}", "task", step->task, "step", step->step));
    }
    return list;
}

/* The present schedule once more, from the beginning, with a log that keeps everything. */
static struct run_result *replay(const struct search *search) {
    struct scenario copy = *search->scenario;
    size_t own = copy.schedule_count;
    copy.schedule_count = own + search->path_length;
    copy.schedule = calloc(copy.schedule_count + 1, sizeof *copy.schedule);
    if (!copy.schedule) {
        return NULL;
    }
    for (size_t i = 0; i < own; i++) {
        copy.schedule[i] = search->scenario->schedule[i];
    }
    for (size_t i = 0; i < search->path_length; i++) {
        copy.schedule[own + i] =
            (struct script_step){.task = search->path[i].task, .step = search->path[i].step};
    }
    struct run_result *result =
        scenario_run(&copy, &(struct run_options){.seed_given = true,
                                                  .seed = search->seed,
                                                  .mutation = search->options->mutation});
    free(copy.schedule);
    return result;
}

static void judge_end(struct search *search, const struct run_result *result) {
    if (result->state == RUN_MISMATCH || result->state == RUN_LIMIT) {
        snprintf(search->stopped, sizeof search->stopped, "a schedule could not be repeated: %s",
                 text_or_empty(result->failure));
        return;
    }
    for (size_t i = 0; !search->options->rules_only && i < result->verdicts_count; i++) {
        const struct verdict *verdict = &result->verdicts[i];
        search->held[i] |= verdict->passed;
        if (!verdict->passed) {
            char text[2 * SEARCH_FAILURE_BYTES];
            snprintf(text, sizeof text, "%s: %s", verdict->expected, verdict->happened);
            add_violation(search, text, verdict->rule, (json_int_t)i);
        }
    }
}

static void add_violation(struct search *search, const char *text, unsigned rule,
                          json_int_t expectation) {
    json_t *violation =
        json_pack("{s:s, s:i, s:I}", "text", text, "rule", (int)rule, "expectation", expectation);
    size_t i;
    json_t *known;
    if (!violation) {
        search->no_memory = true;
        return;
    }
    json_array_foreach(search->violations, i, known) {
        if (explore_same_violation(known, violation)) {
            json_decref(violation);
            return;
        }
    }
    if (json_array_size(search->violations) < SEARCH_VIOLATIONS_MAX) {
        json_object_set_new(violation, "schedule", path_json(search));
        json_array_append(search->violations, violation);
    }
    json_decref(violation);
    search->finished |= search->options->first_only;
}

bool explore_same_violation(const json_t *a, const json_t *b) {
    json_t *of_a = json_object_get(a, "expectation"), *of_b = json_object_get(b, "expectation");
    return json_equal(of_a, of_b) &&
           (json_integer_value(of_a) >= 0 ||
            json_equal(json_object_get(a, "rule"), json_object_get(b, "rule")));
}

static bool add_end(struct search *search, struct end end) {
    if (search->ends_count == search->ends_capacity) {
        size_t capacity = search->ends_capacity ? 2 * search->ends_capacity : ENDS_FIRST;
        struct end *ends = realloc(search->ends, capacity * sizeof *ends);
        if (!ends) {
            return false;
        }
        search->ends = ends;
        search->ends_capacity = capacity;
    }
    search->ends[search->ends_count++] = end;
    return true;
}

bool search_is_over(struct search *search, double done) {
    const struct explore_options *options = search->options;
    if (options->progress && search->steps >= search->told_steps + PROGRESS_EVERY) {
        search->told_steps = search->steps;
        options->progress(options->context, &(struct explore_progress){
                                                .steps = search->steps,
                                                .states = search->visited.count,
                                                .schedules = search->schedules,
                                                .outcomes = json_array_size(search->outcomes),
                                                .done = done,
                                            });
    }
    if (options->how == EXPLORE_EXHAUSTIVE && options->schedules_max > 0 &&
        search->schedules >= options->schedules_max && !search->finished) {
        snprintf(search->stopped, sizeof search->stopped, "%llu schedules: --max-schedules",
                 (unsigned long long)search->schedules);
    }
    return search->finished || search->no_memory || search->stopped[0] != '\0';
}
