/* Judging an order of happenings, and alternatives. */
#include <stdlib.h>

#include "sim/scenario/judge_parts.h"
#include "sim/scenario/occurrence.h"

static bool find_behind(const struct log *log, const struct happening *happening, uint64_t serial,
                        const struct log_entry **found, const struct log_entry **before);

/* Each is looked for behind the one before it: the earliest that fits leaves most room for the
 * rest.
 */
void judge_order(const struct log *log, const struct expectation *expectation,
                 struct judgement *judgement) {
    struct words *words = &judgement->happened;
    const struct log_entry *last = NULL;
    for (size_t i = 0; i < expectation->order_count; i++) {
        const struct happening *happening = &expectation->order[i];
        const struct log_entry *found = NULL;
        const struct log_entry *before = NULL;
        if (find_behind(log, happening, last ? last->serial : 0, &found, &before)) {
            last = found;
            judgement->at_us = found->at_us;
            continue;
        }
        words_add(words, "number %zu, %s", i + 1, before ? "that " : "nowhere: ");
        words_happening(words, happening);
        if (before && last) {
            words_add(words, ", came at ");
            words_time(words, before->at_us);
            words_add(words, ", before number %zu at ", i);
            words_time(words, last->at_us);
            judgement->at_us = before->at_us;
            judgement->rule = before->rule;
        }
        return;
    }
    judgement->passed = true;
}

void judge_any(const struct log *log, const struct expectation *expectation,
               struct judgement *judgement) {
    struct judgement *one = malloc(sizeof *one);
    for (size_t i = 0; one && i < expectation->any_count; i++) {
        judge_expectation(log, &expectation->any[i], one);
        judgement->at_us = one->at_us;
        judgement->rule = one->rule;
        if (one->passed) {
            judgement->passed = true;
            break;
        }
        words_add(&judgement->happened, "%s%s", i ? "; and " : "", one->happened.text);
    }
    free(one);
}

/* The first that fits with a greater serial; else *before is the last with a smaller one. Answers
 * need not come in the order of their requests, so all are looked at. */
static bool find_behind(const struct log *log, const struct happening *happening, uint64_t serial,
                        const struct log_entry **found, const struct log_entry **before) {
    struct cursor cursor = {0};
    struct occurrence occurrence;
    while (occurrence_next(log, happening, &cursor, &occurrence)) {
        if (!occurrence_fits(happening, &occurrence)) {
            continue;
        }
        if (occurrence.entry->serial <= serial) {
            *before = occurrence.entry;
        } else if (!*found || occurrence.entry->serial < (*found)->serial) {
            *found = occurrence.entry;
        }
    }
    return *found != NULL;
}
