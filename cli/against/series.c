/* Playing scenarios one after another, and telling what became of them. */
#include "cli/against/series.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/problem.h"
#include "cli/report/outcome.h"
#include "sim/scenario/duration.h"
#include "sim/scenario/outside.h"
#include "sim/scenario/script.h"

static json_t *play_path(const struct against *against, const struct path *path,
                         const struct trace *trace);
static bool sees_nothing(const struct scenario *scenario);

struct against against_default(void) {
    struct against against = {.timeout_us = AGAINST_TIMEOUT_US,
                              .tolerance_us = AGAINST_TOLERANCE_US};
    target_read_user(&against.target, AGAINST_USER);
    return against;
}

bool against_read_url(struct against *against, const struct command *command, const char *value) {
    const char *wrong = target_read(&against->target, value);
    if (wrong) {
        options_complain(command, "--against '%s': %s", value, wrong);
    }
    return !wrong;
}

bool against_read_user(struct against *against, const struct command *command, const char *value) {
    const char *wrong = target_read_user(&against->target, value);
    if (wrong) {
        options_complain(command, "--user: %s", wrong);
    }
    return !wrong;
}

bool against_read_time(const struct command *command, const char *option, const char *value,
                       uint64_t *us) {
    const char *why;
    if (duration_parse(value, us, &why)) {
        return true;
    }
    options_complain(command, "%s '%s' %s", option, value, why);
    return false;
}

bool against_begin(struct against *against) {
    const char *why = target_resolve(&against->target);
    if (why) {
        complain("cannot find the host '%s': %s", against->target.host, why);
        return false;
    }
    against_catch_signals();
    return true;
}

enum exit_code against_play_all(const struct against *against, const struct paths *paths,
                                const struct trace *trace,
                                bool (*tell)(void *context, json_t *outcome), void *context) {
    enum exit_code code = CODE_PASSED;
    bool goes_on = true;
    for (size_t i = 0; goes_on && i < paths->count; i++) {
        json_t *outcome = play_path(against, &paths->items[i], trace);
        code = exit_graver(code, outcome ? outcome_code(outcome) : CODE_INTERNAL);
        goes_on = outcome && tell(context, outcome) && !against_was_stopped();
        json_decref(outcome);
    }
    return code;
}

static json_t *play_path(const struct against *against, const struct path *path,
                         const struct trace *trace) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_of_path(path, &problems);
    json_t *outcome;
    if (scenario) {
        outcome = against_outcome(against, path, scenario, trace, NULL);
        outcome_add_problems(outcome, &problems);
    } else {
        outcome = outcome_unreadable(path->path, &problems);
    }
    scenario_free(scenario);
    problems_free(&problems);
    return outcome;
}

json_t *against_outcome(const struct against *against, const struct path *path,
                        const struct scenario *scenario, const struct trace *trace,
                        FILE *recording) {
    const char *why = outside_cannot_play(scenario);
    if (!why && !recording && sees_nothing(scenario)) {
        why = "nothing that it expects can be seen from outside";
    }
    if (why) {
        return outcome_skipped(scenario, why);
    }
    char unmet[AGAINST_UNMET_BYTES];
    struct run_result *result = against_play(against, scenario, recording, unmet);
    if (!result) {
        return unmet[0] != '\0' ? outcome_skipped(scenario, unmet)
                                : outcome_broken(path->path, 0, AGAINST_NO_LOOP);
    }
    json_t *outcome = outcome_of_run(scenario, result);
    if (trace->file && !trace_write(trace, path, scenario, result)) {
        json_decref(outcome);
        outcome = outcome_broken(path->path, result->seed, "its trace cannot be written");
        complain("cannot write the trace to '%s': %s", trace->file, strerror(errno));
    }
    run_result_free(result);
    return outcome;
}

static bool sees_nothing(const struct scenario *scenario) {
    size_t seen = 0;
    for (size_t i = 0; i < scenario->expectations_count; i++) {
        seen += !outside_cannot_see(&scenario->expectations[i]);
    }
    return seen == 0 && scenario->expectations_count > 0;
}
