/* Programs under test: what is expected of them is judged on logs made by hand, each holding and
 * failing; and what is wrong in a scenario about programs. */
#include <string.h>

#include "sim/scenario/scenario.h"
#include "tests/scenario_refused.h"
#include "tests/tap.h"

enum { TEXT_BYTES = 4096 };

static const char BASE[] =
    "{\"name\": \"x\", %s, \"dialplan\": [\"[in]\", \"exten => 100,1,NoOp()\"], "
    "\"calls\": [{\"to\": \"100@in\"}], \"expect\": [%s]}";

static const char ONE[] = "\"programs\": [{\"app\": \"agent\"}]";

#define CLAIM "POST /ari/events/claim?channelId=call-1&application=agent"
#define ANSWER "POST /ari/channels/call-1/answer"

static struct log_entry request(const char *name, uint64_t at_us, const char *text) {
    return (struct log_entry){.kind = LOG_REQUEST,
                              .name = name,
                              .at_us = at_us,
                              .text = text,
                              .client = "agent",
                              .channel = "call-1"};
}

static struct log_entry answer(const char *name, uint64_t at_us, const char *text, int status) {
    struct log_entry entry = request(name, at_us, text);
    entry.kind = LOG_ANSWER;
    entry.status = status;
    return entry;
}

static struct log_entry event(const char *type, uint64_t at_us) {
    return (struct log_entry){.kind = LOG_EVENT,
                              .name = type,
                              .at_us = at_us,
                              .client = "agent",
                              .application = "agent",
                              .channel = "call-1"};
}

static struct log_entry did(const char *text, uint64_t at_us, json_t *data) {
    return (struct log_entry){
        .kind = LOG_CLIENT, .name = "agent", .at_us = at_us, .text = text, .data = data};
}

/* Judges these entries; `happened` NULL: it holds. */
static void judged(const char *conduct, const struct log_entry *entries, size_t count,
                   const char *happened) {
    char expect[TEXT_BYTES];
    struct problems problems = {0};
    snprintf(expect, sizeof expect, "{\"program\": {%s}}", conduct);
    char text[2 * TEXT_BYTES];
    snprintf(text, sizeof text, BASE, ONE, expect);
    struct scenario *scenario = scenario_load_text("test.json", text, strlen(text), &problems);
    struct log *log = log_new(false);
    for (size_t i = 0; i < count; i++) {
        log_add(log, &entries[i]);
    }
    struct run_result *result =
        scenario ? scenario_judge(scenario, &(struct run_end){.state = RUN_PASSED}, log) : NULL;
    const struct verdict *verdict = result ? &result->verdicts[0] : NULL;
    if (happened) {
        is_str(verdict && verdict->happened ? verdict->happened : "(it held)", happened, "%s fails",
               conduct);
    } else {
        ok(verdict && verdict->passed, "%s holds%s%s", conduct,
           verdict && verdict->happened ? ": " : "",
           verdict && verdict->happened ? verdict->happened : "");
    }
    run_result_free(result);
    scenario_free(scenario);
    problems_free(&problems);
}

#define JUDGED(conduct, happened, ...)                                                             \
    judged(conduct, (const struct log_entry[]){__VA_ARGS__},                                       \
           sizeof(const struct log_entry[]){__VA_ARGS__} / sizeof(struct log_entry), happened)

static void test_life(void) {
    JUDGED("\"connected\": true", NULL, did("connect", 0, NULL), did("disconnect", 1, NULL),
           did("connect", 2, NULL));
    JUDGED("\"connected\": true", "it had no WebSocket", did("connect", 0, NULL),
           did("disconnect", 1000, NULL));
    JUDGED("\"connected\": false", "it was connected", did("connect", 0, NULL));
    JUDGED("\"running\": true", NULL, did("connect", 0, NULL));
    judged("\"running\": true",
           (const struct log_entry[]){did("exit", 5000, json_pack("{s:i}", "code", 7))}, 1,
           "it ended, with code 7, at 5ms");
    JUDGED("\"running\": false", "it still ran", did("connect", 0, NULL));
    judged("\"exit\": 7", (const struct log_entry[]){did("exit", 0, json_pack("{s:i}", "code", 7))},
           1, NULL);
    judged("\"exit\": 0",
           (const struct log_entry[]){did("exit", 2000, json_pack("{s:i}", "code", 7))}, 1,
           "it ended with code 7, at 2ms");
}

static void test_requests(void) {
    JUDGED("\"quietAfter\": [409]", NULL, request("1", 0, CLAIM), answer("1", 1000, CLAIM, 404),
           request("2", 2000, ANSWER));
    JUDGED("\"quietAfter\": [404, 409]",
           "it asked " ANSWER " at 2ms, though its claim had been refused at 1ms",
           request("1", 0, CLAIM), answer("1", 1000, CLAIM, 409), request("2", 2000, ANSWER));
    JUDGED("\"waitsForStart\": true", NULL, request("1", 0, CLAIM), event("StasisStart", 1000),
           request("2", 2000, ANSWER));
    JUDGED("\"waitsForStart\": true", "it asked " ANSWER " at 2ms, and StasisStart had not come",
           request("1", 0, CLAIM), request("2", 2000, ANSWER), event("StasisStart", 3000));
    JUDGED("\"quietAfterEnd\": true", NULL, event("StasisEnd", 1000), request("2", 90000, ANSWER));
    JUDGED("\"quietAfterEnd\": true",
           "it asked " ANSWER " at 200ms, though the channel had ended at 1ms",
           event("StasisEnd", 1000), request("2", 200000, ANSWER));
    JUDGED("\"asksOnlyKnown\": true", NULL, request("1", 0, CLAIM), answer("1", 1000, CLAIM, 409));
    JUDGED("\"asksOnlyKnown\": true",
           "it asked GET /ari/nothing at 0ms, which there is not, as it was told at 1ms",
           request("1", 0, "GET /ari/nothing"), answer("1", 1000, "GET /ari/nothing", 404));
}

static void is_refused(const char *programs, const char *expect, const char *where,
                       const char *said) {
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, BASE, programs, expect);
    ok(is_scenario_refused(text, where, said), "%s: %s", where, said);
}

static void test_mistakes(void) {
    static const char running[] = "{\"program\": {\"running\": true}}";
    is_refused("\"seed\": 1", running, "expect[0].program", "which program? There are 0");
    is_refused("\"programs\": [{\"app\": \"a\"}, {\"app\": \"b\"}]", running, "expect[0].program",
               "which program? There are 2");
    is_refused("\"programs\": [{\"app\": \"a\"}, {\"app\": \"a\"}]", "", "programs[1]",
               "programs[0] is called \"a\" too");
    is_refused("\"programs\": [{\"app\": \"a:b\"}]", "", "programs[0]", "cannot have a colon");
    is_refused(ONE, "{\"program\": {\"name\": \"agent\"}}", "expect[0].program", "what of it?");
    is_refused(ONE, "{\"program\": {\"name\": \"agnet\", \"running\": true}}",
               "expect[0].program.name", "agent");
    is_refused(ONE, "{\"program\": {\"running\": true}, \"count\": 1}", "expect[0].count",
               "belongs beside");
}

int main(void) {
    test_life();
    test_requests();
    test_mistakes();
    return done_testing();
}
