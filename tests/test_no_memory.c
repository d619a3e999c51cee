/* `stasim run` survives every allocation that fails, and every limit of its world: it ends with
 * exit code 3 and says why. */
#define _GNU_SOURCE
#include "tests/no_memory.h"

/* The program, whose main() is called by another name. */
int stasim_main(int argc, char **argv);
#define main stasim_main
#include "cli/main.c"
#undef main

#include "cli/base/paths.h"
#include "sim/scenario/scenario.h"

static void try_run(size_t n, bool goes_on, struct outcome *outcome) {
    static char program[] = "stasim", run[] = "run";
    static char path[] =
        "scenarios/claim/the-loser-gets-409-during-the-session-and-404-after-it.json";
    int said = failing_file("said");
    struct failing failing =
        failing_start(stasim_main, (char *[]){program, run, path, NULL}, n, goes_on, said);
    failing_end(&failing, outcome);
    failing_read(said, outcome->said);
    outcome->met = true;
}

/* Larger and larger worlds, until one is large enough. Returns how many were not. */
static size_t try_limits(const struct scenario *scenario, bool *good) {
    for (size_t limit_bytes = 1024, small = 0;; small++) {
        struct run_result *result =
            scenario_run(scenario, &(struct run_options){.memory_limit_bytes = limit_bytes});
        bool broken = !result || (result->state == RUN_BROKEN &&
                                  strncmp(result->failure, "out of memory", 13) == 0);
        *good = broken || (result->state == RUN_PASSED && small > 0);
        run_result_free(result);
        if (!broken) {
            return small;
        }
        limit_bytes += (limit_bytes / 16) & ~(size_t)15;
    }
}

static void check_limits(void) {
    struct paths paths = {0};
    must(paths_add(&paths, "scenarios", paths_is_scenario));
    size_t tried = 0, bad = 0, worlds = 0;
    for (size_t i = 0; i < paths.count; i++) {
        struct problems problems = {0};
        struct scenario *scenario = scenario_load(paths.items[i].path, &problems);
        if (scenario && !scenario_has_programs(scenario)) {
            bool good;
            worlds += try_limits(scenario, &good);
            tried++;
            if (!good) {
                bad++;
                fprintf(stderr, "# %s\n", paths.items[i].path);
            }
        }
        scenario_free(scenario);
        problems_free(&problems);
    }
    paths_free(&paths);
    ok(tried > 100 && bad == 0, "%zu scenarios in worlds that are too small for them, %zu in all",
       tried, worlds);
}

int main(void) {
    no_memory_try_all(try_run, false, "stasim run");
    no_memory_try_all(try_run, true, "stasim run");
    check_limits();
    return done_testing();
}
