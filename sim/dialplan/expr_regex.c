/* The C library's regular expressions, behind one function. */
#include "sim/dialplan/expr_regex.h"

#include <errno.h>
#include <regex.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/broadcast/ere.h"

enum { GROUPS = 2 };

_Static_assert((int)EXPR_REGEX_LEN_MAX <= (int)ERE_PATTERN_MAX_BYTES, "it can be weighed");

enum expr_error expr_regex(const char *subject, size_t subject_len, const char *pattern,
                           size_t pattern_len, struct expr_regex_match *match) {
    must(subject && pattern && match);
    *match = (struct expr_regex_match){.matched = false};
    char text[EXPR_REGEX_LEN_MAX + 1];
    if (pattern_len > EXPR_REGEX_LEN_MAX) {
        return EXPR_BAD_REGEX;
    }
    memcpy(text, pattern, pattern_len);
    text[pattern_len] = '\0';
    struct ere_cost cost;
    if (ere_weigh(text, &cost) == ERE_NO_MEMORY) {
        return EXPR_NO_MEMORY;
    }
    if (cost.hurts) {
        return EXPR_BAD_REGEX;
    }
    regex_t regex;
    int error = regcomp(&regex, text, REG_EXTENDED);
    if (error != 0) {
        return error == REG_ESPACE ? EXPR_NO_MEMORY : EXPR_BAD_REGEX;
    }
    match->has_group = regex.re_nsub > 0;
    regmatch_t places[GROUPS] = {{.rm_so = 0, .rm_eo = (regoff_t)subject_len}};
    errno = 0; /* glibc finds no match, too, where it finds no memory */
    error = regexec(&regex, subject, GROUPS, places, REG_STARTEND);
    error = error != 0 && errno == ENOMEM ? REG_ESPACE : error;
    regfree(&regex);
    if (error == 0) {
        match->matched = true;
        match->start = (size_t)places[0].rm_so;
        match->end = (size_t)places[0].rm_eo;
        if (match->has_group && places[1].rm_so >= 0) {
            match->group_start = (size_t)places[1].rm_so;
            match->group_end = (size_t)places[1].rm_eo;
        }
        must(match->end <= subject_len && match->group_end <= subject_len);
    }
    return error == REG_ESPACE ? EXPR_NO_MEMORY : EXPR_OK;
}
