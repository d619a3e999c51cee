/* From a log to expectations. Each kind of entry is counted under a key: what an expectation would
 * name of it. */
#include "cli/draft/expected.h"

#include <string.h>

#include "sim/ari/json.h"
#include "sim/base/text.h"
#include "sim/calls/application.h"
#include "sim/scenario/occurrence.h"

struct expected {
    const struct log *log;
    json_t *list;
    bool is_settled;
};

static void expect_answers(struct expected *expected);
static json_t *statuses_by_request(const struct log *log);
static void expect_answer(struct expected *expected, const struct log_entry *asked, json_t *status,
                          json_int_t nth);
static void expect_events(struct expected *expected);
static void expect_silence(struct expected *expected, const struct world *w);
static void expect_status(struct expected *expected, const json_t *calls);
static bool is_named_claim(const struct log_entry *entry);
static json_int_t count(json_t *counts, const char *kind, const char *a, const char *b);
static void add(struct expected *expected, const char *kind, json_t *happening);

json_t *expected_of(const struct log *log, const struct world *w, const json_t *calls,
                    bool is_settled) {
    struct expected expected = {.log = log, .list = json_array(), .is_settled = is_settled};
    expect_answers(&expected);
    expect_events(&expected);
    if (is_settled) {
        expect_silence(&expected, w);
        expect_status(&expected, calls);
    }
    return expected.list;
}

/* Each request has its place among those like it. */
static void expect_answers(struct expected *expected) {
    json_t *statuses = statuses_by_request(expected->log);
    json_t *counts = json_object();
    for (size_t i = 0; i < log_count(expected->log); i++) {
        const struct log_entry *asked = log_at(expected->log, i);
        if (asked->kind != LOG_REQUEST) {
            continue;
        }
        json_int_t nth = is_named_claim(asked)
                             ? count(counts, "claim", asked->application, asked->channel)
                             : count(counts, "answer", asked->text, NULL);
        json_t *status = json_object_get(statuses, asked->name);
        if (status) {
            expect_answer(expected, asked, status, nth);
        }
    }
    json_decref(counts);
    json_decref(statuses);
}

/* By the names of requests, which are their own. */
static json_t *statuses_by_request(const struct log *log) {
    json_t *statuses = json_object();
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_ANSWER && !json_object_get(statuses, entry->name)) {
            json_object_set_new(statuses, entry->name, json_integer(entry->status));
        }
    }
    return statuses;
}

static void expect_answer(struct expected *expected, const struct log_entry *asked, json_t *status,
                          json_int_t nth) {
    struct object happening = object_new();
    bool is_claim = is_named_claim(asked);
    if (is_claim) {
        object_add_text(&happening, "app", asked->application);
        object_add_text(&happening, "channel", asked->channel);
    } else {
        object_add_text(&happening, "request", asked->text);
    }
    object_add(&happening, "nth", json_integer(nth));
    object_add(&happening, "status", json_incref(status));
    add(expected, is_claim ? "claim" : "answer", object_finish(&happening));
}

/* How often each application got each type of event about each channel. */
static void expect_events(struct expected *expected) {
    const struct log *log = expected->log;
    json_t *seen = json_object();
    json_t *counts = json_object();
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_EVENT && entry->application) {
            count(counts, entry->name, entry->application, entry->channel);
        }
    }
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind != LOG_EVENT || !entry->application ||
            count(seen, entry->name, entry->application, entry->channel) > 1) {
            continue;
        }
        json_int_t times = count(counts, entry->name, entry->application, entry->channel) - 1;
        json_t *happening = json_pack("{s:s, s:s}", "app", entry->application, "type", entry->name);
        if (entry->channel) {
            json_object_set_new(happening, "channel", json_string(entry->channel));
        }
        json_t *expectation = json_pack("{s:o}", "event", happening);
        json_object_set_new(expectation, "count",
                            expected->is_settled ? json_integer(times)
                                                 : json_pack("{s:I}", "min", times));
        json_array_append_new(expected->list, expectation);
    }
    json_decref(counts);
    json_decref(seen);
}

/* An application that heard nothing was passed over: that is worth expecting, too. */
static void expect_silence(struct expected *expected, const struct world *w) {
    json_t *heard = json_object();
    for (size_t i = 0; i < log_count(expected->log); i++) {
        const struct log_entry *entry = log_at(expected->log, i);
        if (entry->kind == LOG_EVENT && entry->application) {
            json_object_set_new(heard, entry->application, json_true());
        }
    }
    for (const struct application *one = application_first(w); one; one = application_next(one)) {
        if (!json_object_get(heard, one->name)) {
            json_array_append_new(
                expected->list, json_pack("{s:{s:s}, s:b}", "event", "app", one->name, "never", 1));
        }
    }
    json_decref(heard);
}

/* What STASISSTATUS of each call was, one after another. */
static void expect_status(struct expected *expected, const json_t *calls) {
    json_t *values = json_object();
    for (size_t i = 0; i < log_count(expected->log); i++) {
        const struct log_entry *entry = log_at(expected->log, i);
        const char *name = log_data_text(entry, "variable");
        if (entry->kind == LOG_NOTE && strcmp(entry->name, "ChannelVarset") == 0 && name &&
            strcmp(name, "STASISSTATUS") == 0 && entry->channel) {
            json_t *own = json_object_get(values, entry->channel);
            if (!own) {
                own = json_array();
                json_object_set_new(values, entry->channel, own);
            }
            json_array_append(own, json_object_get(entry->data, "value"));
        }
    }
    size_t index;
    json_t *call;
    json_array_foreach(calls, index, call) {
        const char *id = json_string_value(json_object_get(call, "id"));
        json_t *own = id ? json_object_get(values, id) : NULL;
        if (own) {
            add(expected, "variable", json_pack("{s:s, s:O}", "channel", id, "STASISSTATUS", own));
        }
    }
    json_decref(values);
}

/* As an expectation names claims: by whom and of what; the rest is named by its request's text. */
static bool is_named_claim(const struct log_entry *entry) {
    return entry_is_claim(entry) && entry->application && entry->channel;
}

/* How many there are of this kind now. */
static json_int_t count(json_t *counts, const char *kind, const char *a, const char *b) {
    json_t *key = json_sprintf("%s\n%s\n%s", kind, text_or_empty(a), text_or_empty(b));
    const char *text = json_string_value(key);
    json_int_t number = text ? json_integer_value(json_object_get(counts, text)) + 1 : 1;
    if (text) {
        json_object_set_new(counts, text, json_integer(number));
    }
    json_decref(key);
    return number;
}

static void add(struct expected *expected, const char *kind, json_t *happening) {
    json_array_append_new(expected->list, json_pack("{s:o}", kind, happening));
}
