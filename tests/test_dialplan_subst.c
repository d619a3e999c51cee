/* Variables, slices of them, functions and expressions in a text. */
#include "sim/dialplan/subst.h"
#include "tests/tap.h"

enum { BIG_LEN = SUBST_SIZE - 1 };

struct fake {
    char big[SUBST_SIZE];
    unsigned problems;
    char last_problem[SUBST_SIZE];
};

static const char *fake_variable(void *ctx, const char *name) {
    static const struct {
        const char *name, *value;
    } variables[] = {
        {"EXTEN", "100"},      {"STASISSTATUS", "TIMEOUT"}, {"EMPTY", ""},
        {"NUMBER", "0123456"}, {"NAME", "NUMBER"},          {"N", "2"},
        {"DASHED", "a-b-c-d"}, {"LIST", "x,y,z"},           {"TRAP", "${EXTEN}"},
        {"ZERO", "0"},         {"SPACED", "a b"},
    };
    struct fake *fake = ctx;
    if (strcmp(name, "BIG") == 0) {
        return fake->big;
    }
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        if (strcmp(name, variables[i].name) == 0) {
            return variables[i].value;
        }
    }
    return NULL;
}

static const char *fake_function(void *ctx, const char *name, const char *args) {
    (void)ctx;
    if (strcmp(name, "CALLERID") == 0 && strcmp(args, "num") == 0) {
        return "0815";
    }
    if (strcmp(name, "CHANNEL") == 0 && strcmp(args, "state") == 0) {
        return "Ring";
    }
    return strcmp(name, "GLOBAL") == 0 && strcmp(args, "G") == 0 ? "everywhere" : NULL;
}

static uint32_t fake_random(void *ctx, uint32_t below) {
    (void)ctx;
    return below - 1;
}

static int64_t fake_now(void *ctx) {
    (void)ctx;
    return 1767225600; /* 2026-01-01T00:00:00Z */
}

static void fake_problem(void *ctx, enum subst_error error, const char *text) {
    struct fake *fake = ctx;
    (void)error;
    fake->problems++;
    snprintf(fake->last_problem, sizeof fake->last_problem, "%s", text);
}

static struct dialplan_env environment(struct fake *fake) {
    memset(fake, 0, sizeof *fake);
    memset(fake->big, 'b', BIG_LEN);
    return (struct dialplan_env){.ctx = fake,
                                 .variable = fake_variable,
                                 .function = fake_function,
                                 .random = fake_random,
                                 .now_s = fake_now,
                                 .problem = fake_problem};
}

static const struct {
    const char *text, *want;
    enum subst_error error;
} rows[] = {
    /* variables */
    {"", "", SUBST_OK},
    {"plain, text {a} [b] $ $5 $(x)", "plain, text {a} [b] $ $5 $(x)", SUBST_OK},
    {"${EXTEN}", "100", SUBST_OK},
    {"<${EXTEN}-${STASISSTATUS}>", "<100-TIMEOUT>", SUBST_OK},
    {"${NOPE}", "", SUBST_OK},
    {"a${NOPE}b${EMPTY}c", "abc", SUBST_OK},
    {"${}", "", SUBST_OK},
    {"${TRAP}", "${EXTEN}", SUBST_OK},
    {"${${NAME}}", "0123456", SUBST_OK},
    {"${NUM${NOPE}BER}", "0123456", SUBST_OK},
    /* slices */
    {"${NUMBER:2}", "23456", SUBST_OK},
    {"${NUMBER:0}", "0123456", SUBST_OK},
    {"${NUMBER:7}", "", SUBST_OK},
    {"${NUMBER:99}", "", SUBST_OK},
    {"${NUMBER:-3}", "456", SUBST_OK},
    {"${NUMBER:-99}", "0123456", SUBST_OK},
    {"${NUMBER:1:3}", "123", SUBST_OK},
    {"${NUMBER:1:99}", "123456", SUBST_OK},
    {"${NUMBER:0:0}", "", SUBST_OK},
    {"${NUMBER:1:-2}", "1234", SUBST_OK},
    {"${NUMBER:5:-4}", "", SUBST_OK},
    {"${NUMBER:-3:2}", "45", SUBST_OK},
    {"${NUMBER:-3:-1}", "45", SUBST_OK},
    {"${NUMBER::2}", "01", SUBST_OK},
    {"${NUMBER:${N}}", "23456", SUBST_OK},
    {"${NUMBER:${N}:${N}}", "23", SUBST_OK},
    {"${NOPE:1:2}", "", SUBST_OK},
    {"${NUMBER:x}", "0123456", SUBST_BAD_ARGUMENT},
    {"${NUMBER:1:2:3}", "0123456", SUBST_BAD_ARGUMENT},
    /* expressions */
    {"$[1+1]", "2", SUBST_OK},
    {"$[${EXTEN}+${N}]", "102", SUBST_OK},
    {"$[\"${STASISSTATUS}\"=\"TIMEOUT\"]?no_route", "1?no_route", SUBST_OK},
    {"$[\"${NOPE}\"=\"\"]", "1", SUBST_OK},
    {"$[\"${NUMBER}\" : \"[0-9]+\"]", "7", SUBST_OK},
    {"$[$[1+2]*$[3+4]]", "21", SUBST_OK},
    {"${NUMBER:$[1+1]}", "23456", SUBST_OK},
    {"x$[${NOPE} = 1]y", "xy", SUBST_BAD_EXPRESSION},
    {"$[1/0]", "0", SUBST_BAD_EXPRESSION},
    /* functions */
    {"${IF($[\"${POSTWAIT}\"=\"\"]?0.5:${POSTWAIT})}", "0.5", SUBST_OK},
    {"${IF($[\"${N}\"=\"\"]?0.5:${N})}", "2", SUBST_OK},
    {"${IF(1?yes:no)}", "yes", SUBST_OK},
    {"${IF(0?yes:no)}", "no", SUBST_OK},
    {"${IF(?yes:no)}", "no", SUBST_OK},
    {"${IF(0?yes)}", "", SUBST_OK},
    {"${IF(1?\"a:b\":c)}", "a:b", SUBST_OK},
    {"${IF( 1 ? yes : no )}", "yes", SUBST_OK},
    {"${IF(1?yes\t:no)}", "yes", SUBST_OK},
    {"${IF(1?\"yes:no)}", "\"yes:no", SUBST_OK},
    {"${IF(1?yes\":no)}", "yes\":no", SUBST_OK},
    {"${IF(1)}", "", SUBST_BAD_ARGUMENT},
    {"${LEN(${NUMBER})}", "7", SUBST_OK},
    {"${LEN()}", "0", SUBST_OK},
    {"${LEN(a(b)c)}", "5", SUBST_OK},
    {"${ISNULL(${NOPE})}${ISNULL(${ZERO})}", "10", SUBST_OK},
    {"${EXISTS(${NOPE})}${EXISTS(${ZERO})}", "01", SUBST_OK},
    {"${TOUPPER(aBc-1)}", "ABC-1", SUBST_OK},
    {"${TOLOWER(aBc-1)}", "abc-1", SUBST_OK},
    {"${TOUPPER(a{b~})}${TOLOWER(A[B])}", "A{B~}a[b]", SUBST_OK},
    {"${TOUPPER(${TOLOWER(aBc)})}", "ABC", SUBST_OK},
    {"${TOUPPER(abcdef):1:2}", "BC", SUBST_OK},
    {"${CUT(DASHED,-,1)}", "a", SUBST_OK},
    {"${CUT(DASHED,,2)}", "b", SUBST_OK},
    {"${CUT(DASHED,-,2-3)}", "b-c", SUBST_OK},
    {"${CUT(DASHED,-,3-)}", "c-d", SUBST_OK},
    {"${CUT(DASHED,-,-2)}", "a-b", SUBST_OK},
    {"${CUT(DASHED,-,1&4)}", "a-d", SUBST_OK},
    {"${CUT(DASHED,-,9)}", "", SUBST_OK},
    {"${CUT(LIST,\\,,2)}", "y", SUBST_OK},
    {"${CUT(NOPE,-,1)}", "", SUBST_OK},
    {"${CUT(DASHED,-)}", "", SUBST_BAD_ARGUMENT},
    {"${CUT(DASHED,-,0)}", "", SUBST_BAD_ARGUMENT},
    {"${CUT(DASHED,-,x)}", "", SUBST_BAD_ARGUMENT},
    {"${CUT(DASHED,-,-)}", "", SUBST_BAD_ARGUMENT},
    {"${CUT(DASHED,-,1x)}", "", SUBST_BAD_ARGUMENT},
    {"${FILTER(0-9,+49 (89) 12)}", "498912", SUBST_OK},
    {"${FILTER(a-c\\,,abcd,e)}", "abc,", SUBST_OK},
    {"${FILTER(\\-,a-b)}", "-", SUBST_OK},
    {"${FILTER(a-,b-a)}", "-a", SUBST_OK},
    {"${FILTER(\\n\\\\,a\nb\\)}", "\n\\", SUBST_OK},
    {"${FILTER(abc)}", "", SUBST_BAD_ARGUMENT},
    {"${RAND(3,6)}", "6", SUBST_OK},
    {"${RAND(,9)}", "9", SUBST_OK},
    {"${RAND()}", "2147483647", SUBST_OK},
    {"${RAND(5,5)}", "5", SUBST_OK},
    {"${RAND(6,5)}", "", SUBST_BAD_ARGUMENT},
    {"${RAND(x,5)}", "", SUBST_BAD_ARGUMENT},
    {"${RAND(5,x)}", "", SUBST_BAD_ARGUMENT},
    {"${RAND(5,)}", "2147483647", SUBST_OK},
    {"${RAND(-1,5)}", "", SUBST_BAD_ARGUMENT},
    {"${RAND(0,2147483648)}", "", SUBST_BAD_ARGUMENT},
    {"${RAND(5x,9)}", "", SUBST_BAD_ARGUMENT},
    {"${STRFTIME(0,UTC,%Y-%m-%d %H:%M:%S)}", "1970-01-01 00:00:00", SUBST_OK},
    {"${STRFTIME(,,%Y-%m-%d)}", "2026-01-01", SUBST_OK},
    {"${STRFTIME(1767225600,,%s)}", "1767225600", SUBST_OK},
    {"${STRFTIME(0,Europe/Berlin,%H)}", "00", SUBST_BAD_ARGUMENT},
    {"${STRFTIME(soon,,%H)}", "", SUBST_BAD_ARGUMENT},
    {"${STRFTIME(0)}", "Thu Jan  1 00:00:00 1970", SUBST_OK},
    {"${STRFTIME(0,GMT,%Y)}", "1970", SUBST_OK},
    {"${STRFTIME(-1,,%Y)}", "1969", SUBST_OK},
    {"${STRFTIME(1000000000000001,,%Y)}", "", SUBST_BAD_ARGUMENT},
    {"${STRFTIME(-1000000000000001,,%Y)}", "", SUBST_BAD_ARGUMENT},
    {"${CALLERID(num)}", "0815", SUBST_OK},
    {"${CALLERID(num):1}", "815", SUBST_OK},
    {"${CALLERID(shoe)}", "", SUBST_BAD_ARGUMENT},
    {"${CHANNEL(state)}", "Ring", SUBST_OK},
    {"${GLOBAL(G)}", "everywhere", SUBST_OK},
    {"${GLOBAL(NOPE)}", "", SUBST_OK},
    {"a${NOFUNC(x)}b", "ab", SUBST_NO_FUNCTION},
    {"${len(x)}", "", SUBST_NO_FUNCTION},
    {"${LEN(x}", "", SUBST_BAD_ARGUMENT},
    {"${LEN(x)y}", "", SUBST_BAD_ARGUMENT},
    /* what never ends */
    {"a${EXTEN", "a100", SUBST_UNBALANCED},
    {"a$[1+1", "a2", SUBST_UNBALANCED},
    {"${", "", SUBST_UNBALANCED},
    {"$[", "", SUBST_UNBALANCED},
};

static void test_limits(void) {
    struct fake fake;
    struct dialplan_env env = environment(&fake);
    char out[SUBST_SIZE];
    is_int(subst(&env, "${BIG}", out, sizeof out), SUBST_OK, "8191 bytes fit");
    is_int(strlen(out), BIG_LEN, "and all are there");
    is_int(subst(&env, "x${BIG}", out, sizeof out), SUBST_CUT, "8192 do not");
    is_int(strlen(out), BIG_LEN, "and are cut");
    is_int(subst(&env, "${BIG}xyz", out, sizeof out), SUBST_CUT, "nor does what follows");
    is_int(fake.problems, 2, "each told once");
    is_int(subst(&env, "x${BIG:5:3}", out, sizeof out), SUBST_OK, "a part of a long value does");
    is_str(out, "xbbb", "only the part is copied");
    is_int(subst(&env, "abcdef", out, 4), SUBST_CUT, "a small buffer");
    is_str(out, "abc", "keeps its NUL");
    is_int(subst(&env, "${LEN(abc)}", out, 1), SUBST_CUT, "a buffer for the NUL alone");
    is_str(out, "", "holds it");

    char deep[SUBST_SIZE] = "";
    for (size_t i = 0; i < SUBST_DEPTH_MAX + 1; i++) {
        strcat(deep, "${");
    }
    strcat(deep, "EXTEN");
    for (size_t i = 0; i < SUBST_DEPTH_MAX + 1; i++) {
        strcat(deep, "}");
    }
    strcat(deep, "after");
    is_int(subst(&env, deep, out, sizeof out), SUBST_TOO_DEEP, "33 levels are too deep");
    is_str(out, "after", "and empty");
    for (size_t i = 0; i < SUBST_SIZE - 2; i += 2) {
        memcpy(deep + i, "${", 2);
    }
    deep[SUBST_SIZE - 2] = '\0';
    is_int(subst(&env, deep, out, sizeof out), SUBST_TOO_DEEP, "4095 levels that never end");
    is_int(subst(&env, "${CUT(BIG,-,1&1)}", out, sizeof out), SUBST_CUT, "one field twice");
    is_int(strlen(out), BIG_LEN, "is cut");
    snprintf(deep, sizeof deep, "${CUT(DASHED,-,%0128d)}", 1);
    is_int(subst(&env, deep, out, sizeof out), SUBST_BAD_ARGUMENT, "a list of fields too long");
}

static void test_problem_text(void) {
    struct fake fake;
    struct dialplan_env env = environment(&fake);
    char out[SUBST_SIZE];
    subst(&env, "a ${NOFUNC(x)} b", out, sizeof out);
    is_str(fake.last_problem, "NOFUNC(x)", "a problem names its text");
    env.problem = NULL;
    is_int(subst(&env, "${NOFUNC(x)}", out, sizeof out), SUBST_NO_FUNCTION, "nobody need listen");
}

static void test_function_alone(void) {
    struct fake fake;
    struct dialplan_env env = environment(&fake);
    char out[64];
    is_int(subst_function(&env, "CALLERID(num)", out, sizeof out), SUBST_OK, "CALLERID(num)");
    is_str(out, "0815", "CALLERID(num): its value");
    is_int(subst_function(&env, "LEN(${X})", out, sizeof out), SUBST_OK, "LEN(${X})");
    is_str(out, "4", "LEN(${X}): arguments are taken as they are");
    is_int(subst_function(&env, "NOFUNC(x)", out, sizeof out), SUBST_NO_FUNCTION, "NOFUNC(x)");
    is_int(subst_function(&env, "LEN", out, sizeof out), SUBST_BAD_ARGUMENT, "LEN alone");
    is_int(subst_function(&env, "LEN(aaaa)", out, 5), SUBST_CUT, "a small buffer");
}

static void test_truth(void) {
    static const char *const yes[] = {"1", "-1", "abc", "0.5", " 7 ", "0a", "\"\"", "00001"};
    static const char *const no[] = {"", " ", "0", "00", " 0 ", "0.0", "-0"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        ok(subst_true(yes[i]), "'%s' holds", yes[i]);
    }
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        ok(!subst_true(no[i]), "'%s' does not hold", no[i]);
    }
}

int main(void) {
    struct fake fake;
    struct dialplan_env env = environment(&fake);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[SUBST_SIZE];
        enum subst_error error = subst(&env, rows[i].text, out, sizeof out);
        is_str(out, rows[i].want, "%s", rows[i].text);
        is_int(error, rows[i].error, "%s: %s", rows[i].text, error ? "goes wrong" : "is fine");
    }
    test_limits();
    test_problem_text();
    test_function_alone();
    test_truth();
    return done_testing();
}
