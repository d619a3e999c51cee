/* Floor 8: reading scenarios, and how a problem of an input file is printed. */
#ifndef STASIM_CLI_BASE_PROBLEM_H
#define STASIM_CLI_BASE_PROBLEM_H

#include <jansson.h>
#include <stdio.h>

#include "cli/base/paths.h"
#include "sim/scenario/scenario.h"

/* "scenarios/x.json:12: error: clients[0].app: what is wrong": editors jump there. Without line
 * (0) or `where` (empty) these are left out. */
void print_problem(FILE *out, const char *file, unsigned line, const char *severity,
                   const char *where, const char *text);
/* The same of what is wrong with a scenario; and all that is, a line each. */
void print_problem_of(FILE *out, const struct problem *problem);
void print_problems(FILE *out, const struct problems *problems);

/* scenario_load() of a file, or of what an operand means; scenario_load_text() of JSON that is
 * called `name`. Without memory, the end of the program. */
struct scenario *scenario_of_file(const char *path, struct problems *problems);
struct scenario *scenario_of_path(const struct path *path, struct problems *problems);
struct scenario *scenario_of_json(const char *name, const json_t *json, struct problems *problems);

#endif
