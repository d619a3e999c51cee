/* `stasim record`: plays a scenario against a real server and keeps what went over the wire. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/against/series.h"
#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/paths.h"
#include "cli/base/problem.h"
#include "cli/report/outcome.h"
#include "sim/scenario/outside.h"

enum { AGAINST, USER, OUTPUT, TIMEOUT, OPTIONS };
static const struct option TABLE[OPTIONS] = {
    [AGAINST] = {"against", "URL", "the server to play it against, such as http://127.0.0.1:8088"},
    [USER] = {"user", "NAME[:PASS]", AGAINST_USER_HELP},
    [OUTPUT] = {"output", "FILE", "write the recording into this file"},
    [TIMEOUT] = {"timeout", "TIME", "give the scenario up after that; 120s"},
};

static const char ABOUT[] =
    "A recording is JSON Lines: a row for each request, response, handshake and frame of the "
    "scenario's clients and callers, with its moment and its connection. Whoever asked, the "
    "credentials in it are asterisk:asterisk. `stasim diff` compares two of them.\n"
    "\n"
    "Exit code: 0 it was played to its end, whether or not what it expects holds; 1 the server did "
    "not do its part; 2 the scenario cannot be read or played there; 4 it did not come to its "
    "end.\n";

struct record {
    struct against against;
    const char *url;
    const char *scenario;
    const char *output; /* NULL: standard output */
};

static enum exit_code run(const char *program, char **arguments);

const struct command COMMAND_RECORD = {
    .name = "record",
    .summary = "Play a scenario against a real server and keep what went over the wire.",
    .operands = "SCENARIO",
    .options = TABLE,
    .options_count = OPTIONS,
    .letters = "o",
    .about = ABOUT,
    .run = run,
};

static bool take(void *context, int option, const char *value);
static enum exit_code record_path(struct record *record);
static enum exit_code record_scenario(const struct record *record, const struct scenario *scenario,
                                      FILE *out);
static enum exit_code tell_end(const struct run_result *result);

static enum exit_code run(const char *program, char **arguments) {
    (void)program;
    struct record record = {.against = against_default()};
    enum exit_code code;
    if (!options_read(&COMMAND_RECORD, arguments, take, &record, &code)) {
        return code;
    }
    if (!record.scenario || !record.url) {
        options_complain(&COMMAND_RECORD, record.scenario
                                              ? "which server? --against http://HOST:PORT"
                                              : "which scenario? Name one");
        return CODE_INPUT;
    }
    if (paths_overwrite("--output", record.output, record.scenario)) {
        return CODE_INPUT;
    }
    return against_begin(&record.against) ? record_path(&record) : CODE_INPUT;
}

static bool take(void *context, int option, const char *value) {
    struct record *record = context;
    switch (option) {
    case OPTIONS_OPERAND:
        if (record->scenario) {
            options_complain(&COMMAND_RECORD, "'%s' is one scenario too many", value);
            return false;
        }
        record->scenario = value;
        return true;
    case AGAINST:
        record->url = value;
        return against_read_url(&record->against, &COMMAND_RECORD, value);
    case USER:
        return against_read_user(&record->against, &COMMAND_RECORD, value);
    case OUTPUT:
        record->output = value;
        return true;
    default:
        return against_read_time(&COMMAND_RECORD, "--timeout", value, &record->against.timeout_us);
    }
}

static enum exit_code record_path(struct record *record) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_load(record->scenario, &problems);
    print_problems(stderr, &problems);
    problems_free(&problems);
    const char *why = scenario ? outside_cannot_play(scenario) : NULL;
    enum exit_code code = CODE_INPUT;
    if (why) {
        complain("%s cannot be recorded: %s", record->scenario, why);
    } else if (scenario) {
        FILE *out = record->output ? fopen(record->output, "w") : stdout;
        code = out ? record_scenario(record, scenario, out) : CODE_INPUT;
        bool is_written = out && fflush(out) == 0 && ferror(out) == 0;
        is_written = (!record->output || !out || fclose(out) == 0) && is_written;
        if (record->output && !is_written) {
            complain("cannot write '%s': %s", record->output, strerror(errno));
            code = exit_graver(code, CODE_INPUT);
        }
    }
    scenario_free(scenario);
    return code;
}

static enum exit_code record_scenario(const struct record *record, const struct scenario *scenario,
                                      FILE *out) {
    char unmet[AGAINST_UNMET_BYTES];
    struct run_result *result = against_play(&record->against, scenario, out, unmet);
    if (!result) {
        complain("%s cannot be recorded: %s", record->scenario,
                 unmet[0] != '\0' ? unmet : AGAINST_NO_LOOP);
        return unmet[0] != '\0' ? CODE_INPUT : CODE_INTERNAL;
    }
    enum exit_code code = tell_end(result);
    run_result_free(result);
    return code;
}

static enum exit_code tell_end(const struct run_result *result) {
    if (result->failure) {
        complain("%s", result->failure);
    }
    /* What the scenario expects is not asked here. */
    return result->state == RUN_FAILED ? CODE_PASSED : outcome_code_of_run(result->state);
}
