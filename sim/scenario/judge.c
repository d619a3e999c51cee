/* Judging a run: one verdict an expectation. */
#include "sim/scenario/judge.h"

#include <stdlib.h>
#include <string.h>

#include "sim/scenario/expected.h"
#include "sim/scenario/judge_parts.h"
#include "sim/scenario/outside.h"

static bool fill(struct verdict *verdict, const struct expectation *expectation,
                 const struct judgement *judgement);

bool judge(const struct scenario *scenario, const struct run_end *end, const struct log *log,
           struct verdict **verdicts, size_t *count) {
    *count = 0;
    *verdicts = calloc(scenario->expectations_count + 1, sizeof **verdicts);
    struct judgement *judgement = malloc(sizeof *judgement);
    bool done = *verdicts && judgement;
    for (size_t i = 0; done && i < scenario->expectations_count; i++) {
        const struct expectation *expectation = &scenario->expectations[i];
        const char *skipped = end->from_outside ? outside_cannot_see(expectation) : NULL;
        judge_expectation(log, expectation, end->tolerance_us, judgement);
        judgement->passed |= skipped != NULL;
        done = fill(&(*verdicts)[*count], expectation, judgement);
        (*verdicts)[(*count)++].skipped = skipped;
    }
    free(judgement);
    return done;
}

void judge_expectation(const struct log *log, const struct expectation *expectation,
                       uint64_t tolerance_us, struct judgement *judgement) {
    static void (*const judges[])(const struct log *, const struct expectation *,
                                  struct judgement *) = {
        [EXPECT_HAPPENING] = judge_happening,
        [EXPECT_VARIABLE] = judge_variable,
        [EXPECT_CHANNEL] = judge_channel,
        [EXPECT_ORDER] = judge_order,
        [EXPECT_ANY] = judge_any,
        [EXPECT_PROGRAM] = judge_program,
    };
    *judgement = (struct judgement){.tolerance_us = tolerance_us};
    judges[expectation->kind](log, expectation, judgement);
}

static bool fill(struct verdict *verdict, const struct expectation *expectation,
                 const struct judgement *judgement) {
    struct words expected = {0};
    words_expectation(&expected, expectation);
    verdict->expected = strdup(expected.text);
    verdict->happened = judgement->passed ? NULL : strdup(judgement->happened.text);
    verdict->where = strdup(expectation->where);
    verdict->passed = judgement->passed;
    verdict->at_us = judgement->at_us;
    verdict->rule = judgement->rule;
    verdict->line = expectation->line;
    return verdict->expected && verdict->where && (verdict->happened || verdict->passed);
}
