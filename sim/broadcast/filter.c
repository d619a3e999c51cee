/* Validation, compilation and advice in one object. */
#include "sim/broadcast/filter.h"

#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/broadcast/ere.h"

struct filter {
    struct ere *ere; /* NULL: no filter at all */
    struct filter_report report;
};

_Static_assert((int)FILTER_PATTERN_MAX_BYTES <= (int)ERE_PATTERN_MAX_BYTES,
               "what passes the validation can be compiled");

static enum filter_error fill(struct filter *filter, const char *pattern);

struct filter *filter_new(const char *pattern, enum filter_error *error) {
    must(pattern && error);
    struct filter *filter = calloc(1, sizeof *filter);
    *error = filter ? fill(filter, pattern) : FILTER_NO_MEMORY;
    if (*error == FILTER_NO_MEMORY) {
        filter_free(filter);
        return NULL;
    }
    must((filter->ere != NULL) == (*error == FILTER_OK));
    return filter;
}

void filter_free(struct filter *filter) {
    if (!filter) {
        return;
    }
    ere_free(filter->ere);
    free(filter);
}

const struct filter_report *filter_report(const struct filter *filter) {
    return &filter->report;
}

enum filter_answer filter_match(const struct filter *filter, const char *name) {
    must(filter && name);
    if (!filter->ere) { /* (R46), (R47) */
        return FILTER_YES;
    }
    if (strlen(name) > FILTER_NAME_MAX_BYTES) {
        return FILTER_UNDECIDED;
    }
    switch (ere_match(filter->ere, name, ERE_ENGINES_ALL)) {
    case ERE_NO:
        return FILTER_NO;
    case ERE_YES:
        return FILTER_YES;
    case ERE_UNDECIDED:
        break;
    }
    return FILTER_UNDECIDED;
}

bool filter_hears(const struct filter *filter, const char *name) {
    return !filter || filter_match(filter, name) != FILTER_NO; /* (R49) */
}

static enum filter_error fill(struct filter *filter, const char *pattern) {
    struct filter_report *report = &filter->report;
    struct ere_error error;

    report->verdict = filter_check(pattern);
    if (report->verdict.limit != FILTER_LIMIT_NONE) {
        return FILTER_REFUSED;
    }
    enum ere_status status = ere_new(&filter->ere, pattern, &error);
    if (status == ERE_NO_MEMORY) {
        return FILTER_NO_MEMORY;
    }
    if (status == ERE_DOES_NOT_COMPILE) {
        report->error_reason = error.reason;
        report->error_offset = error.offset;
        return ere_weigh(pattern, &report->cost) == ERE_NO_MEMORY ? FILTER_NO_MEMORY
                                                                  : FILTER_DOES_NOT_COMPILE;
    }
    report->compiles = true;
    report->cost = ere_cost_of(filter->ere);
    filter_warn(&report->warnings, pattern, filter->ere);
    return FILTER_OK;
}
