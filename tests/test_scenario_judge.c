/* What scenarios expect: each kind of expectation passing and failing, with what happened instead,
 * when, and by which rule. */
#include "tests/scenario_run.h"

struct judged {
    const char *expectation;
    const char *expected; /* in words */
    const char *happened; /* NULL: it passes */
    uint64_t at_us;
    unsigned rule;
};

static const struct judged JUDGED[] = {
    {"{\"claim\": {\"app\": \"sales-1\", \"status\": 204}}", "a claim of sales-1 is answered 204",
     NULL, 20000, 24},
    {"{\"claim\": {\"app\": \"sales-2\", \"nth\": 1, \"status\": 204}}",
     "the first claim of sales-2 is answered 204",
     "it was answered 409 at 35ms, because sales-1 had won at 20ms (R22)", 35000, 22},
    {"{\"claim\": {\"client\": \"late\", \"nth\": 2, \"status\": 409}}",
     "the second claim of late is answered 409",
     "it was answered 404 at 3s, because no broadcast of that channel was under way (R21)", 3000000,
     21},
    {"{\"claim\": {\"app\": \"sales-2\", \"nth\": 3}}", "the third claim of sales-2 is answered",
     "there were only 2, the last at 3s", 3000000, 0},
    {"{\"claim\": {\"app\": \"support\"}}", "a claim of support is answered",
     "no such claim was made; others made 3, the last at 3s", 3000000, 0},
    {"{\"claim\": {\"status\": 204}, \"count\": 1}", "a claim is answered 204, exactly once", NULL,
     20000, 24},
    {"{\"claim\": {\"channel\": \"call-1\"}, \"count\": {\"min\": 2, \"max\": 3}}",
     "a claim on call-1 is answered, 2 to 3 times", NULL, 20000, 24},
    {"{\"claim\": {}, \"count\": 2}", "a claim is answered, exactly 2 times",
     "it happened 3 times, once too often at 3s", 3000000, 21},
    {"{\"claim\": {}, \"count\": {\"min\": 4}}", "a claim is answered, at least 4 times",
     "it happened only 3 times, first at 20ms", 20000, 24},
    {"{\"claim\": {\"status\": 409}, \"never\": true}", "a claim is answered 409, never",
     "it happened once, at 35ms", 35000, 22},
    {"{\"claim\": {\"status\": 501}, \"never\": true}", "a claim is answered 501, never", NULL, 0,
     0},
    {"{\"claim\": {\"app\": \"sales-1\"}, \"within\": \"20ms\"}",
     "a claim of sales-1 is answered, within 20ms of its CallBroadcast", NULL, 20000, 24},
    {"{\"claim\": {\"app\": \"sales-1\"}, \"within\": \"10ms\"}",
     "a claim of sales-1 is answered, within 10ms of its CallBroadcast",
     "it happened at 20ms, 20ms after the last CallBroadcast", 20000, 24},
    {"{\"event\": {\"app\": \"sales-1\", \"type\": \"StasisStart\"}}", "sales-1 gets StasisStart",
     NULL, 20000, 76},
    {"{\"event\": {\"app\": \"sales-2\", \"type\": \"StasisStart\"}}", "sales-2 gets StasisStart",
     "no such event came; these did: CallBroadcast at 0ms", 0, 0},
    {"{\"event\": {\"type\": \"StasisStart\", \"args\": [\"vip\", \"200\"]}}",
     "somebody gets StasisStart with args [\"vip\", \"200\"]", NULL, 20000, 76},
    {"{\"event\": {\"type\": \"StasisStart\", \"args\": [\"vip\"]}}",
     "somebody gets StasisStart with args [\"vip\"]",
     "the nearest came at 20ms, with args [\"vip\", \"200\"]", 20000, 76},
    {"{\"event\": {\"type\": \"CallBroadcast\", \"where\": {\"channel.caller.number\": \"200\", "
     "\"winner_app\": {\"absent\": true}, \"channel.name\": {\"matches\": \"^Local/.*;2$\"}, "
     "\"caller\": {\"contains\": \"0\"}}}, \"count\": 2}",
     "somebody gets CallBroadcast with channel.caller.number = \"200\" and no winner_app and "
     "channel.name matching \"^Local/.*;2$\" and caller containing \"0\", exactly 2 times",
     NULL, 0, 60},
    {"{\"event\": {\"type\": \"CallBroadcast\", \"where\": {\"channel.caller.number\": \"201\"}}}",
     "somebody gets CallBroadcast with channel.caller.number = \"201\"",
     "the nearest came at 0ms, where channel.caller.number was \"200\"", 0, 60},
    {"{\"event\": {\"type\": \"CallBroadcast\", \"where\": {\"winner_app\": {\"absent\": false}}}}",
     "somebody gets CallBroadcast with a winner_app",
     "the nearest came at 0ms, where there was no winner_app", 0, 60},
    {"{\"event\": {\"type\": \"StasisEnd\", \"channel\": \"call-1\"}, \"within\": \"2s\", \"of\": "
     "{\"event\": {\"type\": \"StasisStart\"}}}",
     "somebody gets StasisEnd about call-1, within 2s of somebody gets StasisStart", NULL, 2020000,
     80},
    {"{\"event\": {\"type\": \"StasisEnd\"}, \"before\": \"2s\"}",
     "somebody gets StasisEnd, not after 2s", "it happened at 2.02s", 2020000, 80},
    {"{\"event\": {\"type\": \"StasisEnd\"}, \"after\": \"2s\", \"before\": \"2.1s\"}",
     "somebody gets StasisEnd, not before 2s, not after 2.1s", NULL, 2020000, 80},
    {"{\"answer\": {\"request\": \"GET /ari/channels/call-1\", \"status\": 200, \"where\": "
     "{\"id\": \"call-1\", \"dialplan.exten\": \"100\"}}}",
     "a GET /ari/channels/call-1 is answered 200 with id = \"call-1\" and dialplan.exten = \"100\"",
     NULL, 1020000, 0},
    {"{\"answer\": {\"request\": \"GET /ari/channels/call-1\", \"status\": 404}}",
     "a GET /ari/channels/call-1 is answered 404", "it was answered 200 at 1.02s", 1020000, 0},
    {"{\"answer\": {\"request\": \"GET /ari/bridges\"}}", "a GET /ari/bridges is answered",
     "no such request was made", 0, 0},
    {"{\"note\": {\"kind\": \"WaitEnded\", \"where\": {\"why\": \"claimed\"}}}",
     "the journal has WaitEnded with why = \"claimed\"", NULL, 20000, 72},
    {"{\"note\": {\"kind\": \"WaitEnded\", \"where\": {\"why\": \"deadline\"}}}",
     "the journal has WaitEnded with why = \"deadline\"",
     "the nearest came at 20ms, where why was \"claimed\"", 20000, 72},
    {"{\"note\": {\"kind\": \"WaitEnded\", \"nth\": 2}}", "the journal has the second WaitEnded",
     "there was only 1, the last at 20ms", 20000, 0},
    {"{\"variable\": {\"STASISSTATUS\": \"SUCCESS\"}}",
     "STASISSTATUS of call-1 is \"SUCCESS\" at the end", NULL, 2020000, 17},
    {"{\"variable\": {\"STASISSTATUS\": \"TIMEOUT\"}}",
     "STASISSTATUS of call-1 is \"TIMEOUT\" at the end", "STASISSTATUS was \"SUCCESS\" since 2.02s",
     2020000, 17},
    {"{\"variable\": {\"STASISSTATUS\": \"\"}, \"at\": \"2s\"}",
     "STASISSTATUS of call-1 is \"\" at 2s", NULL, 0, 10},
    {"{\"variable\": {\"channel\": \"call-1\", \"STASISSTATUS\": [\"\", \"SUCCESS\"]}}",
     "STASISSTATUS of call-1 was, one after another, [\"\", \"SUCCESS\"] at the end", NULL, 2020000,
     17},
    {"{\"variable\": {\"STASISSTATUS\": [\"SUCCESS\"]}}",
     "STASISSTATUS of call-1 was, one after another, [\"SUCCESS\"] at the end",
     "STASISSTATUS was [\"\", \"SUCCESS\"], the last since 2.02s", 2020000, 17},
    {"{\"variable\": {\"OTHER\": null, \"STASISSTATUS\": \"SUCCESS\"}}",
     "OTHER of call-1 is not set and STASISSTATUS of call-1 is \"SUCCESS\" at the end", NULL,
     2020000, 17},
    {"{\"variable\": {\"OTHER\": \"1\"}}", "OTHER of call-1 is \"1\" at the end",
     "OTHER was never set", 0, 0},
    {"{\"channel\": {\"id\": \"call-1\", \"gone\": true}}", "call-1 is gone at the end", NULL,
     7020000, 0},
    {"{\"channel\": {\"id\": \"call-1\", \"gone\": true}, \"at\": \"4s\"}", "call-1 is gone at 4s",
     "it was still there, last seen at 2.02s", 2020000, 0},
    {"{\"channel\": {\"id\": \"call-1\", \"gone\": false, \"state\": \"Ring\", \"place\": "
     "\"in,100,2\"}, \"at\": \"4s\"}",
     "call-1 is not gone and in state Ring and at in,100,2 at 4s", NULL, 2020000, 0},
    {"{\"channel\": {\"id\": \"call-1\", \"state\": \"Up\"}, \"at\": \"4s\"}",
     "call-1 is in state Up at 4s", "it was in state Ring at in,100,2 since 2.02s", 2020000, 0},
    {"{\"order\": [{\"event\": {\"type\": \"CallBroadcast\"}}, {\"claim\": {\"app\": "
     "\"sales-2\"}}, "
     "{\"event\": {\"type\": \"StasisEnd\"}}]}",
     "in this order: somebody gets CallBroadcast, then a claim of sales-2 is answered, then "
     "somebody gets StasisEnd",
     NULL, 2020000, 0},
    {"{\"order\": [{\"event\": {\"type\": \"StasisEnd\"}}, {\"claim\": {\"status\": 409}}]}",
     "in this order: somebody gets StasisEnd, then a claim is answered 409",
     "number 2, that a claim is answered 409, came at 35ms, before number 1 at 2.02s", 35000, 22},
    {"{\"order\": [{\"event\": {\"type\": \"StasisEnd\"}}, {\"event\": {\"type\": "
     "\"CallClaimed\"}}]}",
     "in this order: somebody gets StasisEnd, then somebody gets CallClaimed",
     "number 2, nowhere: somebody gets CallClaimed", 2020000, 0},
    {"{\"any\": [{\"claim\": {\"app\": \"sales-2\", \"status\": 204}}, {\"claim\": {\"app\": "
     "\"sales-1\", \"status\": 204}}]}",
     "a claim of sales-2 is answered 204; or a claim of sales-1 is answered 204", NULL, 20000, 24},
    {"{\"any\": [{\"variable\": {\"A\": \"1\"}}, {\"variable\": {\"B\": \"1\"}}]}",
     "A of call-1 is \"1\" at the end; or B of call-1 is \"1\" at the end",
     "A was never set; and B was never set", 0, 0},
};

static void test_judged(const struct judged *judged) {
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, TWO_CLAIMS, judged->expectation);
    struct run_result *result = run_seed(text, 1);
    if (!ok(result && result->verdicts_count == 1, "%s", judged->expected)) {
        run_result_free(result);
        return;
    }
    const struct verdict *verdict = &result->verdicts[0];
    is_str(verdict->expected, judged->expected, "- in words");
    is_str(verdict->happened, judged->happened, "- %s", judged->happened ? "fails" : "passes");
    ok(verdict->passed == !judged->happened &&
           result->state == (judged->happened ? RUN_FAILED : RUN_PASSED),
       "- and so does the run");
    is_int(verdict->at_us, judged->at_us, "- at this moment");
    is_int(verdict->rule, judged->rule, "- by this rule");
    is_str(verdict->where, "expect[0]", "- at this place");
    run_result_free(result);
}

int main(void) {
    for (size_t i = 0; i < sizeof JUDGED / sizeof JUDGED[0]; i++) {
        test_judged(&JUDGED[i]);
    }
    return done_testing();
}
