/* Recording a session: expectations from its log, the steps if they matter, and the proof. */
#include "cli/repl/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/draft/draft.h"
#include "cli/draft/expected.h"
#include "sim/calls/channel.h"

static bool is_settled(const struct session *session);
static json_t *schedule_of(const struct log *log);
static bool passes(const json_t *document, const struct log *as, char error[SESSION_ERROR_SIZE]);
static bool are_equal(const struct log *a, const struct log *b);

json_t *record_of(const struct session *session, const char *name, char error[SESSION_ERROR_SIZE]) {
    json_t *document = json_object();
    json_object_set_new(document, "name", json_string(name));
    json_object_update_missing(document, session->document);
    json_object_set_new(document, "expect",
                        expected_of(session->log, session->world,
                                    json_object_get(session->document, "calls"),
                                    is_settled(session)));
    uint64_t now_us = session_now_us(session);
    if (world_next_due_us(session->world) != TASK_FOREVER || channel_count(session->world) > 0) {
        json_object_set_new(document, "limits", json_pack("{s:o}", "time", draft_duration(now_us)));
    }
    if (passes(document, session->log, error)) {
        return document;
    }
    json_object_set_new(document, "schedule", schedule_of(session->log));
    if (passes(document, NULL, error)) {
        return document;
    }
    json_decref(document);
    return NULL;
}

static bool is_settled(const struct session *session) {
    return world_next_due_us(session->world) > session_now_us(session);
}

static bool same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static json_t *schedule_of(const struct log *log) {
    json_t *schedule = json_array();
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_STEP) {
            json_array_append_new(
                schedule, json_pack("{s:s, s:s}", "task", entry->name, "step", entry->text));
        }
    }
    return schedule;
}

/* It holds; and unless `as` is NULL, just that happens. */
static bool passes(const json_t *document, const struct log *as, char error[SESSION_ERROR_SIZE]) {
    char *text = json_dumps(document, JSON_INDENT(2));
    struct problems problems = {0};
    struct scenario *scenario =
        text ? scenario_load_text("session", text, strlen(text), &problems) : NULL;
    free(text);
    struct run_result *result = NULL;
    if (scenario) {
        result = scenario_run(scenario, &(struct run_options){.log_steps = true});
    }
    bool good = result && result->state == RUN_PASSED && (!as || are_equal(as, result->log));
    const char *why = problems.count > 0 ? problems.items[0].text : "no memory";
    if (result) {
        why = result->failure ? result->failure : "not the same happens";
        for (size_t i = 0; i < result->verdicts_count; i++) {
            why = result->verdicts[i].passed ? why : result->verdicts[i].expected;
        }
    }
    snprintf(error, SESSION_ERROR_SIZE, "%s", why);
    problems_free(&problems);
    run_result_free(result);
    scenario_free(scenario);
    return good;
}

/* Steps may come in another order if only the same comes of it. */
static bool are_equal(const struct log *a, const struct log *b) {
    size_t i = 0, j = 0;
    for (;;) {
        while (i < log_count(a) && log_at(a, i)->kind == LOG_STEP) {
            i++;
        }
        while (j < log_count(b) && log_at(b, j)->kind == LOG_STEP) {
            j++;
        }
        if (i == log_count(a) || j == log_count(b)) {
            return i == log_count(a) && j == log_count(b);
        }
        const struct log_entry *x = log_at(a, i++), *y = log_at(b, j++);
        bool equal = x->kind == y->kind && x->at_us == y->at_us && x->status == y->status &&
                     same(x->name, y->name) && same(x->application, y->application) &&
                     same(x->channel, y->channel);
        if (!equal) {
            return false;
        }
    }
}
