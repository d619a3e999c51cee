/* The validation pass: counts groups, bounds and branches without understanding the pattern. */
#include "sim/broadcast/filter_check.h"

#include <stdbool.h>
#include <string.h>

#include "sim/base/must.h"

struct pass {
    const char *text;
    size_t at;
    struct filter_verdict verdict;
    unsigned depth;
    unsigned quantified_groups;
    unsigned branches[FILTER_NESTING_MAX + 1]; /* of the group that is open at each depth */
};

static void read_byte(struct pass *pass);
static void open_group(struct pass *pass);
static void close_group(struct pass *pass);
static void count_branch(struct pass *pass);
static bool read_bound(struct pass *pass);
static void read_bound_number(struct pass *pass);
static size_t end_of_class(const char *text, size_t at);
static bool is_digit(char byte);
static void refuse(struct pass *pass, enum filter_limit limit, size_t offset);

struct filter_verdict filter_check(const char *pattern) {
    must(pattern);
    struct pass pass = {.text = pattern};

    if (strlen(pattern) > FILTER_PATTERN_MAX_BYTES) { /* (R40) */
        refuse(&pass, FILTER_LIMIT_LENGTH, FILTER_PATTERN_MAX_BYTES);
    }
    while (pass.verdict.limit == FILTER_LIMIT_NONE && pattern[pass.at] != '\0') {
        size_t before = pass.at;
        read_byte(&pass);
        must(pass.at > before || pass.verdict.limit != FILTER_LIMIT_NONE);
    }
    must(pass.at <= FILTER_PATTERN_MAX_BYTES);
    return pass.verdict;
}

_Static_assert(FILTER_PATTERN_MAX_BYTES == 256 && FILTER_NESTING_MAX == 10 &&
                   FILTER_QUANTIFIED_GROUPS_MAX == 3 && FILTER_BOUND_MAX == 100 &&
                   FILTER_BRANCHES_MAX == 20 && FILTER_BRANCHES_FREE_DEPTH == 2,
               "the texts below name the limits");

const char *filter_limit_text(enum filter_limit limit) {
    switch (limit) {
    case FILTER_LIMIT_NONE:
        break;
    case FILTER_LIMIT_LENGTH:
        return "longer than 256 bytes";
    case FILTER_LIMIT_NESTING:
        return "groups nest deeper than 10";
    case FILTER_LIMIT_QUANTIFIED_GROUPS:
        return "more than 3 groups are quantified";
    case FILTER_LIMIT_BOUND:
        return "a bound in { } is above 100";
    case FILTER_LIMIT_BRANCHES:
        return "more than 20 '|' in a group deeper than 2";
    }
    must(limit == FILTER_LIMIT_NONE);
    return "accepted";
}

/* Reads one byte, or what belongs together: an escape, a class, a bound, a quantified `)`. */
static void read_byte(struct pass *pass) {
    switch (pass->text[pass->at]) {
    case '\\': /* (R45) */
        pass->at += pass->text[pass->at + 1] != '\0' ? 2 : 1;
        break;
    case '[':
        pass->at = end_of_class(pass->text, pass->at);
        break;
    case '(':
        open_group(pass);
        break;
    case ')':
        close_group(pass);
        break;
    case '|':
        count_branch(pass);
        break;
    case '{':
        if (!read_bound(pass)) {
            pass->at++;
        }
        break;
    default:
        pass->at++;
        break;
    }
}

static void open_group(struct pass *pass) {
    if (pass->depth == FILTER_NESTING_MAX) { /* (R41) */
        refuse(pass, FILTER_LIMIT_NESTING, pass->at);
        return;
    }
    pass->depth++;
    pass->branches[pass->depth] = 0;
    pass->at++;
}

static void close_group(struct pass *pass) {
    pass->at++;
    if (pass->depth == 0) { /* unbalanced patterns are not this pass's business */
        return;
    }
    pass->depth--;

    size_t quantifier = pass->at;
    char next = pass->text[quantifier];
    if (next != '+' && next != '*' && next != '?' && !read_bound(pass)) {
        return;
    }
    if (pass->quantified_groups == FILTER_QUANTIFIED_GROUPS_MAX) { /* (R42) */
        refuse(pass, FILTER_LIMIT_QUANTIFIED_GROUPS, quantifier);
        return;
    }
    pass->quantified_groups++;
}

static void count_branch(struct pass *pass) {
    must(pass->depth <= FILTER_NESTING_MAX);
    if (pass->depth > FILTER_BRANCHES_FREE_DEPTH) { /* (R44) */
        if (pass->branches[pass->depth] == FILTER_BRANCHES_MAX) {
            refuse(pass, FILTER_LIMIT_BRANCHES, pass->at);
            return;
        }
        pass->branches[pass->depth]++;
    }
    pass->at++;
}

/* At a well-formed {m}, {m,} or {m,n}: goes behind it. Otherwise stays, but has read the numbers:
 * a bound is refused as its digits are read, closed or not. (R43) */
static bool read_bound(struct pass *pass) {
    size_t start = pass->at;
    if (pass->text[start] != '{' || !is_digit(pass->text[start + 1])) {
        return false;
    }
    pass->at++;
    read_bound_number(pass);
    if (pass->text[pass->at] == ',') {
        pass->at++;
        read_bound_number(pass);
    }
    if (pass->verdict.limit == FILTER_LIMIT_NONE && pass->text[pass->at] == '}') {
        pass->at++;
        return true;
    }
    pass->at = start;
    return false;
}

static void read_bound_number(struct pass *pass) {
    unsigned number = 0;
    while (pass->verdict.limit == FILTER_LIMIT_NONE && is_digit(pass->text[pass->at])) {
        number = number * 10 + (unsigned)(pass->text[pass->at] - '0');
        if (number > FILTER_BOUND_MAX) {
            refuse(pass, FILTER_LIMIT_BOUND, pass->at);
        }
        pass->at++;
    }
}

/* The offset behind a class, which opens at `at`. A backslash hides the next byte here, though no
 * engine for extended expressions reads a class so: `[\]` swallows the rest of a pattern. (R45) */
static size_t end_of_class(const char *text, size_t at) {
    must(text[at] == '[');
    at++;
    if (text[at] == '^') {
        at++;
    }
    if (text[at] == ']') {
        at++;
    }
    while (text[at] != '\0' && text[at] != ']') {
        at += text[at] == '\\' && text[at + 1] != '\0' ? 2 : 1;
    }
    return text[at] == ']' ? at + 1 : at;
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* The first breach decides; later ones, read while the pass unwinds, do not. */
static void refuse(struct pass *pass, enum filter_limit limit, size_t offset) {
    must(limit != FILTER_LIMIT_NONE);
    if (pass->verdict.limit == FILTER_LIMIT_NONE) {
        pass->verdict = (struct filter_verdict){.limit = limit, .offset = offset};
    }
}
