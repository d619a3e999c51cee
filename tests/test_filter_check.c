/* The validation of a filter: each limit at and just above, and how the pass reads. */
#include "sim/broadcast/filter_check.h"

#include "tests/tap.h"

#define Q10 "qqqqqqqqqq"
#define Q50 Q10 Q10 Q10 Q10 Q10
#define Q250 Q50 Q50 Q50 Q50 Q50
#define BRANCHES_10 "|q|q|q|q|q|q|q|q|q|q"
#define BRANCHES_20 BRANCHES_10 BRANCHES_10

static const struct {
    const char *pattern;
    enum filter_limit limit;
    size_t offset;
} facts[] = {
    {"", FILTER_LIMIT_NONE, 0},
    {"^ivr|q" Q250, FILTER_LIMIT_NONE, 0},
    {"^ivr|qq" Q250, FILTER_LIMIT_LENGTH, 256},
    {"^ivr|" Q250 Q50, FILTER_LIMIT_LENGTH, 256},

    {"((((((((((ivr))))))))))", FILTER_LIMIT_NONE, 0},
    {"(((((((((((ivr)))))))))))", FILTER_LIMIT_NESTING, 10},
    {"(((((((((((", FILTER_LIMIT_NESTING, 10},
    {"(((((((((()(", FILTER_LIMIT_NONE, 0},
    {"(((((((((()((", FILTER_LIMIT_NESTING, 12},
    {"))))))))))))((((((((((", FILTER_LIMIT_NONE, 0},
    {"^ivr|\\(\\(\\(\\(\\(\\(\\(\\(\\(\\(\\(\\(q", FILTER_LIMIT_NONE, 0},
    {"\\\\(((((((((((", FILTER_LIMIT_NESTING, 12},

    {"^(i)+(v)+(r)+", FILTER_LIMIT_NONE, 0},
    {"^(i)+(v)+(r)+(-)+", FILTER_LIMIT_QUANTIFIED_GROUPS, 16},
    {"^(i)?(v)?(r)?(-)?", FILTER_LIMIT_QUANTIFIED_GROUPS, 16},
    {"^(i)*(v)*(r)*(-)*", FILTER_LIMIT_QUANTIFIED_GROUPS, 16},
    {"^(i){1}(v){1}(r){1}(-){1}", FILTER_LIMIT_QUANTIFIED_GROUPS, 22},
    {"(i){1,}(v){1,2}(r)+(-)", FILTER_LIMIT_NONE, 0},
    {"(i){1,}(v){1,2}(r)+(-){3,}", FILTER_LIMIT_QUANTIFIED_GROUPS, 22},
    {"^(i)+(v)+(r)+-*1?2*3*4*", FILTER_LIMIT_NONE, 0},
    {"(i)+(v)+(r)+(-){", FILTER_LIMIT_NONE, 0},
    {"(i)+(v)+(r)+(-){,2}", FILTER_LIMIT_NONE, 0},
    {"(i)+(v)+(r)+(-){1", FILTER_LIMIT_NONE, 0},
    {"(i)+(v)+(r)+(-){1,x}", FILTER_LIMIT_NONE, 0},
    {"(i)+(v)+(r)+(-)\\+", FILTER_LIMIT_NONE, 0},
    {"((((a)+)+)+)+", FILTER_LIMIT_QUANTIFIED_GROUPS, 12},
    {"(a)++++++", FILTER_LIMIT_NONE, 0},
    {"a)+b)+c)+d)+", FILTER_LIMIT_NONE, 0},
    {"(a){1}(b){1}(c){1}", FILTER_LIMIT_NONE, 0},

    {"^ivrq{0}(q{100})?", FILTER_LIMIT_NONE, 0},
    {"^i{1}vr|q{100}", FILTER_LIMIT_NONE, 0},
    {"^ivr|q{101}", FILTER_LIMIT_BOUND, 9},
    {"^ivr|(q{1,100})", FILTER_LIMIT_NONE, 0},
    {"^ivr|(q{1,101})", FILTER_LIMIT_BOUND, 12},
    {"^ivr|(q{101,})", FILTER_LIMIT_BOUND, 10},
    {"^ivr|(q{,101})", FILTER_LIMIT_NONE, 0},
    {"^ivr|q{99999999999999999999}", FILTER_LIMIT_BOUND, 9},
    {"^ivr|q{3", FILTER_LIMIT_NONE, 0},
    {"q{101", FILTER_LIMIT_BOUND, 4},
    {"q{1x{101", FILTER_LIMIT_BOUND, 7},
    {"q{0000100}", FILTER_LIMIT_NONE, 0},
    {"q{0000101}", FILTER_LIMIT_BOUND, 8},
    {"q{x101}", FILTER_LIMIT_NONE, 0},
    {"q\\{101}", FILTER_LIMIT_NONE, 0},
    {"q[{101}]", FILTER_LIMIT_NONE, 0},
    {"(a)+(b)+(c)+(d){101}", FILTER_LIMIT_BOUND, 18},

    {"(((ivr" BRANCHES_20 ")))", FILTER_LIMIT_NONE, 0},
    {"(((ivr" BRANCHES_20 "|q)))", FILTER_LIMIT_BRANCHES, 46},
    {"((ivr" BRANCHES_20 "|q))", FILTER_LIMIT_NONE, 0},
    {"(ivr" BRANCHES_20 "|q)", FILTER_LIMIT_NONE, 0},
    {"ivr" BRANCHES_20 BRANCHES_20 BRANCHES_20, FILTER_LIMIT_NONE, 0},
    {"(((ivr" BRANCHES_10 ")|(q" BRANCHES_10 ")))", FILTER_LIMIT_NONE, 0},
    {"(((ivr" BRANCHES_20 ")|(q" BRANCHES_20 ")))", FILTER_LIMIT_NONE, 0},
    {"(((a" BRANCHES_10 "(b|c)" BRANCHES_10 ")))", FILTER_LIMIT_NONE, 0},
    {"(((a" BRANCHES_10 "(b|c)" BRANCHES_10 "|)))", FILTER_LIMIT_BRANCHES, 49},
    {"(((a\\|" BRANCHES_20 "[|])))", FILTER_LIMIT_NONE, 0},

    {"^ivr[((((((((((((]*", FILTER_LIMIT_NONE, 0},
    {"[^(((((((((((]", FILTER_LIMIT_NONE, 0},
    {"[](((((((((((]", FILTER_LIMIT_NONE, 0},
    {"[^](((((((((((]", FILTER_LIMIT_NONE, 0},
    {"[]]((((((((((", FILTER_LIMIT_NONE, 0},
    {"[]](((((((((((", FILTER_LIMIT_NESTING, 13},
    {"[^^](((((((((((", FILTER_LIMIT_NESTING, 14},
    {"[a^]](((((((((((", FILTER_LIMIT_NESTING, 15},
    {"[\\]((((((((((((", FILTER_LIMIT_NONE, 0},
    {"[\\](((((((((((](((((((((((", FILTER_LIMIT_NESTING, 25},
    {"[\\\\](((((((((((", FILTER_LIMIT_NESTING, 14},
    {"[", FILTER_LIMIT_NONE, 0},
    {"[^", FILTER_LIMIT_NONE, 0},
    {"[\\", FILTER_LIMIT_NONE, 0},
    {"\\", FILTER_LIMIT_NONE, 0},
    {"\\[(((((((((((", FILTER_LIMIT_NESTING, 12},
    {"{", FILTER_LIMIT_NONE, 0},
};

int main(void) {
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        struct filter_verdict verdict = filter_check(facts[i].pattern);
        is_str(filter_limit_text(verdict.limit), filter_limit_text(facts[i].limit), "limit of '%s'",
               facts[i].pattern);
        is_int(verdict.offset, facts[i].offset, "offset in '%s'", facts[i].pattern);
    }
    return done_testing();
}
