/* Judging whether, how often and when something happened. */
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/broadcast/broadcast.h"
#include "sim/scenario/condition.h"
#include "sim/scenario/judge_parts.h"
#include "sim/scenario/occurrence.h"

/* What does not hold of an occurrence, the last being nearest to what was expected. */
enum shortfall { UNANSWERED, UNLIKE, MISTIMED };

struct tally {
    size_t fitting; /* with the times as wide as the tolerance makes them */
    size_t surely;  /* with the times as narrow */
    struct occurrence first_fitting;
    struct occurrence too_many; /* the first that is one too many */
    bool has_nearest;
    enum shortfall shortfall;
    struct occurrence nearest;
    const struct log_entry *anchor; /* what a mistimed one is counted from */
};

static void count(const struct log *log, const struct expectation *expectation,
                  uint64_t tolerance_us, struct tally *tally);
static bool in_time(const struct log *log, const struct expectation *expectation,
                    const struct log_entry *entry, int64_t slack_us,
                    const struct log_entry **anchor);
static bool at_most(uint64_t a_us, uint64_t b_us, int64_t slack_us);
static const struct log_entry *anchor_of(const struct log *log, const struct happening *of,
                                         const struct log_entry *entry, int64_t slack_us);
static void tell_count(const struct expectation *expectation, size_t count,
                       struct judgement *judgement);
static void tell_nearest(const struct log *log, const struct expectation *expectation,
                         const struct tally *tally, struct judgement *judgement);
static void tell_unlike(const struct log *log, const struct happening *happening,
                        const struct log_entry *entry, struct judgement *judgement);
static void tell_reason(const struct log *log, const struct log_entry *answer, struct words *words);
static const struct log_entry *win_before(const struct log *log, const struct log_entry *answer);

void judge_happening(const struct log *log, const struct expectation *expectation,
                     struct judgement *judgement) {
    struct tally tally = {0};
    count(log, expectation, judgement->tolerance_us, &tally);
    bool too_often = tally.surely > expectation->max;
    judgement->passed = tally.fitting >= expectation->min && !too_often;
    if (tally.fitting > 0) {
        const struct occurrence *shown = too_often ? &tally.too_many : &tally.first_fitting;
        judgement->at_us = occurrence_at_us(shown);
        judgement->rule = shown->entry->rule;
    }
    if (judgement->passed) {
        return;
    }
    if (tally.fitting > 0) {
        tell_count(expectation, too_often ? tally.surely : tally.fitting, judgement);
    } else if (tally.has_nearest) {
        tell_nearest(log, expectation, &tally, judgement);
    } else {
        tell_absent(log, &expectation->happening, judgement);
    }
}

static void count(const struct log *log, const struct expectation *expectation,
                  uint64_t tolerance_us, struct tally *tally) {
    int64_t slack_us = (int64_t)tolerance_us;
    struct cursor cursor = {0};
    struct occurrence found;
    while (occurrence_next(log, &expectation->happening, &cursor, &found)) {
        const struct log_entry *anchor = NULL;
        enum shortfall shortfall = UNANSWERED;
        if (found.entry) {
            if (!occurrence_fits(&expectation->happening, &found)) {
                shortfall = UNLIKE;
            } else if (!in_time(log, expectation, found.entry, slack_us, &anchor)) {
                shortfall = MISTIMED;
            } else {
                if (tally->fitting++ == 0) {
                    tally->first_fitting = found;
                }
                if (in_time(log, expectation, found.entry, -slack_us, &anchor) &&
                    tally->surely++ == expectation->max) {
                    tally->too_many = found;
                }
                continue;
            }
        }
        if (!tally->has_nearest || shortfall > tally->shortfall) {
            tally->has_nearest = true;
            tally->nearest = found;
            tally->shortfall = shortfall;
            tally->anchor = anchor;
        }
    }
}

/* Every bound is moved outwards by the slack; below 0: inwards. */
static bool in_time(const struct log *log, const struct expectation *expectation,
                    const struct log_entry *entry, int64_t slack_us,
                    const struct log_entry **anchor) {
    if (expectation->after_us > 0 && !at_most(expectation->after_us, entry->at_us, slack_us)) {
        return false;
    }
    if (expectation->before_us != UINT64_MAX &&
        !at_most(entry->at_us, expectation->before_us, slack_us)) {
        return false;
    }
    if (!expectation->has_within) {
        return true;
    }
    const struct happening broadcast = {
        .kind = HAPPENING_EVENT, .type = "CallBroadcast", .channel = entry->channel};
    *anchor = anchor_of(log, expectation->of ? expectation->of : &broadcast, entry, slack_us);
    return *anchor && (entry->at_us < (*anchor)->at_us ||
                       at_most(entry->at_us - (*anchor)->at_us, expectation->within_us, slack_us));
}

static bool at_most(uint64_t a_us, uint64_t b_us, int64_t slack_us) {
    return (int64_t)a_us - (int64_t)b_us <= slack_us;
}

/* What it is counted from: the last before it, or one that it may have overtaken. */
static const struct log_entry *anchor_of(const struct log *log, const struct happening *of,
                                         const struct log_entry *entry, int64_t slack_us) {
    const struct log_entry *anchor = occurrence_before(log, of, entry);
    struct cursor cursor = {0};
    struct occurrence found;
    while (!anchor && slack_us > 0 && occurrence_next(log, of, &cursor, &found)) {
        if (occurrence_fits(of, &found) && at_most(found.entry->at_us, entry->at_us, slack_us)) {
            anchor = found.entry;
        }
    }
    return anchor;
}

static void tell_count(const struct expectation *expectation, size_t count,
                       struct judgement *judgement) {
    struct words *words = &judgement->happened;
    bool too_often = count > expectation->max;
    if (count == 1) {
        words_add(words, "it happened%s once, at ", too_often ? "" : " only");
    } else {
        words_add(words, "it happened%s %zu times, %s at ", too_often ? "" : " only", count,
                  too_often && expectation->max > 0 ? "once too often" : "first");
    }
    words_time(words, judgement->at_us);
}

static void tell_nearest(const struct log *log, const struct expectation *expectation,
                         const struct tally *tally, struct judgement *judgement) {
    struct words *words = &judgement->happened;
    const struct log_entry *entry = tally->nearest.entry;
    judgement->at_us = occurrence_at_us(&tally->nearest);
    judgement->rule = entry ? entry->rule : 0;
    switch (tally->shortfall) {
    case UNANSWERED:
        words_add(words, "it was asked at ");
        words_time(words, judgement->at_us);
        words_add(words, " and never answered");
        break;
    case UNLIKE:
        tell_unlike(log, &expectation->happening, entry, judgement);
        break;
    case MISTIMED:
        must(entry);
        words_add(words, "it happened at ");
        words_time(words, judgement->at_us);
        if (tally->anchor) {
            words_add(words, ", ");
            words_time(words, entry->at_us - tally->anchor->at_us);
            words_add(words, " after the last %s", tally->anchor->name);
        } else if (expectation->has_within) {
            words_add(words, ", and what it is counted from had not happened");
        }
        break;
    }
}

static void tell_unlike(const struct log *log, const struct happening *happening,
                        const struct log_entry *entry, struct judgement *judgement) {
    struct words *words = &judgement->happened;
    const struct condition *failed = NULL;
    must(entry);
    if (entry->kind == LOG_ANSWER) {
        words_add(words, "it was answered %d at ", entry->status);
        words_time(words, entry->at_us);
        tell_reason(log, entry, words);
    } else {
        words_add(words, "the nearest came at ");
        words_time(words, entry->at_us);
    }
    if (happening->args && !json_equal(happening->args, json_object_get(entry->data, "args"))) {
        words_add(words, ", with args ");
        words_json(words, json_object_get(entry->data, "args"));
    } else if (!conditions_hold(&happening->where, entry->data, &failed)) {
        json_t *field = field_at(entry->data, failed->path);
        words_add(words, field ? ", where %s was " : ", where there was no %s", failed->path);
        if (field) {
            words_json(words, field);
        }
    }
}

/* Why a claim was answered so: the rule says which row of the table it was. */
static void tell_reason(const struct log *log, const struct log_entry *answer,
                        struct words *words) {
    if (!entry_is_claim(answer) || answer->rule == 0) {
        return;
    }
    const struct log_entry *win = win_before(log, answer);
    switch (answer->rule) {
    case RULE_CLAIM_WON:
        words_add(words, ", because it was the first");
        break;
    case RULE_CLAIM_LOST:
        if (win) {
            words_add(words, ", because %s had won at ", log_data_text(win, "application"));
            words_time(words, win->at_us);
        }
        break;
    case RULE_CLAIM_NOT_FOUND:
        words_add(words, ", because no broadcast of that channel was under way");
        break;
    case RULE_CLAIM_FINISHED:
        words_add(words, ", because the wait was over");
        break;
    default:
        break;
    }
    words_add(words, " (R%u)", answer->rule);
}

static const struct log_entry *win_before(const struct log *log, const struct log_entry *answer) {
    const struct log_entry *win = NULL;
    for (size_t i = 0; i + 1 < answer->serial; i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_NOTE && strcmp(entry->name, EVENT_CLAIM_DECIDED.name) == 0 &&
            entry->channel && answer->channel && strcmp(entry->channel, answer->channel) == 0 &&
            entry->rule == RULE_CLAIM_WON) {
            win = entry;
        }
    }
    return win;
}
