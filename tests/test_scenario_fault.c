/* Faults: each effect seen by what a scenario then expects, the trigger's number and chance, the
 * six orders of a claim's answer and events, and what is wrong with a fault, by name. */
#include <string.h>

#include "sim/scenario/scenario.h"
#include "tests/scenario_refused.h"
#include "tests/scenario_run.h"
#include "tests/tap.h"

/* One call, claimed by a at once and by b 20 ms later; a answers, and hangs up after 100 ms. */
static const char BASE[] =
    "{\"name\": \"base\", \"dialplan\": [\"[in]\","
    "\"exten => 100,1,StasisBroadcast(500,,vip,yes)\", \" same => n,Hangup()\"],"
    "\"clients\": [{\"app\": \"a\", \"on\": {\"CallBroadcast\": [{\"claim\": {}}],"
    "\"StasisStart\": [{\"answer\": {}}, {\"after\": \"100ms\", \"hangup\": {}}]}},"
    "{\"app\": \"b\", \"on\": {\"CallBroadcast\": [{\"after\": \"20ms\", \"claim\": {}}]}}],"
    "\"calls\": [{\"to\": \"100@in\", \"hangup\": {\"at\": \"2s\"}}], \"limits\": {\"time\": "
    "\"3s\"}, %s, \"expect\": [%s]}";

static void holds(const char *name, const char *faults, const char *expect) {
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, BASE, faults, expect);
    struct run_result *result = run(text, &(struct run_options){0});
    for (size_t i = 0; result && i < result->verdicts_count; i++) {
        if (!result->verdicts[i].passed) {
            fprintf(stderr, "# %s: %s\n", result->verdicts[i].expected,
                    result->verdicts[i].happened);
        }
    }
    ok(result && result->state == RUN_PASSED, "%s", name);
    run_result_free(result);
}

static void is_refused(const char *name, const char *faults, const char *where, const char *said) {
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, BASE, faults, "");
    ok(is_scenario_refused(text, where, said), "%s", name);
}

#define CLAIM "{\"request\": \"POST /ari/events/claim\", \"app\": \"a\"}"

static void test_events(void) {
    holds(
        "an event is delayed",
        "\"faults\": [{\"on\": {\"event\": \"CallBroadcast\", \"app\": \"a\"}, \"delay\": "
        "\"30ms\"}]",
        "{\"claim\": {\"app\": \"b\", \"status\": 204}}, {\"claim\": {\"app\": \"a\", \"status\": "
        "409}, \"after\": \"30ms\", \"before\": \"30ms\"}");
    holds("an event comes twice",
          "\"faults\": [{\"on\": {\"event\": \"CallBroadcast\", \"app\": \"b\"}, \"copies\": 2}]",
          "{\"event\": {\"app\": \"b\", \"type\": \"CallBroadcast\"}, \"count\": 2}, {\"claim\": "
          "{\"app\": \"b\", \"status\": 409}, \"count\": 2}");
    holds(
        "an event is lost",
        "\"faults\": [{\"on\": {\"event\": \"CallBroadcast\", \"app\": \"a\"}, \"lose\": true}]",
        "{\"claim\": {\"app\": \"a\"}, \"never\": true}, {\"claim\": {\"app\": \"b\", \"status\": "
        "204}}, {\"note\": {\"kind\": \"Fault\", \"where\": {\"effect\": \"lose\"}}, \"count\": "
        "1}");
    holds("an event comes behind the next one",
          "\"faults\": [{\"on\": {\"event\": \"StasisStart\"}, \"behind\": 1}]",
          "{\"order\": [{\"event\": {\"app\": \"a\", \"type\": \"ChannelHangupRequest\"}}, "
          "{\"event\": {\"app\": \"a\", \"type\": \"StasisStart\"}}]}");
    holds("an event waits for a claim's answer",
          "\"faults\": [{\"on\": {\"event\": \"CallBroadcast\", \"app\": \"a\"}, \"hold\": "
          "{\"answer\": \"POST /ari/events/claim\"}}]",
          "{\"claim\": {\"app\": \"b\", \"status\": 204}, \"before\": \"20ms\"}, {\"event\": "
          "{\"app\": \"a\", \"type\": \"CallBroadcast\"}, \"after\": \"20ms\", \"before\": "
          "\"20ms\"}");
    holds(
        "an event is held until a moment",
        "\"faults\": [{\"on\": {\"event\": \"CallBroadcast\", \"app\": \"a\"}, \"hold\": {\"at\": "
        "\"70ms\"}}]",
        "{\"event\": {\"app\": \"a\", \"type\": \"CallBroadcast\"}, \"after\": \"70ms\", "
        "\"before\": \"70ms\"}");
    holds("an event is of an unknown type, with an unknown field",
          "\"faults\": [{\"on\": {\"event\": \"CallBroadcast\", \"app\": \"a\"}, \"change\": "
          "{\"type\": \"FutureEvent\", \"future\": 1, \"called\": null}}]",
          "{\"claim\": {\"app\": \"a\"}, \"never\": true}, {\"note\": {\"kind\": \"Fault\"}}");
    holds("an event is sent on demand, about a channel by its id",
          "\"faults\": [{\"on\": {\"at\": \"10ms\", \"app\": \"b\"}, \"send\": {\"type\": "
          "\"StasisStart\", \"args\": [\"x\"], \"channel\": \"call-1\"}}]",
          "{\"event\": {\"app\": \"b\", \"type\": \"StasisStart\", \"channel\": \"call-1\", "
          "\"args\": [\"x\"]}, \"after\": \"10ms\", \"before\": \"10ms\"}");
    holds(
        "the connection breaks before an event, which is lost",
        "\"faults\": [{\"on\": {\"event\": \"CallBroadcast\", \"app\": \"a\"}, \"break\": "
        "\"before\"}]",
        "{\"event\": {\"app\": \"a\", \"type\": \"CallBroadcast\"}, \"never\": true}, {\"claim\": "
        "{\"app\": \"b\", \"status\": 204}}");
    holds("the connection breaks behind an event",
          "\"faults\": [{\"on\": {\"event\": \"StasisStart\"}, \"break\": \"after\"}]",
          "{\"event\": {\"app\": \"a\", \"type\": \"StasisStart\"}}, {\"event\": {\"app\": \"a\", "
          "\"type\": \"StasisEnd\"}, \"never\": true}");
}

static void test_requests(void) {
    holds(
        "a request is decided later", "\"faults\": [{\"on\": " CLAIM ", \"delay\": \"50ms\"}]",
        "{\"claim\": {\"app\": \"b\", \"status\": 204}}, {\"claim\": {\"app\": \"a\", \"status\": "
        "409}, \"after\": \"50ms\"}");
    holds(
        "an answer comes later", "\"faults\": [{\"on\": " CLAIM ", \"delayAnswer\": \"50ms\"}]",
        "{\"claim\": {\"app\": \"b\", \"status\": 409}}, {\"claim\": {\"app\": \"a\", \"status\": "
        "204}, \"after\": \"50ms\", \"before\": \"50ms\"}");
    holds("an answer waits for an event",
          "\"faults\": [{\"on\": " CLAIM ", \"hold\": {\"event\": \"StasisEnd\"}}]",
          "{\"order\": [{\"event\": {\"type\": \"StasisEnd\"}}, {\"claim\": {\"app\": \"a\", "
          "\"status\": 204}}]}");
    holds(
        "a status is forced, and the request not carried out",
        "\"faults\": [{\"on\": " CLAIM ", \"status\": 503}]",
        "{\"claim\": {\"app\": \"a\", \"status\": 503}}, {\"claim\": {\"app\": \"b\", \"status\": "
        "204}}");
    holds("a request is late, and then answered by force: two faults",
          "\"faults\": [{\"on\": " CLAIM ", \"delay\": \"50ms\"}, {\"on\": " CLAIM
          ", \"status\": 503}]",
          "{\"claim\": {\"app\": \"a\", \"status\": 503}, \"after\": \"50ms\"}, {\"claim\": "
          "{\"app\": "
          "\"b\", \"status\": 204}}");
    holds("any status may be forced, also one that HTTP has no word for",
          "\"faults\": [{\"on\": " CLAIM ", \"status\": 599}]",
          "{\"claim\": {\"app\": \"a\", \"status\": 599}}");
    holds("an answer is lost, and the request carried out",
          "\"faults\": [{\"on\": " CLAIM ", \"answer\": \"lost\"}]",
          "{\"claim\": {\"app\": \"a\", \"status\": 204}, \"never\": true}, {\"claim\": {\"app\": "
          "\"b\", \"status\": 409}}, {\"event\": {\"app\": \"a\", \"type\": \"StasisStart\"}}");
    holds("a request is never heard", "\"faults\": [{\"on\": " CLAIM ", \"answer\": \"unheard\"}]",
          "{\"claim\": {\"app\": \"a\", \"status\": 204}, \"never\": true}, {\"claim\": {\"app\": "
          "\"b\", \"status\": 204}}");
    holds("any one part of a path is meant by *",
          "\"faults\": [{\"on\": {\"request\": \"POST /ari/channels/*/answer\"}, \"status\": 500}]",
          "{\"answer\": {\"request\": \"POST /ari/channels/call-1/answer\", \"status\": 500}}");
}

static void test_triggers(void) {
    holds(
        "only the n-th",
        "\"faults\": [{\"on\": {\"request\": \"POST /ari/events/claim\", \"nth\": 2}, \"status\": "
        "500}]",
        "{\"claim\": {\"app\": \"a\", \"status\": 204}}, {\"claim\": {\"app\": \"b\", \"status\": "
        "500}}");
    holds(
        "only a client's",
        "\"faults\": [{\"on\": {\"request\": \"POST /ari/events/claim\", "
        "\"client\": \"b\"}, \"status\": 500}]",
        "{\"claim\": {\"app\": \"a\", \"status\": 204}}, {\"claim\": {\"app\": \"b\", \"status\": "
        "500}}");
    holds(
        "only from a moment on",
        "\"faults\": [{\"on\": {\"request\": \"POST /ari/events/claim\", \"since\": \"10ms\"}, "
        "\"status\": 500}]",
        "{\"claim\": {\"app\": \"a\", \"status\": 204}}, {\"claim\": {\"app\": \"b\", \"status\": "
        "500}}");
    holds(
        "only up to a moment",
        "\"faults\": [{\"on\": {\"request\": \"POST /ari/events/claim\", \"until\": \"10ms\"}, "
        "\"status\": 500}]",
        "{\"claim\": {\"app\": \"a\", \"status\": 500}}, {\"claim\": {\"app\": \"b\", \"status\": "
        "204}}");
    holds("by chance, of 300 copies about a fifth",
          "\"faults\": [{\"on\": {\"event\": \"CallBroadcast\", \"app\": \"b\"}, \"copies\": 300}, "
          "{\"on\": {\"request\": \"POST /ari/events/claim\", \"app\": \"b\", \"chance\": 20}, "
          "\"status\": 500}]",
          "{\"claim\": {\"app\": \"b\", \"status\": 500}, \"count\": {\"min\": 30, \"max\": 90}}");
}

static void test_orders(void) {
    static const char *const gifts[] = {"204", "CallClaimed", "StasisStart"};
    static const char *const seen[] = {
        "{\"claim\": {\"app\": \"a\", \"status\": 204}}",
        "{\"event\": {\"app\": \"a\", \"type\": \"CallClaimed\"}}",
        "{\"event\": {\"app\": \"a\", \"type\": \"StasisStart\"}}",
    };
    for (size_t first = 0; first < 3; first++) {
        for (size_t step = 1; step < 3; step++) {
            size_t second = (first + step) % 3;
            size_t third = 3 - first - second;
            char faults[256];
            char expect[512];
            char name[128];
            snprintf(faults, sizeof faults, "\"claimOrder\": [\"%s\", \"%s\", \"%s\"]",
                     gifts[first], gifts[second], gifts[third]);
            snprintf(expect, sizeof expect, "{\"order\": [%s, %s, %s]}", seen[first], seen[second],
                     seen[third]);
            snprintf(name, sizeof name, "first %s, then %s, then %s", gifts[first], gifts[second],
                     gifts[third]);
            holds(name, faults, expect);
        }
    }
}

static void test_mistakes(void) {
    is_refused("a field of a sent event, by name",
               "\"faults\": [{\"on\": {\"at\": \"1s\", \"app\": \"a\"}, \"send\": {\"type\": "
               "\"StasisStart\", \"args\": [1], \"channel\": \"call-1\"}}]",
               "faults[0].send", "args.0 must be a text");
    is_refused("a field of its channel",
               "\"faults\": [{\"on\": {\"at\": \"1s\", \"app\": \"a\"}, \"send\": {\"type\": "
               "\"StasisEnd\", \"channel\": {\"id\": \"x\"}}}]",
               "faults[0].send", "channel.protocol_id is missing");
    is_refused("a field that its model does not know",
               "\"faults\": [{\"on\": {\"at\": \"1s\", \"app\": \"a\"}, \"send\": {\"type\": "
               "\"StasisEnd\", \"channel\": \"call-1\", \"chanel\": 1}}]",
               "faults[0].send", "chanel is no field");
    is_refused("a type that is none",
               "\"faults\": [{\"on\": {\"at\": \"1s\", \"app\": \"a\"}, \"send\": {\"type\": "
               "\"Channel\"}}]",
               "faults[0].send", "is no type of event: Channel");
    is_refused("a status of an event",
               "\"faults\": [{\"on\": {\"event\": \"any\"}, \"status\": 500}]", "faults[0].status",
               "cannot be done to an event");
    is_refused(
        "a time for what has its moment",
        "\"faults\": [{\"on\": {\"at\": \"1s\", \"app\": \"a\", \"since\": \"1ms\"}, \"break\": "
        "\"after\"}]",
        "faults[0].on.since", "only moment");
    is_refused(
        "an end before the beginning",
        "\"faults\": [{\"on\": {\"event\": \"any\", \"since\": \"2ms\", \"until\": \"1ms\"}, "
        "\"lose\": true}]",
        "faults[0].on.until", "ends before");
    is_refused("a message of what is no status",
               "\"faults\": [{\"on\": {\"event\": \"any\"}, \"lose\": true, \"message\": \"x\"}]",
               "faults[0].message", "status");
    is_refused("false", "\"faults\": [{\"on\": {\"event\": \"any\"}, \"lose\": false}]",
               "faults[0].lose", "leave it out");
    is_refused("an application that nobody registers",
               "\"faults\": [{\"on\": {\"event\": \"any\", \"app\": \"c\"}, \"lose\": true}]",
               "faults[0].on.app", "no client registers an application \"c\"");
    is_refused("to whom an event is sent",
               "\"faults\": [{\"on\": {\"at\": \"1s\"}, \"sendUnchecked\": {\"type\": \"X\"}}]",
               "faults[0].on", "\"app\" is missing");
    is_refused("two of a kind in an order", "\"claimOrder\": [\"204\", \"204\", \"StasisStart\"]",
               "claimOrder", "each of the three");
}

int main(void) {
    test_events();
    test_requests();
    test_triggers();
    test_orders();
    test_mistakes();
    return done_testing();
}
