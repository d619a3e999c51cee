/* Floor 8: all there is to say about a filter, and the two ways of saying it. */
#ifndef STASIM_CLI_FILTER_FILTER_FINDING_H
#define STASIM_CLI_FILTER_FILTER_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/filter/names.h"
#include "sim/broadcast/filter.h"
#include "sim/dialplan/quote.h"

enum {
    FINDING_WARNINGS_MAX = FILTER_WARNINGS_MAX + 2,
    FINDING_TEXT_SIZE = 200,
    FINDING_DIALPLAN_SIZE = 4096,
};

struct finding_warning {
    char text[FINDING_TEXT_SIZE];
    bool has_offset; /* else the whole pattern is meant */
    size_t offset;
};

struct finding {
    const char *pattern;
    bool accepted; /* by the validation */
    bool compiles;
    const char *reason; /* why it serves as no filter; NULL: it does */
    size_t offset;      /* of the byte that is the reason */
    struct finding_warning warnings[FINDING_WARNINGS_MAX];
    size_t warnings_count;
    const struct names *names;
    enum filter_answer *answers; /* one a name */
    enum quote_error quote_error;
    unsigned quote_changes;
    char dialplan[FINDING_DIALPLAN_SIZE]; /* what yields the pattern; empty with a quote_error */
};

/* Looks at a pattern, and at the names with it; both must outlive the finding. False without
 * memory; finding_free() either way. */
bool finding_make(struct finding *finding, const char *pattern, const struct names *names);
void finding_free(struct finding *finding);

/* Prints it for people. */
void finding_print(const struct finding *finding);

/* Prints it as one JSON object on a line. False without memory. */
bool finding_print_json(const struct finding *finding);

#endif
