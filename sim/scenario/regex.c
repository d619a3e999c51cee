/* Regular expressions by PCRE2; a search gives up at a limit instead of running on. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "sim/scenario/regex.h"

#include <pcre2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MATCH_LIMIT = 1000000, DEPTH_LIMIT = 10000, HEAP_LIMIT_KIB = 16384, LENGTH_MAX = 4096 };

struct regex {
    pcre2_code *code;
    pcre2_match_context *limits;
};

struct regex *regex_new(const char *text, char *why, size_t size) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    if (strlen(text) > LENGTH_MAX) {
        snprintf(why, size, "is longer than %d bytes", LENGTH_MAX);
        return NULL;
    }
    struct regex *regex = calloc(1, sizeof *regex);
    if (!regex) {
        snprintf(why, size, "found no memory");
        return NULL;
    }
    regex->code =
        pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, PCRE2_UTF, &error, &offset, NULL);
    if (!regex->code) {
        PCRE2_UCHAR reason[128];
        pcre2_get_error_message(error, reason, sizeof reason);
        snprintf(why, size, "fails at byte %zu: %s", offset, (const char *)reason);
        regex_free(regex);
        return NULL;
    }
    regex->limits = pcre2_match_context_create(NULL);
    if (!regex->limits) {
        snprintf(why, size, "found no memory");
        regex_free(regex);
        return NULL;
    }
    pcre2_set_match_limit(regex->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(regex->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(regex->limits, HEAP_LIMIT_KIB);
    return regex;
}

void regex_free(struct regex *regex) {
    if (regex) {
        pcre2_code_free(regex->code);
        pcre2_match_context_free(regex->limits);
        free(regex);
    }
}

bool regex_finds(const struct regex *regex, const char *text) {
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(regex->code, NULL);
    int found = data ? pcre2_match(regex->code, (PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, 0, 0, data,
                                   regex->limits)
                     : -1;
    pcre2_match_data_free(data);
    return found >= 0;
}
