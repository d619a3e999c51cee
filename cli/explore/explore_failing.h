/* Floor 8: a schedule that breaks a rule or an expectation, made small, shown and kept. */
#ifndef STASIM_CLI_EXPLORE_EXPLORE_FAILING_H
#define STASIM_CLI_EXPLORE_EXPLORE_FAILING_H

#include "sim/scenario/explore.h"

/* If the report has a violation: makes the first one small, writes it into `folder` as a scenario
 * with a fixed schedule, and shows its timeline and how to repeat it. False, with a message, when
 * that fails. */
bool explore_failing(const char *program, const char *folder, const struct scenario *scenario,
                     const struct explore_options *options, const json_t *report);

#endif
