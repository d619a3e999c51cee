/* What became of a scenario, as a JSON object. */
#include "cli/report/outcome.h"

#include <stdlib.h>
#include <string.h>

#include "cli/base/member.h"
#include "sim/ari/json.h"
#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/base/text.h"

enum { LAST_LINES = 20 };

/* By rising gravity. */
static const struct {
    const char *name;
    enum exit_code code;
} STATES[] = {
    {"skipped", CODE_PASSED},  {"passed", CODE_PASSED},  {"limit", CODE_LIMIT},
    {"failed", CODE_FAILED},   {"mismatch", CODE_INPUT}, {"unreadable", CODE_INPUT},
    {"broken", CODE_INTERNAL},
};
enum { STATES_COUNT = sizeof STATES / sizeof STATES[0] };

static const char END[] = "end";

static json_t *string(const char *text);
static json_t *points_of(const struct run_result *result, bool *failed);
static json_t *point_of_verdict(const struct verdict *verdict, uint64_t seed);
static json_t *point_of_end(const struct run_result *result);
static json_t *last_lines(const struct log *log);
static void merge_points(json_t *points, const json_t *more);
static json_t *find_point(const json_t *points, const char *where);
static size_t gravity(const json_t *outcome);
static void add(json_t *object, const char *key, json_int_t number);

json_t *outcome_of_run(const struct scenario *scenario, const struct run_result *result) {
    bool failed = false;
    json_t *points = points_of(result, &failed);
    const char *state = failed || result->state == RUN_FORSAKEN ? "failed" : "passed";
    if (result->state == RUN_BROKEN) {
        state = "broken";
    } else if (result->state == RUN_MISMATCH) {
        state = "mismatch";
    } else if (result->state == RUN_LIMIT && !failed) {
        state = "limit";
    }
    json_t *outcome =
        json_pack("{s:o, s:o, s:o*, s:s, s:i, s:I, s:I, s:I, s:o}", "file",
                  string(scenario_path(scenario)), "scenario", string(scenario_name(scenario)),
                  "description", string(scenario_description(scenario)), "state", state, "runs", 1,
                  "seed", (json_int_t)result->seed, "steps", (json_int_t)result->steps,
                  "ended_at_us", (json_int_t)result->ended_at_us, "points", points);
    bool broken = result->state == RUN_BROKEN;
    if (outcome && (broken || result->state == RUN_MISMATCH)) {
        json_object_set_new(outcome, "failure",
                            string(result->failure ? result->failure : "the run broke"));
    }
    if (outcome && broken) {
        json_object_set_new(outcome, "log", last_lines(result->log));
    }
    return outcome;
}

json_t *outcome_unreadable(const char *file, const struct problems *problems) {
    json_t *outcome = json_pack("{s:o, s:s}", "file", string(file), "state", "unreadable");
    outcome_add_problems(outcome, problems);
    return outcome;
}

json_t *outcome_broken(const char *file, uint64_t seed, const char *failure) {
    return json_pack("{s:o, s:s, s:i, s:I, s:o}", "file", string(file), "state", "broken", "runs",
                     1, "seed", (json_int_t)seed, "failure", string(failure));
}

json_t *outcome_not_begun(const struct scenario *scenario, uint64_t seed, const char *expected,
                          const char *happened) {
    json_t *point =
        json_pack("{s:o, s:b, s:o, s:s, s:i, s:i, s:I, s:i}", "expected", string(expected),
                  "passed", 0, "happened", string(happened), "where", "programs", "line", 0,
                  "at_us", 0, "seed", (json_int_t)seed, "failures", 1);
    return json_pack("{s:o, s:o, s:o, s:s, s:i, s:I, s:i, s:i, s:[o]}", "file",
                     string(scenario_path(scenario)), "scenario", string(scenario_name(scenario)),
                     "description", string(scenario_description(scenario)), "state", "failed",
                     "runs", 1, "seed", (json_int_t)seed, "steps", 0, "ended_at_us", 0, "points",
                     point);
}

json_t *outcome_skipped(const struct scenario *scenario, const char *why) {
    return json_pack("{s:o, s:o, s:o, s:s, s:i, s:o}", "file", string(scenario_path(scenario)),
                     "scenario", string(scenario_name(scenario)), "description",
                     string(scenario_description(scenario)), "state", "skipped", "runs", 0,
                     "skipped", string(why));
}

void outcome_add_problems(json_t *outcome, const struct problems *problems) {
    if (!outcome || problems->count == 0) {
        return;
    }
    json_t *array = json_array();
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        json_array_append_new(array,
                              json_pack("{s:o, s:i, s:o, s:s, s:o}", "file", string(problem->file),
                                        "line", (int)problem->line, "where", string(problem->where),
                                        "severity", problem->is_warning ? "warning" : "error",
                                        "text", string(problem->text)));
    }
    json_object_set_new(outcome, "problems", array);
}

void outcome_set_order(json_t *outcome, size_t number, const char *text) {
    json_t *point;
    size_t i;
    if (!outcome) {
        return;
    }
    json_object_set_new(outcome, "orders", json_integer(1));
    json_array_foreach(json_object_get(outcome, "points"), i, point) {
        if (!json_is_true(json_object_get(point, "passed"))) {
            json_object_set_new(point, "order", json_integer((json_int_t)number));
            json_object_set_new(point, "order_text", string(text));
        }
    }
}

void outcome_merge(json_t *outcome, json_t *more) {
    add(outcome, "runs", member_number(more, "runs"));
    add(outcome, "steps", member_number(more, "steps"));
    if (json_object_get(more, "orders")) {
        add(outcome, "orders", member_number(more, "orders"));
    }
    if (member_number(more, "ended_at_us") > member_number(outcome, "ended_at_us")) {
        json_object_set(outcome, "ended_at_us", json_object_get(more, "ended_at_us"));
    }
    if (gravity(more) > gravity(outcome)) {
        json_object_set(outcome, "state", json_object_get(more, "state"));
    }
    json_t *points = json_object_get(outcome, "points");
    if (points) {
        merge_points(points, json_object_get(more, "points"));
    }
    json_object_update_missing(outcome, more);
}

json_t *outcome_and(json_t *outcome, json_t *more) {
    if (!more) {
        json_decref(outcome);
        return NULL;
    }
    outcome_merge(outcome, more);
    json_decref(more);
    return outcome;
}

enum exit_code outcome_code(const json_t *outcome) {
    return STATES[gravity(outcome)].code;
}

enum exit_code outcome_code_of_run(enum run_state state) {
    switch (state) {
    case RUN_PASSED:
        return CODE_PASSED;
    case RUN_FAILED:
    case RUN_FORSAKEN:
        return CODE_FAILED;
    case RUN_LIMIT:
        return CODE_LIMIT;
    case RUN_MISMATCH:
        return CODE_INPUT;
    case RUN_BROKEN:
        break;
    }
    return CODE_INTERNAL;
}

/* Empty for NULL; a dialplan, the name of a file and what a server says need be no UTF-8. */
static json_t *string(const char *text) {
    return text_json(text_or_empty(text));
}

/* One an expectation; and one more where the end of the run is all there is to say, or went
 * wrong. */
static json_t *points_of(const struct run_result *result, bool *failed) {
    json_t *points = json_array();
    for (size_t i = 0; i < result->verdicts_count; i++) {
        *failed = *failed || !result->verdicts[i].passed;
        json_array_append_new(points, point_of_verdict(&result->verdicts[i], result->seed));
    }
    bool ended = result->state == RUN_PASSED || result->state == RUN_FAILED;
    if (!ended || result->verdicts_count == 0) {
        json_array_append_new(points, point_of_end(result));
    }
    return points;
}

static json_t *point_of_verdict(const struct verdict *verdict, uint64_t seed) {
    json_t *point =
        json_pack("{s:o, s:b, s:o, s:i}", "expected", string(verdict->expected), "passed",
                  verdict->passed, "where", string(verdict->where), "line", (int)verdict->line);
    if (point && verdict->skipped) {
        json_object_set_new(point, "skipped", string(verdict->skipped));
    }
    if (point && !verdict->passed) {
        json_t *failure =
            json_pack("{s:o, s:I, s:I, s:i}", "happened", string(verdict->happened), "at_us",
                      (json_int_t)verdict->at_us, "seed", (json_int_t)seed, "failures", 1);
        if (failure && verdict->rule != RULE_NONE) {
            json_object_set_new(failure, "rule", json_sprintf("R%u", (unsigned)verdict->rule));
        }
        json_object_update(point, failure);
        json_decref(failure);
    }
    return point;
}

static json_t *point_of_end(const struct run_result *result) {
    bool passed = result->state == RUN_PASSED || result->state == RUN_FAILED;
    const char *expected =
        result->state == RUN_FORSAKEN ? "the server does its part" : "the run comes to its end";
    json_t *point =
        json_pack("{s:s, s:b, s:s}", "expected", expected, "passed", passed, "where", END);
    if (point && !passed) {
        const char *happened =
            result->state == RUN_LIMIT ? "it was stopped at a limit" : "it broke";
        json_t *failure = json_pack("{s:o, s:I, s:I, s:i}", "happened",
                                    string(result->failure ? result->failure : happened), "at_us",
                                    (json_int_t)result->ended_at_us, "seed",
                                    (json_int_t)result->seed, "failures", 1);
        json_object_update(point, failure);
        json_decref(failure);
    }
    return point;
}

static json_t *last_lines(const struct log *log) {
    json_t *lines = json_array();
    size_t count = log ? log_count(log) : 0;
    for (size_t i = count > LAST_LINES ? count - LAST_LINES : 0; i < count; i++) {
        char *line = log_entry_text(log_at(log, i));
        json_array_append_new(lines, string(line));
        free(line);
    }
    return lines;
}

static void merge_points(json_t *points, const json_t *more) {
    size_t i;
    json_t *added;
    json_array_foreach(more, i, added) {
        json_t *point = find_point(points, member_text(added, "where"));
        if (!point) {
            json_array_append(points, added);
        } else if (!json_is_true(json_object_get(added, "passed"))) {
            if (json_is_true(json_object_get(point, "passed"))) {
                json_object_update(point, added);
            } else {
                add(point, "failures", member_number(added, "failures"));
            }
        }
    }
}

static json_t *find_point(const json_t *points, const char *where) {
    size_t i;
    json_t *point;
    json_array_foreach(points, i, point) {
        if (strcmp(member_text(point, "where"), where) == 0) {
            return point;
        }
    }
    return NULL;
}

static size_t gravity(const json_t *outcome) {
    const char *state = member_text(outcome, "state");
    size_t i = 0;
    while (i < STATES_COUNT && strcmp(STATES[i].name, state) != 0) {
        i++;
    }
    must(i < STATES_COUNT);
    return i;
}

static void add(json_t *object, const char *key, json_int_t number) {
    json_object_set_new(object, key, json_integer(member_number(object, key) + number));
}
