/* Which extension a number means: literals, patterns by how specific they are, includes last. */
#include <stdlib.h>

#include "sim/dialplan/match.h"
#include "sim/dialplan/pattern.h"
#include "tests/dialplan_parsed.h"
#include "tests/tap.h"

/* The name, as written, of the extension a number means. */
static const char *meant(const struct dialplan *dp, const char *context, const char *exten) {
    const struct dialplan_extension *extension = dialplan_find_exten(dp, context, exten);
    return extension ? extension->name : NULL;
}

/* The priority that a label means; 0 if none does. */
static int labelled(const struct dialplan *dp, const char *context, const char *exten,
                    const char *label) {
    int priority;
    return dialplan_find_priority(dp, context, exten, label, &priority) ? priority : 0;
}

static void test_patterns(void) {
    static const struct {
        const char *pattern, *number;
        bool want;
    } rows[] = {
        {"_X", "0", true},          {"_X", "9", true},
        {"_X", "a", false},         {"_X", "", false},
        {"_X", "12", false},        {"_Z", "0", false},
        {"_Z", "1", true},          {"_N", "1", false},
        {"_N", "2", true},          {"_NXX", "200", true},
        {"_NXX", "20", false},      {"_9X.", "912", true},
        {"_9X.", "91", false},      {"_9X.", "9123456", true},
        {"_9X!", "91", true},       {"_9X!", "912", true},
        {"_.", "", false},          {"_.", "s", true},
        {"_!", "", true},           {"_X.", "s", false},
        {"_[a-c5]", "a", true},     {"_[a-c5]", "b", true},
        {"_[a-c5]", "5", true},     {"_[a-c5]", "d", false},
        {"_[a-c5]", "4", false},    {"_[-1]", "-", true},
        {"_[1-]", "-", true},       {"_1[2-4]5", "135", true},
        {"_1[2-4]5", "155", false}, {"_abc", "abc", true},
        {"_abc", "abd", false},     {"_*X", "*7", true},
        {"_+X.", "+49", true},      {"_[\xc3]\xa5", "\xc3\xa5", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        is_int(pattern_matches(rows[i].pattern, rows[i].number), rows[i].want, "%s and '%s'",
               rows[i].pattern, rows[i].number);
    }
}

static void test_order_of_patterns(void) {
    static const char *const rising[] = {
        "1",    "100",  "s",   "_1",  "_12",   "_1[23]", "_1[2-4]", "_1N", "_1Z", "_1X", "_1XX",
        "_1X.", "_1X!", "_1.", "_1!", "_[12]", "_NXX",   "_ZX",     "_X",  "_X.", "_.",  "_!"};
    enum { COUNT = sizeof rising / sizeof rising[0] };
    unsigned wrong = 0;
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t j = 0; j < COUNT; j++) {
            int order = pattern_compare(rising[i], rising[j]);
            int sign = (order > 0) - (order < 0), want = (i > j) - (i < j);
            wrong += sign != want;
        }
    }
    is_int(wrong, 0, "patterns are tried from the most specific to the least");
}

static void test_precedence(void) {
    struct dialplan *dp = parse("[a]\n"
                                "exten => _.,1,NoOp()\n"
                                "exten => _X.,1,NoOp()\n"
                                "exten => _1XX,1,NoOp()\n"
                                "exten => _10X,1,NoOp()\n"
                                "exten => _[12]00,1,NoOp()\n"
                                "exten => 100,1,NoOp()\n"
                                "exten => s,1,NoOp()\n"
                                "include => b\n"
                                "[b]\n"
                                "exten => 199,1,NoOp()\n"
                                "exten => s,1,NoOp()\n");
    is_str(meant(dp, "a", "100"), "100", "a literal beats every pattern");
    is_str(meant(dp, "a", "101"), "_10X", "the more specific from the left wins");
    is_str(meant(dp, "a", "110"), "_1XX", "the next one");
    is_str(meant(dp, "a", "200"), "_[12]00", "a set beats X");
    is_str(meant(dp, "a", "300"), "_X.", "digits");
    is_str(meant(dp, "a", "s"), "s", "s is a literal too");
    is_str(meant(dp, "a", "h"), "_.", "_. takes even h");
    is_str(meant(dp, "a", "199"), "_1XX", "an own pattern beats an included literal");
    is_str(meant(dp, "b", "199"), "199", "which is found in its context");
    is_str(meant(dp, "b", "100"), NULL, "no match");
    is_str(meant(dp, "c", "100"), NULL, "no context");
    is_str(meant(dp, "a", "_X."), "_.", "a pattern is not dialled by its name");
    is_str(meant(dp, "a", ""), NULL, "the empty number");
    ok(dialplan_has_context(dp, "a") && !dialplan_has_context(dp, "A"), "contexts mind their case");
    ok(dialplan_has_exten(dp, "b", "199") && !dialplan_has_exten(dp, "b", "200"), "has_exten");
    dialplan_free(dp);
}

static void test_includes(void) {
    struct dialplan *dp = parse("[a]\ninclude => b\ninclude => c\n"
                                "[c]\nexten => 1,1,NoOp(c)\nexten => 2,1,NoOp(c)\ninclude => a\n"
                                "[b]\nexten => 1,1,NoOp(b)\ninclude => d\n"
                                "[d]\nexten => 2,1,NoOp(d)\ninclude => nowhere\n");
    is_str(dialplan_find(dp, "a", "1", 1)->args, "b", "the first include that has it");
    is_str(dialplan_find(dp, "a", "2", 1)->args, "d", "what it includes comes before the second");
    is_str(meant(dp, "a", "3"), NULL, "a circle ends");
    dialplan_free(dp);

    char text[8192];
    size_t at = 0;
    for (int i = 0; i < DIALPLAN_INCLUDE_DEPTH_MAX + 8; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at,
                               "[c%d]\nexten => %d,1,NoOp()\ninclude => c%d\n", i, i, i + 1);
    }
    dp = parse(text);
    is_str(meant(dp, "c0", "32"), "32", "includes are followed 32 deep");
    is_str(meant(dp, "c0", "33"), NULL, "and no deeper");
    size_t count, deep = 0;
    const struct dialplan_problem *problems = dialplan_problems(dp, &count);
    for (size_t i = 0; i < count; i++) {
        deep += strstr(problems[i].text, "deeper than 32") != NULL;
    }
    ok(deep > 0, "which is told");
    dialplan_free(dp);
}

/* Every context includes the next two: asked over and over this would take years. */
static void test_diamonds(void) {
    char text[8192];
    size_t at = 0;
    for (int i = 0; i < 30; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at,
                               "[c%d]\ninclude => c%d\ninclude => c%d\n", i, i + 1, i + 2);
    }
    struct dialplan *dp = parse(text);
    is_str(meant(dp, "c0", "1"), NULL, "each context is asked once");
    dialplan_free(dp);
}

static void test_steps(void) {
    struct dialplan *dp = parse("[a]\n"
                                "exten => s,10(ten),NoOp()\n"
                                "exten => s,1(one),NoOp()\n"
                                " same => n(two),NoOp()\n"
                                "exten => _2X,1,NoOp()\n"
                                " same => n(two),NoOp()\n");
    is_int(labelled(dp, "a", "s", "one"), 1, "a label with a number");
    is_int(labelled(dp, "a", "s", "two"), 2, "a label with n");
    is_int(labelled(dp, "a", "s", "ten"), 10, "a label behind a gap");
    is_int(labelled(dp, "a", "s", "Two"), 0, "labels mind their case");
    is_int(labelled(dp, "a", "25", "two"), 2, "a label of a pattern");
    is_int(labelled(dp, "a", "x", "two"), 0, "of no extension");
    is_int(labelled(dp, "a", "x", "7"), 7, "a number is a priority, there or not");
    int priority;
    ok(dialplan_find_priority(dp, "a", "s", "0", &priority) && priority == 0, "one that cannot be");
    ok(!dialplan_find_priority(dp, "a", "s", "7x", &priority), "a label that begins with a number");
    ok(dialplan_find(dp, "a", "s", 10) != NULL, "priority 10");
    ok(dialplan_find(dp, "a", "s", 3) == NULL, "no priority 3");
    ok(dialplan_find(dp, "a", "s", 0) == NULL, "no priority 0");
    ok(dialplan_find(dp, "a", "s", -1) == NULL, "no priority -1");
    is_int(dialplan_find(dp, "a", "s", 1)->priority, 1, "steps are sorted");
    dialplan_free(dp);
}

static void test_many(void) {
    enum { EXTENSIONS = 20000, LINE_SIZE = 32 };
    char *text = malloc(EXTENSIONS * LINE_SIZE);
    size_t at = (size_t)sprintf(text, "[a]\n");
    for (int i = EXTENSIONS - 1; i >= 0; i--) {
        at += (size_t)sprintf(text + at, "exten => %d,1,NoOp(%d)\n", i, i);
    }
    struct dialplan *dp = parse(text);
    int wrong = 0;
    for (int i = 0; i < EXTENSIONS; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        const struct dialplan_step *step = dialplan_find(dp, "a", number, 1);
        wrong += !step || strcmp(step->args, number) != 0;
    }
    is_int(wrong, 0, "each of 20000 extensions is found");
    dialplan_free(dp);
    free(text);
}

int main(void) {
    test_patterns();
    test_order_of_patterns();
    test_precedence();
    test_includes();
    test_diamonds();
    test_steps();
    test_many();
    return done_testing();
}
