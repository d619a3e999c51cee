/* Agreement with glibc: generated patterns against generated names, by PCRE2 and by the automaton.
 *
 * Not compared, because known to differ or to be decided otherwise (see filter_match()):
 *   - matches of a pattern with a back-reference, unless FILTER_REFERENCES is set; whether it
 *     compiles is compared;
 *   - names with a newline, where the pattern has `^` or `$`: glibc then takes some newlines for
 *     the begin or end of a line, but not all;
 *   - an anchor before a copy, reached straight from another anchor: in some three patterns of a
 *     million; up to one of 100,000 is tolerated;
 *   - patterns that are not valid UTF-8: none are generated;
 *   - patterns that make glibc itself fail (memory, stack, time): counted as "hurt".
 *
 *   test_filter_glibc [PATTERNS [SEED]], or FILTER_PATTERNS and FILTER_SEED in the environment.
 */
#define _DEFAULT_SOURCE
#include "tests/filter_judge.h"

#include "sim/broadcast/ere.h"
#include "tests/filter_facts.h"
#include "tests/tap.h"
#include "tests/watched.h"

/* Agreement is judged by all of them; a sanitizer, which looks for faults of memory, meets every
 * kind of pattern in the first tenth. */
enum {
    PATTERNS = WATCHED ? 15000 : 150000,
    SHOWN_MAX = 20,
    UNFORESEEN_SHOWN_MAX = 5,
    HURTING_ASKED_MAX = 30
};

/* What stasim made of each case of the judge. */
struct compiled {
    struct ere *ere;
    enum ere_status status;
    struct ere_error error;
};

struct tally {
    unsigned long patterns, compiled, refused, hurt, pairs, references, undecided;
    unsigned long hurting_asked, hurt_unforeseen;
    unsigned long wrong_compile, wrong_pcre2, wrong_nfa, wrong, anchors_odd;
};

static void show(const char *what, const char *pattern, const char *name, const char *remark) {
    printf("# %s: pattern \"", what);
    for (; *pattern; pattern++) {
        printf(*pattern == '\n' ? "\\n" : "%c", *pattern);
    }
    printf("\" name \"");
    for (; *name; name++) {
        printf(*name == '\n' ? "\\n" : "%c", *name);
    }
    printf("\" %s\n", remark ? remark : "");
}

static bool has_reference(const char *pattern) {
    for (; *pattern; pattern++) {
        if (*pattern == '\\' && pattern[1]) {
            pattern++;
            if (*pattern >= '1' && *pattern <= '9') {
                return true;
            }
        }
    }
    return false;
}

/* Two anchors, of which a repetition may make the one follow the other. */
static bool anchor_follows_anchor(const char *pattern) {
    size_t anchors = 0;
    for (const char *byte = pattern; *byte; byte++) {
        anchors += *byte == '^' || *byte == '$';
        if (*byte == '\\' && byte[1]) {
            byte++;
            anchors += strchr("<>bB`'", *byte) != NULL;
        }
    }
    return anchors >= 2 && strpbrk(pattern, "+{");
}

static bool differs(enum ere_answer answer, enum ere_answer right) {
    return answer != right && answer != ERE_UNDECIDED;
}

static void compare_names(struct tally *tally, const struct judge_case *one,
                          const struct ere *ere) {
    bool line_anchors = strpbrk(one->pattern, "^$") != NULL;
    bool pcre2_wrong = false;
    bool nfa_wrong = false;
    bool engines_agree = true; /* then the tree is at fault, not an engine */
    for (size_t i = 0; i < NAMES; i++) {
        if (line_anchors && strchr(one->names[i], '\n')) {
            continue;
        }
        enum ere_answer right = one->matches[i] ? ERE_YES : ERE_NO;
        enum ere_answer pcre2 = ere_match(ere, one->names[i], ERE_ENGINES_PCRE2_ONLY);
        enum ere_answer nfa = ere_match(ere, one->names[i], ERE_ENGINES_NFA_ONLY);
        tally->pairs++;
        tally->undecided += pcre2 == ERE_UNDECIDED && nfa == ERE_UNDECIDED;
        if ((differs(pcre2, right) || differs(nfa, right)) && !pcre2_wrong && !nfa_wrong &&
            tally->wrong++ < SHOWN_MAX) {
            show(differs(nfa, right) ? "automaton" : "PCRE2", one->pattern, one->names[i],
                 right == ERE_YES ? "glibc: yes" : "glibc: no");
        }
        engines_agree = engines_agree && (!differs(pcre2, nfa) || nfa == ERE_UNDECIDED);
        pcre2_wrong = pcre2_wrong || differs(pcre2, right);
        nfa_wrong = nfa_wrong || differs(nfa, right);
    }
    if ((pcre2_wrong || nfa_wrong) && engines_agree && anchor_follows_anchor(one->pattern)) {
        tally->anchors_odd++;
        return;
    }
    tally->wrong_pcre2 += pcre2_wrong;
    tally->wrong_nfa += nfa_wrong;
}

static void compare(struct tally *tally, const struct judge_case *one,
                    const struct compiled *made) {
    tally->patterns++;
    if (one->judgement == JUDGED_HURTS) {
        tally->hurt++;
        if (made->status == ERE_OK && !ere_cost_of(made->ere).hurts) {
            if (tally->hurt_unforeseen++ < UNFORESEEN_SHOWN_MAX) {
                show("hurts unforeseen", one->pattern, "", "");
            }
        }
    } else if ((one->judgement == JUDGED_GOOD) != (made->status == ERE_OK)) {
        tally->wrong_compile++;
        show("compile", one->pattern, "", made->error.reason);
    } else if (made->status != ERE_OK) {
        tally->refused++;
    } else {
        tally->compiled++;
        if (has_reference(one->pattern)) {
            tally->references++;
            if (!getenv("FILTER_REFERENCES")) {
                return;
            }
        }
        compare_names(tally, one, made->ere);
    }
}

/* A pattern for the judge with its names. Most of those that would hurt it are left out: each
 * costs it a third of a second. */
static void next_case(struct tally *tally, struct generator *generator, struct judge_case *one,
                      struct compiled *made) {
    for (;;) {
        generate_pattern(generator, one->pattern);
        made->status = ere_new(&made->ere, one->pattern, &made->error);
        bool hurts = made->status == ERE_OK && ere_cost_of(made->ere).hurts;
        if (!hurts || tally->hurting_asked++ < HURTING_ASKED_MAX) {
            break;
        }
        ere_free(made->ere);
    }
    for (size_t i = 0; i < NAMES; i++) {
        generate_name(generator, one->names[i]);
    }
}

/* The known cases: that glibc judges them so. */
static void judge_facts(struct judge *judge) {
    size_t wrong = 0;
    judge->count = FACTS(match_facts);
    for (size_t i = 0; i < judge->count; i++) {
        const struct match_fact *fact = &match_facts[i];
        struct judge_case *one = &judge->cases[i];
        snprintf(one->pattern, sizeof one->pattern, "%s", fact->pattern);
        snprintf(one->names[0], sizeof one->names[0], "%s", fact->name ? fact->name : "");
    }
    ok(judge_all(judge), "glibc judged the known cases");
    for (size_t i = 0; i < judge->count; i++) {
        const struct match_fact *fact = &match_facts[i];
        const struct judge_case *one = &judge->cases[i];
        bool right = fact->name ? one->judgement == JUDGED_GOOD && one->matches[0] == fact->matches
                                : one->judgement == JUDGED_BAD;
        if (!right) {
            fprintf(stderr, "# not so: '%s'\n", fact->pattern);
            wrong++;
        }
    }
    is_int(wrong, 0, "... as they are written down");
}

static unsigned long number(int argc, char **argv, int at, const char *variable,
                            unsigned long otherwise) {
    const char *text = argc > at ? argv[at] : getenv(variable);
    return text ? strtoul(text, NULL, 0) : otherwise;
}

int main(int argc, char **argv) {
    static struct compiled made[CASES];
    unsigned long patterns = number(argc, argv, 1, "FILTER_PATTERNS", PATTERNS);
    unsigned long seed = number(argc, argv, 2, "FILTER_SEED", 1);
    struct generator generator = {.state = seed};
    struct tally tally = {0};
    struct judge *judge = judge_new();
    bool judged = judge != NULL;

    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("# seed %lu, %lu patterns\n", seed, patterns);
    if (judged) {
        judge_facts(judge);
    }
    while (judged && tally.patterns < patterns) {
        judge->count = CASES;
        for (size_t i = 0; i < CASES; i++) {
            next_case(&tally, &generator, &judge->cases[i], &made[i]);
        }
        judged = judge_all(judge);
        for (size_t i = 0; i < CASES; i++) {
            if (judged) {
                compare(&tally, &judge->cases[i], &made[i]);
            }
            ere_free(made[i].ere);
        }
    }
    printf("# %lu patterns: %lu compile (%lu with back-references), %lu do not, %lu hurt glibc "
           "(%lu unforeseen)\n",
           tally.patterns, tally.compiled, tally.references, tally.refused, tally.hurt,
           tally.hurt_unforeseen);
    printf("# %lu pairs, %lu undecided\n", tally.pairs, tally.undecided);
    ok(judged, "glibc judged every pattern");
    is_int(tally.wrong_compile, 0, "the same patterns compile");
    is_int(tally.wrong_pcre2, 0, "PCRE2 matches the same names");
    is_int(tally.wrong_nfa, 0, "the automaton matches the same names");
    ok(tally.anchors_odd <= tally.patterns / 100000, "%lu patterns with odd anchors differ",
       tally.anchors_odd);
    return done_testing();
}
