/* A run that others have driven is judged from outside: times may be off by the tolerance, and the
 * order of what came by different ways; what cannot be seen is skipped. */
#include <string.h>

#include "sim/scenario/outside.h"
#include "tests/tap.h"

static const char BASE[] =
    "{\"name\": \"x\", \"dialplan\": [\"[in]\", \"exten => 100,1,NoOp()\"], "
    "\"clients\": [{\"app\": \"a\", \"at\": [{\"at\": \"1s\", \"claim\": {}}]}, {\"app\": \"b\"}], "
    "\"calls\": [{\"id\": \"call-1\", \"to\": \"100@in\"}], \"expect\": [%s]}";

/* At 20 ms a claims, at 25 it hears StasisStart, at 26 it is answered; at 30 and 31 both hear
 * CallClaimed, b first; at 40 the variable is set, and at 50 the channel is up. */
static const char *const LINES[] = {
    "{\"kind\":\"request\",\"t_us\":20000,\"name\":\"a.1\",\"client\":\"a\",\"app\":\"a\","
    "\"channel\":\"call-1\",\"request\":\"POST /ari/events/claim?channelId=call-1\"}",
    "{\"kind\":\"event\",\"t_us\":25000,\"name\":\"StasisStart\",\"client\":\"a\",\"app\":\"a\","
    "\"channel\":\"call-1\",\"data\":{}}",
    "{\"kind\":\"answer\",\"t_us\":26000,\"name\":\"a.1\",\"client\":\"a\",\"app\":\"a\","
    "\"channel\":\"call-1\",\"request\":\"POST "
    "/ari/events/claim?channelId=call-1\",\"status\":204}",
    "{\"kind\":\"event\",\"t_us\":30000,\"name\":\"CallClaimed\",\"client\":\"b\",\"app\":\"b\","
    "\"channel\":\"call-1\",\"data\":{}}",
    "{\"kind\":\"event\",\"t_us\":31000,\"name\":\"CallClaimed\",\"client\":\"a\",\"app\":\"a\","
    "\"channel\":\"call-1\",\"data\":{}}",
    "{\"kind\":\"note\",\"t_us\":40000,\"name\":\"ChannelVarset\",\"channel\":\"call-1\","
    "\"data\":{\"variable\":\"V\",\"value\":\"1\",\"channel\":{\"state\":\"Ring\"}}}",
    "{\"kind\":\"note\",\"t_us\":50000,\"name\":\"ChannelStateChange\",\"channel\":\"call-1\","
    "\"data\":{\"channel\":{\"state\":\"Up\"}}}",
};

enum { TEXT_BYTES = 4096, EXACT_US = 0, ROUGH_US = 10000 };

static struct scenario *expecting(const char *expectation) {
    char text[TEXT_BYTES];
    struct problems problems = {0};
    snprintf(text, sizeof text, BASE, expectation);
    struct scenario *scenario = scenario_load_text("test.json", text, strlen(text), &problems);
    ok(scenario && problems.count == 0, "a scenario that expects %s", expectation);
    problems_free(&problems);
    return scenario;
}

static struct run_result *judged(const struct scenario *scenario, const struct run_end *end) {
    struct log *log = log_new(false);
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        if (!log_add_line(log, LINES[i])) {
            ok(false, "line %zu is one of a trace", i + 1);
        }
    }
    return scenario_judge(scenario, end, log);
}

/* Whether it holds, to the letter and with 10 ms of tolerance. */
static void holds(const char *expectation, bool exactly, bool roughly) {
    struct scenario *scenario = expecting(expectation);
    for (int rough = 0; rough <= 1; rough++) {
        struct run_end end = {
            .state = RUN_PASSED, .from_outside = true, .tolerance_us = rough ? ROUGH_US : EXACT_US};
        struct run_result *result = scenario ? judged(scenario, &end) : NULL;
        bool wanted = rough ? roughly : exactly;
        ok(result && result->verdicts[0].passed == wanted && !result->verdicts[0].skipped,
           "%s%s: %s", expectation, rough ? ", within 10 ms" : "", wanted ? "holds" : "fails");
        run_result_free(result);
    }
    scenario_free(scenario);
}

#define START "{\"event\": {\"app\": \"a\", \"type\": \"StasisStart\"}"
#define WIN "{\"claim\": {\"app\": \"a\", \"status\": 204}}"

static void test_times(void) {
    holds(START ", \"before\": \"25ms\"}", true, true);
    holds(START ", \"before\": \"16ms\"}", false, true);
    holds(START ", \"before\": \"14ms\"}", false, false);
    holds(START ", \"after\": \"34ms\"}", false, true);
    holds(START ", \"after\": \"36ms\"}", false, false);
    /* What must not be is let off at the edges, and only there. */
    holds(START ", \"never\": true, \"before\": \"30ms\"}", false, true);
    holds(START ", \"never\": true, \"before\": \"36ms\"}", false, false);
    holds(START ", \"never\": true, \"after\": \"20ms\"}", false, true);
    holds(START ", \"never\": true, \"after\": \"14ms\"}", false, false);
    holds(START ", \"count\": 1, \"after\": \"20ms\", \"before\": \"30ms\"}", true, true);
}

static void test_counted_times(void) {
    holds(START ", \"within\": \"5ms\", \"of\": " WIN "}", false, true);
    holds(
        "{\"event\": {\"app\": \"a\", \"type\": \"CallClaimed\"}, \"within\": \"5ms\", \"of\": " WIN
        "}",
        true, true);
    holds(
        "{\"event\": {\"app\": \"a\", \"type\": \"CallClaimed\"}, \"within\": \"1ms\", \"of\": " WIN
        "}",
        false, true);
    holds(START ", \"within\": \"5ms\", \"of\": {\"claim\": {\"status\": 409}}}", false, false);
}

static void test_orders(void) {
    static const char claimed_a[] = "{\"event\": {\"app\": \"a\", \"type\": \"CallClaimed\"}}";
    static const char claimed_b[] = "{\"event\": {\"app\": \"b\", \"type\": \"CallClaimed\"}}";
    char text[TEXT_BYTES];
    holds("{\"order\": [" START "}, " WIN "]}", true, true);
    holds("{\"order\": [" WIN ", " START "}]}", false, true);
    snprintf(text, sizeof text, "{\"order\": [%s, %s]}", claimed_a, claimed_b);
    holds(text, false, true);
    /* Of one application they came on one connection. */
    snprintf(text, sizeof text, "{\"order\": [%s, " START "}]}", claimed_a);
    holds(text, false, false);
    /* 20 ms are more than the tolerance. */
    holds("{\"order\": [{\"note\": {\"kind\": \"ChannelStateChange\"}}, " WIN "]}", false, false);
}

static void test_states(void) {
    holds("{\"variable\": {\"V\": \"1\"}, \"at\": \"40ms\"}", true, true);
    holds("{\"variable\": {\"V\": \"1\"}, \"at\": \"31ms\"}", false, true);
    holds("{\"variable\": {\"V\": \"1\"}, \"at\": \"29ms\"}", false, false);
    holds("{\"variable\": {\"V\": null}, \"at\": \"49ms\"}", false, true);
    holds("{\"variable\": {\"V\": null}, \"at\": \"51ms\"}", false, false);
    holds("{\"channel\": {\"id\": \"call-1\", \"state\": \"Up\"}, \"at\": \"45ms\"}", false, true);
    holds("{\"channel\": {\"id\": \"call-1\", \"state\": \"Ring\"}, \"at\": \"55ms\"}", false,
          true);
    holds("{\"channel\": {\"id\": \"call-1\", \"state\": \"Ring\"}, \"at\": \"61ms\"}", false,
          false);
    holds("{\"channel\": {\"id\": \"call-1\", \"state\": \"Busy\"}, \"at\": \"45ms\"}", false,
          false);
    holds("{\"variable\": {\"V\": \"1\"}}", true, true);
}

/* Why it cannot be seen; NULL: it can. */
static void sees(const char *expectation, const char *why, bool needs_observer) {
    struct scenario *scenario = expecting(expectation);
    const struct expectation *first = scenario ? &scenario->expectations[0] : NULL;
    is_str(first && outside_cannot_see(first) ? outside_cannot_see(first) : "seen",
           why ? why : "seen", "%s", expectation);
    ok(first && outside_needs_observer(first) == needs_observer, "it takes %s",
       needs_observer ? "an observer" : "no observer");
    scenario_free(scenario);
}

static void test_sight(void) {
    static const char journal[] = "the server tells nobody of this entry of its journal";
    static const char personal[] = "the server tells only the application concerned";
    static const char clock[] = "the server has a clock of its own";
    sees(WIN, NULL, false);
    sees(START "}", NULL, false);
    sees("{\"variable\": {\"V\": \"1\"}}", NULL, true);
    sees("{\"channel\": {\"id\": \"call-1\", \"gone\": true}}", NULL, true);
    sees("{\"note\": {\"kind\": \"ChannelVarset\"}}", NULL, true);
    sees("{\"note\": {\"kind\": \"StasisEnd\"}}", personal, false);
    sees("{\"note\": {\"kind\": \"WaitEnded\"}}", journal, false);
    sees("{\"order\": [" WIN ", {\"note\": {\"kind\": \"WaitEnded\"}}]}", journal, false);
    sees("{\"order\": [" WIN ", {\"note\": {\"kind\": \"ChannelDestroyed\"}}]}", NULL, true);
    sees("{\"any\": [" WIN ", {\"note\": {\"kind\": \"WaitEnded\"}}]}", journal, false);
    sees("{\"any\": [" WIN ", {\"variable\": {\"V\": \"1\"}}]}", NULL, true);
    sees(START ", \"within\": \"5ms\", \"of\": {\"note\": {\"kind\": \"WaitEnded\"}}}", journal,
         false);
    sees("{\"event\": {\"where\": {\"channel.creationtime\": \"x\"}}}", clock, false);
    sees("{\"event\": {\"where\": {\"timestamp\": {\"matches\": \"^2\"}}}}", NULL, false);
}

static void test_verdicts(void) {
    struct scenario *scenario = expecting("{\"note\": {\"kind\": \"WaitEnded\"}}");
    struct run_end end = {.state = RUN_PASSED};
    struct run_result *result = judged(scenario, &end);
    ok(!result->verdicts[0].passed && !result->verdicts[0].skipped,
       "in process what is not in the journal is missing");
    run_result_free(result);
    end.from_outside = true;
    result = judged(scenario, &end);
    ok(result->verdicts[0].passed && result->verdicts[0].skipped, "from outside it is skipped");
    is_int(result->state, RUN_PASSED, "and makes nothing fail");
    run_result_free(result);
    end = (struct run_end){.state = RUN_LIMIT, .failure = "stopped", .is_undecided = true};
    result = judged(scenario, &end);
    is_int(result->verdicts_count, 0, "of a run that was stopped nothing is judged");
    is_str(result->failure, "stopped", "but it is said why");
    run_result_free(result);
    scenario_free(scenario);
}

int main(void) {
    test_times();
    test_counted_times();
    test_orders();
    test_states();
    test_sight();
    test_verdicts();
    return done_testing();
}
