/* For tests of what is wrong with a scenario. */
#ifndef STASIM_TESTS_SCENARIO_REFUSED_H
#define STASIM_TESTS_SCENARIO_REFUSED_H

#include <string.h>

#include "sim/scenario/scenario.h"
#include "tests/tap.h"

/* For people who see the test fail. */
static inline void tell_problems(const struct problems *problems) {
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        fprintf(stderr, "# %u: %s: %s\n", problem->line, problem->where, problem->text);
    }
}

/* True when it cannot be read because of a problem at `where` that has these words. */
static inline bool is_scenario_refused(const char *text, const char *where, const char *said) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_load_text("test.json", text, strlen(text), &problems);
    bool found = false;
    for (size_t i = 0; i < problems.count; i++) {
        const struct problem *problem = &problems.items[i];
        found |= strcmp(problem->where, where) == 0 && strstr(problem->text, said);
    }
    bool refused = !scenario && found;
    if (!refused) {
        tell_problems(&problems);
    }
    scenario_free(scenario);
    problems_free(&problems);
    return refused;
}

#endif
