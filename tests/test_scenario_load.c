/* Reading scenarios: every kind of mistake is told with its line, its path within the document and
 * a suggestion, all of a file in one go; and what is right is read as it is meant. */
#include <stdlib.h>
#include <unistd.h>

#include "sim/scenario/duration.h"
#include "sim/scenario/moment.h"
#include "sim/scenario/script.h"
#include "sim/scenario/where.h"
#include "tests/scenario_refused.h"
#include "tests/tap.h"

static char folder[] = "/tmp/stasim-load-XXXXXX";
static char path[256];

static const char *file_of(const char *name, const char *text) {
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file) {
        fputs(text, file);
        fclose(file);
    }
    return path;
}

/* Lines 1 and 2 are a sound beginning; the mistake stands behind them. */
#define BEGIN "{\"name\": \"n\", \"dialplan\": [\"[in]\", \"exten => 100,1,Hangup()\"],\n"
#define CALLS "\"calls\": [{\"id\": \"call-1\", \"to\": \"100@in\"}],\n"
#define CLIENTS "\"clients\": [{\"app\": \"sales-1\"}, {\"app\": \"sales-2\"}],\n"
#define EXPECT "\"expect\": [{\"note\": {\"kind\": \"WaitEnded\"}}]}\n"

struct mistake {
    const char *what;
    const char *text;
    unsigned line;
    const char *where;
    const char *says; /* the suggestion */
    bool is_warning;
};

static const struct mistake MISTAKES[] = {
    {"bad JSON", "{\"name\": \"n\",\n \"seed\": 1,\n}", 3, "", "no sound JSON", false},
    {"a comma too many", "{\"name\": \"n\",\n \"seed\": 1,\n}", 3, "", "no comma stands behind",
     false},
    {"a comment", "{\n// n\n}", 2, "", "no comments in JSON", false},
    {"single quotes", "{\n'name': 1}", 2, "", "double quotes", false},
    {"nothing", " \n", 2, "", "nothing in this file", false},
    {"a NUL", "{\"name\": \"\\u0000\"}", 1, "", "cannot be part of a text", false},
    {"behind a byte order mark", "\xEF\xBB\xBF[]", 1, "", "one JSON object", false},
    {"a key twice", "{\"name\": \"n\",\n \"name\": \"m\"}", 2, "", "duplicate object key", false},
    {"no object", "[]\n", 1, "", "one JSON object", false},
    {"no name", "{\n\"seed\": 1, " EXPECT, 1, "", "\"name\": \"the loser gets 409\"", false},
    {"unknown key", BEGIN "\n\"sede\": 1,\n" EXPECT, 3, "sede", "did you mean 'seed'?", false},
    {"unknown key, nothing near", BEGIN "\"limits\": {\"colour\": 1},\n" EXPECT, 2, "limits.colour",
     "it has steps, time", false},
    {"wrong type", BEGIN "\"seed\": \"1\",\n" EXPECT, 2, "seed", "a whole number belongs", false},
    {"wrong type in a list", BEGIN "\"channelvars\": [\"A\",\n 5],\n" EXPECT, 3, "channelvars[1]",
     "a text belongs", false},
    {"no list", BEGIN "\"rules\": \"R22\",\n" EXPECT, 2, "rules", "put it into [ ]", false},
    {"out of range", BEGIN "\"seeds\": 0,\n" EXPECT, 2, "seeds", "from 1 to 10000", false},
    {"no rule", BEGIN "\"rules\": [\"22\"],\n" EXPECT, 2, "rules[0]", "such as \"R22\"", false},
    {"no such day", BEGIN "\"start\": \"2026-02-29T00:00:00Z\",\n" EXPECT, 2, "start",
     "such as \"2026-01-01T00:00:00Z\"", false},
    {"unknown module", BEGIN "\"modules\": [\"ress\"],\n" EXPECT, 2, "modules[0]",
     "did you mean 'res'?", false},
    {"app without res", BEGIN "\"modules\": {\"res\": false},\n" EXPECT, 2, "modules",
     "app needs res", false},
    {"no dialplan", "{\"name\": \"n\",\n" CALLS EXPECT, 1, "", "\"dialplan\": [\"[in]\"", false},
    {"two dialplans", BEGIN "\"extensions\": \"x.conf\",\n" EXPECT, 2, "extensions",
     "only one of \"dialplan\", \"extensions\"", false},
    {"missing file", "{\"name\": \"n\",\n \"extensions\": \"none.conf\",\n" EXPECT, 2, "extensions",
     "counted from the scenario's folder", false},
    {"bad dialplan", "{\"name\": \"n\",\n \"dialplan\": [\"[in]\",\n\n \"exten 100\"],\n" EXPECT, 4,
     "dialplan", "exten 100", false},
    {"unknown application in the dialplan",
     "{\"name\": \"n\",\n \"dialplan\": [\"[in]\",\n \"exten => 1,1,Hangpu()\"],\n" EXPECT, 3,
     "dialplan", "did you mean 'Hangup'?", true},
    {"duration without unit", BEGIN "\"limits\": {\"time\": \"20\"},\n" EXPECT, 2, "limits.time",
     "a duration such as \"20ms\"", false},
    {"duration with a bad unit", BEGIN "\"limits\": {\"time\": \"20sec\"},\n" EXPECT, 2,
     "limits.time", "none of us, ms, s, m, h", false},
    {"duration as a number", BEGIN "\"limits\": {\"time\": 20},\n" EXPECT, 2, "limits.time",
     "put it into quotes, with its unit", false},
    {"no place", BEGIN "\"calls\": [{\"to\": \"100\"}],\n" EXPECT, 2, "calls[0].to",
     "such as \"100@in\"", false},
    {"call without a place", BEGIN "\"calls\": [\n{}],\n" EXPECT, 3, "calls[0]",
     "\"to\": \"100@in\"", false},
    {"call to nowhere", BEGIN "\"calls\": [{\"to\": \"1@inn\"}],\n" EXPECT, 2, "calls[0].to",
     "no priority 1 of 1 in context inn", true},
    {"two calls of one id",
     BEGIN "\"calls\": [{\"to\": \"100@in\", \"id\": \"a\"},\n{\"id\": \"a\", \"to\": "
           "\"100@in\"}],\n" EXPECT,
     3, "calls[1].id", "an id of its own", false},
    {"id of a far half",
     BEGIN "\"calls\": [{\"to\": \"100@in\", \"id\": \"a\"},\n{\"id\": \"o-a\", \"to\": "
           "\"100@in\"}],\n" EXPECT,
     3, "calls[1].id", "whose far half", false},
    {"hang-up before the call",
     BEGIN
     "\"calls\": [{\"to\": \"100@in\", \"at\": \"2s\",\n\"hangup\": {\"at\": \"1s\"}}],\n" EXPECT,
     3, "calls[0].hangup.at", "\"after\" counts from there", false},
    {"after the end", BEGIN "\"calls\": [{\"to\": \"100@in\", \"at\": \"2h\"}],\n" EXPECT, 2,
     "calls[0].at", "2h never comes: the scenario ends at 1h", false},
    {"client without app", BEGIN "\"clients\": [{\"name\": \"a\"}],\n" EXPECT, 2, "clients[0]",
     "one of \"app\", \"apps\" is missing", false},
    {"app with a comma", BEGIN "\"clients\": [{\"app\": \"a,b\"}],\n" EXPECT, 2, "clients[0].app",
     "\"apps\": [...]", false},
    {"app twice", BEGIN "\"clients\": [{\"apps\": [\"a\", \"a\"]}],\n" EXPECT, 2,
     "clients[0].apps[1]", "in the list already", false},
    {"two clients of one name",
     BEGIN "\"clients\": [{\"app\": \"a\"},\n{\"app\": \"a\"}],\n" EXPECT, 3, "clients[1]",
     "give this one a \"name\"", false},
    {"unknown event",
     BEGIN "\"clients\": [{\"app\": \"a\", \"on\": {\"CallBrodcast\": []}}],\n" EXPECT, 2,
     "clients[0].on.CallBrodcast", "did you mean 'CallBroadcast'?", false},
    {"unknown action",
     BEGIN "\"clients\": [{\"app\": \"a\", \"on\": {\"StasisEnd\": [\n{\"clam\": {}}]}}],\n" EXPECT,
     3, "clients[0].on.StasisEnd[0].clam", "did you mean 'claim'?", false},
    {"no action",
     BEGIN
     "\"clients\": [{\"app\": \"a\", \"on\": {\"StasisEnd\": [\n{\"after\": \"1s\"}]}}],\n" EXPECT,
     3, "clients[0].on.StasisEnd[0]", "one of \"claim\", \"answer\"", false},
    {"two actions",
     BEGIN "\"clients\": [{\"app\": \"a\", \"on\": {\"StasisEnd\": [{\"claim\": {},\n\"hangup\": "
           "{}}]}}],\n" EXPECT,
     3, "clients[0].on.StasisEnd[0].hangup", "only one of", false},
    {"timed action without channel",
     BEGIN "\"clients\": [{\"app\": \"a\", \"at\": [{\"at\": \"1s\",\n\"claim\": {}}]}],\n" EXPECT,
     3, "clients[0].at[0].claim", "say \"channel\": \"call-1\"", false},
    {"timed action without time",
     BEGIN CALLS "\"clients\": [{\"app\": \"a\", \"at\": [{\"claim\": {}}]}],\n" EXPECT, 3,
     "clients[0].at[0]", "\"at\": \"100ms\"", false},
    {"body without request",
     BEGIN CALLS "\"clients\": [{\"app\": \"a\", \"at\": [{\"at\": \"1s\", \"claim\": {}, "
                 "\"body\": 1}]}],\n" EXPECT,
     3, "clients[0].at[0].body", "belongs to a \"request\"", false},
    {"two variables",
     BEGIN CALLS
     "\"clients\": [{\"app\": \"a\", \"at\": [{\"at\": \"1s\", \"variable\": {\"A\": \"1\", "
     "\"B\": \"2\"}}]}],\n" EXPECT,
     3, "clients[0].at[0].variable", "one belongs here", false},
    {"bad request",
     BEGIN
     "\"clients\": [{\"app\": \"a\", \"at\": [{\"at\": \"1s\", \"request\": \"/ari\"}]}],\n" EXPECT,
     2, "clients[0].at[0].request", "such as \"GET /ari/channels\"", false},
    {"unknown app",
     BEGIN CLIENTS "\"expect\": [{\"note\": {\"kind\": \"WaitEnded\"}},\n{\"claim\": {\"app\": "
                   "\"sales-3\"}}]}",
     4, "expect[1].claim.app", "did you mean 'sales-1'?", false},
    {"unknown client", BEGIN CLIENTS "\"expect\": [{\"claim\": {\"client\": \"sale-1\"}}]}", 3,
     "expect[0].claim.client", "did you mean 'sales-1'?", false},
    {"unknown channel", BEGIN CALLS "\"expect\": [{\"claim\": {\"channel\": \"call1\"}}]}", 3,
     "expect[0].claim.channel", "did you mean 'call-1'?", true},
    {"unknown type in an expectation",
     BEGIN "\"expect\": [{\"event\": {\"type\": \"Stasisstart\"}}]}", 2, "expect[0].event.type",
     "did you mean 'StasisStart'?", false},
    {"unknown kind of note", BEGIN "\"expect\": [{\"note\": {\"kind\": \"WaitEnd\"}}]}", 2,
     "expect[0].note.kind", "did you mean 'WaitEnded'?", false},
    {"unknown field of a note",
     BEGIN "\"expect\": [{\"note\": {\"kind\": \"WaitEnded\", \"where\": {\"value\": \"\"}}}]}", 2,
     "expect[0].note.where.value", "it has \"why\"", false},
    {"a word that a note never has",
     BEGIN "\"expect\": [{\"note\": {\"kind\": \"ClaimDecided\", "
           "\"where\": {\"outcome\": \"los\"}}}]}",
     2, "expect[0].note.where.outcome", "did you mean 'lost'?", false},
    {"bad regular expression",
     BEGIN "\"expect\": [{\"event\": {\"where\": {\"channel.name\": {\"matches\": \"(\"}}}}]}", 2,
     "expect[0].event.where[\"channel.name\"].matches", "missing closing parenthesis", false},
    {"a field that the event has not",
     BEGIN "\"expect\": [{\"event\": {\"type\": \"StasisEnd\", \"where\": {\"chanel\": 1}}}]}", 2,
     "expect[0].event.where.chanel", "did you mean 'channel'?", false},
    {"a field that a part of it has not",
     BEGIN "\"expect\": [{\"event\": {\"type\": \"StasisEnd\", \"where\": {\"channel.nam\": "
           "\"x\"}}}]}",
     2, "expect[0].event.where[\"channel.nam\"]", "\"nam\" is no field of Channel", false},
    {"a part of a text",
     BEGIN "\"expect\": [{\"event\": {\"type\": \"StasisEnd\", \"where\": {\"channel.id.x\": "
           "1}}}]}",
     2, "expect[0].event.where[\"channel.id.x\"]", "part of a string", false},
    {"an element by a name",
     BEGIN "\"expect\": [{\"event\": {\"type\": \"StasisStart\", \"where\": {\"args.x\": 1}}}]}", 2,
     "expect[0].event.where[\"args.x\"]", "numbers, from 0", false},
    {"a field that no event has",
     BEGIN "\"expect\": [{\"event\": {\"where\": {\"channel.x\": 1}}}]}", 2,
     "expect[0].event.where[\"channel.x\"]", "no event has such a field", false},
    {"a field that the event of a note has not",
     BEGIN "\"expect\": [{\"note\": {\"kind\": \"ChannelVarset\", \"where\": {\"name\": "
           "\"A\"}}}]}",
     2, "expect[0].note.where.name", "is no field of ChannelVarset", false},
    {"a condition on a field that the event has not",
     BEGIN "\"clients\": [{\"app\": \"a\", \"on\": {\"StasisEnd\": [{\"if\": {\"args\": 1}, "
           "\"hangup\": {}}]}}],\n" EXPECT,
     2, "clients[0].on.StasisEnd[0].if.args", "is no field of StasisEnd", false},
    {"nothing expected", BEGIN "\"expect\": []}", 1, "", "nothing is expected", true},
    {"an empty expectation", BEGIN "\"expect\": [{\"count\": 1}]}", 2, "expect[0]",
     "one of \"claim\", \"event\"", false},
    {"count and never", BEGIN "\"expect\": [{\"claim\": {}, \"count\": 0, \"never\": true}]}", 2,
     "expect[0].count", "keep one", false},
    {"empty range", BEGIN "\"expect\": [{\"claim\": {}, \"count\": {\"min\": 2, \"max\": 1}}]}", 2,
     "expect[0].count", "nothing is between them", false},
    {"within nothing", BEGIN "\"expect\": [{\"event\": {}, \"within\": \"1s\"}]}", 2,
     "expect[0].within", "\"of\": {\"event\"", false},
    {"of without within", BEGIN "\"expect\": [{\"event\": {}, \"of\": {\"claim\": {}}}]}", 2,
     "expect[0].of", "needs \"within\"", false},
    {"after behind before",
     BEGIN "\"expect\": [{\"event\": {}, \"after\": \"2s\", \"before\": \"1s\"}]}", 2,
     "expect[0].after", "no moment", false},
    {"at beside an event", BEGIN "\"expect\": [{\"event\": {}, \"at\": \"1s\"}]}", 2,
     "expect[0].at", "use \"after\" and \"before\"", false},
    {"count beside a variable",
     BEGIN CALLS "\"expect\": [{\"variable\": {\"A\": \"\"}, \"count\": 1}]}", 3, "expect[0].count",
     "belongs beside", false},
    {"no variable", BEGIN CALLS "\"expect\": [{\"variable\": {\"channel\": \"call-1\"}}]}", 3,
     "expect[0].variable", "\"STASISSTATUS\": \"SUCCESS\"", false},
    {"which channel", BEGIN "\"expect\": [{\"variable\": {\"A\": \"\"}}]}", 2, "expect[0].variable",
     "which channel?", false},
    {"nothing of a channel", BEGIN CALLS "\"expect\": [{\"channel\": {\"id\": \"call-1\"}}]}", 3,
     "expect[0].channel", "\"gone\": true", false},
    {"an order of one", BEGIN "\"expect\": [{\"order\": [{\"claim\": {}}]}]}", 2, "expect[0].order",
     "at least 2", false},
    {"phone that does two things",
     BEGIN "\"phones\": {\"PJSIP/a\": {\"busy\": \"1s\",\n\"answers\": \"1s\"}},\n" EXPECT, 2,
     "phones[\"PJSIP/a\"].busy", "only one of", false},
};

static void test_mistake(const struct mistake *mistake) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_load(file_of("s.json", mistake->text), &problems);
    bool found = false;
    for (size_t i = 0; i < problems.count; i++) {
        const struct problem *problem = &problems.items[i];
        found |= strcmp(problem->file, path) == 0 && problem->line == mistake->line &&
                 strcmp(problem->where, mistake->where) == 0 &&
                 strstr(problem->text, mistake->says) && problem->is_warning == mistake->is_warning;
    }
    bool single = problems.count == 1;
    if (!ok(found && single && (scenario != NULL) == mistake->is_warning, "%s", mistake->what)) {
        tell_problems(&problems);
    }
    scenario_free(scenario);
    problems_free(&problems);
}

static void test_all_at_once(void) {
    struct problems problems = {0};
    const char *text = "{\n\"nam\": 1,\n\"seed\": -1,\n\"extensions\": \"e.conf\",\n"
                       "\"clients\": [\n{\"app\": 5},\n{\"app\": \"a\", \"connected\": 1}],\n"
                       "\"expect\": [{\"claim\": {\"app\": \"b\"}}]}";
    file_of("e.conf", "[in]\nexten => 1,1,NoOp()\nwhat\n");
    struct scenario *scenario = scenario_load(file_of("s.json", text), &problems);
    static const unsigned lines[] = {3, 2, 3, 6, 7, 8};
    ok(!scenario, "a scenario with mistakes is not run");
    is_int(problems.count, sizeof lines / sizeof lines[0], "all mistakes are told in one go");
    for (size_t i = 0; i < problems.count && i < sizeof lines / sizeof lines[0]; i++) {
        is_int(problems.items[i].line, lines[i], "number %zu: %s", i + 1, problems.items[i].text);
    }
    ok(problems.count > 0 && strstr(problems.items[0].file, "/e.conf"),
       "a mistake in the dialplan's file is told with that file");
    problems_free(&problems);
}

static void test_limits(void) {
    struct problems problems = {0};
    ok(!scenario_load("/nowhere/s.json", &problems) && problems.count == 1 &&
           strstr(problems.items[0].text, "No such file"),
       "a file that is not there is a problem, not a crash");
    problems_free(&problems);
    char *text = malloc(200000);
    size_t used = (size_t)sprintf(text, "{\"name\": \"n\", \"rules\": [");
    for (int i = 0; i < 120; i++) {
        used += (size_t)sprintf(text + used, "\n%s5", i ? "," : "");
    }
    sprintf(text + used, "],\n" EXPECT);
    ok(!scenario_load(file_of("s.json", text), &problems), "120 mistakes in one file");
    is_int(problems.count, 101, "100 mistakes are told, and that there are more");
    problems_free(&problems);
    used = (size_t)sprintf(text, "{\"name\": \"n\", \"expect\": [");
    for (int i = 0; i < 1000; i++) {
        used += (size_t)sprintf(text + used, "{\"any\": [");
    }
    for (int i = 0; i < 1000; i++) {
        used += (size_t)sprintf(text + used, "]}");
    }
    sprintf(text + used, "]}");
    ok(!scenario_load(file_of("s.json", text), &problems) && problems.count > 0,
       "alternatives a thousand deep are refused");
    problems_free(&problems);
    free(text);
}

static void test_reading(void) {
    struct problems problems = {0};
    const char *text =
        "{\"name\": \"n\", \"description\": \"d\", \"seed\": 7, \"seeds\": 3, \"modules\": "
        "[\"res\"],\n"
        "\"start\": \"2026-01-01T00:00:01Z\", \"channelvars\": [\"A\"], \"sounds\": {\"s\": "
        "\"1.5s\"},\n"
        "\"phones\": {\"PJSIP/a\": {\"busy\": \"2s\"}}, \"limits\": {\"steps\": 5, \"time\": "
        "\"1m\"},\n"
        "\"dialplan\": [\"[in]\", \"exten => 1,1,Hangup()\"],\n"
        "\"clients\": [{\"apps\": [\"a\", \"b\"], \"connected\": false, \"on\": "
        "{\"CallBroadcast\":\n"
        "[{\"after\": \"1500us\", \"nth\": 2, \"register\": {\"apps\": [\"c\"]}}]}}],\n"
        "\"calls\": [{\"to\": \"1@in\", \"at\": \"1s\", \"hangup\": {\"after\": \"2s\"}}],\n"
        "\"schedule\": [\"D call-1\", {\"task\": \"C a.1\", \"step\": \"C1 find\"}],\n" EXPECT;
    struct scenario *s = scenario_load(file_of("s.json", text), &problems);
    if (ok(s && problems.count == 0, "a sound scenario has no problems")) {
        is_str(scenario_name(s), "n", "name");
        is_str(scenario_description(s), "d", "description");
        is_int(scenario_seed(s), 7, "seed");
        is_int(scenario_seeds(s), 3, "seeds");
        ok(s->loaded[MODULE_RES] && !s->loaded[MODULE_APP], "a list of modules names the loaded");
        is_int(s->epoch_us, 1767225601000000, "start");
        is_int(s->sounds[0].length_us, 1500000, "a sound's length");
        ok(s->phones[0].behaviour == PHONE_BUSY && s->phones[0].after_us == 2000000, "a phone");
        ok(s->steps_max == 5 && s->time_max_us == 60000000 && s->time_given, "limits");
        is_str(s->clients[0].name, "a", "a client is called as its first application");
        is_int(s->clients[0].apps_count, 3, "registered later, but known from the beginning");
        is_int(s->clients[0].apps_initial, 2, "applications it begins with");
        is_int(s->clients[0].on[0].actions[0].delay_us, 1500, "after");
        is_str(s->calls[0].id, "call-1", "a call's id by its place");
        is_str(s->calls[0].near_id, "o-call-1", "the id of its far half");
        is_int(s->calls[0].hangup_us, 3000000, "a hang-up after is counted from the call");
        ok(s->schedule_count == 2 && !s->schedule[0].step &&
               strcmp(s->schedule[1].step, "C1 find") == 0,
           "the schedule, with and without steps");
    }
    tell_problems(&problems);
    scenario_free(s);
    problems_free(&problems);
}

static void test_durations(void) {
    static const struct {
        const char *text;
        uint64_t us;
        const char *again; /* NULL: refused */
    } durations[] = {
        {"0ms", 0, "0ms"},         {"20ms", 20000, "20ms"},  {"1500us", 1500, "1.5ms"},
        {"2s", 2000000, "2s"},     {"1m", 60000000, "1m"},   {"1.5s", 1500000, "1.5s"},
        {"0.035s", 35000, "35ms"}, {"1h", 3600000000, "1h"}, {"24h", 86400000000, "24h"},
        {"999us", 999, "999us"},   {"61s", 61000000, "61s"}, {"1.000000s", 1000000, "1s"},
        {"24.1h", 0, NULL},        {"0.1us", 0, NULL},       {"", 0, NULL},
        {"ms", 0, NULL},           {"-1ms", 0, NULL},        {"1 ms", 0, NULL},
        {"1.ms", 0, NULL},         {"1d", 0, NULL},          {"99999999999999999999s", 0, NULL},
        {"99999999999h", 0, NULL},
    };
    for (size_t i = 0; i < sizeof durations / sizeof durations[0]; i++) {
        uint64_t us = 0;
        const char *why = NULL;
        char text[DURATION_TEXT_BYTES];
        bool read = duration_parse(durations[i].text, &us, &why);
        if (durations[i].again) {
            ok(read && us == durations[i].us, "%s is %llu us", durations[i].text,
               (unsigned long long)durations[i].us);
            is_str(duration_text(us, text), durations[i].again, "and is written again");
        } else {
            ok(!read && why, "'%s' is refused: %s", durations[i].text, why ? why : "");
        }
    }
}

static void test_moments(void) {
    uint64_t s = 0;
    ok(moment_parse("1970-01-01T00:00:00Z", &s) && s == 0, "1970 begins at 0");
    ok(moment_parse("2026-01-01T00:00:00Z", &s) && s == 1767225600, "2026");
    ok(moment_parse("2024-02-29T23:59:59Z", &s) && s == 1709251199, "a leap day");
    ok(!moment_parse("2023-02-29T00:00:00Z", &s), "no leap day");
    ok(!moment_parse("2026-13-01T00:00:00Z", &s), "no month 13");
    ok(!moment_parse("2026-01-01 00:00:00", &s), "another shape");
}

static void test_where(void) {
    static const char text[] = "{\"a\\u0062\": [1,\n{\"}]\": \"\\\"\\\\\", \"c\":\n[\n[], {}]}],\n"
                               "\"z\": null}";
    struct place ab = {.key = "ab"};
    struct place one = {.up = &ab, .index = 1};
    struct place c = {.up = &one, .key = "c"};
    struct place element = {.up = &c, .index = 1};
    struct place none = {.up = &one, .key = "none"};
    struct place z = {.key = "z"};
    size_t size = sizeof text - 1;
    is_int(place_line(text, size, NULL), 1, "the document");
    is_int(place_line(text, size, &ab), 1, "a key with an escape");
    is_int(place_line(text, size, &one), 2, "an element");
    is_int(place_line(text, size, &c), 2, "a key stands where its name does");
    is_int(place_line(text, size, &element), 4, "an element of a list on a line of its own");
    is_int(place_line(text, size, &none), 2, "what is not there: the nearest around it");
    is_int(place_line(text, size, &z), 5, "behind values with brackets in strings");
    unsigned lines[3] = {0};
    is_int(place_element_lines(text, size, &c, lines, 3), 2, "elements of a list");
    ok(lines[0] == 4 && lines[1] == 4, "and their lines");
    char out[PLACE_TEXT_BYTES];
    is_str(place_text(&element, out), "ab[1].c[1]", "a path in words");
}

int main(void) {
    if (!mkdtemp(folder)) {
        perror(folder);
        return 1;
    }
    for (size_t i = 0; i < sizeof MISTAKES / sizeof MISTAKES[0]; i++) {
        test_mistake(&MISTAKES[i]);
    }
    test_all_at_once();
    test_limits();
    test_reading();
    test_durations();
    test_moments();
    test_where();
    unlink(file_of("s.json", ""));
    unlink(file_of("e.conf", ""));
    rmdir(folder);
    return done_testing();
}
