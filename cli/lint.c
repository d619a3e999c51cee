/* `stasim lint`: says what is wrong with scenarios and dialplans, without running anything. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/paths.h"
#include "cli/base/problem.h"
#include "sim/base/must.h"
#include "sim/dialplan/dialplan.h"
#include "sim/scenario/scenario.h"

static const char ABOUT[] =
    "A PATH is a scenario, a dialplan (*.conf, written as extensions.conf) or a folder: all *.json "
    "and *.conf in it and below are read (*.schema.json are left out).\n"
    "\n"
    "Exit code: 0 no error; 2 an error. Warnings and notes leave it at 0.\n";

struct counts {
    size_t files;
    size_t errors;
    size_t warnings;
    size_t notes;
};

static enum exit_code lint(const char *program, char **arguments);

const struct command COMMAND_LINT = {
    .name = "lint",
    .summary = "Say what is wrong with scenarios and dialplans, without running them.",
    .operands = "PATH...",
    .about = ABOUT,
    .run = lint,
};

static bool take(void *context, int option, const char *value);
static bool is_wanted(const char *name);
static void check(const struct path *path, struct counts *counts);
static void check_scenario(const struct path *path, struct counts *counts);
static void check_dialplan(const char *path, struct counts *counts);
static void print_counts(const struct counts *counts);

static enum exit_code lint(const char *program, char **arguments) {
    (void)program;
    struct paths paths = {0};
    struct counts counts = {0};
    enum exit_code code;
    bool goes_on = options_read(&COMMAND_LINT, arguments, take, &paths, &code);
    if (goes_on && paths.count == 0) {
        options_complain(&COMMAND_LINT, "which files? Name scenarios, dialplans or folders");
    } else if (goes_on) {
        for (size_t i = 0; i < paths.count; i++) {
            check(&paths.items[i], &counts);
        }
        print_counts(&counts);
        code = counts.errors > 0 ? CODE_INPUT : CODE_PASSED;
    }
    paths_free(&paths);
    return code;
}

static bool take(void *context, int option, const char *value) {
    must(option == OPTIONS_OPERAND);
    return paths_add(context, value, is_wanted);
}

static bool is_wanted(const char *name) {
    return paths_is_scenario(name) || paths_is_dialplan(name);
}

static void check(const struct path *path, struct counts *counts) {
    counts->files++;
    if (paths_is_dialplan(path->path) && !path->problem) {
        check_dialplan(path->path, counts);
    } else {
        check_scenario(path, counts);
    }
}

static void check_scenario(const struct path *path, struct counts *counts) {
    struct problems problems = {0};
    scenario_free(scenario_of_path(path, &problems));
    print_problems(stdout, &problems);
    for (size_t i = 0; i < problems.count; i++) {
        *(problems.items[i].is_warning ? &counts->warnings : &counts->errors) += 1;
    }
    problems_free(&problems);
}

static void check_dialplan(const char *path, struct counts *counts) {
    struct dialplan *dialplan = NULL;
    errno = 0;
    enum dialplan_error error = dialplan_load(path, &dialplan);
    if (error != DIALPLAN_OK) {
        const char *text = error == DIALPLAN_TOO_LARGE     ? "too large for a dialplan"
                           : error == DIALPLAN_CANNOT_READ ? strerror(errno)
                                                           : "out of memory";
        print_problem(stdout, path, 0, "error", "", text);
        counts->errors++;
        return;
    }
    size_t count = 0;
    const struct dialplan_problem *problems = dialplan_problems(dialplan, &count);
    for (size_t i = 0; i < count; i++) {
        static const char *const names[] = {
            [DIALPLAN_NOTE] = "note", [DIALPLAN_WARNING] = "warning", [DIALPLAN_ERROR] = "error"};
        print_problem(stdout, problems[i].file, problems[i].line, names[problems[i].severity], "",
                      problems[i].text);
        size_t *counted[] = {[DIALPLAN_NOTE] = &counts->notes,
                             [DIALPLAN_WARNING] = &counts->warnings,
                             [DIALPLAN_ERROR] = &counts->errors};
        *counted[problems[i].severity] += 1;
    }
    dialplan_free(dialplan);
}

static void print_counts(const struct counts *counts) {
    const struct {
        size_t count;
        const char *noun;
    } parts[] = {{counts->files, "file"},
                 {counts->errors, "error"},
                 {counts->warnings, "warning"},
                 {counts->notes, "note"}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *before = i == 0 ? "" : i == 1 ? ": " : ", ";
        printf("%s%zu %s%s", before, parts[i].count, parts[i].noun, parts[i].count == 1 ? "" : "s");
    }
    printf("\n");
}
