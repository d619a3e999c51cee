/* Scenarios: one that is brought to life here, and what was seen as one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/base/problem.h"
#include "cli/server/control/control.h"
#include "cli/server/control/exchange.h"
#include "cli/server/control/problems.h"
#include "cli/server/control/record.h"
#include "cli/server/control/requests.h"
#include "cli/server/server.h"
#include "sim/calls/application.h"
#include "sim/scenario/client.h"

enum {
    ENTRIES_MAX = 5000,
    NAME_LEN_MAX = 200,
    RUNS_MAX = 3,
    /* What a scenario takes. */
    EXPECTATIONS_MAX = 1024,
    CHANNEL_LEN_MAX = 64,
    METHOD_LEN_MAX = 16,
};

static struct log *log_for_scenario(const struct recent *recent);
static json_t *handshakes_of(const struct recent *recent);
static bool is_fit(const struct log_entry *entry);
static char *without_key(const char *text);
static void prove(struct exchange *exchange, json_t *document);
static size_t drop_failed(json_t *document, const struct run_result *result);
static size_t drop_rest(json_t *document);
static void give_document(struct exchange *exchange, json_t *document, size_t dropped);

void control_scenario_put(struct exchange *exchange) {
    struct problems problems = {0};
    if (json_object_get(exchange->body, "extensions")) {
        give_error(exchange, 400,
                   "\"extensions\" names a file: a scenario that is put here brings its dialplan "
                   "itself: \"dialplan\": [\"[in]\", \"exten => 100,1,StasisBroadcast(500)\"]");
        return;
    }
    struct scenario *scenario = scenario_of_json("scenario", exchange->body, &problems);
    if (scenario) {
        struct control *control = exchange->control;
        scenario_free(control->next);
        control->next = scenario;
        control->has_to_begin = true;
        give_none(exchange);
    } else {
        give_problems(exchange, &problems, "this is no scenario");
    }
    problems_free(&problems);
}

void control_scenario_get(struct exchange *exchange) {
    const struct recent *recent = exchange->control->recent;
    const char *name = exchange_query(exchange, "name");
    uint64_t count = recent_last(recent) + 1 - recent_first(recent);
    if (name && (name[0] == '\0' || strlen(name) > NAME_LEN_MAX)) {
        give_error(exchange, 400, "name must be 1 to %d bytes long", NAME_LEN_MAX);
    } else if (!recent_is_whole(recent) || count > ENTRIES_MAX) {
        give_error(exchange, 409,
                   "too much has happened since the world began: a scenario is made of %d entries "
                   "at most. POST /stasim/reset begins anew",
                   ENTRIES_MAX);
    } else if (players_have_plans(exchange_world(exchange))) {
        give_error(exchange, 409,
                   "the scenario that plays has plans yet: what was seen can be written once "
                   "they are carried out");
    } else {
        struct log *log = log_for_scenario(recent);
        json_t *document = record_of_server(exchange->server, log, name ? name : "as it was seen");
        if (document) {
            prove(exchange, document);
        } else {
            give_error(exchange, 409, "the dialplan cannot be read any more");
        }
        json_decref(document);
        log_free(log);
    }
}

/* Without requests that no scenario can make, handshakes of WebSockets among them, and without what
 * is left of passwords. */
static struct log *log_for_scenario(const struct recent *recent) {
    struct log *log = log_new(false);
    json_t *handshakes = handshakes_of(recent);
    if (!log) {
        memory_end();
    }
    for (uint64_t i = recent_first(recent); i <= recent_last(recent); i++) {
        const struct recent_entry *kept = recent_at(recent, i);
        struct log_entry entry = kept->entry;
        bool is_asked = entry.kind == LOG_REQUEST || entry.kind == LOG_ANSWER;
        if (kept->mark || !is_fit(&entry) ||
            (is_asked && json_object_get(handshakes, entry.name))) {
            continue;
        }
        char *text = is_asked ? without_key(entry.text) : NULL;
        entry.text = text ? text : entry.text;
        json_incref(entry.data);
        if (!log_add(log, &entry)) {
            memory_end();
        }
        free(text);
    }
    json_decref(handshakes);
    return log;
}

/* The names of their requests. */
static json_t *handshakes_of(const struct recent *recent) {
    json_t *names = json_object();
    for (uint64_t i = recent_first(recent); i <= recent_last(recent); i++) {
        const struct log_entry *entry = &recent_at(recent, i)->entry;
        if (entry->kind == LOG_ANSWER && entry->status == 101) {
            json_object_set_new(names, entry->name, json_true());
        }
    }
    return names;
}

/* What a scenario can ask for, and names it can name. */
static bool is_fit(const struct log_entry *entry) {
    const char *app = entry->application;
    if ((app && (strlen(app) > APPLICATION_NAME_MAX_BYTES || strchr(app, ','))) ||
        (entry->channel && strlen(entry->channel) > CHANNEL_LEN_MAX)) {
        return false;
    }
    if (entry->kind != LOG_REQUEST && entry->kind != LOG_ANSWER) {
        return true;
    }
    size_t method = strspn(entry->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    const char *path = entry->text + method;
    return method > 0 && method <= METHOD_LEN_MAX && path[0] == ' ' && path[1] == '/' &&
           !strpbrk(path + 1, " {}");
}

/* "…?api_key=&a=1" is "…?a=1". */
static char *without_key(const char *text) {
    static const char key[] = "api_key=";
    char *copy = memory_text(text);
    char *query = strchr(copy, '?');
    for (char *at = query; at && (at = strstr(at, key));) {
        bool is_name = at[-1] == '?' || at[-1] == '&';
        size_t size = strcspn(at, "&");
        if (is_name) {
            bool is_last = at[size] == '\0';
            memmove(at - is_last, at + size + !is_last, strlen(at + size + !is_last) + 1);
            at -= is_last;
        } else {
            at += sizeof key - 1;
        }
    }
    return copy;
}

/* It is run: what does not come again is not expected. */
static void prove(struct exchange *exchange, json_t *document) {
    struct problems problems = {0};
    size_t dropped = drop_rest(document);
    for (int tried = 1; exchange->status == 0; tried++) {
        struct scenario *scenario = scenario_of_json("scenario", document, &problems);
        if (!scenario) {
            give_problems(exchange, &problems, "what was seen cannot be written as a scenario");
            exchange->status = 409;
            break;
        }
        struct run_result *result =
            scenario_run(scenario, &(struct run_options){.seed_given = false});
        if (!result) {
            memory_end();
        } else if (result->state == RUN_PASSED) {
            give_document(exchange, document, dropped);
        } else if (result->state == RUN_FAILED && tried < RUNS_MAX) {
            dropped += drop_failed(document, result);
        } else {
            give_error(exchange, 409, "what was seen does not come again: %s",
                       result->failure ? result->failure : "it always differs");
        }
        run_result_free(result);
        scenario_free(scenario);
    }
    problems_free(&problems);
}

/* Verdicts stand in the order of the expectations. Returns how many have gone. */
static size_t drop_failed(json_t *document, const struct run_result *result) {
    json_t *expect = json_object_get(document, "expect");
    size_t dropped = 0;
    for (size_t i = result->verdicts_count; i > 0; i--) {
        if (!result->verdicts[i - 1].passed) {
            json_array_remove(expect, i - 1);
            dropped++;
        }
    }
    return dropped;
}

/* Returns how many are more than a scenario takes. */
static size_t drop_rest(json_t *document) {
    json_t *expect = json_object_get(document, "expect");
    size_t dropped = 0;
    while (json_array_size(expect) > EXPECTATIONS_MAX) {
        json_array_remove(expect, json_array_size(expect) - 1);
        dropped++;
    }
    return dropped;
}

static void give_document(struct exchange *exchange, json_t *document, size_t dropped) {
    if (dropped > 0) {
        json_object_set_new(document, "description",
                            json_sprintf("%zu of what was seen are not expected: they did not "
                                         "come again when it was played, or are too many.",
                                         dropped));
    }
    char *text = json_dumps(document, JSON_INDENT(2));
    exchange->disposition = "attachment; filename=\"seen.json\"";
    give_text(exchange, "application/json", text, strlen(text));
}
