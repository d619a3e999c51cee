/* Facts about filters: what a real server was seen to do, and what glibc makes of a pattern. */
#ifndef STASIM_TESTS_FILTER_FACTS_H
#define STASIM_TESTS_FILTER_FACTS_H

#include <stdbool.h>
#include <stddef.h>

/* Offered to four applications: which of them heard. */
static const char *const fact_names[] = {"ivr-1", "ivr-2", "sales", "xx"};

struct heard_fact {
    const char *pattern;
    bool heard[4];
    bool serves; /* as a filter: neither refused nor impossible to compile */
};

#define NOBODY                                                                                     \
    { false, false, false, false }
#define IVR_1                                                                                      \
    { true, false, false, false }
#define IVR                                                                                        \
    { true, true, false, false }
#define SALES                                                                                      \
    { false, false, true, false }
#define XX                                                                                         \
    { false, false, false, true }
#define ALL                                                                                        \
    { true, true, true, true }
#define Q21 "q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q"
#define Q20 "q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q|q"

static const struct heard_fact heard_facts[] = {
    {"^ivr-.*", IVR, true},
    {"^zzz$", NOBODY, true},
    {"al", SALES, true},
    {"^(ivr-1|sales)$", {true, false, true, false}, true},
    {"^IVR", NOBODY, true},
    {"(((", ALL, false},
    {"[a", ALL, false},
    {"*ivr", ALL, false},
    {"+ivr", ALL, false},
    {"ivr-1", IVR_1, true},
    {"^ivr.1", IVR_1, true},
    {"^x\\w", XX, true},
    {"^ivr[-]1$", IVR_1, true},
    {"^ivr-1$", IVR_1, true},
    {"^ivr-[1,2]$", IVR, true},
    {"^iv{1", ALL, false},
    {"^(iv{1,2}r)", IVR, true},
    {" ", NOBODY, true},
    {" ^ivr", NOBODY, true},
    {"^ivr-1$ ", NOBODY, true},
    {"^ivr-[[:digit:]]$", IVR, true},
    {"^ivr-d", NOBODY, true},
    {"^ivr-\\d", NOBODY, true},
    {"\\bsales\\b", SALES, true},
    {"^(x)\\1$", XX, true},
    {"^(?=ivr)", ALL, false},
    {"^ivr-.*?", IVR, true},
    {"^(|sales)$", SALES, true},
    {".", ALL, true},
    {"a;b", NOBODY, true},
    {"1$", IVR_1, true},

    {"((((((((((ivr))))))))))", IVR, true},
    {"(((((((((((ivr)))))))))))", ALL, false},
    {"^(i)+(v)+(r)+", IVR, true},
    {"^(i)+(v)+(r)+(-)+", ALL, false},
    {"^(i)?(v)?(r)?(-)?", ALL, false},
    {"^(i){1}(v){1}(r){1}(-){1}", ALL, false},
    {"^(i)+(v)+(r)+-*1?2*3*4*", IVR, true},
    {"^ivrq{0}(q{100})?", IVR, true},
    {"^i{1}vr|q{100}", IVR, true},
    {"^ivr|q{101}", ALL, false},
    {"^ivr|(q{1,100})", IVR, true},
    {"^ivr|(q{1,101})", ALL, false},
    {"^ivr|(q{101,})", ALL, false},
    {"^ivr|(q{,101})", ALL, true}, /* it compiles: `q`, never, matches everything */
    {"^ivr|q{99999999999999999999}", ALL, false},
    {"^ivr|q{3", ALL, false},
    {"(((ivr|" Q20 ")))", IVR, true},
    {"(((ivr|" Q21 ")))", ALL, false},
    {"((ivr|" Q21 "))", IVR, true},
    {"(ivr|" Q21 ")", IVR, true},
    {"ivr|" Q20 "|" Q20 "|" Q20, IVR, true},
    {"(((ivr|q|q|q|q|q|q|q|q|q|q)|(q|q|q|q|q|q|q|q|q|q|q)))", IVR, true},
    {"^ivr[((((((((((((]*", IVR, true},
    {"^ivr|\\(\\(\\(\\(\\(\\(\\(\\(\\(\\(\\(\\(q", IVR, true},
};

/* What glibc makes of a pattern and a name; where there is no name, the pattern does not compile.
 */
struct match_fact {
    const char *pattern;
    const char *name;
    bool matches;
};

static const struct match_fact match_facts[] = {
    {"a)", "a)", true},
    {"a)", "a", false},
    {"(a", NULL, false},
    {"()", "x", true},
    {"^(|a)$", "", true},
    {"^(|a)$", "a", true},
    {"^(a||b)$", "", true},
    {"^(a|)$", "", true},
    {"*a", NULL, false},
    {"a|*b", NULL, false},
    {"(+", NULL, false},
    {"(+)", NULL, false},
    {"^*", NULL, false},
    {"\\b*", NULL, false},
    {"{1}", NULL, false},
    {"a{", NULL, false},
    {"a}", "a}", true},
    {"[{]", "{", true},
    {"^a{2}$", "aa", true},
    {"^a{2}$", "a", false},
    {"^a{2,}$", "aaaa", true},
    {"^a{1,2}$", "aaa", false},
    {"^a{,2}$", "", true},
    {"^a{,2}$", "aaa", false},
    {"^a{,}$", "aaaaa", true},
    {"a{32768}", NULL, false},
    {"a{1", NULL, false},
    {"a{2,1}", NULL, false},
    {"a{}", NULL, false},
    {"a{1,2,3}", NULL, false},
    {"^ba{0}$", "b", true},
    {"^ba{0}$", "ba", false},
    {"^a**$", "aa", true},
    {"^a+?$", "", true},
    {"^a{3}?$", "", true},
    {"^a{3}?$", "a", false},
    {"^a{1}{2}$", "aa", true},
    {"^a{1}{2}$", "a", false},
    {"^\\w\\W\\s\\S$", "a- b", true},
    {"a\\b-", "a-", true},
    {"a\\Ba", "aa", true},
    {"\\<a\\>", "-a-", true},
    {"\\<a\\>", "ab", false},
    {"\\`a\\'", "a", true},
    {"\\`a\\'", "ba", false},
    {"^(a)\\1$", "aa", true},
    {"^\\w$", "_", true},
    {"^\\W$", "_", false},
    {"^a{,32768}$", NULL, false},
    {"^\xC3\xBC-$", "\xC3\xBC-\nb", false},
    {"^a{72}$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
    {"(a)|\\1", NULL, false},
    {"(a)\\1|(b)\\2", "bb", true},
    {"(a){0}b\\1", "ba", false},
    {"\\1(a)", NULL, false},
    {"((a)|b)\\2", "aa", true},
    {"(a\\1)", NULL, false},
    {"\\d", "d", true},
    {"\\d", "1", false},
    {"\\t", "t", true},
    {"\\x41", "x41", true},
    {"\\x41", "A", false},
    {"a\\", NULL, false},
    {"^[\\]$", "\\", true},
    {"^[]a]$", "]", true},
    {"^[^]a]$", "]", false},
    {"[[:alpha:]]", "a", true},
    {"[[:word:]]", NULL, false},
    {"^[[.x.]]$", "x", true},
    {"^[[=x=]]$", "x", true},
    {"[[.xy.]]", NULL, false},
    {"[a-a-a]", NULL, false},
    {"[b-a]", NULL, false},
    {"^[a-]$", "-", true},
    {"^[--a]$", ".", true},
    {"[[:alpha:]-z]", NULL, false},
    {"[a-\xc3\xa9]", NULL, false},
    {"^.$", "\n", true},
    {"a$", "a\n", false},
    {"^a", "b\na", false},
    {"^(^a){2}$", "aa", true},
    {"^(b$){2}$", "bb", true},
    {"^(a^){2}$", "aa", false},
    {"^.$", "\xc3\xa9", true},
    {"^..$", "\xc3\xa9", false},
    {"^[^a]$", "\xc3\xa9", true},
    {"^[[:alpha:]]$", "\xc3\xa9", true},
    {"^[[:digit:]]$", "\xc3\xa9", false},
    {"^\\w$", "\xc3\xa9", true},
    {"^\xc3\xa9+$", "\xc3\xa9\xc3\xa9", true},
    {"^(a{3}){0,2}$", "aaaa", false},
    {"^(a{3}){0,2}$", "aaaaaa", true},
    {"^(a{2}){1,2}$", "aaa", false},
    {"^(a{2,3}){2,}$", "aaaaa", true},
    {"^(a{2,3}){2,}$", "aaa", false},
    {"(sales|)-*sales", "sales", true},
    {"(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false},
    {"(a*){100}$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", true},
    {"^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false},
    {"(?:a|b)", NULL, false},
    {"^(?!test)", NULL, false},
};

#define FACTS(table) (sizeof(table) / sizeof((table)[0]))

#endif
