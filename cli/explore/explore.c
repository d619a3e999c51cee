/* `stasim explore`: scenarios in every order that their steps allow. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/paths.h"
#include "cli/base/problem.h"
#include "cli/base/tap.h"
#include "cli/base/workers.h"
#include "cli/explore/explore_failing.h"
#include "cli/explore/explore_progress.h"
#include "cli/explore/explore_report.h"
#include "sim/base/must.h"
#include "sim/base/mutate.h"
#include "sim/scenario/explore.h"

enum {
    EXHAUSTIVE,
    RANDOM,
    PCT,
    MAX_SCHEDULES,
    UNREDUCED,
    RULES,
    FIRST,
    SEED,
    JOBS,
    SHARD,
    REPORT,
    MERGE,
    SAVE,
    TAP,
    MUTATE,
    OPTIONS
};
static const struct option TABLE[OPTIONS] = {
    [EXHAUSTIVE] = {"exhaustive", NULL, "try all orders (the default)"},
    [RANDOM] = {"random", "N", "try N schedules, each step drawn by chance"},
    [PCT] = {"pct", "D",
             "try schedules by priorities that change at D - 1 places: finds what takes D steps in "
             "a certain order far sooner than chance"},
    [MAX_SCHEDULES] = {"max-schedules", "N",
                       "stop after N schedules; with --pct how many are tried (1000)"},
    [UNREDUCED] = {"unreduced", NULL,
                   "leave no order out, and count how many schedules lead to each outcome"},
    [RULES] = {"rules", NULL, "check the rules only, not what the scenario expects"},
    [FIRST] = {"first", NULL, "stop at the first violation"},
    [SEED] = {"seed", "S", "shuffle with this seed instead of the scenario's own"},
    [JOBS] = {"jobs", "N", "search in N processes at once"},
    [SHARD] = {"shard", "I/N", "search only the I-th of N parts"},
    [REPORT] = {"report", "FILE",
                "write all that was found as JSON, with an example schedule of "
                "each outcome"},
    [MERGE] = {"merge", NULL, "the operands are reports: add them up"},
    [SAVE] = {"save", "FOLDER", "where a schedule that fails is written (the default is here)"},
    [TAP] = {"tap", NULL, "print TAP version 13, also at a terminal"},
    [MUTATE] = {"mutate", "NAME", NULL},
};

static const char ABOUT[] =
    "Whatever a delay says, clients and callers may be early or late: every order of their steps "
    "and of those of the dialplan is tried, unless the scenario has {\"explore\": {\"order\": "
    "\"clients\"}} or \"times\". In every state the rules R111 to R119 are checked, and at every "
    "end what the scenario expects. What breaks them is made small and written as a scenario with "
    "a fixed schedule, which `stasim run` repeats.\n"
    "\n"
    "Exit code: 0 nothing is violated; 1 something is; 2 a file could not be read; 3 stasim itself "
    "failed; 4 the search was stopped at a limit, or shards are missing from what is merged.\n";

struct exploration {
    struct explore_options options;
    struct paths paths;
    uint64_t shard[2]; /* this one, from 1, of so many */
    size_t jobs;
    const char *report_file;
    const char *folder; /* for schedules that fail; NULL: the present one */
    bool merges;
    bool is_tap;
    size_t number; /* of scenarios seen */
    json_t *reports;
    const struct scenario *scenario; /* at work */
    struct explore_line *line;       /* NULL: nobody sees how far it is */
};

/* What one of the processes does. */
struct search_part {
    struct exploration *all;
    size_t index;
};

static enum exit_code run(const char *program, char **arguments);

const struct command COMMAND_EXPLORE = {
    .name = "explore",
    .summary = "Try scenarios in every order that their steps allow.",
    .operands = "SCENARIO...",
    .options = TABLE,
    .options_count = OPTIONS,
    .about = ABOUT,
    .run = run,
};

static bool take(void *context, int option, const char *value);
static bool can_write(const struct exploration *all);
static bool is_writable_folder(const char *path);
static bool read_number(struct exploration *all, int option, const char *value);
static enum exit_code explore_all(struct exploration *all, const char *program);
static enum exit_code merge_all(struct exploration *all);
static enum exit_code explore_one(struct exploration *all, const char *program,
                                  const struct path *path);
static json_t *search(struct exploration *all);
static char *search_piece(void *context, size_t index);
static void show_progress(void *context, const struct explore_progress *progress);
static enum exit_code tell(struct exploration *all, json_t *report);

static enum exit_code run(const char *program, char **arguments) {
    struct exploration all = {
        .options = {.parts = 1}, .shard = {1, 1}, .jobs = 1, .is_tap = !output_is_terminal()};
    enum exit_code code;
    bool goes_on = options_read(&COMMAND_EXPLORE, arguments, take, &all, &code);
    if (goes_on && all.paths.count == 0) {
        options_complain(&COMMAND_EXPLORE, "which scenarios? Name files or folders");
    } else if (goes_on && can_write(&all)) {
        all.reports = explore_reports_new();
        code = all.merges ? merge_all(&all) : explore_all(&all, program);
        if (all.report_file && !explore_reports_write(all.reports, all.report_file)) {
            code = exit_graver(code, CODE_INTERNAL);
        }
        json_decref(all.reports);
    }
    paths_free(&all.paths);
    return code;
}

/* Nobody wants to learn it at the end of a long search. */
static bool can_write(const struct exploration *all) {
    if (all->folder && !is_writable_folder(all->folder)) {
        complain("--save: cannot write into '%s': %s", all->folder, strerror(errno));
        return false;
    }
    if (!all->report_file) {
        return true;
    }
    if (!all->merges && paths_overwrite_any("--report", all->report_file, &all->paths)) {
        return false;
    }
    FILE *report = fopen(all->report_file, "a");
    if (!report) {
        complain("--report: cannot write '%s': %s", all->report_file, strerror(errno));
        return false;
    }
    fclose(report);
    return true;
}

static bool is_writable_folder(const char *path) {
    int folder = open(path, O_RDONLY | O_DIRECTORY);
    if (folder < 0) {
        return false;
    }
    bool is_writable = faccessat(folder, ".", W_OK | X_OK, 0) == 0;
    close(folder);
    return is_writable;
}

static enum exit_code explore_all(struct exploration *all, const char *program) {
    enum exit_code code = CODE_PASSED;
    if (all->is_tap) {
        printf("TAP version 13\n1..%zu\n", all->paths.count);
    }
    for (size_t i = 0; i < all->paths.count && output_works(); i++) {
        code = exit_graver(code, explore_one(all, program, &all->paths.items[i]));
    }
    return code;
}

static enum exit_code explore_one(struct exploration *all, const char *program,
                                  const struct path *path) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_of_path(path, &problems);
    enum exit_code code = CODE_INPUT;
    print_problems(stderr, &problems);
    all->number++;
    if (scenario && scenario_has_programs(scenario)) {
        code = CODE_PASSED;
        if (all->is_tap) {
            printf("ok %zu - ", all->number);
            tap_print_name(stdout, path->path);
            printf(" # SKIP it tests a program\n");
        }
    } else if (scenario) {
        all->scenario = scenario;
        json_t *report = search(all);
        code = CODE_INTERNAL;
        if (report) {
            code = tell(all, report);
            if (!explore_failing(program, all->folder ? all->folder : ".", scenario, &all->options,
                                 report)) {
                code = CODE_INTERNAL;
            }
            explore_reports_add(all->reports, report);
        } else {
            complain("%s: out of memory", path->path);
        }
    } else if (all->is_tap) {
        printf("not ok %zu - ", all->number);
        tap_print_name(stdout, path->path);
        printf(" could not be read\n");
    }
    problems_free(&problems);
    scenario_free(scenario);
    return code;
}

/* Several processes do each a part of this shard. */
static json_t *search(struct exploration *all) {
    all->line = explore_line_new(all->jobs);
    struct work work = {.count = all->jobs, .piece = search_piece, .context = all};
    struct workers *workers = all->jobs > 1 ? workers_start(&work, all->jobs) : NULL;
    json_t *report = NULL;
    for (size_t i = 0; i < all->jobs; i++) {
        const char *death = NULL;
        char *text = workers ? workers_next(workers, &death) : search_piece(all, i);
        json_t *part = text ? json_loads(text, 0, NULL) : NULL;
        free(text);
        if (!part) {
            complain("a part of the search died: %s", death ? death : "out of memory");
            json_decref(report);
            report = NULL;
            break;
        }
        if (report) {
            explore_report_add(report, part);
            json_decref(part);
        } else {
            report = part;
        }
    }
    if (workers) {
        workers_stop(workers);
    }
    explore_line_free(all->line);
    if (report) {
        json_object_set_new(report, "shard", json_pack("[I]", (json_int_t)all->shard[0]));
        json_object_set_new(report, "shards", json_integer((json_int_t)all->shard[1]));
    }
    return report;
}

static char *search_piece(void *context, size_t index) {
    struct exploration *all = context;
    struct explore_options options = all->options;
    options.parts = all->shard[1] * all->jobs;
    options.part = (all->shard[0] - 1) + index * all->shard[1];
    struct search_part part = {all, index};
    options.progress = all->line ? show_progress : NULL;
    options.context = &part;
    json_t *report = explore(all->scenario, &options);
    char *text = report ? json_dumps(report, JSON_COMPACT) : NULL;
    json_decref(report);
    return text;
}

static void show_progress(void *context, const struct explore_progress *progress) {
    const struct search_part *part = context;
    explore_line_tell(part->all->line, part->index, progress);
}

static enum exit_code merge_all(struct exploration *all) {
    for (size_t i = 0; i < all->paths.count; i++) {
        json_t *read = explore_reports_read(all->paths.items[i].path);
        if (!read) {
            return CODE_INPUT;
        }
        size_t k;
        json_t *report;
        json_array_foreach(json_object_get(read, "scenarios"), k, report) {
            explore_reports_add(all->reports, json_deep_copy(report));
        }
        json_decref(read);
    }
    enum exit_code code = CODE_PASSED;
    size_t i;
    json_t *report;
    json_t *list = json_object_get(all->reports, "scenarios");
    if (all->is_tap) {
        printf("TAP version 13\n1..%zu\n", json_array_size(list));
    }
    json_array_foreach(list, i, report) {
        all->number++;
        code = exit_graver(code, tell(all, report));
    }
    return code;
}

static enum exit_code tell(struct exploration *all, json_t *report) {
    enum exit_code code = explore_report_code(report, all->merges);
    if (all->is_tap) {
        explore_report_print_tap(stdout, report, all->number, code);
    } else {
        explore_report_print(stdout, report);
    }
    return code;
}

static bool take(void *context, int option, const char *value) {
    struct exploration *all = context;
    struct explore_options *options = &all->options;
    switch (option) {
    case OPTIONS_OPERAND:
        return paths_add(&all->paths, value, paths_is_scenario);
    case EXHAUSTIVE:
        options->how = EXPLORE_EXHAUSTIVE;
        return true;
    case UNREDUCED:
        return options->unreduced = true;
    case RULES:
        return options->rules_only = true;
    case FIRST:
        return options->first_only = true;
    case MERGE:
        return all->merges = true;
    case TAP:
        return all->is_tap = true;
    case REPORT:
        all->report_file = value;
        return true;
    case SAVE:
        all->folder = value;
        return true;
    case SHARD:
        return options_shard(&COMMAND_EXPLORE, value, all->shard);
    case MUTATE:
        return options_mutation(&COMMAND_EXPLORE, value, &options->mutation);
    default:
        return read_number(all, option, value);
    }
}

static bool read_number(struct exploration *all, int option, const char *value) {
    struct explore_options *options = &all->options;
    enum { SCHEDULES_DEFAULT = 1000 };
    uint64_t number;
    uint64_t max = option == JOBS ? WORKERS_MAX : option == PCT ? EXPLORE_DEPTH_MAX : INT64_MAX;
    char name[32];
    snprintf(name, sizeof name, "--%s", TABLE[option].name);
    if (!options_number(&COMMAND_EXPLORE, name, value, option != SEED, max, &number)) {
        return false;
    }
    switch (option) {
    case RANDOM:
        options->how = EXPLORE_RANDOM;
        options->schedules_max = number;
        break;
    case PCT:
        options->how = EXPLORE_PCT;
        options->depth = (unsigned)number;
        options->schedules_max =
            options->schedules_max ? options->schedules_max : SCHEDULES_DEFAULT;
        break;
    case MAX_SCHEDULES:
        options->schedules_max = number;
        break;
    case SEED:
        options->seed_given = true;
        options->seed = number;
        break;
    default:
        must(option == JOBS);
        all->jobs = (size_t)number;
        break;
    }
    return true;
}
