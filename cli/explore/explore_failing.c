/* A failing schedule: written as NAME.failing.json, read back, run, and shown. */
#include "cli/explore/explore_failing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/base/output.h"
#include "cli/base/problem.h"
#include "cli/base/text.h"
#include "cli/diagram/diagram.h"

enum { PATH_SIZE = 4096 };

static bool write_small(const char *path, const struct scenario *scenario,
                        const struct explore_options *options, const json_t *violation);
static bool path_of(char path[PATH_SIZE], const char *folder, const struct scenario *scenario);
static bool show(const char *program, const char *path, const struct explore_options *options);

bool explore_failing(const char *program, const char *folder, const struct scenario *scenario,
                     const struct explore_options *options, const json_t *report) {
    const json_t *violation = json_array_get(json_object_get(report, "violations"), 0);
    char path[PATH_SIZE];
    if (!violation) {
        return true;
    }
    if (!path_of(path, folder, scenario)) {
        complain("--save: the name of the folder is too long");
        return false;
    }
    return write_small(path, scenario, options, violation) && show(program, path, options);
}

/* scenarios/race.json becomes FOLDER/race.failing.json. */
static bool path_of(char path[PATH_SIZE], const char *folder, const struct scenario *scenario) {
    const char *name = strrchr(scenario_path(scenario), '/');
    name = name ? name + 1 : scenario_path(scenario);
    int stem = (int)text_stem(name, ".json");
    int written = snprintf(path, PATH_SIZE, "%s/%.*s.failing.json", folder, stem, name);
    return written > 0 && written < PATH_SIZE;
}

static bool write_small(const char *path, const struct scenario *scenario,
                        const struct explore_options *options, const json_t *violation) {
    json_t *small = explore_shrink(scenario, options, violation);
    if (!small) {
        complain("out of memory");
        return false;
    }
    bool written = json_dump_file(small, path, JSON_INDENT(2)) == 0;
    json_decref(small);
    if (!written) {
        complain("--save: cannot write '%s': %s", path, strerror(errno));
    }
    return written;
}

/* To standard error, where nobody takes it for a test point. */
static bool show(const char *program, const char *path, const struct explore_options *options) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_of_file(path, &problems);
    problems_free(&problems);
    struct run_options how = {.seed_given = true, .mutation = options->mutation};
    if (scenario) {
        how.seed = scenario_seed(scenario);
    }
    struct run_result *result = scenario ? scenario_run(scenario, &how) : NULL;
    struct diagram *diagram = result ? diagram_new(result->log, "") : NULL;
    bool shown = diagram != NULL;
    if (diagram) {
        struct diagram_style style = {.is_utf8 = output_is_utf8()};
        diagram_write_text(diagram, stderr, &style);
        for (size_t i = 0; i < result->verdicts_count; i++) {
            if (!result->verdicts[i].passed) {
                fprintf(stderr, "%s: %s\n", result->verdicts[i].expected,
                        result->verdicts[i].happened);
            }
        }
        if (result->failure) {
            fprintf(stderr, "%s\n", result->failure);
        }
        fputs("repeat: ", stderr);
        print_shell_word(stderr, program);
        fputs(" run ", stderr);
        if (options->mutation != MUTATE_NOTHING) {
            fprintf(stderr, "--mutate %s ", mutation_name(options->mutation));
        }
        print_shell_word(stderr, path);
        fprintf(stderr, "\n");
    } else {
        complain("'%s' cannot be run again", path);
    }
    diagram_free(diagram);
    run_result_free(result);
    scenario_free(scenario);
    return shown;
}
