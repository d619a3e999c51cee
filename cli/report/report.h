/* Floor 8: tells what became of scenarios, one after the other, in one of several forms. */
#ifndef STASIM_CLI_REPORT_REPORT_H
#define STASIM_CLI_REPORT_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/base/exit.h"

struct report;

struct report_kind {
    void (*begin)(struct report *report); /* each may be NULL */
    void (*scenario)(struct report *report, const json_t *outcome);
    void (*progress)(struct report *report, const char *file);
    void (*end)(struct report *report);
};

extern const struct report_kind REPORT_TAP;     /* TAP version 13, an indented subtest a scenario */
extern const struct report_kind REPORT_SUMMARY; /* for people at a terminal */
extern const struct report_kind REPORT_JSON;    /* the outcomes as they are, one a line */
extern const struct report_kind REPORT_JUNIT;   /* XML as CI servers read it */

enum { REPORT_REPEATED_MAX = 8 };

/* What scenarios are played with. */
struct report_setting {
    const char *program;   /* what stasim was called by, for commands to be repeated */
    char **tested;         /* the program under test and its arguments; NULL: `stasim run` */
    const char *against;   /* the URL of the server it is played on; NULL: in process */
    uint64_t tolerance_us; /* how far its times may be off there */
    size_t expected;       /* scenarios in all */
    struct {
        const char *option; /* "timeout" */
        const char *value;
    } repeated[REPORT_REPEATED_MAX]; /* without which a run would be another one */
    size_t repeated_count;
};

/* A command that repeats a run has this option, too; given again, it replaces what it was. Both
 * texts must outlive the setting. */
void report_repeat_with(struct report_setting *setting, const char *option, const char *value);

struct report {
    const struct report_kind *kind;
    FILE *out;
    const struct report_setting *setting;
    bool has_colours;
    bool has_progress;
    size_t seen;
    size_t skipped;
    size_t points;
    size_t points_skipped;
    size_t by_code[CODE_LIMIT + 1]; /* scenarios, by what they ended with */
};

void report_begin(struct report *report);
void report_scenario(struct report *report, const json_t *outcome);
/* Says how far it is, at a terminal: this file is done, and not all are. The next
 * report_scenario() erases it. */
void report_progress(struct report *report, const char *file);
void report_end(struct report *report);

/* Parts that several kinds share. */

/* The scenario's name; the file when it could not be read. */
const char *report_name(const json_t *outcome);
/* "build/stasim run --seed 7 scenarios/x.json", which repeats a run. */
void report_print_repeat(const struct report *report, const json_t *outcome, const json_t *point);
/* What the runs of the outcome differ in: "seeds", or "runs". */
const char *report_runs(const json_t *outcome);

#endif
