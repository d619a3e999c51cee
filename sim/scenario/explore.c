/* The search as a whole: preparing it, doing it, and the report. */
#include "sim/scenario/explore.h"

#include <stdlib.h>

#include "sim/scenario/explore_search.h"

static json_t *report_of(const struct search *search);
static json_t *kinds_of(const struct alike *alike);
static json_t *number(uint64_t value);
static void search_free(struct search *search);

json_t *explore(const struct scenario *scenario, const struct explore_options *options) {
    struct search search = {
        .scenario = scenario,
        .options = options,
        .seed = options->seed_given ? options->seed : scenario->seed,
    };
    json_t *report = NULL;
    bool ready =
        alike_new(&search.alike, scenario, options->unreduced || scenario->faults_count > 0) &&
        tracker_new(&search.tracker, scenario, &search.alike, options->rules_only);
    if (ready) {
        if (search_begin(&search)) {
            (options->how == EXPLORE_EXHAUSTIVE ? search_exhaustively : search_at_random)(&search);
        }
        report = search.no_memory ? NULL : report_of(&search);
    }
    search_free(&search);
    return report;
}

static json_t *report_of(const struct search *search) {
    static const char *const hows[] = {"exhaustive", "random", "pct"};
    const struct explore_options *options = search->options;
    bool complete =
        options->how == EXPLORE_EXHAUSTIVE && search->stopped[0] == '\0' && !search->finished;
    for (size_t i = 0; i < search->tally.count; i++) {
        json_t *outcome = json_array_get(search->outcomes, search->tally.items[i].outcome);
        if (options->unreduced || options->how != EXPLORE_EXHAUSTIVE) {
            json_object_set_new(outcome, "schedules", number(search->tally.items[i].schedules));
        }
    }
    size_t v;
    json_t *violation;
    json_array_foreach(search->violations, v, violation) {
        json_int_t expectation = json_integer_value(json_object_get(violation, "expectation"));
        bool held = expectation >= 0 && search->held[expectation];
        json_object_set_new(violation, "sometimes", json_boolean(held));
    }
    uint64_t schedules = search->schedules;
    if (options->unreduced && options->how == EXPLORE_EXHAUSTIVE) {
        schedules = 0;
        for (size_t i = 0; i < search->tally.count; i++) {
            uint64_t more = search->tally.items[i].schedules;
            schedules = more <= UINT64_MAX - schedules ? schedules + more : UINT64_MAX;
        }
    }
    return json_pack("{s:s, s:s, s:I, s:s, s:b, s:o, s:b, s:s*, s:o, s:o, s:o, s:O, s:O}",
                     "scenario", search->scenario->name, "file", search->scenario->path, "seed",
                     (json_int_t)search->seed, "how", hows[options->how], "reduced",
                     !options->unreduced, "alike", kinds_of(&search->alike), "complete", complete,
                     "stopped", search->stopped[0] ? search->stopped : NULL, "schedules",
                     number(schedules), "steps", number(search->steps), "states",
                     number(search->visited.count), "outcomes", search->outcomes, "violations",
                     search->violations);
}

/* Which application each is like: itself, where it is like none before it. */
static json_t *kinds_of(const struct alike *alike) {
    json_t *kinds = json_object();
    for (size_t i = 0; i < alike->count; i++) {
        const struct part *part = &alike->parts[i];
        json_object_set_new(kinds, part->app, json_string(alike->parts[part->kind].app));
    }
    return kinds;
}

/* JSON's numbers end at 2^63. */
static json_t *number(uint64_t value) {
    return json_integer(value < INT64_MAX ? (json_int_t)value : INT64_MAX);
}

static void search_free(struct search *search) {
    world_free(search->world);
    tracker_free(&search->tracker);
    alike_free(&search->alike);
    visited_free(&search->visited);
    tally_free(&search->tally);
    free(search->path);
    free(search->held);
    free(search->ends);
    json_decref(search->outcomes);
    json_decref(search->violations);
}
