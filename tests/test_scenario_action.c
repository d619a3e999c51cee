/* What scripted clients and callers do: each action of a client, and what restricts it. */
#include "tests/scenario_run.h"

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
        fprintf(stderr, "# %s\n", result->failure ? result->failure : "");
        for (size_t i = 0; i < result->verdicts_count; i++) {
            fprintf(stderr, "# %s: %s\n", result->verdicts[i].expected,
                    result->verdicts[i].passed ? "ok" : result->verdicts[i].happened);
        }
        for (size_t i = 0; i < log_count(result->log); i++) {
            const struct log_entry *entry = log_at(result->log, i);
            if (entry->kind == LOG_ANSWER || entry->kind == LOG_REQUEST) {
                char *line = log_entry_text(entry);
                fprintf(stderr, "# %s\n", line);
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
                fprintf(stderr, "# %s: %s\n", result->verdicts[v].expected,
                        result->verdicts[v].happened);
            }
        }
        run_result_free(result);
    }
}

int main(void) {
    for (size_t i = 0; i < sizeof ACTED / sizeof ACTED[0]; i++) {
        test_action(&ACTED[i]);
    }
    test_features();
    return done_testing();
}
