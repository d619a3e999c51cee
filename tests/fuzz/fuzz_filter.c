/* Filter patterns against a name: "pattern NUL name". glibc is the judge of whether one compiles
 * and what it matches. What may differ is what tests/test_filter_glibc.c says; patterns that would
 * take glibc too long by stasim's own estimate it is not asked about. */
#include <locale.h>
#include <regex.h>
#include <stdbool.h>

#include "sim/broadcast/ere.h"
#include "sim/broadcast/filter.h"
#include "tests/fuzz/fuzz.h"

static void try_filter(const char *pattern, const char *name);
static void try_engines(const char *pattern, const char *name);
static void judge(const struct ere *ere, const char *pattern, const char *name);
static bool has_reference(const char *pattern);
static size_t anchors(const char *pattern);
static bool is_utf8(const char *text);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    must(setlocale(LC_ALL, "C.UTF-8"));
    char *pattern = fuzz_text(data, size);
    size_t length = strlen(pattern);
    char *name = length < size ? pattern + length + 1 : pattern + length;
    if (strlen(name) <= FILTER_NAME_MAX_BYTES) {
        try_filter(pattern, name);
        if (length <= ERE_PATTERN_MAX_BYTES) {
            try_engines(pattern, name);
        }
    }
    free(pattern);
    return 0;
}

static void try_filter(const char *pattern, const char *name) {
    enum filter_error error;
    struct filter *filter = filter_new(pattern, &error);
    must(filter);
    const struct filter_report *report = filter_report(filter);
    must((error == FILTER_REFUSED) == (report->verdict.limit != FILTER_LIMIT_NONE));
    must((error == FILTER_OK) == report->compiles);
    must(error == FILTER_OK || filter_match(filter, name) == FILTER_YES);
    must(filter_hears(filter, name) == (filter_match(filter, name) != FILTER_NO));
    filter_free(filter);
}

static void try_engines(const char *pattern, const char *name) {
    struct ere *ere;
    struct ere_error error;
    enum ere_status status = ere_new(&ere, pattern, &error);
    must(status == ERE_OK || (status == ERE_DOES_NOT_COMPILE && error.reason && !ere));
    if (status == ERE_OK) {
        enum ere_answer answer = ere_match(ere, name, ERE_ENGINES_ALL);
        must(answer != ERE_NO || !ere_matches_all(ere));
        must(answer != ERE_YES || !ere_matches_none(ere));
    }
    struct ere_cost cost;
    must(ere_weigh(pattern, &cost) == status);
    if (is_utf8(pattern) && is_utf8(name) && !cost.hurts) {
        judge(ere, pattern, name);
    }
    ere_free(ere);
}

/* `ere` NULL: stasim says that it does not compile. */
static void judge(const struct ere *ere, const char *pattern, const char *name) {
    regex_t regex;
    bool compiles = regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) == 0;
    must(compiles == (ere != NULL));
    if (!compiles) {
        return;
    }
    bool lines_differ = strpbrk(pattern, "^$") && strchr(name, '\n');
    if (!has_reference(pattern) && !lines_differ) {
        enum ere_answer right = regexec(&regex, name, 0, NULL, 0) == 0 ? ERE_YES : ERE_NO;
        enum ere_answer pcre2 = ere_match(ere, name, ERE_ENGINES_PCRE2_ONLY);
        enum ere_answer nfa = ere_match(ere, name, ERE_ENGINES_NFA_ONLY);
        must(pcre2 == nfa || pcre2 == ERE_UNDECIDED || nfa == ERE_UNDECIDED);
        bool may_differ = anchors(pattern) >= 2 && strpbrk(pattern, "+{");
        must(may_differ || pcre2 == right || pcre2 == ERE_UNDECIDED);
        must(may_differ || nfa == right || nfa == ERE_UNDECIDED);
    }
    regfree(&regex);
}

static bool has_reference(const char *pattern) {
    for (; *pattern != '\0'; pattern++) {
        if (*pattern == '\\' && pattern[1] != '\0') {
            pattern++;
            if (*pattern >= '1' && *pattern <= '9') {
                return true;
            }
        }
    }
    return false;
}

static size_t anchors(const char *pattern) {
    size_t count = 0;
    for (; *pattern != '\0'; pattern++) {
        count += *pattern == '^' || *pattern == '$';
        if (*pattern == '\\' && pattern[1] != '\0') {
            pattern++;
            count += strchr("<>bB`'", *pattern) != NULL;
        }
    }
    return count;
}

static bool is_utf8(const char *text) {
    return mbstowcs(NULL, text, 0) != (size_t)-1;
}
