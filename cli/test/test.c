/* `stasim test`: plays scenarios against a real program, and says whether it behaves. */
#include <stdio.h>
#include <string.h>

#include "cli/base/command.h"
#include "cli/base/memory.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/paths.h"
#include "cli/base/problem.h"
#include "cli/report/outcome.h"
#include "cli/report/reports.h"
#include "cli/test/trial.h"

enum { SPEED, RUNS, SEED, TAP, JSON, JUNIT, OPTIONS };
static const struct option TABLE[OPTIONS] = {
    [SPEED] = {"speed", "N", "play N times as fast as the clock; 1 unless told otherwise"},
    [RUNS] = {"runs", "N", "play each scenario N times, each time with the next seed"},
    [SEED] = {"seed", "N", "begin with this seed instead of the scenario's own"},
    [TAP] = {"tap", NULL, "print TAP version 13, also at a terminal"},
    [JSON] = {"json", NULL, "print a JSON object a scenario, one a line"},
    [JUNIT] = {"junit", "FILE", "also write the results as JUnit's XML"},
};

enum { SPEED_MAX = 1000, RUNS_MAX = 10000 };

static const char ABOUT[] =
    "A SCENARIO is a file with \"programs\" in it, or a folder: all *.json in it and below are "
    "played, but those that are not about programs.\n"
    "\n"
    "COMMAND is started once for each of the programs that a scenario names, and stays connected "
    "from one scenario to the next. Its environment says where the server is: ARI_URL "
    "(http://127.0.0.1:PORT, without /ari), ARI_HOST, ARI_PORT, ARI_USERNAME, ARI_PASSWORD, and "
    "ARI_APP, the application to register. {url}, {port} and {app} in its arguments are replaced. "
    "What it prints is shown where a scenario fails.\n"
    "\n"
    "Exit code: 0 all passed; 1 an expectation failed; 2 a scenario could not be read; 3 stasim "
    "itself failed; 4 a scenario did not come to its end.\n";

struct test {
    struct paths paths;
    struct reports reports;
    uint64_t speed;
    uint64_t runs;
    bool seed_given;
    uint64_t seed;
    struct trial trial;
};

static enum exit_code run(const char *program, char **arguments);

const struct command COMMAND_TEST = {
    .name = "test",
    .summary = "Play scenarios against your own ARI program and say whether it behaves.",
    .operands = "SCENARIO... -- COMMAND [ARG...]",
    .options = TABLE,
    .options_count = OPTIONS,
    .about = ABOUT,
    .run = run,
};

static char **cut_off_command(char **arguments);
static bool take(void *context, int option, const char *value);
static enum exit_code test_all(struct test *all, char **command);
static json_t *test_one(struct test *all, const struct path *path);
static json_t *play(struct test *all, const struct scenario *scenario);

static enum exit_code run(const char *program, char **arguments) {
    struct test all = {.speed = 1, .runs = 1, .reports.setting.program = program};
    char **command = cut_off_command(arguments);
    enum exit_code code;
    bool goes_on = options_read(&COMMAND_TEST, arguments, take, &all, &code);
    if (goes_on && all.paths.count == 0) {
        options_complain(&COMMAND_TEST, "which scenarios? Name files or folders");
    } else if (goes_on && !command) {
        options_complain(&COMMAND_TEST, "which program? Name it behind --: -- node agent.js");
    } else if (goes_on) {
        code = test_all(&all, command);
    }
    paths_free(&all.paths);
    return code;
}

/* NULL: there is none. */
static char **cut_off_command(char **arguments) {
    for (char **word = arguments; *word; word++) {
        if (strcmp(*word, "--") == 0) {
            *word = NULL;
            return word[1] ? &word[1] : NULL;
        }
    }
    return NULL;
}

static bool take(void *context, int option, const char *value) {
    struct test *all = context;
    switch (option) {
    case OPTIONS_OPERAND:
        return paths_add(&all->paths, value, paths_is_scenario);
    case SPEED:
        report_repeat_with(&all->reports.setting, "speed", value);
        return options_number(&COMMAND_TEST, "--speed", value, 1, SPEED_MAX, &all->speed);
    case RUNS:
        return options_number(&COMMAND_TEST, "--runs", value, 1, RUNS_MAX, &all->runs);
    case SEED:
        all->seed_given = true;
        return options_number(&COMMAND_TEST, "--seed", value, 0, OPTIONS_SEED_MAX - RUNS_MAX,
                              &all->seed);
    case JUNIT:
        all->reports.junit_file = value;
        return true;
    default:
        if (reports_set_kind(&all->reports, option == TAP ? &REPORT_TAP : &REPORT_JSON)) {
            return true;
        }
        options_complain(&COMMAND_TEST, "--tap and --json exclude each other");
        return false;
    }
}

static enum exit_code test_all(struct test *all, char **command) {
    all->reports.setting.tested = command;
    all->reports.setting.expected = all->paths.count;
    if (!reports_open(&all->reports)) {
        return CODE_INPUT;
    }
    enum exit_code code = CODE_PASSED;
    bool goes_on = trial_begin(&all->trial, command, all->speed);
    for (size_t i = 0; goes_on && i < all->paths.count; i++) {
        const struct path *path = &all->paths.items[i];
        json_t *outcome = test_one(all, path);
        if (!outcome && !all->trial.server->is_over) {
            memory_end();
        }
        if (!outcome) {
            complain("%s: somebody has stopped it", path->path);
        }
        code = exit_graver(code, outcome ? outcome_code(outcome) : CODE_LIMIT);
        goes_on = outcome && reports_tell(&all->reports, outcome);
        json_decref(outcome);
    }
    code = exit_graver(code, trial_end(&all->trial));
    return reports_close(&all->reports) ? code : CODE_INTERNAL;
}

/* NULL when it was interrupted. */
static json_t *test_one(struct test *all, const struct path *path) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_of_path(path, &problems);
    json_t *outcome;
    if (!scenario) {
        outcome = outcome_unreadable(path->path, &problems);
    } else if (!scenario_has_programs(scenario)) {
        outcome = outcome_skipped(scenario, "it has no \"programs\": `stasim run` plays it");
    } else {
        outcome = play(all, scenario);
        outcome_add_problems(outcome, &problems);
    }
    scenario_free(scenario);
    problems_free(&problems);
    return outcome;
}

static json_t *play(struct test *all, const struct scenario *scenario) {
    uint64_t seed = all->seed_given ? all->seed : scenario_seed(scenario);
    json_t *outcome = trial_play(&all->trial, scenario, seed);
    for (uint64_t i = 1; outcome && i < all->runs; i++) {
        outcome = outcome_and(outcome, trial_play(&all->trial, scenario, seed + i));
    }
    return outcome;
}
