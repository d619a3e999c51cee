/* Floor 7, for the files that judge: what became of one expectation, each kind in a file. */
#ifndef STASIM_SCENARIO_JUDGE_PARTS_H
#define STASIM_SCENARIO_JUDGE_PARTS_H

#include "sim/scenario/log.h"
#include "sim/scenario/script.h"
#include "sim/scenario/words.h"

/* What happened is said only where it was not what was expected. */
struct judgement {
    uint64_t tolerance_us; /* given: see struct run_end */
    bool passed;
    struct words happened;
    uint64_t at_us;
    unsigned rule;
};

void judge_happening(const struct log *log, const struct expectation *expectation,
                     struct judgement *judgement);
void judge_variable(const struct log *log, const struct expectation *expectation,
                    struct judgement *judgement);
void judge_channel(const struct log *log, const struct expectation *expectation,
                   struct judgement *judgement);
void judge_order(const struct log *log, const struct expectation *expectation,
                 struct judgement *judgement);
void judge_any(const struct log *log, const struct expectation *expectation,
               struct judgement *judgement);
void judge_program(const struct log *log, const struct expectation *expectation,
                   struct judgement *judgement);
void judge_expectation(const struct log *log, const struct expectation *expectation,
                       uint64_t tolerance_us, struct judgement *judgement);

/* Says what there was instead of a happening that is nowhere in the log. (instead.c) */
void tell_absent(const struct log *log, const struct happening *happening,
                 struct judgement *judgement);

#endif
