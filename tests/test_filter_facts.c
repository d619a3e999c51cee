/* What the filter does in the cases that are known one by one; and the cache of filters. */
#include "sim/broadcast/filter.h"
#include "sim/broadcast/filter_cache.h"

#include "tests/filter_facts.h"
#include "tests/tap.h"

static void hears_as_recorded(const struct heard_fact *fact) {
    enum filter_error error;
    struct filter *filter = filter_new(fact->pattern, &error);
    is_int(error == FILTER_OK, fact->serves, "'%s' %s", fact->pattern,
           fact->serves ? "serves as a filter" : "is no filter");
    for (size_t i = 0; filter && i < 4; i++) {
        is_int(filter_hears(filter, fact_names[i]), fact->heard[i], "'%s' and %s", fact->pattern,
               fact_names[i]);
    }
    filter_free(filter);
}

static void matches_as_known(const struct match_fact *fact) {
    enum filter_error error;
    struct filter *filter = filter_new(fact->pattern, &error);
    if (!fact->name) {
        ok(error != FILTER_OK, "'%s' does not compile", fact->pattern);
        is_int(filter_match(filter, "any"), FILTER_YES, "... and so everybody hears");
    } else {
        is_int(error, FILTER_OK, "'%s' compiles", fact->pattern);
        is_int(filter_match(filter, fact->name), fact->matches ? FILTER_YES : FILTER_NO,
               "... and %s", fact->matches ? "matches" : "does not match");
    }
    filter_free(filter);
}

static void reports(void) {
    enum filter_error error;
    struct filter *filter = filter_new("^ivr|q{101}", &error);
    is_int(error, FILTER_REFUSED, "a bound of 101 is refused");
    is_int(filter_report(filter)->verdict.limit, FILTER_LIMIT_BOUND, "... for its bound");
    is_int(filter_report(filter)->verdict.offset, 9, "... at the digit that goes too far");
    ok(!filter_report(filter)->compiles, "... and is not compiled");
    filter_free(filter);

    filter = filter_new("ab(?:c)", &error);
    is_int(error, FILTER_DOES_NOT_COMPILE, "(?: does not compile");
    is_int(filter_report(filter)->error_offset, 3, "... at the question mark");
    ok(strstr(filter_report(filter)->error_reason, "Perl"), "... being Perl's");
    filter_free(filter);

    filter = filter_new("^ivr", &error);
    ok(filter_report(filter)->compiles && !filter_report(filter)->error_reason,
       "an ordinary filter compiles");
    is_int(filter_report(filter)->warnings.count, 0, "... without warnings");
    char long_name[75];
    memset(long_name, 'a', sizeof long_name);
    long_name[74] = '\0';
    is_int(filter_match(filter, long_name), FILTER_UNDECIDED, "74 bytes are no name");
    ok(filter_hears(filter, long_name), "... and whoever is undecided hears");
    long_name[73] = '\0';
    is_int(filter_match(filter, long_name), FILTER_NO, "73 bytes are one");
    filter_free(filter);
    ok(filter_hears(NULL, "x"), "without a filter everybody hears");
}

static void caches(void) {
    struct filter_cache *cache = filter_cache_new();
    const struct filter *first = filter_cache_get(cache, "^ivr");
    ok(first && first == filter_cache_get(cache, "^ivr"), "the same text is the same filter");
    const struct filter *bad = filter_cache_get(cache, "(");
    ok(bad && bad == filter_cache_get(cache, "("), "what does not compile is remembered too");
    ok(bad != first && filter_hears(bad, "x") && !filter_hears(first, "x"), "... as another");

    for (int i = 0; i < FILTER_CACHE_MAX + 100; i++) {
        char pattern[16];
        snprintf(pattern, sizeof pattern, "^a%d$", i);
        filter_cache_get(cache, pattern);
    }
    const struct filter *last = filter_cache_get(cache, "^a499$");
    ok(filter_hears(last, "a499") && !filter_hears(last, "a498"), "a full cache goes on working");
    filter_cache_free(cache);
}

int main(void) {
    for (size_t i = 0; i < FACTS(heard_facts); i++) {
        hears_as_recorded(&heard_facts[i]);
    }
    for (size_t i = 0; i < FACTS(match_facts); i++) {
        matches_as_known(&match_facts[i]);
    }
    reports();
    caches();
    return done_testing();
}
