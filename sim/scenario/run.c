/* Running a scenario: a world is furnished, watched, driven to its end, and judged. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/scenario/client.h"
#include "sim/scenario/duration.h"
#include "sim/scenario/follow.h"
#include "sim/scenario/furnish.h"
#include "sim/scenario/judge.h"
#include "sim/scenario/observe.h"
#include "sim/scenario/script.h"

enum { FAILURE_BYTES = 512 };

/* The world is left every so many steps to see whether the log has filled up. */
static const uint64_t STEPS_AT_ONCE = 4096;

struct run {
    const struct scenario *scenario;
    struct world *world;
    struct log *log;
    enum run_state state;
    char failure[FAILURE_BYTES];
};

static void drive(struct run *run);
static void drive_to(struct run *run, uint64_t moment_us);
__attribute__((format(printf, 3, 4))) static void fail(struct run *run, enum run_state state,
                                                       const char *format, ...);

struct run_result *scenario_run(const struct scenario *scenario,
                                const struct run_options *options) {
    uint64_t seed = options->seed_given ? options->seed : scenario->seed;
    struct run run = {.scenario = scenario, .log = log_new(options->log_steps)};
    run.world = world_new(&(struct world_config){.seed = seed,
                                                 .epoch_us = scenario->epoch_us,
                                                 .memory_limit_bytes = options->memory_limit_bytes,
                                                 .mutation = options->mutation});
    struct run_result *result = NULL;
    if (run.log && run.world) {
        observe(run.world, run.log);
        struct furniture furniture = furniture_of(scenario, run.log);
        furniture.order = options->order;
        if (furnish(run.world, &furniture)) {
            follow_schedule(run.world, scenario, run.failure, sizeof run.failure);
            run.state = run.failure[0] ? RUN_MISMATCH : RUN_PASSED;
        }
        if (world_failure(run.world)) {
            fail(&run, RUN_BROKEN, "%s", world_failure(run.world));
        }
        drive(&run);
        if (log_lacked_memory(run.log)) {
            fail(&run, RUN_BROKEN, "out of memory: not all that happened was kept");
        }
        result = scenario_judge(scenario,
                                &(struct run_end){
                                    .state = run.state,
                                    .failure = run.failure[0] ? run.failure : NULL,
                                    .seed = seed,
                                    .steps = world_steps(run.world),
                                    .at_us = world_now_us(run.world),
                                },
                                run.log);
    } else {
        log_free(run.log);
    }
    world_free(run.world);
    return result;
}

const char *run_state_name(enum run_state state) {
    static const char *const names[] = {
        [RUN_PASSED] = "passed", [RUN_FAILED] = "failed",     [RUN_BROKEN] = "broken",
        [RUN_LIMIT] = "limit",   [RUN_MISMATCH] = "mismatch", [RUN_FORSAKEN] = "forsaken"};
    must(state < sizeof names / sizeof names[0]);
    return names[state];
}

void run_result_free(struct run_result *result) {
    if (!result) {
        return;
    }
    for (size_t i = 0; i < result->verdicts_count; i++) {
        free(result->verdicts[i].expected);
        free(result->verdicts[i].happened);
        free(result->verdicts[i].where);
    }
    free(result->verdicts);
    free(result->failure);
    log_free(result->log);
    free(result);
}

/* From moment to moment: whether it is over is asked when the clock is about to jump. */
static void drive(struct run *run) {
    const struct scenario *scenario = run->scenario;
    struct world *w = run->world;
    while (run->state == RUN_PASSED) {
        uint64_t next_us = world_next_due_us(w);
        bool jumps = next_us > world_now_us(w);
        if (next_us == TASK_FOREVER || (jumps && players_are_done(w))) {
            return;
        }
        if (next_us > scenario->time_max_us) {
            world_run(w, scenario->time_max_us, 1);
            if (!scenario->time_given) {
                char end[DURATION_TEXT_BYTES];
                fail(run, RUN_LIMIT,
                     "it was still going on after %s: \"limits\": {\"time\": …} sets another end",
                     duration_text(scenario->time_max_us, end));
            }
            return;
        }
        drive_to(run, jumps ? next_us : world_now_us(w));
    }
}

static void drive_to(struct run *run, uint64_t moment_us) {
    struct world *w = run->world;
    uint64_t left = run->scenario->steps_max - world_steps(w);
    enum world_state state = world_run(w, moment_us, left < STEPS_AT_ONCE ? left : STEPS_AT_ONCE);
    if (state == WORLD_BROKEN) {
        fail(run, RUN_BROKEN, "%s", world_failure(w));
    } else if (!log_is_complete(run->log)) {
        fail(run, RUN_LIMIT, "so much happened that the log is full: %d entries", LOG_ENTRIES_MAX);
    } else if (state == WORLD_STEPS && world_steps(w) >= run->scenario->steps_max) {
        fail(run, RUN_LIMIT, "it was still going on after %llu steps: \"limits\": {\"steps\": …}",
             (unsigned long long)run->scenario->steps_max);
    }
}

static void fail(struct run *run, enum run_state state, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(run->failure, sizeof run->failure, format, arguments);
    va_end(arguments);
    run->state = state;
}

struct run_result *scenario_judge(const struct scenario *scenario, const struct run_end *end,
                                  struct log *log) {
    struct run_result *result = calloc(1, sizeof *result);
    if (!result) {
        log_free(log);
        return NULL;
    }
    result->log = log;
    result->state = end->state;
    result->seed = end->seed;
    result->steps = end->steps;
    result->ended_at_us = end->at_us;
    result->failure = end->failure ? strdup(end->failure) : NULL;
    bool judged =
        end->is_undecided || judge(scenario, end, log, &result->verdicts, &result->verdicts_count);
    if (!judged || (end->failure && !result->failure)) {
        run_result_free(result);
        return NULL;
    }
    for (size_t i = 0; i < result->verdicts_count; i++) {
        if (!result->verdicts[i].passed && result->state == RUN_PASSED) {
            result->state = RUN_FAILED;
        }
    }
    return result;
}
