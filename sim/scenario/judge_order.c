/* Judging an order of happenings, and alternatives. */
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/expected.h"
#include "sim/scenario/judge_parts.h"
#include "sim/scenario/occurrence.h"

static bool find_behind(const struct log *log, const struct happening *happening,
                        const struct log_entry *last, uint64_t tolerance_us,
                        const struct log_entry **found, const struct log_entry **before);
static bool is_behind(const struct log_entry *entry, const struct log_entry *last,
                      uint64_t tolerance_us);
static bool same_way(const struct log_entry *a, const struct log_entry *b);

/* Each is looked for behind the one before it: the earliest that fits leaves the rest most room. */
void judge_order(const struct log *log, const struct expectation *expectation,
                 struct judgement *judgement) {
    struct words *words = &judgement->happened;
    const struct log_entry *last = NULL;
    for (size_t i = 0; i < expectation->order_count; i++) {
        const struct happening *happening = &expectation->order[i];
        const struct log_entry *found = NULL;
        const struct log_entry *before = NULL;
        if (find_behind(log, happening, last, judgement->tolerance_us, &found, &before)) {
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
        judge_expectation(log, &expectation->any[i], judgement->tolerance_us, one);
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

/* The first that fits behind `last`; else *before is the last that does not come behind it. Answers
 * need not come in the order of their requests, so all are looked at. */
static bool find_behind(const struct log *log, const struct happening *happening,
                        const struct log_entry *last, uint64_t tolerance_us,
                        const struct log_entry **found, const struct log_entry **before) {
    struct cursor cursor = {0};
    struct occurrence occurrence;
    while (occurrence_next(log, happening, &cursor, &occurrence)) {
        if (!occurrence_fits(happening, &occurrence)) {
            continue;
        }
        if (last && !is_behind(occurrence.entry, last, tolerance_us)) {
            *before = occurrence.entry;
        } else if (!*found || occurrence.entry->serial < (*found)->serial) {
            *found = occurrence.entry;
        }
    }
    return *found != NULL;
}

/* What came by different ways may have overtaken each other. */
static bool is_behind(const struct log_entry *entry, const struct log_entry *last,
                      uint64_t tolerance_us) {
    if (entry->serial > last->serial) {
        return true;
    }
    return entry != last && !same_way(entry, last) && entry->at_us + tolerance_us > last->at_us;
}

/* On one connection nothing overtakes: that of an application's events, that of the journal. */
static bool same_way(const struct log_entry *a, const struct log_entry *b) {
    if (a->kind != b->kind || a->kind == LOG_ANSWER) {
        return false;
    }
    return a->kind != LOG_EVENT ||
           (strcmp(a->client, b->client) == 0 && strcmp(a->application, b->application) == 0);
}
