/* `stasim demo`: shows a scenario, the race of three applications for one call unless another is
 * named, as a timeline. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/problem.h"
#include "cli/base/visible.h"
#include "cli/diagram/diagram.h"
#include "cli/report/outcome.h"
#include "sim/base/must.h"
#include "sim/scenario/scenario.h"

enum { PATH_SIZE = 4096 };

static const char SHIPPED[] = "scenarios/demo/race-of-three.json";
static const char ABOUT[] =
    "SCENARIO is a file as `stasim run` takes it. Without one it is scenarios/demo/"
    "race-of-three.json, looked for in the folders above the program, in share/stasim beside "
    "them, and here.\n";

static enum exit_code demo(const char *program, char **arguments);

const struct command COMMAND_DEMO = {
    .name = "demo",
    .summary = "Show a race of three applications for one call, or another scenario.",
    .operands = "[SCENARIO]",
    .about = ABOUT,
    .run = demo,
};

static bool take(void *context, int option, const char *value);
static enum exit_code show(const char *path);
static enum exit_code show_result(const struct scenario *scenario, const struct run_result *result);
static bool find_shipped(char path[PATH_SIZE]);
static bool is_there(char path[PATH_SIZE], const char *folder, const char *between);

static enum exit_code demo(const char *program, char **arguments) {
    (void)program;
    const char *path = NULL;
    enum exit_code code;
    if (!options_read(&COMMAND_DEMO, arguments, take, &path, &code)) {
        return code;
    }
    char shipped[PATH_SIZE];
    if (!path && !find_shipped(shipped)) {
        complain("cannot find %s above the program, nor here; name a scenario instead", SHIPPED);
        return CODE_INPUT;
    }
    return show(path ? path : shipped);
}

static bool take(void *context, int option, const char *value) {
    const char **path = context;
    must(option == OPTIONS_OPERAND);
    if (*path) {
        options_complain(&COMMAND_DEMO, "one scenario at a time, not also '%s'", value);
        return false;
    }
    *path = value;
    return true;
}

static enum exit_code show(const char *path) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_of_file(path, &problems);
    print_problems(stderr, &problems);
    problems_free(&problems);
    if (!scenario) {
        return CODE_INPUT;
    }
    enum exit_code code = CODE_INTERNAL;
    struct run_options options = {.seed_given = true, .seed = scenario_seed(scenario)};
    struct run_result *result = scenario_run(scenario, &options);
    if (result) {
        code = show_result(scenario, result);
    } else {
        complain("out of memory");
    }
    run_result_free(result);
    scenario_free(scenario);
    return code;
}

static enum exit_code show_result(const struct scenario *scenario,
                                  const struct run_result *result) {
    visible_print(stdout, scenario_name(scenario));
    putchar('\n');
    if (scenario_description(scenario)[0] != '\0') {
        print_wrapped(stdout, 0, scenario_description(scenario));
    }
    printf("\n");
    struct diagram *diagram = diagram_new(result->log, scenario_name(scenario));
    if (!diagram) {
        complain("out of memory");
        return CODE_INTERNAL;
    }
    struct diagram_style style = {.is_utf8 = output_is_utf8(), .has_colours = output_has_colours()};
    diagram_write_text(diagram, stdout, &style);
    diagram_free(diagram);
    size_t held = 0;
    for (size_t i = 0; i < result->verdicts_count; i++) {
        held += result->verdicts[i].passed;
    }
    printf("\n%zu of the %zu expectations in %s hold.\n", held, result->verdicts_count,
           scenario_path(scenario));
    if (result->failure) {
        complain("%s", result->failure);
    }
    return outcome_code_of_run(result->state);
}

/* A program that was built lies below the scenarios, one that was installed beside share/. */
static bool find_shipped(char path[PATH_SIZE]) {
    char folder[PATH_SIZE];
    ssize_t length = readlink("/proc/self/exe", folder, sizeof folder - 1);
    folder[length > 0 ? length : 0] = '\0';
    for (char *slash = strrchr(folder, '/'); slash; slash = strrchr(folder, '/')) {
        *slash = '\0';
        if (is_there(path, folder, "/") || is_there(path, folder, "/share/stasim/")) {
            return true;
        }
    }
    return is_there(path, "", "");
}

static bool is_there(char path[PATH_SIZE], const char *folder, const char *between) {
    int length = snprintf(path, PATH_SIZE, "%s%s%s", folder, between, SHIPPED);
    return length < PATH_SIZE && access(path, R_OK) == 0;
}
