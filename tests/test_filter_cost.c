/* What a filter costs: never much here, whatever it would cost the real server; and whether the
 * report says so. */
#include "sim/broadcast/filter.h"

#include <stdlib.h>
#include <time.h>

#include "tests/filter_patterns.h"
#include "tests/tap.h"
#include "tests/watched.h"

#define COMPILE_MAX_MS 100.0
#define MATCH_MAX_MS 5.0
/* How much a sanitizer takes, or counting what is reached without optimising, as `make coverage`
 * does. */
#ifdef __OPTIMIZE__
#define SLOWER (WATCHED ? 10 : 1)
#else
#define SLOWER 10
#endif
#define A72 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

enum { PATTERNS = 20000, NAMES = 4 };

/* Whether glibc 2.36 was seen to suffer: more than 64 MB, more than 100 ms, or a crash. */
static const struct {
    const char *pattern;
    bool hurts;
} rows[] = {
    {"(a+)+$", false},
    {"(a*){100}$", false},
    {"((a{100}){100}){100}", true},
    {"((a?){100}){100}$", true},
    {"a{100}{100}{100}{100}", true},
    {"a{100}{100}{100}{0}", true},
    {"(a?+?){22}", true},
    {"(a?+?){18}$", true},
    {"(a?+?){10}", false},
    {"()\\1+*", true},
    {"()\\1++", true},
    {"(a*)\\1**", true},
    {"()(\\1|a)*", true},
    {"()\\1*", false},
    {"^(x)\\1$", false},
    {"(a)b\\1{5}", false},
    {"a{100}{100}", false},
    {"a{0,100}{100}", false},
    {"a{,2000}", false},
    {"a{,5000}", true},
    {"a*{100}{10}", false},
    {"a*{100}{100}", true},
    {"^a*{,}{20}", true},
    {"^(b**){8}+", true},
    {"^(a?|b?){100}", true},
    {"^(b**){3}+", false},
    {"(1(){100}{72})+{1} ?1", true},
    {".*+{9}{100}", true},
    {"([a-z]+?[a-z]+){100}", false},
    {"[\\]((((((((((((((((((((((((((((((((", false},
    {"[\\](a{100}{100}{100}{100})", true},
    {"a++++++++++++++++++++++++++++{1", true},
    {"(a{100}{100}{100}{100}", true},
    {"a++++{1", false},
    {"^ivr-[0-9]+$", false},
    {"^(sales|support)-(eu|us)-[0-9]{1,3}$", false},
};

static const struct {
    const char *pattern;
    enum filter_warning_kind kind;
    size_t offset;
} warned[] = {
    {"^ivr-\\d", FILTER_WARNS_ESCAPED_LETTER, 5},     {"^\\tx", FILTER_WARNS_ESCAPED_LETTER, 1},
    {"^a+?", FILTER_WARNS_STACKED_QUANTIFIER, 3},     {"^xa*+", FILTER_WARNS_STACKED_QUANTIFIER, 4},
    {"^a{2}{3}", FILTER_WARNS_STACKED_QUANTIFIER, 5}, {"^a)", FILTER_WARNS_LONE_PAREN, 2},
    {"^[a\\d]", FILTER_WARNS_CLASS_BACKSLASH, 3},     {"[\\](a)", FILTER_WARNS_CLASS_BACKSLASH, 1},
    {"ivr|q{,100}", FILTER_WARNS_MATCHES_ALL, 0},     {".*", FILTER_WARNS_MATCHES_ALL, 0},
    {"a{74}", FILTER_WARNS_MATCHES_NONE, 0},
};

static const char *const unwarned[] = {"^ivr-[0-9]+$",
                                       "\\w\\W\\s\\S\\b\\B\\.\\*",
                                       "^(a)+$",
                                       "^[[:alpha:]]x",
                                       "^[]a]{2}(b|c)*d",
                                       "a\\)",
                                       "[)]"};

static double cpu_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

struct slowest {
    double compile_ms;
    double match_ms;
    char compile_pattern[PATTERN_ROOM];
    char match_pattern[PATTERN_ROOM];
};

static void measure(struct slowest *slowest, const char *pattern, const char *name) {
    enum filter_error error;
    double start = cpu_ms();
    struct filter *filter = filter_new(pattern, &error);
    double compiled = cpu_ms();
    if (!filter) {
        return;
    }
    filter_match(filter, name);
    double matched = cpu_ms();
    if (compiled - start > slowest->compile_ms) {
        slowest->compile_ms = compiled - start;
        snprintf(slowest->compile_pattern, PATTERN_ROOM, "%s", pattern);
    }
    bool hurts = filter_report(filter)->cost.hurts; /* then the answer may take longer */
    if (!hurts && matched - compiled > slowest->match_ms) {
        slowest->match_ms = matched - compiled;
        snprintf(slowest->match_pattern, PATTERN_ROOM, "%s", pattern);
    }
    filter_free(filter);
}

static void judge(const struct slowest *slowest, const char *what) {
    ok(slowest->compile_ms <= COMPILE_MAX_MS * SLOWER, "%s: compiling takes %.2f ms at most", what,
       slowest->compile_ms);
    printf("# '%s'\n", slowest->compile_pattern);
    ok(slowest->match_ms <= MATCH_MAX_MS * SLOWER, "%s: a name takes %.2f ms at most", what,
       slowest->match_ms);
    printf("# '%s'\n", slowest->match_pattern);
}

static void rows_hurt_there_and_not_here(void) {
    struct slowest slowest = {.compile_ms = 0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum filter_error error;
        struct filter *filter = filter_new(rows[i].pattern, &error);
        const struct ere_cost *cost = &filter_report(filter)->cost;
        is_int(filter_report(filter)->verdict.limit, FILTER_LIMIT_NONE,
               "'%s' passes the validation", rows[i].pattern);
        is_int(cost->hurts, rows[i].hurts, "... and %s", rows[i].hurts ? "hurts" : "does not hurt");
        ok(cost->hurts == (cost->why != NULL), "... which is explained");
        measure(&slowest, rows[i].pattern, A72 "b");
        measure(&slowest, rows[i].pattern, A72 "a");
        filter_free(filter);
    }
    judge(&slowest, "known patterns");
}

/* Measured with glibc 2.36, in megabytes of memory that is still held after compilation. */
static void estimates_bytes(void) {
    static const struct {
        const char *pattern;
        double measured_mb;
        double off_max; /* as a part of it */
    } estimates[] = {
        {"((a{100}){100}){100}", 211, 0.3},
        {"((a?){100}){100}$", 800, 0.3},
        {"a{,2000}", 32.5, 0.1},
        {"a{,5000}", 201.6, 0.1},
        {"a{,32767}", 8600, 0.1},
        {"(ab){,2000}", 32.6, 0.1},
        {"(a|b|c){,1000}", 24.8, 0.1},
        {"(a?b?c){,1000}", 24.8, 0.1},
        {"b(x{,50}y){,1000}", 443.1, 0.1},
        {"(a?){,1000}", 40.5, 0.5},
    };
    for (size_t i = 0; i < sizeof estimates / sizeof estimates[0]; i++) {
        enum filter_error error;
        struct filter *filter = filter_new(estimates[i].pattern, &error);
        double mb = (double)filter_report(filter)->cost.bytes_estimated / 1e6;
        double off = mb / estimates[i].measured_mb - 1;
        ok(off < estimates[i].off_max && -off < estimates[i].off_max,
           "'%s': %g MB are estimated as %.1f MB", estimates[i].pattern, estimates[i].measured_mb,
           mb);
        filter_free(filter);
    }
}

/* Half of them stacked and nested as badly as the validation allows. */
static void generated_patterns_are_cheap(unsigned long count, unsigned long seed) {
    static const char *const bounds[] = {"{100}", "{0,100}", "{1,100}", "{50,}", "*",    "+",
                                         "?",     "{99}",    "{2}",     "{40}",  "{70}", "+?"};
    struct generator generator = {.state = seed};
    struct slowest slowest = {.compile_ms = 0};
    for (unsigned long i = 0; i < count; i++) {
        char pattern[PATTERN_ROOM];
        char name[NAME_ROOM];
        generate_pattern(&generator, pattern);
        if (i % 2 == 0) {
            for (unsigned k = below(&generator, 8); k > 0; k--) {
                put(&generator, PICK(&generator, bounds));
            }
        }
        if (i % 4 == 0) {
            char inner[PATTERN_ROOM];
            snprintf(inner, sizeof inner, "%.80s", pattern);
            pattern[0] = '\0';
            generator.length = 0;
            put(&generator, "((");
            put(&generator, inner);
            put(&generator, "|b?)");
            put(&generator, PICK(&generator, bounds));
            put(&generator, "a?)");
            put(&generator, PICK(&generator, bounds));
            put(&generator, "$");
        }
        generate_name(&generator, name);
        measure(&slowest, pattern, i % 3 == 0 ? A72 "-" : name);
    }
    judge(&slowest, "generated patterns");
}

static void warns(void) {
    for (size_t i = 0; i < sizeof warned / sizeof warned[0]; i++) {
        enum filter_error error;
        struct filter *filter = filter_new(warned[i].pattern, &error);
        const struct filter_warnings *warnings = &filter_report(filter)->warnings;
        is_int(warnings->count, 1, "'%s' has one warning", warned[i].pattern);
        is_str(filter_warning_text(warnings->list[0].kind), filter_warning_text(warned[i].kind),
               "... the right one");
        is_int(warnings->list[0].offset, warned[i].offset, "... at the right place");
        filter_free(filter);
    }
    for (size_t i = 0; i < sizeof unwarned / sizeof unwarned[0]; i++) {
        enum filter_error error;
        struct filter *filter = filter_new(unwarned[i], &error);
        is_int(error, FILTER_OK, "'%s' compiles", unwarned[i]);
        is_int(filter_report(filter)->warnings.count, 0, "... without warning");
        filter_free(filter);
    }
}

int main(int argc, char **argv) {
    unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 0) : PATTERNS / SLOWER;
    unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 0) : 1;
    printf("# seed %lu\n", seed);
    rows_hurt_there_and_not_here();
    estimates_bytes();
    warns();
    generated_patterns_are_cheap(count, seed);
    return done_testing();
}
