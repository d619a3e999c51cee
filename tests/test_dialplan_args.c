/* How an argument string is split, and what the four arguments of StasisBroadcast() mean. */
#include "sim/dialplan/args.h"
#include "sim/dialplan/broadcast_args.h"
#include "tests/tap.h"

enum { TEXT_SIZE = 1024 };

/* Joins arguments or values with `|`, so that a row of a table is one string. */
static const char *joined(char *values[], size_t count) {
    static char text[TEXT_SIZE];
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(text, i > 0 ? "|" : "");
        strcat(text, values[i]);
    }
    return text;
}

static void test_split(void) {
    static const struct {
        const char *text, *want;
        size_t count;
    } rows[] = {
        {"", "", 0},
        {"2000", "2000", 1},
        {"2000,,", "2000||", 3},
        {",", "|", 2},
        {"2000,^ivr-.*,sales:priority-high,yes", "2000|^ivr-.*|sales:priority-high|yes", 4},
        {"100,^ivr|(q{1,100})", "100|^ivr|(q{1,100})", 2},
        {"^q{1,100}", "^q{1|100}", 2},
        {"150,^iv{1,2}r", "150|^iv{1|2}r", 3},
        {"150,^(iv{1,2}r)", "150|^(iv{1,2}r)", 2},
        {"150,^ivr-[1,2]$", "150|^ivr-[1,2]$", 2},
        {"150,^ivr-[[:digit:]]$", "150|^ivr-[[:digit:]]$", 2},
        {"150,\"^ivr-1$\"", "150|^ivr-1$", 2},
        {"\"a,b\",c", "a,b|c", 2},
        {"2000,,a\\:b", "2000||a:b", 3},
        {"2000,,a\\\\:b", "2000||a\\:b", 3},
        {"2000,,a\\,b:c", "2000||a,b:c", 3},
        {"2000,,(a,b):c", "2000||(a,b):c", 3},
        {"2000,,[a,b]:c", "2000||[a,b]:c", 3},
        {"2000,,a b: c ", "2000||a b: c ", 3},
        {"2000,,a;b", "2000||a;b", 3},
        {"2000,,x=${EXTEN}", "2000||x=${EXTEN}", 3},
        {"150,^ivr-\\d", "150|^ivr-d", 2},
        {"150,^(x)\\\\1$", "150|^(x)\\1$", 2},
        {"150,((((", "150|((((", 2},
        {"((,a", "((,a", 1},
        {"),a", ")|a", 2},
        {"\\(,a", "(|a", 2},
        {"\"(\",a", "(|a", 2},
        {"a\\", "a", 1},
        {"a,b,c,d,e", "a|b|c|d,e", 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[TEXT_SIZE], *argv[4];
        strcpy(text, rows[i].text);
        size_t count = args_split(text, argv, 4);
        is_int(count, rows[i].count, "%s: number of arguments", rows[i].text);
        is_str(joined(argv, count), rows[i].want, "%s: split", rows[i].text);
    }
}

static void test_timeouts(void) {
    static const struct {
        const char *text;
        int want_ms;
        bool want_bad;
    } rows[] = {
        {"0", 0, false},
        {"1", 1, false},
        {"100", 100, false},
        {"-1", 500, true},
        {"60000", 60000, false},
        {"60001", 500, true},
        {"abc", 500, true},
        {"  ", 500, true},
        {"500ms", 500, false},
        {"", 500, false},
        {"1.5", 1, false},
        {"+300", 300, false},
        {"0x64", 0, false},
        {"1e3", 1, false},
        {" 300", 300, false},
        {"300 ", 300, false},
        {"2147483648", 500, true},
        {"99999999999", 500, true},
        {"007", 7, false},
        {"100abc", 100, false},
        {"${EMPTY}300", 500, true},
        {"-0", 0, false},
        {"+ 5", 500, true},
        {"+-5", 500, true},
        {"\t 300", 300, false},
        {"4294967396", 500, true},
        {"00000000000000000000060000", 60000, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool bad = !rows[i].want_bad;
        is_int(broadcast_timeout_ms(rows[i].text, &bad), rows[i].want_ms, "timeout '%s'",
               rows[i].text);
        is_int(bad, rows[i].want_bad, "timeout '%s': worth a warning", rows[i].text);
    }
}

static void test_values(void) {
    static const struct {
        const char *text, *want;
        size_t count;
    } rows[] = {
        {"", "", 0},
        {"a", "a", 1},
        {"a:b", "a|b", 2},
        {"a::b", "a||b", 3},
        {":", "|", 2},
        {"::", "||", 3},
        {"a:", "a|", 2},
        {":a", "|a", 2},
        {"a b: c ", "a b| c ", 2},
        {"a\\:b", "a\\|b", 2},
        {"\xc3\xa5\xc3\xa4\xc3\xb6:\xc3\xa9", "\xc3\xa5\xc3\xa4\xc3\xb6|\xc3\xa9", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[TEXT_SIZE], *values[BROADCAST_VALUES_MAX];
        size_t dropped;
        strcpy(text, rows[i].text);
        size_t count = broadcast_values(text, values, &dropped);
        is_int(count, rows[i].count, "args '%s': number of values", rows[i].text);
        is_str(joined(values, count), rows[i].want, "args '%s': values", rows[i].text);
        is_int(dropped, 0, "args '%s': none dropped", rows[i].text);
    }
}

/* Recorded: of 127, 128, 129 and 140 values n0, n1, ... the first 128 arrive. */
static void test_too_many_values(void) {
    static const size_t given[] = {127, 128, 129, 140};
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        char text[TEXT_SIZE] = "", *values[BROADCAST_VALUES_MAX], last[8];
        size_t dropped;
        for (size_t n = 0; n < given[i]; n++) {
            snprintf(text + strlen(text), sizeof text - strlen(text), n > 0 ? ":n%zu" : "n%zu", n);
        }
        size_t want = given[i] < 128 ? given[i] : 128;
        size_t count = broadcast_values(text, values, &dropped);
        is_int(count, want, "%zu values: %zu are passed on", given[i], want);
        is_int(dropped, given[i] - want, "%zu values: the others are counted", given[i]);
        snprintf(last, sizeof last, "n%zu", want - 1);
        is_str(values[want - 1], last, "%zu values: the last one", given[i]);
    }
}

static void test_notify(void) {
    static const char *const yes[] = {"yes", "true", "y", "t", "1",  "on",
                                      "YES", "True", "Y", "T", "On", "yEs"};
    static const char *const no[] = {"",     "no",   "false", "0",  "2",
                                     "yess", " yes", "yes ",  "ja", "off"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        ok(broadcast_notify(yes[i]), "notify '%s' is yes", yes[i]);
    }
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        ok(!broadcast_notify(no[i]), "notify '%s' is no", no[i]);
    }
}

static void test_whole(void) {
    struct broadcast_args args;
    char empty[] = "";
    broadcast_args_read(empty, &args);
    is_int(args.timeout_ms, 500, "no arguments: 500 ms");
    ok(!args.timeout_bad && args.value_count == 0 && !args.notify_claimed,
       "no arguments: defaults");
    is_str(args.filter, "", "no arguments: every application");

    char full[] = "2000,^ivr-.*,sales:priority-high,yes";
    broadcast_args_read(full, &args);
    is_int(args.timeout_ms, 2000, "all arguments: timeout");
    is_str(args.filter, "^ivr-.*", "all arguments: filter");
    is_str(joined(args.values, args.value_count), "sales|priority-high", "all arguments: values");
    ok(args.notify_claimed, "all arguments: notify");

    char gaps[] = "2000,,,yes";
    broadcast_args_read(gaps, &args);
    is_str(args.filter, "", "gaps: every application");
    is_int(args.value_count, 0, "gaps: no values");
    ok(args.notify_claimed, "gaps: notify");

    char quoted[] = "\"300\"";
    broadcast_args_read(quoted, &args);
    is_int(args.timeout_ms, 300, "a timeout in quotes");

    char split[] = "100,^q{1,100}";
    broadcast_args_read(split, &args);
    is_str(args.filter, "^q{1", "a comma within { } ends the filter");
    is_str(joined(args.values, args.value_count), "100}", "and what follows are values");

    char five[] = "100,,,yes,more";
    broadcast_args_read(five, &args);
    ok(!args.notify_claimed, "a fifth argument belongs to the fourth, which means no");
}

int main(void) {
    test_split();
    test_timeouts();
    test_values();
    test_too_many_values();
    test_notify();
    test_whole();
    return done_testing();
}
