/* Floor 8: draws the log of a run as a timeline: a column for the caller, the dialplan, the
 * broadcast and each application, an arrow for what went from one to another, and what it was. */
#ifndef STASIM_CLI_TIMELINE_H
#define STASIM_CLI_TIMELINE_H

#include <stdbool.h>
#include <stdio.h>

#include "sim/scenario/log.h"

enum { TIMELINE_COLUMNS = 100 };

struct timeline_style {
    bool is_utf8; /* lines as lines; else made of "-" and "|" */
    bool has_colours;
};

/* Applications that find no room share the last column. False without memory. */
bool timeline_print(FILE *out, const struct log *log, const struct timeline_style *style);

#endif
