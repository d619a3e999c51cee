/* Reading extensions.conf: what stands in the dialplan, and every problem with its line. */
#include "sim/dialplan/applications.h"
#include "sim/dialplan/match.h"
#include "tests/dialplan_parsed.h"
#include "tests/tap.h"

#define FIXTURE "tests/fixtures/dialplan.conf"

static const char *args_of(const struct dialplan *dp, const char *context, const char *exten,
                           int priority) {
    const struct dialplan_step *step = dialplan_find(dp, context, exten, priority);
    return step ? step->args : NULL;
}

static const char *application_of(const struct dialplan *dp, const char *context, const char *exten,
                                  int priority) {
    const struct dialplan_step *step = dialplan_find(dp, context, exten, priority);
    return step ? step->application : NULL;
}

static void test_fixture(void) {
    struct dialplan *dp;
    is_int(dialplan_load(FIXTURE, &dp), DIALPLAN_OK, "the fixture is read");
    size_t count;
    const struct dialplan_problem *problems = dialplan_problems(dp, &count);
    is_int(count, 0, "the fixture has no problem%s%s", count > 0 ? ": " : "",
           count > 0 ? problems[0].text : "");
    is_str(dialplan_file(dp), FIXTURE, "its name");

    const struct dialplan_global *globals = dialplan_globals(dp, &count);
    is_int(count, 2, "two global variables");
    is_str(globals[0].name, "GREETING", "the first one");
    is_str(globals[0].value, "hello-world", "its value");
    is_str(globals[1].value, "PJSIP/operator", "the second one, written with =>");

    ok(!dialplan_has_context(dp, "not-a-context"), "a block comment hides a context");
    ok(!dialplan_has_context(dp, "general"), "[general] is no context");
    is_str(application_of(dp, "incoming", "s", 3), "StasisBroadcast", "same => n counts on");
    is_str(args_of(dp, "incoming", "s", 3), "${BARGS}", "arguments are not substituted");
    is_int(dialplan_find(dp, "incoming", "s", 3)->line, 19, "the line of a step");
    is_str(args_of(dp, "forms", "default", 1), "", "empty parentheses");
    is_str(args_of(dp, "forms", "bare", 1), "", "no parentheses");
    is_str(args_of(dp, "forms", "group", 1), "2000,^ivr|(q{1,100})", "the last ) closes");
    is_str(dialplan_find(dp, "forms", "91234", 4)->label, "no_route", "a label");
    is_str(args_of(dp, "forms", "91234", 4), "sorry;no-agent", "an escaped semicolon");
    is_str(args_of(dp, "after", "s", 1), "${IF($[\"${POSTWAIT}\"=\"\"]?0.5:${POSTWAIT})}",
           "nested parentheses");
    is_str(args_of(dp, "after", "s", 2), "21", "= is as good as =>");
    is_str(application_of(dp, "far", "echo", 1), "Answer", "a hint is read over");
    is_str(application_of(dp, "far", "echo", 2), "Echo", "exten => X,n counts on too");
    ok(dialplan_find(dp, "far", "echo", 1)->info == application_info_find("answer"),
       "a step knows its application, in any case");
    ok(dialplan_find(dp, "far", "echo", 3) == NULL, "and there it ends");
    dialplan_free(dp);
}

/* Each text has one problem. */
static const struct {
    const char *text;
    enum dialplan_severity severity;
    unsigned line;
    const char *says; /* a part of it */
} problems[] = {
    {"[a]\nexten => s,1,Plyback(x)\n", DIALPLAN_WARNING, 2, "did you mean 'Playback'?"},
    {"[a]\nexten => s,1,Xyzzy()\n", DIALPLAN_WARNING, 2, "application 'Xyzzy' does not exist"},
    {"[a]\nexten => s,1,GotoIfTime(x)\n", DIALPLAN_WARNING, 2, "'GotoIfTime' is not supported"},
    {"[a]\nexten => s,1,voicemail(1)\n", DIALPLAN_WARNING, 2, "'VoiceMail' is not supported"},
    {"[a]\nexten => s,1,NoOp(${LENG(x)})\n", DIALPLAN_WARNING, 2, "did you mean 'LEN'?"},
    {"[a]\nexten => s,1,NoOp(${LEN(${CURL(x)})})\n", DIALPLAN_WARNING, 2, "function 'CURL'"},
    {"#include more.conf\n", DIALPLAN_WARNING, 1, "'#include' is not supported"},
    {"[a]\nswitch => x\n", DIALPLAN_WARNING, 2, "'switch' is not supported"},
    {"[a]\nignorepat => 9\n", DIALPLAN_WARNING, 2, "'ignorepat' is not supported"},
    {"[a]\ninclude => b\n", DIALPLAN_WARNING, 2, "there is no context 'b'"},
    {"[a]\ninclude => outgonig\n[outgoing]\n", DIALPLAN_WARNING, 2, "did you mean 'outgoing'?"},
    {"[a]\ninclude => b,9:00-17:00,*,*,*\n", DIALPLAN_ERROR, 2, "bound to a time"},
    {"[a]\ninclude =>\n", DIALPLAN_ERROR, 2, "without a context"},
    {"[a]\ninclude => a\n", DIALPLAN_NOTE, 2, "includes itself"},
    {"exten => s,1,NoOp()\n", DIALPLAN_ERROR, 1, "before the first section"},
    {"[a\n", DIALPLAN_ERROR, 1, "without its ']'"},
    {"[]\nexten => s,1,NoOp()\n", DIALPLAN_ERROR, 1, "without a name"},
    {"[a](!)\n", DIALPLAN_WARNING, 1, "templates are not supported"},
    {"[a]\nnonsense\n", DIALPLAN_ERROR, 2, "'key => value'"},
    {"[a]\n=> s,1,NoOp()\n", DIALPLAN_ERROR, 2, "no key"},
    {"[a]\nextne => s,1,NoOp()\n", DIALPLAN_ERROR, 2, "did you mean 'exten'?"},
    {"[a]\nsame => n,NoOp()\n", DIALPLAN_ERROR, 2, "'same' has no extension"},
    {"[a]\nexten => s\n", DIALPLAN_ERROR, 2, "without a priority"},
    {"[a]\nexten => s,1\n", DIALPLAN_ERROR, 2, "without an application"},
    {"[a]\nexten => s,1,\n", DIALPLAN_ERROR, 2, "write NAME(ARGS)"},
    {"[a]\nexten => ,1,NoOp()\n", DIALPLAN_ERROR, 2, "without a number"},
    {"[a]\nexten => s,x,NoOp()\n", DIALPLAN_ERROR, 2, "priority 'x'"},
    {"[a]\nexten => s,0,NoOp()\n", DIALPLAN_ERROR, 2, "priority '0'"},
    {"[a]\nexten => s,99999999999,NoOp()\n", DIALPLAN_ERROR, 2, "priority '99999999999'"},
    {"[a]\nexten => s,1(,NoOp()\n", DIALPLAN_ERROR, 2, "write n(NAME)"},
    {"[a]\nexten => s,1,Playback,x\n", DIALPLAN_ERROR, 2, "write NAME(ARGS)"},
    {"[a]\nexten => 1/2,1,NoOp()\n", DIALPLAN_ERROR, 2, "caller id"},
    {"[a]\nexten => ${X},1,NoOp()\n", DIALPLAN_ERROR, 2, "variable in an extension"},
    {"[a]\nexten => _[1,1,NoOp()\n", DIALPLAN_ERROR, 2, "without a priority"},
    {"[a]\nexten => _[],1,NoOp()\n", DIALPLAN_ERROR, 2, "empty set"},
    {"[a]\nexten => _[9-1],1,NoOp()\n", DIALPLAN_ERROR, 2, "backwards"},
    {"[a]\nexten => _,1,NoOp()\n", DIALPLAN_ERROR, 2, "empty pattern"},
    {"[a]\nexten => _x.,1,NoOp()\n", DIALPLAN_NOTE, 2, "write X, Z or N"},
    {"[a]\nexten => _1.X,1,NoOp()\n", DIALPLAN_NOTE, 2, "nothing behind"},
    {"[a]\nexten => _1-800,1,NoOp()\n", DIALPLAN_NOTE, 2, "leave it out"},
    {"[a]\nexten => s,1,NoOp(x\n", DIALPLAN_WARNING, 2, "no ')' closes"},
    {"[a]\nexten => s,1,NoOp(x)y\n", DIALPLAN_WARNING, 2, "'y' behind the last ')'"},
    {"[a]\nexten => s,1,NoOp((x)\n", DIALPLAN_WARNING, 2, "do not pair up"},
    {"[a]\nexten => s,1,NoOp(${x)\n", DIALPLAN_WARNING, 2, "do not pair up"},
    {"[a]\nexten => s,1,NoOp(\"x)\n", DIALPLAN_WARNING, 2, "a quote that is not closed"},
    {"[a]\nexten => s,1,NoOp()\nexten => s,1,Hangup()\n", DIALPLAN_WARNING, 3, "already in line 2"},
    {"[a]\nexten => s,1(x),NoOp()\n same => n(x),NoOp()\n", DIALPLAN_WARNING, 3, "stands twice"},
    {"[a]\nexten => s,2,NoOp()\n", DIALPLAN_NOTE, 2, "no priority 1"},
    {"[a]\nexten => s,1,NoOp()\nexten => s,3,NoOp()\n", DIALPLAN_NOTE, 3, "no priority 2"},
    {"[a]\nexten => s,1,Hangup()\n same => n,NoOp()\n", DIALPLAN_NOTE, 3, "not reached"},
    {"[a]\nexten => s,1,Wait()\n", DIALPLAN_WARNING, 2, "at least 1 argument"},
    {"[a]\nexten => s,1,StasisBroadcast(1,2,3,4,5)\n", DIALPLAN_WARNING, 2, "has 5 arguments"},
    {"[a]\nexten => s,1,StasisBroadcast(abc)\n", DIALPLAN_WARNING, 2, "counts as 500 ms"},
    {"[a]\nexten => s,1,Goto(b,s,1)\n", DIALPLAN_WARNING, 2, "no context 'b' to go to"},
    {"[a]\nexten => s,1,Goto(x,1)\n", DIALPLAN_WARNING, 2, "no extension 'x' in [a]"},
    {"[a]\nexten => s,1,Goto(7)\n", DIALPLAN_WARNING, 2, "no priority '7'"},
    {"[a]\nexten => s,1(here),Goto(heer)\n", DIALPLAN_WARNING, 2, "did you mean 'here'?"},
    {"[a]\nexten => s,1,GotoIf($[1=1]?x)\n", DIALPLAN_WARNING, 2, "no label 'x'"},
    {"[a]\nexten => s,1,GotoIf(${X}?1:x)\n", DIALPLAN_WARNING, 2, "no label 'x'"},
    {"[a]\nexten => s,1,GotoIf(1)\n", DIALPLAN_WARNING, 2, "goes nowhere"},
    {"[a]\nexten => s,1,GotoIf(${A:1}?${B:1}:x)\n", DIALPLAN_WARNING, 2, "no label 'x'"},
    {"[a]\nexten => s,1,Gosub(b,s,1(x,y))\n", DIALPLAN_WARNING, 2, "no context 'b' to go to"},
    {"[a]\nexten => s,1,Gosub(b,s,1(${X}))\n", DIALPLAN_WARNING, 2, "no context 'b' to go to"},
    {"[a]\nexten => s,1,Set(x)\n", DIALPLAN_WARNING, 2, "'x' sets nothing"},
    {"[a]\nexten => s,1,Set(A=1,SHARED(B)=2)\n", DIALPLAN_WARNING, 2, "'SHARED(B)' cannot be"},
    {"[a]\nexten => s,1,Set(CALLERID(dnid)=2)\n", DIALPLAN_WARNING, 2, "'CALLERID(dnid)' cannot"},
    {"[a]\nexten => s,1,NoOp(${CALLERID(nmae)})\n", DIALPLAN_WARNING, 2, "did you mean 'name'?"},
    {"[a]\nexten => s,1,NoOp(${CHANNEL(peerip)})\n", DIALPLAN_WARNING, 2, "(peerip) is not known"},
    {"[a]\nexten => s,1,ExecIf(1)\n", DIALPLAN_WARNING, 2, "does nothing"},
    {"[a]\nexten => s,1,ExecIf(${X}?Plyback(x))\n", DIALPLAN_WARNING, 2, "mean 'Playback'?"},
    {"[a]\nexten => s,1,ExecIf(1?:System(x))\n", DIALPLAN_WARNING, 2, "'System' is not supported"},
    {"[general]\nautofallthrough=no\n", DIALPLAN_WARNING, 2, "autofallthrough=no"},
    {"[general]\nstatc=no\n", DIALPLAN_NOTE, 2, "did you mean 'static'?"},
    {"[a]\n;-- x\n\nexten => s,1,NoOp()\n", DIALPLAN_ERROR, 2, "never ends"},
};

static void test_problems(void) {
    for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++) {
        struct dialplan *dp = parse(problems[i].text);
        size_t count;
        const struct dialplan_problem *found = dialplan_problems(dp, &count);
        if (ok(count == 1, "row %zu: one problem, not %zu", i, count)) {
            is_str(found->file, "test.conf", "row %zu: its file", i);
            is_int(found->line, problems[i].line, "row %zu: its line", i);
            is_int(found->severity, problems[i].severity, "row %zu: how bad", i);
            ok(strstr(found->text, problems[i].says), "row %zu: '%s' says '%s'", i, found->text,
               problems[i].says);
        }
        dialplan_free(dp);
    }
}

static void test_what_is_fine(void) {
    static const char *const texts[] = {
        "",
        "\n\n",
        "\xef\xbb\xbf[a]\r\nexten => s,1,NoOp()\r\n",
        "[a]\nexten=>s,1,NoOp()\n[b]\n[a]\nexten=>t,1,NoOp()",
        "; only a comment",
        ";-- x --; [a] ; y",
        "[a]\nexten => s,1,NoOp() ;-- a ;-- b --; ; c",
        ";-------- a line of dashes\n[a]",
        "[a]\nexten => s,1,Goto(b,10,x)\n[b]\nexten => _X.,1(x),NoOp()",
        "[a]\nexten => s,1,Goto(${X},s,1)",
        "[a]\nexten => s,1,Gosub(t,1(a,b))\nexten => t,1,Return()",
        "[a]\nexten => s,1,GotoIf($[\"${A}\" : \"(x|y)\"]?a,s,1:1)",
        "[a]\nexten => s,1,GotoIf(${A:1}? here : s,1 )\n same => n(here),NoOp()",
        "[a]\nexten => s,1,ExecIf(1? NoOp(a:b) : answer)\n same => n,ExecIf(1?${X}(y))",
        "[a]\nexten => s,1,Set(CALLERID(${X})=${CHANNEL(${Y})},GLOBAL(G)=${CHANNEL(state):1})",
        "[a]\nexten => s,1,Set(CALLERID(all)=\"Al\" <200>)\n same => n,Set( CALLERID(number) =1)",
        "[a]\nexten => s,1,Set(A=1,B)\n same => n,Set(${X})\n same => n,Set(A=1,B=2)",
        "[a]\ninclude => b\ninclude => c\n[b]\ninclude => d\n[c]\ninclude => d\n[d]",
        "[a]\nEXTEN => s,1,nOoP()\n SAME => N,ANSWER()",
        "[a]\nexten => s,1,NoOp(an open \\( and a quote \\\" that are letters)",
        "[a]\nexten => s,1,Answer()\nexten => t,n,NoOp()\nexten => t,1,NoOp()",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct dialplan *dp = parse(texts[i]);
        size_t count;
        const struct dialplan_problem *found = dialplan_problems(dp, &count);
        is_int(count, 0, "fine %zu: no problem%s%s", i, count ? ": " : "",
               count ? found->text : "");
        dialplan_free(dp);
    }
}

static void test_lines(void) {
    static const struct dialplan_line lines[] = {
        {"[a]", 10}, {"exten => s,1,NoOp(x)", 12}, {" same => n,Nope()", 14}};
    struct dialplan *dp;
    is_int(dialplan_parse_lines("s.scn", lines, 3, &dp), DIALPLAN_OK, "lines of another file");
    is_str(args_of(dp, "a", "s", 1), "x", "are read");
    size_t count;
    const struct dialplan_problem *found = dialplan_problems(dp, &count);
    is_int(count, 1, "with their problems");
    is_int(found->line, 14, "and their numbers");
    is_int(dialplan_problem_count(dp, DIALPLAN_WARNING), 1, "a warning counts as one");
    is_int(dialplan_problem_count(dp, DIALPLAN_ERROR), 0, "but is no error");
    dialplan_free(dp);
    is_int(dialplan_parse_lines("s.scn", NULL, 0, &dp), DIALPLAN_OK, "no lines");
    dialplan_free(dp);
}

static void test_duplicates(void) {
    struct dialplan *dp = parse("[a]\nexten => s,1,NoOp(first)\nexten => s,1,NoOp(second)\n"
                                "exten => 1,1,Busy(one)\n[a]\nexten => s,n,NoOp(third)\n");
    is_str(args_of(dp, "a", "s", 1), "first", "of two the first stands");
    is_str(args_of(dp, "a", "1", 1), "one", "each extension has its own");
    dialplan_free(dp);
}

static void test_order_of_problems(void) {
    struct dialplan *dp = parse("[a]\nexten => s,1,Goto(nowhere)\nnonsense\ninclude => nope\n");
    size_t count;
    const struct dialplan_problem *found = dialplan_problems(dp, &count);
    is_int(count, 3, "three problems found in different passes");
    ok(found[0].line == 2 && found[1].line == 3 && found[2].line == 4, "are listed by line");
    dialplan_free(dp);
}

static void test_limits(void) {
    static char text[DIALPLAN_FILE_SIZE_MAX + 2];
    struct dialplan *dp;
    memset(text, ' ', sizeof text);
    is_int(dialplan_parse("x", text, DIALPLAN_FILE_SIZE_MAX + 1, &dp), DIALPLAN_TOO_LARGE,
           "a text that is too large");
    is_int(dialplan_load("tests/fixtures/there-is-none.conf", &dp), DIALPLAN_CANNOT_READ,
           "a file that is not there");
    is_int(dialplan_load("tests", &dp), DIALPLAN_CANNOT_READ, "a directory");

    size_t count;
    text[DIALPLAN_LINE_LEN_MAX + 1] = '\0';
    dp = parse(text);
    const struct dialplan_problem *found = dialplan_problems(dp, &count);
    ok(count == 1 && strstr(found->text, "8192 bytes"), "a line that is too long");
    dialplan_free(dp);
    dialplan_parse("x", "[a]\n[b\0]\nx\0\ny\n", 14, &dp);
    found = dialplan_problems(dp, &count);
    ok(count == 1 && found->line == 2 && strstr(found->text, "NUL"), "a NUL byte, told once");
    dialplan_free(dp);

    size_t at = 0;
    for (size_t i = 0; i < DIALPLAN_SECTIONS_MAX + 5; i++) {
        at += (size_t)sprintf(text + at, "[c%zu]\n", i);
    }
    dp = parse(text);
    found = dialplan_problems(dp, &count);
    ok(count == 1 && found->line == 2049 && strstr(found->text, "more than 2048 sections"),
       "too many sections are told once");
    ok(dialplan_has_context(dp, "c2047") && !dialplan_has_context(dp, "c2048"), "and left out");
    dialplan_free(dp);

    at = 0;
    for (size_t i = 0; i < DIALPLAN_PROBLEMS_MAX + 5; i++) {
        at += (size_t)sprintf(text + at, "x\n");
    }
    dp = parse(text);
    found = dialplan_problems(dp, &count);
    is_int(count, DIALPLAN_PROBLEMS_MAX, "too many problems are not all listed");
    ok(strstr(found[count - 1].text, "further problems"), "and the last one says so");
    dialplan_free(dp);

    dp = parse("[a]\n\x1b[2J = \x07\n");
    found = dialplan_problems(dp, &count);
    ok(count == 1 && !strchr(found->text, '\x1b'), "control characters do not reach a terminal");
    dialplan_free(dp);
}

static void test_applications(void) {
    static const char *const supported[] = {
        "NoOp",  "Verbose",    "Log",      "Answer",     "Ringing",   "Progress",
        "Busy",  "Congestion", "Hangup",   "Wait",       "WaitExten", "Set",
        "Goto",  "GotoIf",     "Gosub",    "GosubIf",    "Return",    "ExecIf",
        "While", "EndWhile",   "Playback", "Background", "Echo",      "MusicOnHold",
        "Read",  "UserEvent",  "Dial",     "Queue",      "Stasis",    "StasisBroadcast"};
    for (size_t i = 0; i < sizeof supported / sizeof supported[0]; i++) {
        const struct application_info *info = application_info_find(supported[i]);
        ok(info && info->run, "%s is supported", supported[i]);
    }
    static const char *const named[] = {
        "AGI", "AddQueueMember", "GotoIfTime", "Zapateller", "VoiceMailMain", "MSet", "DISA"};
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        const struct application_info *info = application_info_find(named[i]);
        ok(info && !info->run, "%s is named as not supported", named[i]);
    }
    ok(application_info_find("") == NULL, "no name is no application");
    is_str(application_info_nearest("StasisBroadcas"), "StasisBroadcast", "a letter is missing");
    is_str(application_info_nearest("Hnagup"), "Hangup", "two letters are swapped");
    is_str(application_info_nearest("qqqqqqq"), NULL, "nothing is near");
}

int main(void) {
    test_fixture();
    test_problems();
    test_what_is_fine();
    test_lines();
    test_duplicates();
    test_order_of_problems();
    test_limits();
    test_applications();
    return done_testing();
}
