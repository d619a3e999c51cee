/* How an argument is written so that it arrives: literal facts, and as a property of random ones
 * that reading what was written gives the argument back, by way of a whole dialplan. */
#include "sim/dialplan/quote.h"

#include <stdint.h>
#include <stdlib.h>

#include "sim/dialplan/args.h"
#include "sim/dialplan/broadcast_args.h"
#include "sim/dialplan/dialplan.h"
#include "sim/dialplan/match.h"
#include "sim/dialplan/subst.h"
#include "tests/tap.h"

enum { RANDOM_ARGUMENTS = 20000, ARGUMENT_MAX_BYTES = 40, QUOTED_SIZE = 256, LINE_SIZE = 512 };

static const struct {
    const char *argument, *want;
    unsigned changes;
} rows[] = {
    {"", "", 0},
    {"^ivr-.*", "^ivr-.*", 0},
    {"^ivr|(q{1,100})", "^ivr|(q{1,100})", 0},
    {"^ivr-[1,2]$", "^ivr-[1,2]$", 0},
    {"^q{1,100}", "\"^q{1,100}\"", QUOTE_AROUND},
    {"^(x)\\1$", "^(x)\\\\1$", QUOTE_BACKSLASH},
    {"ivr\\.1", "ivr\\\\.1", QUOTE_BACKSLASH},
    {"\\,", "\"\\\\,\"", QUOTE_AROUND | QUOTE_BACKSLASH},
    {"say\"hi\"", "say\\\"hi\\\"", QUOTE_QUOTE},
    {"a;b", "a\\;b", QUOTE_SEMICOLON},
    {"a;--b--;", "a\\;--b--\\;", QUOTE_SEMICOLON},
    {"\\;", "\\\\\\;", QUOTE_BACKSLASH | QUOTE_SEMICOLON},
    {"a${0}", "a$\\{0}", QUOTE_DOLLAR},
    {"$$[x]", "\"$$\\[x]\"", QUOTE_AROUND | QUOTE_DOLLAR},
    {"$[a,b]", "\"$\\[a,b]\"", QUOTE_AROUND | QUOTE_DOLLAR},
    {"a$|b$", "a$|b$", 0},
    {"$\\{", "$\\\\{", QUOTE_BACKSLASH},
    {"[(]", "\"[(]\"", QUOTE_AROUND},
    {"a\\(b", "\"a\\\\(b\"", QUOTE_AROUND | QUOTE_BACKSLASH},
    {"a)b", "\"a)b\"", QUOTE_AROUND},
    {"][", "\"][\"", QUOTE_AROUND},
    {"{a", "{a", 0},
    {" a ", " a ", 0},
    {"a\rb", "a\rb", 0},
    {"gr\xC3\xBC\xC3\x9F\xFF", "gr\xC3\xBC\xC3\x9F\xFF", 0},
};

static void test_rows(void) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[QUOTED_SIZE];
        unsigned changes;
        enum quote_error error = quote_argument(rows[i].argument, out, sizeof out, &changes);
        is_int(error, QUOTE_OK, "%s can be written", rows[i].argument);
        is_str(out, rows[i].want, "%s as it is written", rows[i].argument);
        is_int(changes, rows[i].changes, "%s: why", rows[i].argument);
    }
}

static void test_limits(void) {
    char out[8] = "before";
    unsigned changes;
    is_int(quote_argument("a\nb", out, sizeof out, &changes), QUOTE_NEWLINE, "a newline");
    is_str(out, "", "nothing is written then");
    is_int(quote_argument("12345678", out, sizeof out, &changes), QUOTE_TOO_LONG,
           "a byte too many");
    is_str(out, "", "nothing is written then");
    is_int(quote_argument("1234567", out, sizeof out, &changes), QUOTE_OK, "just enough room");
    is_str(out, "1234567", "and all of it");
    is_int(quote_argument("a\\\\\\", out, sizeof out, &changes), QUOTE_OK, "three backslashes");
    is_str(out, "a\\\\\\\\\\\\", "are six");
    is_int(quote_argument("aa\\\\\\", out, sizeof out, &changes), QUOTE_TOO_LONG,
           "a byte too many");
    is_int(quote_argument("),,,)", out, sizeof out, &changes), QUOTE_OK, "in quotes");
    is_int(quote_argument("),,,))", out, sizeof out, &changes), QUOTE_TOO_LONG, "a byte too many");
    is_int(quote_argument("", out, 1, &changes), QUOTE_OK, "nothing needs room for its NUL alone");
    is_int(quote_argument(")", out, 1, &changes), QUOTE_TOO_LONG, "something does not fit there");
}

static const char *no_variable(void *ctx, const char *name) {
    (void)ctx;
    (void)name;
    return NULL;
}

static const char *no_function(void *ctx, const char *name, const char *args) {
    (void)name;
    return no_variable(ctx, args);
}

static uint32_t no_chance(void *ctx, uint32_t below) {
    (void)ctx;
    return below - 1;
}

static int64_t no_time(void *ctx) {
    (void)ctx;
    return 0;
}

/* The filter that a line of dialplan with the written argument yields, if the arguments around it
 * arrive too; NULL otherwise. */
static const char *arrived(const char *written) {
    static char args[SUBST_SIZE];
    const struct dialplan_env env = {
        .variable = no_variable, .function = no_function, .random = no_chance, .now_s = no_time};
    char text[LINE_SIZE];
    int size = snprintf(text, sizeof text,
                        "[c]\nexten => s,1,StasisBroadcast(300,%s,v:w,yes) ; x\n", written);
    struct dialplan *dp;
    if (dialplan_parse("test", text, (size_t)size, &dp) != DIALPLAN_OK) {
        return NULL;
    }
    const struct dialplan_extension *exten = dialplan_find_exten(dp, "c", "s");
    bool good = exten && exten->step_count == 1 &&
                subst(&env, exten->steps[0].args, args, sizeof args) == SUBST_OK;
    dialplan_free(dp);
    struct broadcast_args read = {.filter = NULL};
    if (good) {
        broadcast_args_read(args, &read);
    }
    good = good && read.timeout_ms == 300 && read.value_count == 2 && read.notify_claimed;
    return good ? read.filter : NULL;
}

static uint32_t draw(uint64_t *state, uint32_t below) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % below;
}

static void test_round_trip(void) {
    static const char bytes[] = "$${{}}[[]]((()),,,,\\\\\\\"\"\";;--ab|+*?^.1 \t\r=>#:\xC3\xBC\xFF";
    uint64_t state = 1;
    char argument[ARGUMENT_MAX_BYTES + 1], written[QUOTED_SIZE], bad[QUOTED_SIZE] = "";
    size_t changed = 0, arrived_unwritten = 0;
    for (int i = 0; i < RANDOM_ARGUMENTS && bad[0] == '\0'; i++) {
        size_t length = draw(&state, ARGUMENT_MAX_BYTES + 1);
        for (size_t k = 0; k < length; k++) {
            argument[k] = bytes[draw(&state, sizeof bytes - 1)];
        }
        argument[length] = '\0';
        unsigned changes;
        enum quote_error error = quote_argument(argument, written, sizeof written, &changes);
        const char *back = error == QUOTE_OK ? arrived(written) : NULL;
        if (!back || strcmp(back, argument) != 0) {
            snprintf(bad, sizeof bad, "%s", length > 0 ? argument : "(empty)");
            continue;
        }
        changed += changes != 0;
        const char *naive = changes == 0 ? NULL : arrived(argument);
        arrived_unwritten += naive && strcmp(naive, argument) == 0;
    }
    is_str(bad, "", "%d random arguments arrive as they were", RANDOM_ARGUMENTS);
    ok(changed > RANDOM_ARGUMENTS / 2, "most of them only as written: %zu", changed);
    ok(arrived_unwritten < changed / 20, "nothing is changed without need: %zu of %zu",
       arrived_unwritten, changed);
}

int main(void) {
    test_rows();
    test_limits();
    test_round_trip();
    return done_testing();
}
