/* Floor 7: what is expected, in words. */
#ifndef STASIM_SCENARIO_EXPECTED_H
#define STASIM_SCENARIO_EXPECTED_H

#include "sim/scenario/script.h"
#include "sim/scenario/words.h"

/* "sales-1 gets StasisStart". */
void words_happening(struct words *words, const struct happening *happening);
void words_expectation(struct words *words, const struct expectation *expectation);

#endif
