/* Floor 8: what became of a scenario, as a JSON object: workers send it, reports are made of it,
 * and `stasim run --json` prints it:
 *
 *   file, scenario, description   the path; name and description, when it could be read
 *   state      "passed", "failed", "limit", "broken", "unreadable", "skipped" or
 *              "mismatch" (the fixed schedule cannot be followed)
 *   runs, seed how many runs there were, and the first seed
 *   orders     how many of them were in an order of their own (sim/scenario/orders.h)
 *   steps, ended_at_us            of all runs together; of the longest
 *   points     an array, one an expectation: expected, passed, and of a failed one happened, at_us,
 *              rule ("R22", where one decided), seed, order (its number), order_text (all of the
 *              first run that failed), failures (how many did); where, line; of one that cannot be
 *              seen from outside, with --against, skipped: why
 *   problems   an array: file, line, where, severity ("warning" or "error"), text
 *   output     an array: of one that failed, the lines that the programs under test have printed
 *   skipped    why it was left out
 *   failure    what was broken, or where the schedule does not fit; log: of a broken run, the last
 *              lines of its trace */
#ifndef STASIM_CLI_REPORT_OUTCOME_H
#define STASIM_CLI_REPORT_OUTCOME_H

#include <jansson.h>

#include "cli/base/exit.h"
#include "sim/scenario/scenario.h"

/* Each returns a new object, NULL without memory. */
json_t *outcome_of_run(const struct scenario *scenario, const struct run_result *result);
json_t *outcome_unreadable(const char *file, const struct problems *problems);
/* stasim could not even run it: `failure` says why. */
json_t *outcome_broken(const char *file, uint64_t seed, const char *failure);

/* One whose programs did not get ready. */
json_t *outcome_not_begun(const struct scenario *scenario, uint64_t seed, const char *expected,
                          const char *happened);
/* One that is left out: `why`. */
json_t *outcome_skipped(const struct scenario *scenario, const char *why);

/* It is that of a run in this order, from 1: `text`. For a NULL outcome nothing is done. */
void outcome_set_order(json_t *outcome, size_t number, const char *text);

/* Puts `problems`, when there are any, into the outcome. */
void outcome_add_problems(json_t *outcome, const struct problems *problems);

/* Adds the outcome of more seeds of the same scenario: a point passes when it passed everywhere. */
void outcome_merge(json_t *outcome, json_t *more);
/* The same, taking over both; NULL where there is no more, for want of memory. */
json_t *outcome_and(json_t *outcome, json_t *more);

enum exit_code outcome_code(const json_t *outcome);
/* Of a run of which nothing else is told. */
enum exit_code outcome_code_of_run(enum run_state state);

#endif
