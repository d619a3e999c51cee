/* Expectations about what has happened so far, in the words of a scenario. */
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/base/problem.h"
#include "cli/server/control/control.h"
#include "cli/server/control/exchange.h"
#include "cli/server/control/problems.h"
#include "cli/server/control/requests.h"
#include "sim/ari/json.h"
#include "sim/scenario/judge.h"

/* Names that expectations speak of: whoever has not been seen yet may be expected not to be. */
struct cast {
    json_t *apps;
    json_t *channels;
    json_t *clients;
};

static json_t *scenario_of(json_t *expect);
static void gather(struct cast *cast, json_t *expectation);
static void add_name(json_t *names, json_t *name);
static json_t *results_of(const struct verdict *verdicts, size_t count, bool *passed);
static void free_verdicts(struct verdict *verdicts, size_t count);

void control_verify(struct exchange *exchange) {
    json_t *document = scenario_of(json_object_get(exchange->body, "expect"));
    struct problems problems = {0};
    struct scenario *scenario = scenario_of_json("expectations", document, &problems);
    json_decref(document);
    if (!scenario) {
        give_problems(exchange, &problems, "these are no expectations");
        problems_free(&problems);
        return;
    }
    problems_free(&problems);
    struct log *log = recent_log(exchange->control->recent);
    struct verdict *verdicts = NULL;
    size_t count = 0;
    bool passed = true;
    if (!judge(scenario, &(struct run_end){0}, log, &verdicts, &count)) {
        memory_end();
    }
    json_t *results = results_of(verdicts, count, &passed);
    struct object answer = object_new();
    object_add(&answer, "passed", json_boolean(passed));
    object_add(&answer, "results", results);
    object_add(&answer, "complete", json_boolean(recent_is_whole(exchange->control->recent)));
    give_json(exchange, 200, object_finish(&answer));
    free_verdicts(verdicts, count);
    log_free(log);
    scenario_free(scenario);
}

/* One in which all names are known. */
static json_t *scenario_of(json_t *expect) {
    struct cast cast = {.apps = json_object(), .channels = json_object(), .clients = json_object()};
    json_t *clients = json_array();
    json_t *calls = json_array();
    const char *name;
    json_t *unused;
    gather(&cast, expect);
    json_object_foreach(cast.apps, name, unused) {
        if (!json_object_get(cast.clients, name)) {
            json_array_append_new(clients, json_pack("{s:s}", "app", name));
        }
    }
    json_object_foreach(cast.clients, name, unused) {
        json_array_append_new(clients, json_pack("{s:s, s:s}", "name", name, "app", name));
    }
    json_object_foreach(cast.channels, name, unused) {
        json_array_append_new(calls, json_pack("{s:s, s:s}", "id", name, "to", "s@expected"));
    }
    json_decref(cast.apps);
    json_decref(cast.channels);
    json_decref(cast.clients);
    return json_pack("{s:s, s:[s, s], s:o, s:o, s:O}", "name", "expectations", "dialplan",
                     "[expected]", "exten => s,1,NoOp()", "clients", clients, "calls", calls,
                     "expect", expect);
}

static void gather(struct cast *cast, json_t *expectation) {
    const char *key;
    json_t *value;
    size_t index;
    json_object_foreach(expectation, key, value) {
        if (strcmp(key, "app") == 0) {
            add_name(cast->apps, value);
        } else if (strcmp(key, "client") == 0) {
            add_name(cast->clients, value);
        } else if (strcmp(key, "channel") == 0) {
            add_name(cast->channels, value);
        }
        gather(cast, value);
    }
    json_array_foreach(expectation, index, value) {
        gather(cast, value);
    }
}

static void add_name(json_t *names, json_t *name) {
    if (json_is_string(name) && json_string_length(name) > 0) {
        json_object_set_new(names, json_string_value(name), json_true());
    }
}

static json_t *results_of(const struct verdict *verdicts, size_t count, bool *passed) {
    json_t *results = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct verdict *verdict = &verdicts[i];
        struct object result = object_new();
        object_add_text(&result, "expect", verdict->where);
        object_add(&result, "passed", json_boolean(verdict->passed));
        object_add_text(&result, "expected", verdict->expected);
        if (!verdict->passed) {
            object_add_text(&result, "happened", verdict->happened);
        }
        if (verdict->rule != 0) {
            object_add(&result, "rule", json_sprintf("R%u", verdict->rule));
        }
        results = array_with(results, object_finish(&result));
        *passed = *passed && verdict->passed;
    }
    return results;
}

static void free_verdicts(struct verdict *verdicts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(verdicts[i].expected);
        free(verdicts[i].happened);
        free(verdicts[i].where);
    }
    free(verdicts);
}
