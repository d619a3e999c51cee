/* Floor 8: what a search found, as people and CI servers read it, and reports put together. */
#ifndef STASIM_CLI_EXPLORE_EXPLORE_REPORT_H
#define STASIM_CLI_EXPLORE_EXPLORE_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "cli/base/exit.h"

/* Adds the report of another part of the same search. */
void explore_report_add(json_t *report, json_t *more);

/* What `--report` writes: {"stasim_explore": 1, "scenarios": […]}. */
json_t *explore_reports_new(void);
/* Puts one into the list, or adds it to that of the same search. Takes it over. */
void explore_reports_add(json_t *reports, json_t *report);
/* NULL, with a message, when the file is none of these. */
json_t *explore_reports_read(const char *path);
/* False, with a message, when the file cannot be written. */
bool explore_reports_write(const json_t *reports, const char *path);

/* `of_all_shards`: one that is missing is a limit, too. */
enum exit_code explore_report_code(const json_t *report, bool of_all_shards);

void explore_report_print(FILE *out, const json_t *report);
void explore_report_print_tap(FILE *out, const json_t *report, size_t number, enum exit_code code);

#endif
