/* `why`: the last answer, explained: the row of the claim table, and what had happened when. */
#include <stdio.h>
#include <string.h>

#include "cli/base/member.h"
#include "cli/repl/repl.h"
#include "sim/base/rule.h"
#include "sim/base/text.h"
#include "sim/broadcast/broadcast.h"
#include "sim/scenario/duration.h"
#include "sim/scenario/occurrence.h"

enum { RULE_SIZE = 48 };

static const struct log_entry *last_answer(const struct log *log);
static void explain_claim(struct repl *repl, const struct log_entry *answer);
static void explain_not_found(struct repl *repl, const struct log_entry *answer);
static void explain_other(struct repl *repl, const struct log_entry *answer);
static void tell_decision(struct repl *repl, const struct log_entry *answer);
static const struct log_entry *decision_of(const struct log *log, const struct log_entry *answer);
static const struct log_entry *winner_before(const struct log *log, const char *channel,
                                             uint64_t serial);
static const struct log_entry *note_before(const struct log *log, const char *name,
                                           const char *channel, uint64_t serial);
static bool decides(const struct log_entry *entry, const char *channel, unsigned rule);
static const char *time_of(const struct log_entry *entry, char text[DURATION_TEXT_BYTES]);

void do_why(struct repl *repl) {
    const struct log_entry *answer = last_answer(repl->session.log);
    if (!answer) {
        refuse(&repl->answer,
               "Nothing has been answered yet: `claim sales-1` asks for the last call.");
        return;
    }
    char time[DURATION_TEXT_BYTES], rule[RULE_SIZE] = "";
    if (answer->rule != RULE_NONE) {
        snprintf(rule, sizeof rule, ", by rule R%u of sim/RULES.md", answer->rule);
        answer_set(&repl->answer, "rule", json_sprintf("R%u", answer->rule));
    }
    say(&repl->answer, "%s", answer->text);
    say(&repl->answer, "was answered %d at %s%s.", answer->status, time_of(answer, time), rule);
    answer_set(&repl->answer, "request", json_string(answer->text));
    answer_set(&repl->answer, "status", json_integer(answer->status));
    if (entry_is_claim(answer)) {
        explain_claim(repl, answer);
    } else {
        explain_other(repl, answer);
    }
}

static const struct log_entry *last_answer(const struct log *log) {
    for (size_t i = log_count(log); i > 0; i--) {
        if (log_at(log, i - 1)->kind == LOG_ANSWER) {
            return log_at(log, i - 1);
        }
    }
    return NULL;
}

/* The table of claims: the first row that fits. */
static void explain_claim(struct repl *repl, const struct log_entry *answer) {
    const struct log *log = repl->session.log;
    char time[DURATION_TEXT_BYTES];
    const struct log_entry *decision = decision_of(log, answer);
    const char *channel = text_or_empty(answer->channel);
    const struct log_entry *winner =
        winner_before(log, channel, decision ? decision->serial : answer->serial);
    switch (answer->rule) {
    case RULE_CLAIM_NOT_FOUND:
        say(&repl->answer, "Row 1 of the claim table: step C1 found no broadcast of the channel.");
        explain_not_found(repl, answer);
        break;
    case RULE_CLAIM_LOST:
        say(&repl->answer,
            "Row 2 of the claim table: found (C1), but claimed already when decided (C2).");
        tell_decision(repl, answer);
        if (winner) {
            say(&repl->answer, "The first was %s, at %s.", member_text(winner->data, "application"),
                time_of(winner, time));
        }
        break;
    case RULE_CLAIM_FINISHED: {
        const struct log_entry *read = note_before(log, "WinnerRead", channel, answer->serial);
        say(&repl->answer,
            "Row 3 of the claim table: found (C1), but the wait was over when decided (C2).");
        if (read) {
            say(&repl->answer, "The winner, nobody, had been read (D6) at %s.",
                time_of(read, time));
        }
        break;
    }
    case RULE_CLAIM_WON:
        say(&repl->answer,
            "Row 4 of the claim table: found (C1), and the first to be decided (C2): it wins.");
        tell_decision(repl, answer);
        break;
    default:
        explain_other(repl, answer);
        break;
    }
}

static void explain_not_found(struct repl *repl, const struct log_entry *answer) {
    const struct log *log = repl->session.log;
    const char *channel = text_or_empty(answer->channel);
    const struct log_entry *began = note_before(log, "BroadcastBegan", channel, answer->serial);
    const struct log_entry *ended = note_before(log, "BroadcastEnded", channel, answer->serial);
    char time[DURATION_TEXT_BYTES];
    if (!began) {
        say(&repl->answer, "%s has never been broadcast.", channel);
        return;
    }
    const struct log_entry *winner = winner_before(log, channel, answer->serial);
    if (winner && winner->serial > began->serial) {
        say(&repl->answer, "%s was first, at %s.", member_text(winner->data, "application"),
            time_of(winner, time));
        say(&repl->answer, "Its session is over, and with it the broadcast: since %s.",
            ended ? time_of(ended, time) : "then");
        return;
    }
    const struct log_entry *wait = note_before(log, "WaitEnded", channel, answer->serial);
    if (wait) {
        say(&repl->answer, "Nobody had claimed it when the wait ended at %s: %s.",
            time_of(wait, time),
            strcmp(member_text(wait->data, "why"), "deadline") == 0
                ? "its time was up"
                : member_text(wait->data, "why"));
    }
    if (ended) {
        say(&repl->answer, "The broadcast left the registry at %s.", time_of(ended, time));
    }
}

static void explain_other(struct repl *repl, const struct log_entry *answer) {
    const char *message = member_text(answer->data, "message");
    if (message[0] != '\0') {
        say(&repl->answer, "It said: %s", message);
    } else if (answer->rule == RULE_NONE) {
        say(&repl->answer, "No rule decided it: it was simply done.");
    }
}

static void tell_decision(struct repl *repl, const struct log_entry *answer) {
    char time[DURATION_TEXT_BYTES];
    const struct log_entry *decision = decision_of(repl->session.log, answer);
    if (decision) {
        say(&repl->answer, "It was decided at %s.", time_of(decision, time));
    }
}

/* The last decision before the answer that is for its application and channel. */
static const struct log_entry *decision_of(const struct log *log, const struct log_entry *answer) {
    if (!answer->application || !answer->channel) {
        return NULL;
    }
    for (size_t i = (size_t)answer->serial - 1; i > 0; i--) {
        const struct log_entry *entry = log_at(log, i - 1);
        if (decides(entry, answer->channel, answer->rule) &&
            strcmp(member_text(entry->data, "application"), answer->application) == 0) {
            return entry;
        }
    }
    return NULL;
}

static const struct log_entry *winner_before(const struct log *log, const char *channel,
                                             uint64_t serial) {
    for (size_t i = (size_t)serial - 1; i > 0; i--) {
        const struct log_entry *entry = log_at(log, i - 1);
        if (decides(entry, channel, RULE_CLAIM_WON)) {
            return entry;
        }
    }
    return NULL;
}

static bool decides(const struct log_entry *entry, const char *channel, unsigned rule) {
    return entry->kind == LOG_NOTE && strcmp(entry->name, "ClaimDecided") == 0 &&
           entry->rule == rule && entry->channel && strcmp(entry->channel, channel) == 0;
}

static const struct log_entry *note_before(const struct log *log, const char *name,
                                           const char *channel, uint64_t serial) {
    for (size_t i = (size_t)serial - 1; i > 0; i--) {
        const struct log_entry *entry = log_at(log, i - 1);
        if (entry->kind == LOG_NOTE && strcmp(entry->name, name) == 0 && entry->channel &&
            strcmp(entry->channel, channel) == 0) {
            return entry;
        }
    }
    return NULL;
}

static const char *time_of(const struct log_entry *entry, char text[DURATION_TEXT_BYTES]) {
    return duration_text(entry->at_us, text);
}
