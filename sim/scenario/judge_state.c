/* Judging variables and channels: what the journal said of them last, at a moment or at the end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/calls/variable.h"
#include "sim/scenario/judge_parts.h"

enum { PLACE_BYTES = 256 };

/* What a channel was like at the moment that is asked for. */
struct sight {
    bool existed;
    bool gone;
    const char *state;
    char place[PLACE_BYTES];
    uint64_t at_us;
};

typedef void judge_then(const struct log *log, const struct expectation *expectation,
                        uint64_t moment_us, struct judgement *judgement);
static void judge_around(const struct log *log, const struct expectation *expectation,
                         judge_then *judge, struct judgement *judgement);
static judge_then judge_variable_then;
static judge_then judge_channel_then;
static bool judge_wish(const struct log *log, const struct expectation *expectation,
                       uint64_t moment_us, const struct wish *wish, struct judgement *judgement);
static json_t *values_of(const struct log *log, const struct expectation *expectation,
                         uint64_t moment_us, const char *name, struct judgement *judgement);
static bool is_by_then(const struct expectation *expectation, uint64_t moment_us,
                       const struct log_entry *entry);
static void look(const struct log *log, const struct expectation *expectation, uint64_t moment_us,
                 struct sight *sight);
static void read_place(struct sight *sight, const json_t *dialplan);

void judge_variable(const struct log *log, const struct expectation *expectation,
                    struct judgement *judgement) {
    judge_around(log, expectation, judge_variable_then, judgement);
}

void judge_channel(const struct log *log, const struct expectation *expectation,
                   struct judgement *judgement) {
    judge_around(log, expectation, judge_channel_then, judgement);
}

/* At the moment that is asked for, or else at any that is no further from it than the tolerance:
 * just before or just behind whatever happened then. What is told is of the moment itself. */
static void judge_around(const struct log *log, const struct expectation *expectation,
                         judge_then *judge, struct judgement *judgement) {
    uint64_t tolerance_us = judgement->tolerance_us;
    uint64_t at_us = expectation->has_at ? expectation->at_us : UINT64_MAX;
    judge(log, expectation, at_us, judgement);
    struct judgement *other = tolerance_us > 0 && !judgement->passed ? malloc(sizeof *other) : NULL;
    for (size_t i = 0; other && i < log_count(log) && !judgement->passed; i++) {
        uint64_t then_us = log_at(log, i)->at_us;
        if (then_us + tolerance_us < at_us || then_us > at_us + tolerance_us) {
            continue;
        }
        for (uint64_t before_us = 0; before_us <= 1 && before_us <= then_us; before_us++) {
            *other = (struct judgement){0};
            judge(log, expectation, then_us - before_us, other);
            judgement->passed |= other->passed;
        }
    }
    free(other);
}

static void judge_variable_then(const struct log *log, const struct expectation *expectation,
                                uint64_t moment_us, struct judgement *judgement) {
    judgement->passed = true;
    for (size_t i = 0; judgement->passed && i < expectation->wishes_count; i++) {
        judgement->passed =
            judge_wish(log, expectation, moment_us, &expectation->wishes[i], judgement);
    }
}

static void judge_channel_then(const struct log *log, const struct expectation *expectation,
                               uint64_t moment_us, struct judgement *judgement) {
    struct sight sight = {0};
    struct words *words = &judgement->happened;
    look(log, expectation, moment_us, &sight);
    judgement->at_us = sight.at_us;
    if (!sight.existed) {
        words_add(words, "there was no channel %s", expectation->channel);
        return;
    }
    bool gone = !expectation->gone || json_is_true(expectation->gone) == sight.gone;
    bool state = !expectation->state || strcmp(expectation->state, sight.state) == 0;
    bool place = !expectation->place || strcmp(expectation->place, sight.place) == 0;
    judgement->passed = gone && state && place;
    if (!gone) {
        words_add(words, sight.gone ? "it was gone since " : "it was still there, last seen at ");
        words_time(words, sight.at_us);
    } else if (!state || !place) {
        words_add(words, "it was in state %s at %s since ", sight.state, sight.place);
        words_time(words, sight.at_us);
    }
}

static bool judge_wish(const struct log *log, const struct expectation *expectation,
                       uint64_t moment_us, const struct wish *wish, struct judgement *judgement) {
    struct words *words = &judgement->happened;
    json_t *values = values_of(log, expectation, moment_us, wish->name, judgement);
    size_t count = json_array_size(values);
    const json_t *last = json_array_get(values, count - 1);
    bool passed;
    if (json_is_null(wish->value)) {
        passed = count == 0;
    } else if (json_is_array(wish->value)) {
        passed = json_equal(values, wish->value);
    } else {
        passed = last && json_equal(last, wish->value);
    }
    if (!passed && count == 0) {
        words_add(words, "%s was never set", wish->name);
    } else if (!passed) {
        words_add(words, "%s was ", wish->name);
        words_json(words, json_is_array(wish->value) ? values : last);
        words_add(words, "%s since ", json_is_array(wish->value) ? ", the last" : "");
        words_time(words, judgement->at_us);
    }
    json_decref(values);
    return passed;
}

/* A new list of all values by then, in the order they were set; the judgement is of the last. */
static json_t *values_of(const struct log *log, const struct expectation *expectation,
                         uint64_t moment_us, const char *name, struct judgement *judgement) {
    json_t *values = json_array();
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        const char *variable = log_data_text(entry, "variable");
        bool is_variable =
            variable && strcmp(variable_bare_name(variable), variable_bare_name(name)) == 0;
        if (entry->kind == LOG_NOTE && is_variable && strcmp(entry->name, "ChannelVarset") == 0 &&
            is_by_then(expectation, moment_us, entry)) {
            json_array_append(values, json_object_get(entry->data, "value"));
            judgement->at_us = entry->at_us;
            judgement->rule = entry->rule;
        }
    }
    return values;
}

/* About the channel that is asked for, and not later than that. */
static bool is_by_then(const struct expectation *expectation, uint64_t moment_us,
                       const struct log_entry *entry) {
    return entry->at_us <= moment_us && entry->channel &&
           strcmp(entry->channel, expectation->channel) == 0;
}

static void look(const struct log *log, const struct expectation *expectation, uint64_t moment_us,
                 struct sight *sight) {
    sight->state = "";
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        const json_t *channel = json_object_get(entry->data, "channel");
        if (entry->kind != LOG_NOTE || !json_is_object(channel) ||
            !is_by_then(expectation, moment_us, entry)) {
            continue;
        }
        const char *state = json_string_value(json_object_get(channel, "state"));
        sight->existed = true;
        sight->gone |= strcmp(entry->name, "ChannelDestroyed") == 0;
        sight->state = text_or_empty(state);
        sight->at_us = entry->at_us;
        read_place(sight, json_object_get(channel, "dialplan"));
    }
}

static void read_place(struct sight *sight, const json_t *dialplan) {
    const char *context = json_string_value(json_object_get(dialplan, "context"));
    const char *exten = json_string_value(json_object_get(dialplan, "exten"));
    snprintf(sight->place, sizeof sight->place, "%s,%s,%" JSON_INTEGER_FORMAT,
             text_or_empty(context), text_or_empty(exten),
             json_integer_value(json_object_get(dialplan, "priority")));
}
