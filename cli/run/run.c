/* `stasim run`: runs scenarios and says whether what they expect holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/against/series.h"
#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/problem.h"
#include "cli/base/workers.h"
#include "cli/report/reports.h"
#include "cli/run/batch.h"
#include "sim/base/must.h"
#include "sim/scenario/orders.h"

enum {
    SEED,
    SEEDS,
    ORDER,
    TRACE,
    TAP,
    JSON,
    JUNIT,
    JOBS,
    SHARD,
    AGAINST,
    USER,
    TIMEOUT,
    TOLERANCE,
    MUTATE,
    OPTIONS,
    NONE,
};
static const struct option TABLE[OPTIONS] = {
    [SEED] = {"seed", "N", "run with this seed instead of the scenario's own seeds"},
    [SEEDS] =
        {"seeds", "A..B",
         "run with each seed from A to B; an expectation holds when it holds with all of them"},
    [ORDER] = {"order", "N",
               "of a scenario that is run in each order (eachOrder) only the N-th; 0: as it comes"},
    [TRACE] =
        {"trace", "FILE",
         "write all that happens as JSON Lines; with several seeds or scenarios FILE is a "
         "folder and gets one file for each, such as race.7.jsonl; of several orders it is the run "
         "as it comes, or that of --order"},
    [TAP] = {"tap", NULL, "print TAP version 13, also at a terminal"},
    [JSON] = {"json", NULL, "print a JSON object a scenario, one a line"},
    [JUNIT] = {"junit", "FILE", "also write the results as JUnit's XML"},
    [JOBS] = {"jobs", "N", "run in N processes at once; what is printed stays the same"},
    [SHARD] = {"shard", "I/N",
               "run only the I-th of N parts of the scenarios; each is in exactly one"},
    [AGAINST] =
        {"against", "URL",
         "play them against a real server, such as http://127.0.0.1:8088: clients and calls "
         "are real, and what cannot be seen from outside is skipped"},
    [USER] = {"user", "NAME[:PASS]", AGAINST_USER_HELP},
    [TIMEOUT] = {"timeout", "TIME", "give a scenario up after that, against a server; 120s"},
    [TOLERANCE] = {"tolerance", "TIME", "how far times may be off, against a server; 100ms"},
    [MUTATE] = {"mutate", "NAME", NULL},
};

static const char ABOUT[] =
    "A PATH is a scenario or a folder: all *.json in it and below are run, in the order of their "
    "names' bytes (*.schema.json are left out).\n"
    "\n"
    "Prints a summary at a terminal and TAP into a pipe or a file, unless told otherwise.\n"
    "\n"
    "With --against, clients and calls are real ones of that server, which needs the dialplan that "
    "`stasim dialplan` prints. Scenarios are played one after another, and what they have made on "
    "the server is removed.\n"
    "\n"
    "Exit code: 0 all passed; 1 an expectation failed; 2 a scenario could not be read, the others "
    "were run; 3 an invariant was broken or stasim itself failed; 4 a run was stopped at a limit. "
    "Of several the gravest: 3, 2, 1, 4.\n";

struct run {
    struct batch batch;
    const char *url;              /* of the server it is played against; NULL: in process */
    char user[TARGET_USER_BYTES]; /* who asks it, without the password */
    struct against against;
    int only_against;  /* an option that means nothing without; 0: none was given */
    int only_inside;   /* the same without a server */
    int seeds_option;  /* SEED or SEEDS, once one was given */
    uint64_t shard[2]; /* this one, from 1, of so many; 0 of 0: all */
    struct reports reports;
};

static enum exit_code run(const char *program, char **arguments);

const struct command COMMAND_RUN = {
    .name = "run",
    .summary = "Run scenarios and say whether what they expect holds.",
    .operands = "PATH...",
    .options = TABLE,
    .options_count = OPTIONS,
    .about = ABOUT,
    .run = run,
};

static bool take(void *context, int option, const char *value);
static bool read_seeds(struct run *all, int option, const char *text);
static bool set_kind(struct run *all, const struct report_kind *kind);
static void keep_shard(struct run *all);
static bool has_several_runs(const struct run *all);
static enum exit_code run_all(struct run *all, const char *program);
static bool fits_together(const struct run *all);
static bool tell(void *context, json_t *outcome);

static enum exit_code run(const char *program, char **arguments) {
    struct run all = {
        .batch.jobs = 1, .against = against_default(), .only_against = NONE, .only_inside = NONE};
    enum exit_code code;
    if (options_read(&COMMAND_RUN, arguments, take, &all, &code)) {
        code = run_all(&all, program);
    }
    paths_free(&all.batch.paths);
    return code;
}

static enum exit_code run_all(struct run *all, const char *program) {
    struct batch *batch = &all->batch;
    if (batch->paths.count == 0) {
        options_complain(&COMMAND_RUN, "which scenarios? Name files or folders");
        return CODE_INPUT;
    }
    if (!fits_together(all) || paths_overwrite_any("--trace", batch->trace.file, &batch->paths) ||
        paths_overwrite_any("--junit", all->reports.junit_file, &batch->paths)) {
        return CODE_INPUT;
    }
    keep_shard(all);
    if (batch->trace.file && !trace_prepare(&batch->trace, &batch->paths, has_several_runs(all))) {
        return CODE_INPUT;
    }
    if (all->url && !against_begin(&all->against)) {
        return CODE_INPUT;
    }
    struct report_setting *setting = &all->reports.setting;
    setting->program = program;
    setting->against = all->url;
    setting->tolerance_us = all->against.tolerance_us;
    setting->expected = batch->paths.count;
    if (!reports_open(&all->reports)) {
        return CODE_INPUT;
    }
    enum exit_code code =
        all->url ? against_play_all(&all->against, &batch->paths, &batch->trace, tell, all)
                 : batch_run(batch, tell, all);
    return reports_close(&all->reports) ? code : CODE_INTERNAL;
}

static bool take(void *context, int option, const char *value) {
    struct run *all = context;
    struct batch *batch = &all->batch;
    uint64_t number;
    if (option == AGAINST || option == TIMEOUT || option == TOLERANCE || option == MUTATE) {
        report_repeat_with(&all->reports.setting, TABLE[option].name, value);
    }
    if (option == USER || option == TIMEOUT || option == TOLERANCE) {
        all->only_against = option;
    } else if (option == SEED || option == SEEDS || option == ORDER || option == JOBS ||
               option == MUTATE) {
        all->only_inside = option;
    }
    switch (option) {
    case OPTIONS_OPERAND:
        return paths_add(&batch->paths, value, paths_is_scenario);
    case AGAINST:
        all->url = value;
        return against_read_url(&all->against, &COMMAND_RUN, value);
    case USER:
        /* Logs are read by many: there ARI_PASSWORD stands in for the password. */
        snprintf(all->user, sizeof all->user, "%.*s", (int)strcspn(value, ":"), value);
        report_repeat_with(&all->reports.setting, "user", all->user);
        return against_read_user(&all->against, &COMMAND_RUN, value);
    case TIMEOUT:
        return against_read_time(&COMMAND_RUN, "--timeout", value, &all->against.timeout_us);
    case TOLERANCE:
        return against_read_time(&COMMAND_RUN, "--tolerance", value, &all->against.tolerance_us);
    case SEED:
    case SEEDS:
        return read_seeds(all, option, value);
    case ORDER:
        batch->order_given = true;
        return options_number(&COMMAND_RUN, "--order", value, 0, ORDERS_MAX, &batch->order);
    case TRACE:
        batch->trace.file = value;
        return true;
    case TAP:
        return set_kind(all, &REPORT_TAP);
    case JSON:
        return set_kind(all, &REPORT_JSON);
    case JUNIT:
        all->reports.junit_file = value;
        return true;
    case MUTATE:
        return options_mutation(&COMMAND_RUN, value, &batch->mutation);
    case JOBS:
        if (!options_number(&COMMAND_RUN, "--jobs", value, 1, WORKERS_MAX, &number)) {
            return false;
        }
        batch->jobs = (unsigned)number;
        return true;
    default:
        must(option == SHARD);
        return options_shard(&COMMAND_RUN, value, all->shard);
    }
}

static bool read_seeds(struct run *all, int option, const char *text) {
    uint64_t seeds[2];
    if (all->batch.seeds_given && option != all->seeds_option) {
        options_complain(&COMMAND_RUN, "--seed and --seeds exclude each other");
        return false;
    }
    all->seeds_option = option;
    if (option == SEED) {
        if (!options_number(&COMMAND_RUN, "--seed", text, 0, OPTIONS_SEED_MAX, &seeds[0])) {
            return false;
        }
        seeds[1] = seeds[0];
    } else if (!options_pair(&COMMAND_RUN, "--seeds", text, "..", seeds)) {
        return false;
    }
    if (seeds[0] > seeds[1] || seeds[1] > OPTIONS_SEED_MAX ||
        seeds[1] - seeds[0] >= BATCH_SEEDS_MAX) {
        options_complain(&COMMAND_RUN,
                         "--seeds A..B: A is at most B, and they are at most %d "
                         "seeds, so not '%s'",
                         BATCH_SEEDS_MAX, text);
        return false;
    }
    all->batch.seeds_given = true;
    all->batch.first_seed = seeds[0];
    all->batch.last_seed = seeds[1];
    return true;
}

static bool set_kind(struct run *all, const struct report_kind *kind) {
    if (reports_set_kind(&all->reports, kind)) {
        return true;
    }
    options_complain(&COMMAND_RUN, "--tap and --json exclude each other");
    return false;
}

/* A server has its own seed and takes one scenario at a time; a world needs no user. */
static bool fits_together(const struct run *all) {
    int wrong = all->url ? all->only_inside : all->only_against;
    if (wrong != NONE) {
        options_complain(&COMMAND_RUN,
                         all->url ? "--%s has no meaning with --against"
                                  : "--%s has no meaning without --against",
                         TABLE[wrong].name);
    }
    return wrong == NONE;
}

static bool tell(void *context, json_t *outcome) {
    struct run *all = context;
    return reports_tell(&all->reports, outcome);
}

/* Every N-th scenario is of the same shard. */
static void keep_shard(struct run *all) {
    struct paths *paths = &all->batch.paths;
    size_t kept = 0;
    for (size_t i = 0; i < paths->count; i++) {
        if (all->shard[1] == 0 || i % all->shard[1] == all->shard[0] - 1) {
            struct path swapped = paths->items[kept];
            paths->items[kept++] = paths->items[i];
            paths->items[i] = swapped;
        }
    }
    while (paths->count > kept) {
        struct path *dropped = &paths->items[--paths->count];
        free(dropped->path);
        free(dropped->problem);
    }
}

/* How many seeds a scenario asks for is written in it. */
static bool has_several_runs(const struct run *all) {
    const struct batch *batch = &all->batch;
    if (batch->paths.count != 1) {
        return batch->paths.count > 1;
    }
    if (all->url) {
        return false;
    }
    if (batch->seeds_given) {
        return batch->first_seed != batch->last_seed;
    }
    struct problems problems = {0};
    struct scenario *scenario = scenario_of_file(batch->paths.items[0].path, &problems);
    bool several = scenario && scenario_seeds(scenario) > 1;
    scenario_free(scenario);
    problems_free(&problems);
    return several;
}
