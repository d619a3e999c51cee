/* A trial: before the scenario all programs have to be there; then it is played, on the clock,
 * until nothing is left to happen; behind it, calls that are left are hung up. */
#include "cli/test/trial.h"

#include <stdio.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/report/outcome.h"
#include "sim/base/must.h"
#include "sim/calls/application.h"
#include "sim/dialplan/call.h"
#include "sim/scenario/client.h"

static const uint64_t START_LIMIT_US = 10000000; /* for a program to register */
static const uint64_t TIME_DEFAULT_US = 10000000;
static const uint64_t QUIET_US = 100000; /* without anything: then it is over */
static const uint64_t CLEAR_US = 30000;
static const uint64_t TICK_US = 5000;

enum { FAILURE_BYTES = 512 };

static bool bring_programs(struct trial *trial, const struct scenario *scenario);
static bool wants_fresh(const struct scenario *scenario);
static void end_programs(struct trial *trial);
static bool start_programs(struct trial *trial, const struct scenario *scenario);
static bool add_user(struct trial *trial, const char *name);
static bool all_registered(const struct trial *trial, const struct scenario *scenario,
                           const struct script_program **missing, const char **app);
static enum run_state drive(struct trial *trial, const struct scenario *scenario, struct log *log,
                            char failure[FAILURE_BYTES]);
static void note_exits(struct trial *trial, struct log *log, bool told[PROGRAMS_MAX]);
static void clear(struct trial *trial);
static void hang_up_all(struct world *w, void *context);
static json_t *not_begun(struct trial *trial, const struct scenario *scenario, uint64_t seed);
static void add_output(struct trial *trial, json_t *outcome);

bool trial_begin(struct trial *trial, char **command, uint64_t speed) {
    *trial = (struct trial){.command = command, .speed = speed};
    settings_begin(&trial->settings);
    trial->settings.port = 0;
    trial->settings.quiet = true;
    trial->settings.users_are_clients = true;
    trial->server = server_new(&trial->settings);
    return trial->server != NULL;
}

enum exit_code trial_end(struct trial *trial) {
    end_programs(trial);
    enum exit_code code = trial->server ? server_free(trial->server) : CODE_INTERNAL;
    settings_free(&trial->settings);
    return code;
}

json_t *trial_play(struct trial *trial, const struct scenario *scenario, uint64_t seed) {
    must(scenario->programs_count > 0);
    for (size_t i = 0; i < trial->count; i++) {
        program_mark(&trial->programs[i]);
    }
    if (!bring_programs(trial, scenario)) {
        return trial->server->is_over ? NULL : not_begun(trial, scenario, seed);
    }
    struct log *log = log_new(false);
    struct stage stage = {.scenario = scenario, .seed = seed, .speed = trial->speed, .log = log};
    if (!log || !server_stage(trial->server, &stage)) {
        log_free(log);
        return NULL;
    }
    char failure[FAILURE_BYTES] = "";
    enum run_state state = drive(trial, scenario, log, failure);
    struct world *w = trial->server->live.world;
    struct run_end end = {.state = state,
                          .failure = failure[0] != '\0' ? failure : NULL,
                          .seed = seed,
                          .steps = world_steps(w),
                          .at_us = world_now_us(w)};
    bool is_over = trial->server->is_over;
    clear(trial);
    struct run_result *result = scenario_judge(scenario, &end, log);
    json_t *outcome = result && !is_over ? outcome_of_run(scenario, result) : NULL;
    bool failed = outcome && outcome_code(outcome) != CODE_PASSED;
    if (failed) {
        add_output(trial, outcome);
    }
    run_result_free(result);
    /* Who has failed may be in a state that the next scenario is not to suffer from. */
    if (failed || wants_fresh(scenario)) {
        end_programs(trial);
    }
    return outcome;
}

/* Those that run already stay, if they are all that the scenario wants. */
static bool bring_programs(struct trial *trial, const struct scenario *scenario) {
    bool are_right = trial->count == scenario->programs_count;
    for (size_t i = 0; are_right && i < trial->count; i++) {
        are_right = program_runs(&trial->programs[i]) && !scenario->programs[i].starts_anew &&
                    program_is(&trial->programs[i], &scenario->programs[i]);
    }
    if (!are_right) {
        end_programs(trial);
        if (!start_programs(trial, scenario)) {
            return false;
        }
    }
    uint64_t until_us = live_clock_us() + START_LIMIT_US;
    const struct script_program *missing;
    const char *app;
    while (!all_registered(trial, scenario, &missing, &app)) {
        for (size_t i = 0; i < trial->count; i++) {
            if (!program_runs(&trial->programs[i])) {
                return false;
            }
        }
        if (live_clock_us() > until_us || !server_round(trial->server, TICK_US)) {
            return false;
        }
    }
    return true;
}

static bool wants_fresh(const struct scenario *scenario) {
    for (size_t i = 0; i < scenario->programs_count; i++) {
        if (scenario->programs[i].starts_anew) {
            return true;
        }
    }
    return false;
}

static void end_programs(struct trial *trial) {
    for (size_t i = 0; i < trial->count; i++) {
        program_end(&trial->programs[i]);
        program_free(&trial->programs[i]);
    }
    trial->count = 0;
    if (trial->server && !trial->server->is_over) {
        server_round(trial->server, 1); /* their sockets are seen to be closed */
    }
}

static bool start_programs(struct trial *trial, const struct scenario *scenario) {
    must(scenario->programs_count <= PROGRAMS_MAX);
    for (size_t i = 0; i < scenario->programs_count; i++) {
        const struct script_program *script = &scenario->programs[i];
        if (!add_user(trial, script->name) ||
            !program_start(&trial->programs[trial->count++], script, trial->command,
                           server_port(trial->server))) {
            return false;
        }
    }
    return true;
}

static bool add_user(struct trial *trial, const char *name) {
    struct settings *settings = &trial->settings;
    if (settings_find_user(settings, name, strlen(name))) {
        return true;
    }
    struct user *user = settings_add_user(settings, name);
    if (user) {
        settings_text(&user->password, PROGRAM_PASSWORD);
    }
    return user != NULL;
}

static bool all_registered(const struct trial *trial, const struct scenario *scenario,
                           const struct script_program **missing, const char **app) {
    const struct world *w = trial->server->live.world;
    for (size_t i = 0; i < scenario->programs_count; i++) {
        const struct script_program *script = &scenario->programs[i];
        for (size_t a = 0; a < script->apps_count; a++) {
            const struct application *application = application_find(w, script->apps[a]);
            if (!application || !application_is_connected(application)) {
                *missing = script;
                *app = script->apps[a];
                return false;
            }
        }
    }
    return true;
}

/* It is over when nothing has happened for a while, and nobody has plans. */
static enum run_state drive(struct trial *trial, const struct scenario *scenario, struct log *log,
                            char failure[FAILURE_BYTES]) {
    struct server *server = trial->server;
    bool told[PROGRAMS_MAX] = {false};
    bool is_ordinary;
    uint64_t limit_us = scenario_limit_us(scenario, &is_ordinary);
    limit_us = is_ordinary ? limit_us : TIME_DEFAULT_US;
    size_t count = 0;
    uint64_t changed_us = live_clock_us();
    while (server_round(server, TICK_US)) {
        const struct world *w = server->live.world; /* another one after a restart */
        note_exits(trial, log, told);
        if (log_count(log) != count) {
            count = log_count(log);
            changed_us = server->now_us;
        }
        bool is_quiet = server->now_us > changed_us + QUIET_US;
        if (is_quiet && players_are_done(w)) {
            return RUN_PASSED;
        }
        if (world_now_us(w) >= limit_us) {
            if (is_ordinary) {
                return RUN_PASSED;
            }
            snprintf(failure, FAILURE_BYTES, "it was still going on after %u s",
                     (unsigned)(limit_us / 1000000));
            return RUN_LIMIT;
        }
        if (log_lacked_memory(log)) {
            memory_end();
        }
        if (!log_is_complete(log)) {
            snprintf(failure, FAILURE_BYTES, "so much happened that the log is full: %d entries",
                     LOG_ENTRIES_MAX);
            return RUN_LIMIT;
        }
    }
    const char *why = world_failure(server->live.world);
    snprintf(failure, FAILURE_BYTES, "%s", why ? why : "the server ended");
    return RUN_BROKEN;
}

static void note_exits(struct trial *trial, struct log *log, bool told[PROGRAMS_MAX]) {
    for (size_t i = 0; i < trial->count; i++) {
        struct program *program = &trial->programs[i];
        if (!told[i] && !program_runs(program)) {
            told[i] = true;
            log_add(log,
                    &(struct log_entry){.kind = LOG_CLIENT,
                                        .at_us = world_now_us(trial->server->live.world),
                                        .name = program->name,
                                        .text = "exit",
                                        .data = json_pack("{s:i}", "code", program->exit_code)});
        }
    }
}

/* Calls that are left end, so that no program takes them along; what comes of it is not told. */
static void clear(struct trial *trial) {
    struct server *server = trial->server;
    if (server->is_over) {
        return;
    }
    server_be_silent(server);
    world_do(server->live.world, hang_up_all, NULL);
    uint64_t until_us = live_clock_us() + CLEAR_US;
    while (live_clock_us() < until_us && server_round(server, TICK_US)) {
    }
    server_stage(server, &(struct stage){0});
}

static void hang_up_all(struct world *w, void *context) {
    (void)context;
    const struct scenario *scenario = players_of(w)->scenario;
    for (size_t i = 0; i < scenario->calls_count; i++) {
        const struct script_call *call = &scenario->calls[i];
        struct channel *channel = channel_find(w, call->phone ? call->id : call->near_id);
        if (channel) {
            call_hang_up(w, channel);
        }
    }
}

/* The programs did not all get ready. */
static json_t *not_begun(struct trial *trial, const struct scenario *scenario, uint64_t seed) {
    const struct script_program *missing = &scenario->programs[0];
    const char *app = "";
    all_registered(trial, scenario, &missing, &app);
    char expected[FAILURE_BYTES];
    char happened[FAILURE_BYTES];
    snprintf(expected, sizeof expected, "the program %s registers the application %s",
             missing->name, app);
    snprintf(happened, sizeof happened, "it did not within %u s",
             (unsigned)(START_LIMIT_US / 1000000));
    for (size_t i = 0; i < trial->count; i++) {
        if (trial->programs[i].process == 0) {
            snprintf(happened, sizeof happened, "the program %s ended before, with code %d",
                     trial->programs[i].name, trial->programs[i].exit_code);
        }
    }
    json_t *outcome = outcome_not_begun(scenario, seed, expected, happened);
    add_output(trial, outcome);
    end_programs(trial);
    return outcome;
}

static void add_output(struct trial *trial, json_t *outcome) {
    json_t *lines = json_array();
    for (size_t i = 0; i < trial->count; i++) {
        program_tell(&trial->programs[i], lines, trial->count > 1);
    }
    json_object_set_new(outcome, "output", lines);
}
