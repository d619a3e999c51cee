/* A scenario that has been read: what callers ask of it, and giving it back. */
#include "sim/scenario/scenario.h"

#include <stdlib.h>

#include "sim/dialplan/dialplan.h"
#include "sim/scenario/regex.h"
#include "sim/scenario/script.h"

static void free_actions(struct action *actions, size_t count);
static void free_conditions(struct conditions *conditions);
static void free_expectations(struct expectation *expectations, size_t count);

void scenario_free(struct scenario *scenario) {
    if (!scenario) {
        return;
    }
    for (size_t c = 0; c < scenario->clients_count; c++) {
        struct script_client *client = &scenario->clients[c];
        for (size_t i = 0; i < client->on_count; i++) {
            free_actions(client->on[i].actions, client->on[i].count);
        }
        free_actions(client->timed, client->timed_count);
        free(client->on);
        free(client->apps);
    }
    for (size_t c = 0; c < scenario->calls_count; c++) {
        free(scenario->calls[c].made_up_id);
        free(scenario->calls[c].near_id);
        free(scenario->calls[c].exten);
        free(scenario->calls[c].context);
        free(scenario->calls[c].variables);
    }
    for (size_t p = 0; p < scenario->programs_count; p++) {
        free(scenario->programs[p].apps);
    }
    free_expectations(scenario->expectations, scenario->expectations_count);
    dialplan_free(scenario->dialplan);
    free(scenario->channelvars);
    free(scenario->sounds);
    free(scenario->phones);
    free(scenario->clients);
    free(scenario->calls);
    free(scenario->programs);
    free(scenario->faults);
    free(scenario->schedule);
    json_decref(scenario->root);
    free(scenario->text);
    free(scenario->path);
    free(scenario);
}

const char *scenario_name(const struct scenario *scenario) {
    return scenario->name;
}

const char *scenario_description(const struct scenario *scenario) {
    return scenario->description;
}

const char *scenario_path(const struct scenario *scenario) {
    return scenario->path;
}

uint64_t scenario_seed(const struct scenario *scenario) {
    return scenario->seed;
}

uint64_t scenario_epoch_us(const struct scenario *scenario) {
    return scenario->epoch_us;
}

unsigned scenario_seeds(const struct scenario *scenario) {
    return scenario->seeds;
}

bool scenario_has_programs(const struct scenario *scenario) {
    return scenario->programs_count > 0;
}

size_t scenario_expectations(const struct scenario *scenario) {
    return scenario->expectations_count;
}

uint64_t scenario_limit_us(const struct scenario *scenario, bool *is_ordinary) {
    *is_ordinary = scenario->time_given;
    return scenario->time_max_us;
}

static void free_actions(struct action *actions, size_t count) {
    for (size_t i = 0; i < count; i++) {
        json_decref(actions[i].parameters);
        free(actions[i].body);
        free_conditions(&actions[i].when);
    }
    free(actions);
}

static void free_conditions(struct conditions *conditions) {
    for (size_t i = 0; i < conditions->count; i++) {
        regex_free(conditions->items[i].regex);
    }
    free(conditions->items);
}

static void free_expectations(struct expectation *expectations, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct expectation *expectation = &expectations[i];
        free(expectation->where);
        free_conditions(&expectation->happening.where);
        if (expectation->of) {
            free_conditions(&expectation->of->where);
        }
        for (size_t o = 0; o < expectation->order_count; o++) {
            free_conditions(&expectation->order[o].where);
        }
        free_expectations(expectation->any, expectation->any_count);
        free(expectation->of);
        free(expectation->order);
        free(expectation->wishes);
    }
    free(expectations);
}
