/* For tests of what is wrong with a scenario. */
#ifndef STASIM_TESTS_SCENARIO_REFUSED_H
#define STASIM_TESTS_SCENARIO_REFUSED_H

#include <string.h>

#include "sim/scenario/scenario.h"
#include "tests/tap.h"

/* True when it cannot be read because of a problem at `where` that has these words. */
static inline bool is_scenario_refused(const char *text, const char *where, const char *said) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_load_text("test.json", text, strlen(text), &problems);
    bool found = false;
    for (size_t i = 0; i < problems.count; i++) {
        const struct problem *problem = &problems.items[i];
        found |= strcmp(problem->where, where) == 0 && strstr(problem->text, said);
        if (!found) {
            printf("# %s: %s\n", problem->where, problem->text);
        }
    }
    bool refused = !scenario && found;
    scenario_free(scenario);
    problems_free(&problems);
    return refused;
}

#endif
