/* Scenario files: read, run, and run once more: the same must happen. */
#include "sim/scenario/script.h"
#include "tests/fuzz/fuzz.h"

enum { STEPS_MAX = 1000 };

static struct run_result *run(const struct scenario *scenario);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct problems problems = {0};
    struct scenario *scenario =
        scenario_load_text("no-such-folder/fuzz.json", (const char *)data, size, &problems);
    must(scenario ? !problems_have_error(&problems) : problems_have_error(&problems));
    problems_free(&problems);
    if (scenario) {
        scenario->steps_max = scenario->steps_max < STEPS_MAX ? scenario->steps_max : STEPS_MAX;
        struct run_result *first = run(scenario);
        struct run_result *second = run(scenario);
        must(first->state == second->state && first->steps == second->steps);
        must(first->ended_at_us == second->ended_at_us);
        run_result_free(first);
        run_result_free(second);
    }
    scenario_free(scenario);
    return 0;
}

static struct run_result *run(const struct scenario *scenario) {
    struct run_result *result = scenario_run(scenario, &(struct run_options){.log_steps = true});
    must(result && result->verdicts_count == scenario_expectations(scenario));
    must(result->state != RUN_BROKEN);
    return result;
}
