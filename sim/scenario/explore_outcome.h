/* Floor 7, for the search: what a schedule came to: who won, which claim was answered what, what
 * STASISSTATUS became. */
#ifndef STASIM_SCENARIO_EXPLORE_OUTCOME_H
#define STASIM_SCENARIO_EXPLORE_OUTCOME_H

#include "sim/scenario/explore_alike.h"
#include "sim/scenario/log.h"

/* {"calls": {"call-1": {"STASISSTATUS": ["", "SUCCESS"]}},
 *  "apps": {"sales-1": {"call-1": [204, 409], "won": ["call-1"]}},
 *  "alike": 2}, which is how many outcomes it stands for: interchangeable applications are put in
 * order, so that which of them did what does not show. The caller owns it; NULL without memory. */
json_t *outcome_of_log(const struct log *log, const struct alike *alike);

#endif
