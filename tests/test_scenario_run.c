/* Running scenarios: each kind of expectation passing and failing with what happened instead, each
 * action of a client, the same bytes from the same seed, and a schedule that is followed. */
#include <stdlib.h>
#include <unistd.h>

#include "sim/scenario/scenario.h"
#include "tests/tap.h"

enum { TEXT_BYTES = 65536 };

static char folder[] = "/tmp/stasim-run-XXXXXX";
static char path[256];

/* Loads and runs a scenario given as text; says why when it cannot. */
static struct run_result *run(const char *text, const struct run_options *options) {
    struct problems problems = {0};
    FILE *file = fopen(path, "w");
    if (file) {
        fputs(text, file);
        fclose(file);
    }
    struct scenario *scenario = scenario_load(path, &problems);
    for (size_t i = 0; i < problems.count; i++) {
        printf("# %u: %s: %s\n", problems.items[i].line, problems.items[i].where,
               problems.items[i].text);
    }
    struct run_result *result = scenario ? scenario_run(scenario, options) : NULL;
    scenario_free(scenario);
    problems_free(&problems);
    return result;
}

static struct run_result *run_seed(const char *text, uint64_t seed) {
    return run(text, &(struct run_options){.seed_given = true, .seed = seed, .log_steps = true});
}

/* The trace without its header, allocated. */
static char *trace_of(const struct run_result *result) {
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

static const char BASE[] =
    "{\"name\": \"base\",\n"
    "\"dialplan\": [\"[in]\", \"exten => 100,1,StasisBroadcast(500,^sales-,vip:200)\", \" same => "
    "n,Wait(5)\"],\n"
    "\"clients\": [\n"
    "{\"app\": \"sales-1\", \"on\": {\"CallBroadcast\": [{\"after\": \"20ms\", \"claim\": {}}],\n"
    "  \"StasisStart\": [{\"after\": \"1s\", \"request\": \"GET /ari/channels/{channel}\"},\n"
    "                  {\"after\": \"2s\", \"continue\": {}}]}},\n"
    "{\"app\": \"sales-2\", \"name\": \"late\", \"on\": {\"CallBroadcast\":\n"
    "  [{\"after\": \"35ms\", \"claim\": {}}, {\"after\": \"3s\", \"claim\": {}}]}},\n"
    "{\"app\": \"support\"}],\n"
    "\"calls\": [{\"id\": \"call-1\", \"to\": \"100@in\", \"caller\": \"Alice <200>\"}],\n"
    "\"expect\": [%s]}";

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
    snprintf(text, sizeof text, BASE, judged->expectation);
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

/* Two claims at the same moment: the seed decides. */
static const char TIE[] =
    "{\"name\": \"tie\",\n"
    "\"dialplan\": [\"[in]\", \"exten => 100,1,StasisBroadcast(500,,,yes)\"],\n"
    "\"clients\": [\n"
    "{\"app\": \"a\", \"on\": {\"CallBroadcast\": [{\"after\": \"20ms\", \"claim\": {}}],\n"
    "  \"StasisStart\": [{\"hangup\": {}}]}},\n"
    "{\"app\": \"b\", \"on\": {\"CallBroadcast\": [{\"after\": \"20ms\", \"claim\": {}}],\n"
    "  \"StasisStart\": [{\"hangup\": {}}]}}],\n"
    "\"calls\": [{\"to\": \"100@in\"}],%s\n"
    "\"expect\": [{\"claim\": {\"app\": \"a\", \"status\": 204}},\n"
    "{\"claim\": {\"app\": \"b\", \"status\": 204}}]}";

static void tie(char text[TEXT_BYTES], const char *more) {
    snprintf(text, TEXT_BYTES, TIE, more);
}

static void test_determinism(const char *program) {
    char text[TEXT_BYTES];
    tie(text, "");
    int differing = 0;
    int wins[2] = {0};
    char *first = NULL;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct run_result *once = run_seed(text, seed);
        struct run_result *again = run_seed(text, seed);
        char *trace = trace_of(once);
        char *repeated = trace_of(again);
        differing += strcmp(trace, repeated) != 0;
        wins[0] += once->verdicts[0].passed;
        wins[1] += once->verdicts[1].passed;
        run_result_free(once);
        run_result_free(again);
        free(repeated);
        if (!first) {
            first = trace;
        } else {
            free(trace);
        }
    }
    is_int(differing, 0, "the same seed gives the same trace, byte for byte");
    ok(wins[0] > 0 && wins[1] > 0 && wins[0] + wins[1] == 20,
       "seeds decide a tie either way: %d to %d, never both", wins[0], wins[1]);
    char command[1024];
    snprintf(command, sizeof command, "%s --trace", program);
    FILE *other = popen(command, "r");
    char *told = calloc(1, strlen(first) + 2);
    size_t size = other ? fread(told, 1, strlen(first) + 1, other) : 0;
    ok(other && pclose(other) == 0 && size == strlen(first) && strcmp(told, first) == 0,
       "another process gives the same bytes");
    free(told);
    free(first);
}

/* The steps of a run as a "schedule" of a scenario. */
static void schedule_of(const struct run_result *result, char out[TEXT_BYTES / 2]) {
    char *end = out + sprintf(out, "\n\"schedule\": [");
    const char *comma = "";
    for (size_t i = 0; i < log_count(result->log); i++) {
        const struct log_entry *entry = log_at(result->log, i);
        if (entry->kind == LOG_STEP) {
            end += sprintf(end, "%s{\"task\": \"%s\", \"step\": \"%s\"}", comma, entry->name,
                           entry->text);
            comma = ",\n";
        }
    }
    sprintf(end, "],");
}

static void test_schedule(void) {
    char text[TEXT_BYTES];
    char schedule[TEXT_BYTES / 2];
    tie(text, "");
    struct run_result *found = run_seed(text, 3);
    char *trace = trace_of(found);
    schedule_of(found, schedule);
    run_result_free(found);
    tie(text, schedule);
    struct run_result *repeated = run_seed(text, 3);
    char *again = trace_of(repeated);
    is_str(again, trace, "the steps of a run as its schedule repeat it exactly");
    run_result_free(repeated);
    free(again);
    free(trace);

    static const struct {
        const char *schedule;
        const char *says;
    } wrong[] = {
        {"[\"P call-1\", \"D call-2\"]",
         "schedule[1]: there is no task \"D call-2\": next can be "},
        {"[{\"task\": \"P call-1\", \"step\": \"D5 look\"}]",
         "schedule[0]: \"P call-1\" is at \"P place the call\", not at \"D5 look\""},
        {"[\"P call-1\", \"L o-call-1\", \"L o-call-1\"]",
         "schedule[2]: \"L o-call-1\" waits until somebody wakes it"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        snprintf(schedule, sizeof schedule, "\n\"schedule\": %s,", wrong[i].schedule);
        tie(text, schedule);
        struct run_result *result = run_seed(text, 1);
        ok(result->state == RUN_MISMATCH && result->failure &&
               strncmp(result->failure, wrong[i].says, strlen(wrong[i].says)) == 0,
           "a schedule that cannot be followed: %s", result->failure ? result->failure : "");
        run_result_free(result);
    }
    /* b's claim before a's, though the seed would have it otherwise. */
    for (uint64_t seed = 1; seed <= 6; seed++) {
        tie(text, "\n\"schedule\": [\"P call-1\", \"D call-1\", \"D call-1\", \"D call-1\", "
                  "\"D call-1\", \"D call-1\", \"D call-1\", \"D call-1\", \"A b.1\", \"C b.1\", "
                  "\"C b.1\"],");
        struct run_result *result = run_seed(text, seed);
        ok(!result->verdicts[0].passed && result->verdicts[1].passed,
           "a schedule decides the tie, whatever the seed %llu: %s", (unsigned long long)seed,
           result->failure ? result->failure : "");
        run_result_free(result);
    }
}

static void test_ends(void) {
    static const struct {
        const char *what;
        const char *dialplan; /* its second line, and what else */
        const char *more;
        enum run_state state;
        uint64_t ended_at_us;
        const char *says;
    } ends[] = {
        {"all calls are gone", "Wait(300)", "", RUN_PASSED, 300000000, NULL},
        {"nothing will ever happen", "Stasis(a)", "", RUN_PASSED, 0, NULL},
        {"its own end", "Wait(300)", "\"limits\": {\"time\": \"2s\"},", RUN_PASSED, 2000000, NULL},
        {"the end of patience", "Wait(4000)", "", RUN_LIMIT, 3600000000,
         "it was still going on after 1h"},
        {"too many steps", "Wait(1)\", \" same => n,Goto(1)", "\"limits\": {\"steps\": 500},",
         RUN_LIMIT, 0, "it was still going on after 500 steps"},
        {"a log that is full", "NoOp()\", \" same => n,Goto(1)", "", RUN_LIMIT, 0,
         "so much happened that the log is full"},
    };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char text[TEXT_BYTES];
        snprintf(text, sizeof text,
                 "{\"name\": \"end\", \"dialplan\": [\"[in]\", \"exten => 1,1,%s\"], %s\n"
                 "\"clients\": [{\"app\": \"a\"}], \"calls\": [{\"to\": \"1@in\"}],\n"
                 "\"expect\": [{\"claim\": {}, \"never\": true}]}",
                 ends[i].dialplan, ends[i].more);
        struct run_result *result = run(text, &(struct run_options){0});
        is_int(result->state, ends[i].state, "a run ends by %s", ends[i].what);
        if (ends[i].ended_at_us > 0) {
            is_int(result->ended_at_us, ends[i].ended_at_us, "- at this moment");
        }
        if (ends[i].says) {
            ok(result->failure && strstr(result->failure, ends[i].says), "- and says so: %s",
               result->failure ? result->failure : "");
        }
        run_result_free(result);
    }
}

/* One session, with what a client does in it. */
static const char ACTING[] =
    "{\"name\": \"acting\", \"dialplan\": [\"[in]\", \"exten => 1,1,StasisBroadcast(500)\",\n"
    "\" same => n,Wait(5)\", \"exten => 2,1(here),NoOp()\", \" same => n,Stasis(a)\"],\n"
    "\"clients\": [{\"app\": \"a\", \"on\": {\"CallBroadcast\": [{\"claim\": {}}], "
    "\"StasisStart\": "
    "[{\"nth\": 1, \"after\": \"1s\", %s}]}},\n"
    "{\"app\": \"b\", \"connected\": %s, \"at\": [{\"at\": \"2s\", \"hangup\": {}}, {\"at\": "
    "\"500ms\", %s}]}],\n"
    "\"calls\": [{\"to\": \"1@in\", \"id\": \"x/1\"}], \"expect\": [%s]}";

struct acted {
    const char *what;
    const char *action; /* of a, one second into its session */
    const char *connected;
    const char *other; /* of b, at half a second */
    const char *expect;
};

static const struct acted ACTED[] = {
    {"answer", "\"answer\": {}", "true", "\"disconnect\": {}",
     "{\"channel\": {\"id\": \"x/1\", \"state\": \"Up\"}}, {\"answer\": {\"request\": \"POST "
     "/ari/channels/x%2F1/answer\", \"status\": 204}}"},
    {"play", "\"play\": {\"media\": \"sound:a b\", \"id\": \"p\"}", "true", "\"disconnect\": {}",
     "{\"answer\": {\"request\": \"POST "
     "/ari/channels/x%2F1/play?media=sound:a%20b&playbackId=p\", \"status\": 201, \"where\": "
     "{\"id\": \"p\"}}}"},
    {"hangup", "\"hangup\": {\"reason\": \"busy\"}", "true", "\"disconnect\": {}",
     "{\"event\": {\"app\": \"a\", \"type\": \"ChannelHangupRequest\", \"where\": {\"cause\": "
     "32}}, \"before\": \"1s\"}"},
    {"continue", "\"continue\": {\"context\": \"in\", \"extension\": \"2\", \"label\": \"here\"}",
     "true", "\"disconnect\": {}",
     "{\"event\": {\"app\": \"a\", \"type\": \"StasisEnd\"}}, {\"event\": {\"app\": \"a\", "
     "\"type\": \"StasisStart\", \"nth\": 2, \"where\": {\"channel.dialplan.priority\": 2}}}"},
    {"continue at a number",
     "\"continue\": {\"context\": \"in\", \"extension\": \"2\", "
     "\"priority\": 2}",
     "true", "\"disconnect\": {}",
     "{\"event\": {\"app\": \"a\", \"type\": \"StasisStart\", \"nth\": 2}, \"before\": \"1s\"}"},
    {"move", "\"move\": {\"app\": \"b\", \"args\": \"{app},{client}\"}", "true",
     "\"load\": \"res\"",
     "{\"event\": {\"app\": \"b\", \"type\": \"StasisStart\", \"args\": [\"a\", \"a\"]}}"},
    {"variable", "\"variable\": {\"A\": \"1 & 2\"}", "true", "\"disconnect\": {}",
     "{\"variable\": {\"A\": \"1 & 2\"}}"},
    {"userevent", "\"userevent\": {\"name\": \"done\", \"variables\": {\"k\": \"{channel}\"}}",
     "true", "\"disconnect\": {}",
     "{\"event\": {\"app\": \"a\", \"type\": \"ChannelUserevent\", \"where\": {\"eventname\": "
     "\"done\", \"userevent.k\": \"x/1\"}}}"},
    {"filter", "\"answer\": {}", "true",
     "\"filter\": {\"app\": \"a\", \"disallowed\": "
     "[\"ChannelStateChange\"]}",
     "{\"event\": {\"app\": \"a\", \"type\": \"ChannelStateChange\"}, \"never\": true}, "
     "{\"answer\": "
     "{\"request\": \"PUT /ari/applications/a/eventFilter\", \"status\": 200}}"},
    {"subscribe", "\"answer\": {}", "true", "\"subscribe\": {}",
     "{\"event\": {\"app\": \"b\", \"type\": \"ChannelStateChange\"}, \"count\": 1}"},
    {"disconnect", "\"disconnect\": {}", "true", "\"load\": \"res\"",
     "{\"event\": {\"app\": \"a\", \"type\": \"StasisEnd\"}, \"never\": true}"},
    {"reconnect", "\"reconnect\": {}", "true", "\"load\": \"res\"",
     "{\"event\": {\"app\": \"a\", \"type\": \"StasisEnd\"}, \"count\": 1}"},
    {"connect", "\"move\": {\"app\": \"b\"}", "false", "\"connect\": {}",
     "{\"event\": {\"app\": \"b\", \"type\": \"CallBroadcast\"}, \"never\": true}, {\"event\": "
     "{\"app\": \"b\", \"type\": \"StasisStart\"}}"},
    {"register", "\"move\": {\"app\": \"c\"}", "true", "\"register\": {\"apps\": [\"c\"]}",
     "{\"event\": {\"client\": \"b\", \"app\": \"c\", \"type\": \"StasisStart\"}}"},
    {"request with a body",
     "\"request\": \"POST /ari/events/claim\", \"body\": {\"channelId\": "
     "\"{channel}\", \"application\": \"{app}\"}",
     "true", "\"disconnect\": {}", "{\"claim\": {\"app\": \"a\", \"nth\": 2, \"status\": 409}}"},
    {"request with a text for a body", "\"request\": \"POST /ari/events/claim\", \"body\": \"{\"",
     "true", "\"disconnect\": {}",
     "{\"answer\": {\"request\": \"POST /ari/events/claim\", \"nth\": 2, \"status\": 400}}"},
    {"claim for another", "\"claim\": {\"app\": \"ghost\"}", "true", "\"disconnect\": {}",
     "{\"claim\": {\"client\": \"a\", \"app\": \"ghost\", \"status\": 409}}"},
};

static void test_action(const struct acted *acted) {
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, ACTING, acted->action, acted->connected, acted->other,
             acted->expect);
    struct run_result *result = run_seed(text, 1);
    if (!ok(result && result->state == RUN_PASSED, "action: %s", acted->what) && result) {
        printf("# %s\n", result->failure ? result->failure : "");
        for (size_t i = 0; i < result->verdicts_count; i++) {
            printf("# %s: %s\n", result->verdicts[i].expected,
                   result->verdicts[i].passed ? "ok" : result->verdicts[i].happened);
        }
        for (size_t i = 0; i < log_count(result->log); i++) {
            const struct log_entry *entry = log_at(result->log, i);
            if (entry->kind == LOG_ANSWER || entry->kind == LOG_REQUEST) {
                char *line = log_entry_text(entry);
                printf("# %s\n", line);
                free(line);
            }
        }
    }
    run_result_free(result);
}

/* Modules, restrictions of reactions, phones, the caller's hang-up, a client that is replaced. */
static void test_features(void) {
    static const struct {
        const char *what;
        const char *text;
    } features[] = {
        {"modules: without app the dialplan hangs up, without res a claim is 501",
         "{\"name\": \"m\", \"modules\": [], \"dialplan\": [\"[in]\", \"exten => "
         "1,1,StasisBroadcast()\"], \"clients\": [{\"app\": \"a\", \"at\": [{\"at\": \"1s\", "
         "\"claim\": {}}]}], \"calls\": [{\"to\": \"1@in\", \"id\": \"c\"}], \"expect\": "
         "[{\"claim\": {\"status\": 501}}, {\"channel\": {\"id\": \"c\", \"gone\": true}, \"at\": "
         "\"1ms\"}]}"},
        {"unload and load as actions",
         "{\"name\": \"m\", \"dialplan\": [], \"clients\": [{\"app\": \"a\", \"at\": [{\"at\": "
         "\"1s\", \"unload\": \"app\"}, {\"at\": \"2s\", \"unload\": \"res\"}, {\"at\": \"3s\", "
         "\"claim\": {\"channel\": \"o\"}}, {\"at\": \"4s\", \"load\": \"res\"}, {\"at\": \"5s\", "
         "\"claim\": {\"channel\": \"o\"}}]}], \"expect\": [{\"claim\": {\"nth\": 1, \"status\": "
         "501}}, {\"claim\": {\"nth\": 2, \"status\": 404}}]}"},
        {"reactions: nth, channel and if",
         "{\"name\": \"r\", \"dialplan\": [\"[in]\", \"exten => 1,1,StasisBroadcast(100)\"], "
         "\"clients\": [{\"app\": \"a\", \"on\": {\"CallBroadcast\": [{\"nth\": 2, \"claim\": "
         "{\"app\": \"nth\"}}, {\"channel\": \"call-3\", \"claim\": {\"app\": \"chan\"}}, {\"if\": "
         "{\"channel.caller.number\": {\"matches\": \"^1$\"}}, \"claim\": {\"app\": \"if\"}}]}}], "
         "\"calls\": [{\"to\": \"1@in\", \"caller\": \"1\"}, {\"to\": \"1@in\", \"at\": \"1s\"}, "
         "{\"to\": \"1@in\", \"at\": \"2s\"}], \"expect\": [{\"claim\": {}, \"count\": 3}, "
         "{\"claim\": {\"app\": \"nth\", \"channel\": \"call-2\"}}, {\"claim\": {\"app\": "
         "\"chan\", "
         "\"channel\": \"call-3\"}}, {\"claim\": {\"app\": \"if\", \"channel\": \"call-1\"}}]}"},
        {"a phone is one channel, its hang-up is noticed at the next look",
         "{\"name\": \"p\", \"dialplan\": [\"[in]\", \"exten => 1,1,StasisBroadcast(500)\"], "
         "\"calls\": [{\"to\": \"1@in\", \"phone\": \"PJSIP/alice\", \"caller\": \"Alice <200>\", "
         "\"variables\": {\"A\": \"1\"}, \"hangup\": {\"at\": \"250ms\"}}], \"expect\": "
         "[{\"note\": {\"kind\": \"WaitEnded\", \"where\": {\"why\": \"hung up\"}}, \"after\": "
         "\"400ms\", \"before\": \"400ms\"}, {\"variable\": {\"A\": \"1\", \"STASISSTATUS\": "
         "[\"\", "
         "\"TIMEOUT\"]}}, {\"note\": {\"kind\": \"ChannelDestroyed\"}, \"count\": 1}]}"},
        {"the far half of a Local pair hangs up, variables are inherited",
         "{\"name\": \"l\", \"channelvars\": [\"A\"], \"dialplan\": [\"[in]\", \"exten => "
         "1,1,StasisBroadcast(500)\"], \"clients\": [{\"app\": \"a\"}], \"calls\": [{\"to\": "
         "\"1@in\", \"variables\": {\"__A\": \"1\"}, \"hangup\": {\"after\": \"50ms\"}}], "
         "\"expect\": [{\"note\": {\"kind\": \"WaitEnded\"}, \"after\": \"200ms\", \"before\": "
         "\"200ms\"}, {\"event\": {\"app\": \"a\", \"where\": {\"channel.channelvars.A\": "
         "\"1\"}}}, {\"variable\": {\"A\": \"1\"}}]}"},
        {"a client that is replaced hears it, and nothing more",
         "{\"name\": \"r\", \"dialplan\": [\"[in]\", \"exten => 1,1,StasisBroadcast(100)\"], "
         "\"clients\": [{\"app\": \"a\", \"name\": \"old\"}, {\"app\": \"a\", \"name\": \"new\", "
         "\"connected\": false, \"at\": [{\"at\": \"1s\", \"connect\": {}}]}], \"calls\": "
         "[{\"to\": "
         "\"1@in\", \"at\": \"2s\"}], \"expect\": [{\"event\": {\"client\": \"old\", \"type\": "
         "\"ApplicationReplaced\"}, \"count\": 1}, {\"event\": {\"client\": \"old\"}, \"count\": "
         "1}, "
         "{\"event\": {\"client\": \"new\", \"type\": \"CallBroadcast\"}}]}"},
        {"subscribeAll hears everything",
         "{\"name\": \"s\", \"dialplan\": [\"[in]\", \"exten => 1,1,Hangup()\"], \"clients\": "
         "[{\"app\": \"a\", \"subscribeAll\": true}], \"calls\": [{\"to\": \"1@in\"}], \"expect\": "
         "[{\"event\": {\"app\": \"a\", \"type\": \"ChannelCreated\"}, \"count\": 2}]}"},
    };
    for (size_t i = 0; i < sizeof features / sizeof features[0]; i++) {
        struct run_result *result = run_seed(features[i].text, 1);
        ok(result && result->state == RUN_PASSED, "%s", features[i].what);
        for (size_t v = 0; result && v < result->verdicts_count; v++) {
            if (!result->verdicts[v].passed) {
                printf("# %s: %s\n", result->verdicts[v].expected, result->verdicts[v].happened);
            }
        }
        run_result_free(result);
    }
}

static void test_trace(void) {
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, BASE, "{\"claim\": {}}");
    char *header = log_header_text("n", 7, "f.json");
    is_str(header, "{\"stasim_trace\":1,\"scenario\":\"n\",\"seed\":7,\"file\":\"f.json\"}",
           "the header of a trace");
    free(header);
    struct run_result *result = run_seed(text, 1);
    char *trace = trace_of(result);
    ok(strstr(trace,
              "\"t_us\":0,\"kind\":\"step\",\"task\":\"D call-1\",\"step\":\"D1 status empty\"}"),
       "a step names its task");
    ok(strstr(trace,
              "\"t_us\":20000,\"kind\":\"request\",\"name\":\"sales-1.1\",\"request\":\"POST "
              "/ari/events/"
              "claim?channelId=call-1&application=sales-1\",\"client\":\"sales-1\",\"app\":"
              "\"sales-1\",\"channel\":\"call-1\"}"),
       "a request has an entry when it is made");
    ok(strstr(trace, "\"t_us\":35000,\"kind\":\"answer\",\"name\":\"late.1\",\"request\":\"POST "
                     "/ari/events/"
                     "claim?channelId=call-1&application=sales-2\",\"client\":\"late\",\"app\":"
                     "\"sales-2\",\"channel\":\"call-1\",\"status\":409,\"rule\":\"R22\",\"data\":{"
                     "\"message\":\"Channel has already been claimed by another application\"}}"),
       "and one when it is answered");
    ok(log_is_complete(result->log), "the log is complete");
    for (size_t i = 0; i < log_count(result->log); i++) {
        if (log_at(result->log, i)->serial != i + 1) {
            ok(false, "entry %zu has its serial", i);
        }
    }
    free(trace);
    run_result_free(result);
    result = run(text, &(struct run_options){.log_steps = false});
    for (size_t i = 0; i < log_count(result->log); i++) {
        if (log_at(result->log, i)->kind == LOG_STEP) {
            ok(false, "steps are left out");
        }
    }
    run_result_free(result);
}

int main(int argc, char **argv) {
    if (!mkdtemp(folder)) {
        perror(folder);
        return 1;
    }
    snprintf(path, sizeof path, "%s/s.json", folder);
    if (argc > 1 && strcmp(argv[1], "--trace") == 0) {
        char text[TEXT_BYTES];
        tie(text, "");
        struct run_result *result = run_seed(text, 1);
        char *trace = trace_of(result);
        fputs(trace, stdout);
        free(trace);
        run_result_free(result);
    } else {
        for (size_t i = 0; i < sizeof JUDGED / sizeof JUDGED[0]; i++) {
            test_judged(&JUDGED[i]);
        }
        for (size_t i = 0; i < sizeof ACTED / sizeof ACTED[0]; i++) {
            test_action(&ACTED[i]);
        }
        test_features();
        test_determinism(argv[0]);
        test_schedule();
        test_ends();
        test_trace();
    }
    unlink(path);
    rmdir(folder);
    return argc > 1 ? 0 : done_testing();
}
