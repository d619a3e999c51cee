/* The command dialplan: the extensions.conf that a real server needs for some scenarios. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/paths.h"
#include "cli/base/problem.h"
#include "cli/dialplan/caller_place.h"
#include "cli/dialplan/merge.h"
#include "sim/base/must.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/script.h"

enum { OPTION_OUTPUT };
static const struct option OPTIONS[] = {
    [OPTION_OUTPUT] = {"output", "FILE", "write it there"},
};

static enum exit_code run(const char *program, char **arguments);

const struct command COMMAND_DIALPLAN = {
    .name = "dialplan",
    .summary = "Print the extensions.conf that a real server needs for scenarios.",
    .operands = "SCENARIO...",
    .options = OPTIONS,
    .options_count = sizeof OPTIONS / sizeof OPTIONS[0],
    .letters = "o",
    .about =
        "A SCENARIO is a file as `stasim run` takes it, or a folder of them. The contexts of all "
        "are put together, and what the far end of a call needs is added. Where two of them have "
        "different lines for the same extension, both are named.\n"
        "\n"
        "Exit code: 0 it was printed; 2 a scenario cannot be read, or they contradict each "
        "other.\n",
    .run = run,
};

/* The far end of every call that a scenario places. */
static const char CALLER[] = "[" CALLER_CONTEXT "]\n"
                             "exten => " CALLER_EXTEN ",1,Answer()\n"
                             " same => n,Wait(86400)\n"
                             " same => n,Hangup()\n";

struct work {
    const char *output; /* NULL: standard output */
    struct paths paths;
    struct scenario **scenarios; /* one a path; NULL: unreadable */
    struct dialplan *caller;
    struct merge merge;
};

static bool take(void *context, int option, const char *value);
static enum exit_code merge_all(struct work *work);
static bool load_all(struct work *work);
static void print_relevant(const char *path, const struct problems *problems);
static bool is_writable(const struct dialplan *dp);
static bool has_one_line(void *context, const struct dialplan_step *step);
static enum exit_code write_all(const struct work *work);
static void write_head(const struct work *work, FILE *out);
static void remark(FILE *out, const char *a, const char *b, const char *c);
static void free_all(struct work *work);

static enum exit_code run(const char *program, char **arguments) {
    struct work work = {0};
    (void)program;
    enum exit_code code;
    bool goes_on = options_read(&COMMAND_DIALPLAN, arguments, take, &work, &code);
    if (goes_on && work.paths.count == 0) {
        options_complain(&COMMAND_DIALPLAN, "of which scenarios? Name files or folders");
    } else if (goes_on && !paths_overwrite_any("--output", work.output, &work.paths)) {
        code = merge_all(&work);
    }
    free_all(&work);
    return code;
}

static bool take(void *context, int option, const char *value) {
    struct work *work = context;
    if (option == OPTION_OUTPUT) {
        work->output = value;
        return true;
    }
    return paths_add(&work->paths, value, paths_is_scenario);
}

static enum exit_code merge_all(struct work *work) {
    work->scenarios = calloc(work->paths.count, sizeof(struct scenario *));
    enum dialplan_error error =
        dialplan_parse("(the far end of calls)", CALLER, sizeof CALLER - 1, &work->caller);
    must(error == DIALPLAN_OK || error == DIALPLAN_NO_MEMORY);
    if (!work->scenarios || error != DIALPLAN_OK) {
        complain("out of memory");
        return CODE_INTERNAL;
    }
    if (!load_all(work)) {
        return CODE_INPUT;
    }
    bool good = merge_settle(&work->merge);
    if (work->merge.no_memory) {
        complain("out of memory");
        return CODE_INTERNAL;
    }
    return good ? write_all(work) : CODE_INPUT;
}

/* Whatever is wrong with any of them is told. */
static bool load_all(struct work *work) {
    bool good = true;
    merge_add(&work->merge, work->caller);
    for (size_t i = 0; i < work->paths.count; i++) {
        const struct path *path = &work->paths.items[i];
        struct problems problems = {0};
        work->scenarios[i] = scenario_of_path(path, &problems);
        print_relevant(path->path, &problems);
        problems_free(&problems);
        good &= work->scenarios[i] && is_writable(work->scenarios[i]->dialplan);
        if (good) {
            merge_add(&work->merge, work->scenarios[i]->dialplan);
        }
    }
    return good;
}

/* Of warnings those about the dialplan: a line that was left out is missing from what is printed.
 */
static void print_relevant(const char *path, const struct problems *problems) {
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        bool of_dialplan =
            strcmp(problem->where, "dialplan") == 0 || strcmp(problem->file, path) != 0;
        if (!problem->is_warning || of_dialplan) {
            print_problem_of(stderr, problem);
        }
    }
}

/* A line of a scenario's dialplan is a text of JSON, which may hold what a line cannot. */
static bool is_writable(const struct dialplan *dp) {
    char file[4096];
    snprintf(file, sizeof file, "%s", dialplan_file(dp));
    return dialplan_each_step(dp, has_one_line, file);
}

static bool has_one_line(void *context, const struct dialplan_step *step) {
    if (strpbrk(step->args, "\r\n")) {
        print_problem(stderr, context, step->line, "error", "",
                      "a line break within a line, which no extensions.conf can have");
        return false;
    }
    return true;
}

static enum exit_code write_all(const struct work *work) {
    FILE *out = work->output ? fopen(work->output, "w") : stdout;
    if (!out) {
        complain("%s cannot be written: %s", work->output, strerror(errno));
        return CODE_INPUT;
    }
    write_head(work, out);
    merge_write(&work->merge, out);
    if (out != stdout && fclose(out) != 0) {
        complain("%s cannot be written: %s", work->output, strerror(errno));
        return CODE_INTERNAL;
    }
    return CODE_PASSED;
}

/* What a server needs besides cannot stand in this file, so it is said. */
static void write_head(const struct work *work, FILE *out) {
    remark(out, "The dialplan of", NULL, NULL);
    for (size_t i = 0; i < work->paths.count; i++) {
        remark(out, "  ", work->paths.items[i].path, NULL);
    }
    for (size_t i = 0; i < work->paths.count; i++) {
        const struct scenario *scenario = work->scenarios[i];
        for (size_t s = 0; s < scenario->sounds_count; s++) {
            remark(out, scenario->path, " needs the sound ", scenario->sounds[s].name);
        }
        for (size_t p = 0; p < scenario->phones_count; p++) {
            remark(out, scenario->path, " needs the phone ", scenario->phones[p].name);
        }
        for (size_t v = 0; v < scenario->channelvars_count; v++) {
            remark(out, scenario->path,
                   " needs in ari.conf: channelvars=", scenario->channelvars[v]);
        }
    }
    fputc('\n', out);
}

/* A line of comment, whatever is in the texts. NULL: none. */
static void remark(FILE *out, const char *a, const char *b, const char *c) {
    const char *const texts[] = {a, b, c};
    fputs("; ", out);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (const char *text = texts[i] ? texts[i] : ""; *text; text++) {
            fputc((unsigned char)*text < ' ' ? '?' : *text, out);
        }
    }
    fputc('\n', out);
}

static void free_all(struct work *work) {
    merge_free(&work->merge);
    for (size_t i = 0; work->scenarios && i < work->paths.count; i++) {
        scenario_free(work->scenarios[i]);
    }
    free(work->scenarios);
    dialplan_free(work->caller);
    paths_free(&work->paths);
}
