/* How long it takes to try a broadcast in every order: so many claimants, its deadline, and what
 * else may happen, on one core. */
#include <jansson.h>
#include <stdlib.h>

#include "sim/base/must.h"
#include "sim/scenario/explore.h"
#include "tests/bench.h"

struct field {
    unsigned apps;
    unsigned claims; /* each */
    bool hangs_up;
    bool notifies;
    bool differ; /* by name, in an expectation: nobody can stand for another */
};

static struct scenario *scenario_of(const struct field *field);
static double measure(const struct field *field, bool unreduced, json_t **report);
static void print_row(const char *label, const struct field *field);
static void print_unreduced(const char *label, const struct field *field);

int main(int argc, char *argv[]) {
    static const struct {
        const char *label;
        bool hangs_up;
        bool notifies;
        bool differ;
    } kinds[] = {{"deadline", false, false, false},
                 {"deadline and hang-up", true, false, false},
                 {"deadline, hang-up, CallClaimed", true, true, false},
                 {"deadline and hang-up, none alike", true, false, true}};
    char label[BENCH_LABEL_COLUMNS + 1];
    unsigned most = bench_rounds(argc, argv, 2) > 1 ? 7 : 4;
    bench_head("every order, reduced", "states", "states/s", "seconds");
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        unsigned last = kinds[k].differ && most > 6 ? 6 : most;
        for (unsigned apps = 3; apps <= last; apps++) {
            struct field field = {apps, 1, kinds[k].hangs_up, kinds[k].notifies, kinds[k].differ};
            snprintf(label, sizeof label, "  %u claimants, %s", apps, kinds[k].label);
            print_row(label, &field);
        }
    }
    print_row("  8 claimants, deadline and hang-up", &(struct field){8, 1, true, false, false});
    print_row("  3 applications with 2 claims each, hang-up",
              &(struct field){3, 2, true, false, false});
    bench_head("every order, none left out", "interleavings", "states/s", "seconds");
    print_unreduced("  1 claimant, deadline and hang-up",
                    &(struct field){1, 1, true, false, false});
    print_unreduced("  2 claimants, deadline and hang-up",
                    &(struct field){2, 1, true, false, false});
    if (most > 4) {
        print_unreduced("  3 claimants, deadline and hang-up",
                        &(struct field){3, 1, true, false, false});
    }
    return 0;
}

static void print_row(const char *label, const struct field *field) {
    json_t *report;
    double spent_s = measure(field, false, &report);
    double states = json_number_value(json_object_get(report, "states"));
    printf("%-*s %*.0f %*.0f %*.3f\n", BENCH_LABEL_COLUMNS, label, BENCH_COLUMN, states,
           BENCH_COLUMN, states / spent_s, BENCH_COLUMN, spent_s);
    json_decref(report);
}

static void print_unreduced(const char *label, const struct field *field) {
    json_t *report;
    double spent_s = measure(field, true, &report);
    double states = json_number_value(json_object_get(report, "states"));
    double schedules = json_number_value(json_object_get(report, "schedules"));
    printf("%-*s %*.3g %*.0f %*.3f\n", BENCH_LABEL_COLUMNS, label, BENCH_COLUMN, schedules,
           BENCH_COLUMN, states / spent_s, BENCH_COLUMN, spent_s);
    json_decref(report);
}

static double measure(const struct field *field, bool unreduced, json_t **report) {
    struct scenario *scenario = scenario_of(field);
    double start_s = bench_now_s();
    *report = explore(scenario, &(struct explore_options){.parts = 1, .unreduced = unreduced});
    double spent_s = bench_now_s() - start_s;
    must(*report && json_is_true(json_object_get(*report, "complete")));
    must(json_array_size(json_object_get(*report, "violations")) == 0);
    scenario_free(scenario);
    return spent_s;
}

static struct scenario *scenario_of(const struct field *field) {
    json_t *clients = json_array();
    json_t *expect = json_array();
    for (unsigned i = 0; i < field->apps; i++) {
        json_t *claims = json_array();
        for (unsigned c = 0; c < field->claims; c++) {
            json_array_append_new(claims, json_pack("{s:{}}", "claim"));
        }
        char app[] = {'a', 'p', 'p', '-', (char)('1' + i), '\0'};
        json_array_append_new(
            clients, json_pack("{s:s, s:{s:o}}", "app", app, "on", "CallBroadcast", claims));
        if (field->differ) {
            json_array_append_new(expect,
                                  json_pack("{s:{s:s, s:i}, s:{s:i}}", "claim", "app", app,
                                            "status", 204, "count", "max", (int)field->claims));
        }
    }
    const char *offer = field->notifies ? "exten => 100,1,StasisBroadcast(500,,,yes)"
                                        : "exten => 100,1,StasisBroadcast(500)";
    json_t *call = json_pack("{s:s, s:s}", "to", "100@in", "phone", "PJSIP/alice");
    if (field->hangs_up) {
        json_object_set_new(call, "hangup", json_pack("{s:s}", "after", "1s"));
    }
    json_t *root = json_pack("{s:s, s:[s,s], s:o, s:[o], s:o}", "name", "a race", "dialplan",
                             "[in]", offer, "clients", clients, "calls", call, "expect", expect);
    char *text = json_dumps(root, JSON_COMPACT);
    struct problems problems = {0};
    must(text);
    struct scenario *scenario = scenario_load_text("race.json", text, strlen(text), &problems);
    must(scenario);
    problems_free(&problems);
    json_decref(root);
    free(text);
    return scenario;
}
