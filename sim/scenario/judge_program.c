/* Judging how a program under test has behaved: all of it is in the log. */
#include <string.h>

#include "sim/base/must.h"
#include "sim/scenario/judge_parts.h"
#include "sim/scenario/occurrence.h"

/* What was asked before the news of a channel's end could arrive is no fault. */
static const uint64_t END_NEWS_US = 100000;

static bool is_its(const struct log_entry *entry, const struct conduct *conduct);
static void judge_life(const struct log *log, const struct conduct *conduct,
                       struct judgement *judgement);
static void judge_requests(const struct log *log, const struct conduct *conduct,
                           struct judgement *judgement);
static const char *fault_of(const struct log *log, const struct conduct *conduct,
                            const struct log_entry *request, const struct log_entry **cause);
static const struct log_entry *refusal_before(const struct log *log, const struct conduct *conduct,
                                              const struct log_entry *request);
static bool lists(const json_t *statuses, int status);
static bool has_started(const struct log *log, const struct log_entry *request);
static const struct log_entry *end_before(const struct log *log, const struct log_entry *request);
static const struct log_entry *unknown_answer(const struct log *log,
                                              const struct log_entry *request);

void judge_program(const struct log *log, const struct expectation *expectation,
                   struct judgement *judgement) {
    judgement->passed = true;
    judge_life(log, &expectation->conduct, judgement);
    if (judgement->passed) {
        judge_requests(log, &expectation->conduct, judgement);
    }
}

/* Whether it runs and is connected, and how it ended. */
static void judge_life(const struct log *log, const struct conduct *conduct,
                       struct judgement *judgement) {
    struct words *words = &judgement->happened;
    int connections = 0;
    const struct log_entry *exit = NULL;
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind != LOG_CLIENT || strcmp(entry->name, conduct->name) != 0) {
            continue;
        }
        connections += strcmp(entry->text, "connect") == 0;
        connections -= strcmp(entry->text, "disconnect") == 0;
        if (strcmp(entry->text, "exit") == 0) {
            exit = entry;
        }
        judgement->at_us = entry->at_us;
    }
    json_int_t code = exit ? json_integer_value(json_object_get(exit->data, "code")) : 0;
    if (conduct->running && json_is_true(conduct->running) == (exit != NULL)) {
        judgement->passed = false;
        words_add(words, exit ? "it ended, with code %d, at " : "it still ran", (int)code);
    } else if (conduct->exit_code >= 0 && (!exit || code != conduct->exit_code)) {
        judgement->passed = false;
        words_add(words, exit ? "it ended with code %d, at " : "it still ran", (int)code);
    } else if (conduct->connected && json_is_true(conduct->connected) != (connections > 0)) {
        judgement->passed = false;
        words_add(words, connections > 0 ? "it was connected" : "it had no WebSocket%s",
                  exit ? ": it had ended" : "");
        return;
    }
    if (!judgement->passed && exit) {
        words_time(words, exit->at_us);
    }
}

/* The first request that it should not have made. */
static void judge_requests(const struct log *log, const struct conduct *conduct,
                           struct judgement *judgement) {
    struct words *words = &judgement->happened;
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        const struct log_entry *cause = NULL;
        if (entry->kind != LOG_REQUEST || !is_its(entry, conduct)) {
            continue;
        }
        const char *fault = fault_of(log, conduct, entry, &cause);
        if (fault) {
            judgement->passed = false;
            judgement->at_us = entry->at_us;
            judgement->rule = cause ? cause->rule : 0;
            words_add(words, "it asked %s at ", entry->text);
            words_time(words, entry->at_us);
            words_add(words, "%s", fault);
            if (cause) {
                words_time(words, cause->at_us);
            }
            return;
        }
    }
}

/* What is wrong with the request; NULL: nothing. */
static const char *fault_of(const struct log *log, const struct conduct *conduct,
                            const struct log_entry *request, const struct log_entry **cause) {
    if (conduct->asks_only_known && (*cause = unknown_answer(log, request))) {
        return ", which there is not, as it was told at ";
    }
    if (!request->channel) {
        return NULL;
    }
    if (conduct->quiet_after && (*cause = refusal_before(log, conduct, request))) {
        return ", though its claim had been refused at ";
    }
    if (conduct->waits_for_start && !entry_is_claim(request) && !has_started(log, request)) {
        return ", and StasisStart had not come";
    }
    if (conduct->quiet_after_end && (*cause = end_before(log, request))) {
        return ", though the channel had ended at ";
    }
    return NULL;
}

static bool is_its(const struct log_entry *entry, const struct conduct *conduct) {
    return entry->client && strcmp(entry->client, conduct->name) == 0;
}

static bool about_same(const struct log_entry *entry, const struct log_entry *request) {
    return entry->channel && strcmp(entry->channel, request->channel) == 0;
}

static const struct log_entry *refusal_before(const struct log *log, const struct conduct *conduct,
                                              const struct log_entry *request) {
    for (size_t i = 0; i + 1 < request->serial; i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_ANSWER && is_its(entry, conduct) && entry_is_claim(entry) &&
            about_same(entry, request) && lists(conduct->quiet_after, entry->status)) {
            return entry;
        }
    }
    return NULL;
}

static bool lists(const json_t *statuses, int status) {
    for (size_t i = 0; i < json_array_size(statuses); i++) {
        if (json_integer_value(json_array_get(statuses, i)) == status) {
            return true;
        }
    }
    return false;
}

static bool has_started(const struct log *log, const struct log_entry *request) {
    for (size_t i = 0; i + 1 < request->serial; i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_EVENT && strcmp(entry->name, "StasisStart") == 0 &&
            about_same(entry, request)) {
            return true;
        }
    }
    return false;
}

/* Long enough before to be known. */
static const struct log_entry *end_before(const struct log *log, const struct log_entry *request) {
    for (size_t i = 0; i + 1 < request->serial; i++) {
        const struct log_entry *entry = log_at(log, i);
        bool ends = (entry->kind == LOG_EVENT && strcmp(entry->name, "StasisEnd") == 0) ||
                    (entry->kind == LOG_NOTE && strcmp(entry->name, "ChannelDestroyed") == 0);
        if (ends && about_same(entry, request) && request->at_us - entry->at_us > END_NEWS_US) {
            return entry;
        }
    }
    return NULL;
}

static const struct log_entry *unknown_answer(const struct log *log,
                                              const struct log_entry *request) {
    static const char nothing[] = "Resource not found";
    static const char unsimulated[] = "is not simulated";
    for (size_t i = (size_t)request->serial; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_ANSWER && strcmp(entry->name, request->name) == 0) {
            const char *message = log_data_text(entry, "message");
            bool is_unknown = entry->status == 400 || entry->status == 405 ||
                              (entry->status == 501 && message && strstr(message, unsimulated)) ||
                              (entry->status == 404 && (!message || strcmp(message, nothing) == 0));
            return is_unknown ? entry : NULL;
        }
    }
    return NULL;
}
