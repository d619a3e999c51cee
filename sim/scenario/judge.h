/* Floor 7: judging expectations on the log of a run. */
#ifndef STASIM_SCENARIO_JUDGE_H
#define STASIM_SCENARIO_JUDGE_H

#include "sim/scenario/log.h"
#include "sim/scenario/script.h"

/* A verdict for each expectation of the scenario on what `end` is the end of. False without memory.
 */
bool judge(const struct scenario *scenario, const struct run_end *end, const struct log *log,
           struct verdict **verdicts, size_t *count);

#endif
