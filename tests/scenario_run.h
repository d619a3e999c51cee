/* Running scenarios from memory, for the tests of that. */
#ifndef STASIM_TESTS_SCENARIO_RUN_H
#define STASIM_TESTS_SCENARIO_RUN_H

#include <stdlib.h>

#include "sim/scenario/scenario.h"
#include "tests/scenario_refused.h"
#include "tests/tap.h"

enum { TEXT_BYTES = 65536 };

/* Loads and runs a scenario given as text; says why when it cannot. */
static inline struct run_result *run(const char *text, const struct run_options *options) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_load_text("test.json", text, strlen(text), &problems);
    tell_problems(&problems);
    struct run_result *result = scenario ? scenario_run(scenario, options) : NULL;
    scenario_free(scenario);
    problems_free(&problems);
    return result;
}

static inline struct run_result *run_seed(const char *text, uint64_t seed) {
    return run(text, &(struct run_options){.seed_given = true, .seed = seed, .log_steps = true});
}

/* The trace without its header, allocated. */
static inline char *trace_of(const struct run_result *result) {
    size_t size = 1;
    for (size_t i = 0; i < log_count(result->log); i++) {
        char *line = log_entry_text(log_at(result->log, i));
        size += strlen(line) + 1;
        free(line);
    }
    char *trace = calloc(1, size);
    char *end = trace;
    for (size_t i = 0; i < log_count(result->log); i++) {
        char *line = log_entry_text(log_at(result->log, i));
        end += sprintf(end, "%s\n", line);
        free(line);
    }
    return trace;
}

/* Two claims, 20 and 35 ms after the offer; its expectations are to be filled in. */
#define TWO_CLAIMS                                                                                 \
    "{\"name\": \"base\",\n"                                                                       \
    "\"dialplan\": [\"[in]\", \"exten => 100,1,StasisBroadcast(500,^sales-,vip:200)\", \" same "   \
    "=> "                                                                                          \
    "n,Wait(5)\"],\n"                                                                              \
    "\"clients\": [\n"                                                                             \
    "{\"app\": \"sales-1\", \"on\": {\"CallBroadcast\": [{\"after\": \"20ms\", \"claim\": {}}],\n" \
    "  \"StasisStart\": [{\"after\": \"1s\", \"request\": \"GET /ari/channels/{channel}\"},\n"     \
    "                  {\"after\": \"2s\", \"continue\": {}}]}},\n"                                \
    "{\"app\": \"sales-2\", \"name\": \"late\", \"on\": {\"CallBroadcast\":\n"                     \
    "  [{\"after\": \"35ms\", \"claim\": {}}, {\"after\": \"3s\", \"claim\": {}}]}},\n"            \
    "{\"app\": \"support\"}],\n"                                                                   \
    "\"calls\": [{\"id\": \"call-1\", \"to\": \"100@in\", \"caller\": \"Alice <200>\"}],\n"        \
    "\"expect\": [%s]}"

#endif
