/* Floor 8: the reports of a command that plays scenarios, and where they go. */
#ifndef STASIM_CLI_REPORT_REPORTS_H
#define STASIM_CLI_REPORT_REPORTS_H

#include "cli/report/report.h"

/* All but the last two is set before they are opened. */
struct reports {
    const struct report_kind *kind; /* NULL: a summary at a terminal, else TAP */
    const char *junit_file;         /* NULL: none */
    struct report_setting setting;
    struct report items[2];
    size_t count;
};

/* False when another kind has been chosen already. */
bool reports_set_kind(struct reports *all, const struct report_kind *kind);

/* False, with a message, when one cannot be written. */
bool reports_open(struct reports *all);
bool reports_close(struct reports *all);

/* Tells of one scenario. False when nobody listens any more. */
bool reports_tell(struct reports *all, const json_t *outcome);

#endif
