/* Floor 4: which applications a broadcast is offered to. A filter is a regular expression over
 * application names; one that is refused or does not compile is no filter: everybody hears. */
#ifndef STASIM_BROADCAST_FILTER_H
#define STASIM_BROADCAST_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/broadcast/ere_cost.h"
#include "sim/broadcast/filter_check.h"
#include "sim/broadcast/filter_warn.h"

enum { FILTER_NAME_MAX_BYTES = ERE_NAME_MAX_BYTES };

enum filter_error {
    FILTER_OK = 0,
    FILTER_REFUSED = -1,          /* breaks a limit: see the verdict of the report */
    FILTER_DOES_NOT_COMPILE = -2, /* see the error of the report */
    FILTER_NO_MEMORY = -3
};

enum filter_answer { FILTER_NO, FILTER_YES, FILTER_UNDECIDED };

/* All that is to be said to somebody who writes a filter. Strings are constants. */
struct filter_report {
    struct filter_verdict verdict;
    bool compiles;            /* false also where it was refused */
    const char *error_reason; /* NULL unless it was accepted, and does not compile */
    size_t error_offset;
    struct ere_cost cost; /* to the real server */
    struct filter_warnings warnings;
};

struct filter;

/* Validates and compiles a pattern. Returns a filter that the caller owns, also for a pattern that
 * cannot serve as one (`*error` says so, and everybody hears); NULL only with FILTER_NO_MEMORY.
 * (R46, R47) */
struct filter *filter_new(const char *pattern, enum filter_error *error);

/* NULL is ignored. */
void filter_free(struct filter *filter);

/* What is known about the pattern; lives as long as the filter. */
const struct filter_report *filter_report(const struct filter *filter);

/* Whether the pattern matches anywhere in the name of an application, of at most 73 bytes. Yes for
 * every name where the pattern serves as no filter. Undecided if it is too large to be matched
 * within the limits. Allocates nothing in the ordinary case. (R48, R49, R57)
 *
 * Agrees with glibc 2.36 in C.UTF-8, with these exceptions:
 *   - a back-reference to something repeated that can be empty may decide otherwise, and makes
 *     names beyond ASCII undecided (R39);
 *   - an anchor before a copy (R56) is dropped even where it is reached straight from another
 *     anchor, when glibc keeps it: one generated pattern in 300,000;
 *   - a newline in a name is never the begin or end of anything, as glibc sometimes has it (R55);
 *   - a byte of the pattern that is no UTF-8 matches no part of a character (R59). */
enum filter_answer filter_match(const struct filter *filter, const char *name);

/* Whether an application is offered the call: anything but a no. A NULL filter is the absence of
 * one. */
bool filter_hears(const struct filter *filter, const char *name);

#endif
