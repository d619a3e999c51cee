/* Recording a session: expectations from its log, the steps if they matter, and the proof. */
#include "cli/repl/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/repl/draft.h"
#include "sim/calls/application.h"
#include "sim/calls/channel.h"
#include "sim/scenario/occurrence.h"

/* The expectations are gathered here while the log is read. */
struct recording {
    const struct session *session;
    json_t *expect;
    bool is_settled; /* nothing is due at the moment: what was counted stays so */
};

static bool is_settled(const struct session *session);
static void expect_answers(struct recording *recording);
static void expect_events(struct recording *recording);
static void expect_silence(struct recording *recording);
static void expect_status(struct recording *recording);
static unsigned count_before(const struct recording *recording, size_t index, bool to_the_end);
static bool is_alike(const struct log_entry *a, const struct log_entry *b);
static json_t *schedule_of(const struct log *log);
static bool passes(const json_t *document, const struct log *as, char error[SESSION_ERROR_SIZE]);
static bool are_equal(const struct log *a, const struct log *b);
static void add(struct recording *recording, const char *kind, json_t *happening);

json_t *record_of(const struct session *session, const char *name, char error[SESSION_ERROR_SIZE]) {
    struct recording recording = {
        .session = session, .expect = json_array(), .is_settled = is_settled(session)};
    expect_answers(&recording);
    expect_events(&recording);
    expect_silence(&recording);
    expect_status(&recording);
    json_t *document = json_object();
    json_object_set_new(document, "name", json_string(name));
    json_object_update_missing(document, session->document);
    json_object_set_new(document, "expect", recording.expect);
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

/* Each request has its place among those like it. */
static void expect_answers(struct recording *recording) {
    const struct log *log = recording->session->log;
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *asked = log_at(log, i);
        if (asked->kind != LOG_REQUEST) {
            continue;
        }
        const struct log_entry *answer = NULL;
        for (size_t j = i + 1; !answer && j < log_count(log); j++) {
            const struct log_entry *entry = log_at(log, j);
            bool is_its = entry->kind == LOG_ANSWER && strcmp(entry->name, asked->name) == 0;
            answer = is_its ? entry : NULL;
        }
        if (!answer) {
            continue;
        }
        json_t *happening = json_object();
        bool is_claim = entry_is_claim(asked) && asked->application && asked->channel;
        if (is_claim) {
            json_object_set_new(happening, "app", json_string(asked->application));
            json_object_set_new(happening, "channel", json_string(asked->channel));
        } else {
            json_object_set_new(happening, "request", json_string(asked->text));
        }
        json_object_set_new(happening, "nth", json_integer(count_before(recording, i, false) + 1));
        json_object_set_new(happening, "status", json_integer(answer->status));
        add(recording, is_claim ? "claim" : "answer", happening);
    }
}

/* How often each application got each type of event about each channel. */
static void expect_events(struct recording *recording) {
    const struct log *log = recording->session->log;
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind != LOG_EVENT || !entry->application ||
            count_before(recording, i, false) > 0) {
            continue;
        }
        json_t *happening = json_pack("{s:s, s:s}", "app", entry->application, "type", entry->name);
        if (entry->channel) {
            json_object_set_new(happening, "channel", json_string(entry->channel));
        }
        json_int_t count = count_before(recording, i, true);
        json_t *expectation = json_pack("{s:o}", "event", happening);
        json_object_set_new(expectation, "count",
                            recording->is_settled ? json_integer(count)
                                                  : json_pack("{s:I}", "min", count));
        json_array_append_new(recording->expect, expectation);
    }
}

/* An application that heard nothing was passed over: that is worth expecting, too. */
static void expect_silence(struct recording *recording) {
    const struct log *log = recording->session->log;
    const struct application *application = application_first(recording->session->world);
    for (; recording->is_settled && application; application = application_next(application)) {
        bool heard = false;
        for (size_t i = 0; i < log_count(log); i++) {
            const struct log_entry *entry = log_at(log, i);
            heard |= entry->kind == LOG_EVENT && entry->application &&
                     strcmp(entry->application, application->name) == 0;
        }
        if (!heard) {
            json_array_append_new(recording->expect, json_pack("{s:{s:s}, s:b}", "event", "app",
                                                               application->name, "never", 1));
        }
    }
}

/* What STASISSTATUS of each call was, one after another. */
static void expect_status(struct recording *recording) {
    const struct log *log = recording->session->log;
    size_t index;
    json_t *call;
    json_array_foreach(json_object_get(recording->session->document, "calls"), index, call) {
        const char *id = json_string_value(json_object_get(call, "id"));
        json_t *values = json_array();
        for (size_t i = 0; id && i < log_count(log); i++) {
            const struct log_entry *entry = log_at(log, i);
            const char *name = json_string_value(json_object_get(entry->data, "variable"));
            if (entry->kind == LOG_NOTE && strcmp(entry->name, "ChannelVarset") == 0 && name &&
                strcmp(name, "STASISSTATUS") == 0 && entry->channel &&
                strcmp(entry->channel, id) == 0) {
                json_array_append(values, json_object_get(entry->data, "value"));
            }
        }
        if (recording->is_settled && json_array_size(values) > 0) {
            add(recording, "variable",
                json_pack("{s:s, s:O}", "channel", id, "STASISSTATUS", values));
        }
        json_decref(values);
    }
}

/* Entries like the one at `index` before it, or in the whole log. */
static unsigned count_before(const struct recording *recording, size_t index, bool to_the_end) {
    const struct log *log = recording->session->log;
    unsigned count = 0;
    for (size_t i = 0; i < (to_the_end ? log_count(log) : index); i++) {
        count += is_alike(log_at(log, i), log_at(log, index));
    }
    return count;
}

static bool same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* As an expectation names them: claims by whom and of what, requests by their text. */
static bool is_alike(const struct log_entry *a, const struct log_entry *b) {
    if (a->kind != b->kind) {
        return false;
    }
    if (a->kind == LOG_REQUEST) {
        bool claim = entry_is_claim(b) && b->application && b->channel;
        return claim ? entry_is_claim(a) && same(a->application, b->application) &&
                           same(a->channel, b->channel)
                     : same(a->text, b->text);
    }
    return same(a->name, b->name) && same(a->application, b->application) &&
           same(a->channel, b->channel);
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

static void add(struct recording *recording, const char *kind, json_t *happening) {
    json_array_append_new(recording->expect, json_pack("{s:o}", kind, happening));
}
