/* Expectations in words: a reader of a report should not need the scenario. */
#include "sim/scenario/expected.h"
#include "sim/base/text.h"

static void add_conditions(struct words *words, const struct conditions *conditions);
static void add_nth(struct words *words, unsigned nth, const char *otherwise);
static void add_count(struct words *words, const struct expectation *expectation);
static void add_times(struct words *words, const struct expectation *expectation);
static void add_moment(struct words *words, const struct expectation *expectation);
static void add_variables(struct words *words, const struct expectation *expectation);
static void add_conduct(struct words *words, const struct conduct *conduct);
static const char *joint(size_t *clauses);
static void add_channel(struct words *words, const struct expectation *expectation);

void words_happening(struct words *words, const struct happening *happening) {
    const char *who = happening->client ? happening->client : happening->app;
    switch (happening->kind) {
    case HAPPENING_CLAIM:
        add_nth(words, happening->nth, "a");
        words_add(words, " claim%s%s%s%s", who ? " of " : "", text_or_empty(who),
                  happening->channel ? " on " : "", text_or_empty(happening->channel));
        break;
    case HAPPENING_EVENT:
        words_add(words, "%s gets ", who ? who : "somebody");
        add_nth(words, happening->nth, "");
        words_add(words, "%s%s", happening->nth ? " " : "",
                  happening->type  ? happening->type
                  : happening->nth ? "event"
                                   : "an event");
        break;
    case HAPPENING_ANSWER:
        add_nth(words, happening->nth, "a");
        words_add(words, " %s%s%s", happening->request ? happening->request : "request",
                  who ? " of " : "", text_or_empty(who));
        break;
    case HAPPENING_NOTE:
        words_add(words, "the journal has ");
        add_nth(words, happening->nth, "");
        words_add(words, "%s%s", happening->nth ? " " : "", happening->type);
        break;
    }
    if (happening->kind == HAPPENING_CLAIM || happening->kind == HAPPENING_ANSWER) {
        words_add(words, " is answered");
        if (happening->status != 0) {
            words_add(words, " %d", happening->status);
        }
    } else if (happening->channel) {
        words_add(words, " about %s", happening->channel);
    }
    if (happening->args) {
        words_add(words, " with args ");
        words_json(words, happening->args);
    }
    add_conditions(words, &happening->where);
}

void words_expectation(struct words *words, const struct expectation *expectation) {
    switch (expectation->kind) {
    case EXPECT_HAPPENING:
        words_happening(words, &expectation->happening);
        add_count(words, expectation);
        add_times(words, expectation);
        break;
    case EXPECT_VARIABLE:
        add_variables(words, expectation);
        break;
    case EXPECT_CHANNEL:
        add_channel(words, expectation);
        break;
    case EXPECT_ORDER:
        words_add(words, "in this order: ");
        for (size_t i = 0; i < expectation->order_count; i++) {
            words_add(words, "%s", i ? ", then " : "");
            words_happening(words, &expectation->order[i]);
        }
        break;
    case EXPECT_PROGRAM:
        add_conduct(words, &expectation->conduct);
        break;
    case EXPECT_ANY:
        for (size_t i = 0; i < expectation->any_count; i++) {
            words_add(words, "%s", i ? "; or " : "");
            words_expectation(words, &expectation->any[i]);
        }
        break;
    }
}

static void add_conduct(struct words *words, const struct conduct *conduct) {
    size_t clauses = 0;
    words_add(words, "the program %s", conduct->name);
    if (conduct->connected) {
        bool is = json_is_true(conduct->connected);
        words_add(words, "%sis %sconnected at the end", joint(&clauses), is ? "" : "not ");
    }
    if (conduct->running) {
        bool is = json_is_true(conduct->running);
        words_add(words, "%sis %srunning at the end", joint(&clauses), is ? "" : "not ");
    }
    if (conduct->exit_code >= 0) {
        words_add(words, "%sends with code %d", joint(&clauses), conduct->exit_code);
    }
    if (conduct->quiet_after) {
        words_add(words, "%sasks nothing more about a channel once its claim is answered ",
                  joint(&clauses));
        words_json(words, conduct->quiet_after);
    }
    if (conduct->waits_for_start) {
        words_add(words, "%sdoes nothing but claim before StasisStart", joint(&clauses));
    }
    if (conduct->quiet_after_end) {
        words_add(words, "%sasks nothing about a channel that has ended", joint(&clauses));
    }
    if (conduct->asks_only_known) {
        words_add(words, "%sasks for nothing unknown", joint(&clauses));
    }
}

/* What stands before the next of several clauses. */
static const char *joint(size_t *clauses) {
    return (*clauses)++ == 0 ? " " : ", ";
}

static void add_conditions(struct words *words, const struct conditions *conditions) {
    static const char *const verbs[] = {
        [CONDITION_EQUALS] = "=",
        [CONDITION_MATCHES] = "matching",
        [CONDITION_CONTAINS] = "containing",
    };
    for (size_t i = 0; i < conditions->count; i++) {
        const struct condition *condition = &conditions->items[i];
        words_add(words, "%s ", i == 0 ? " with" : " and");
        if (condition->kind == CONDITION_ABSENT) {
            words_add(words, "%s %s", json_is_true(condition->value) ? "no" : "a", condition->path);
        } else {
            words_add(words, "%s %s ", condition->path, verbs[condition->kind]);
            words_json(words, condition->value);
        }
    }
}

static void add_nth(struct words *words, unsigned nth, const char *otherwise) {
    static const char *const names[] = {"", "first", "second", "third"};
    if (nth == 0) {
        words_add(words, "%s", otherwise);
    } else if (nth < sizeof names / sizeof names[0]) {
        words_add(words, "the %s", names[nth]);
    } else {
        words_add(words, "the %uth", nth);
    }
}

static void add_count(struct words *words, const struct expectation *expectation) {
    size_t min = expectation->min;
    size_t max = expectation->max;
    if (max == 0) {
        words_add(words, ", never");
    } else if (min == max) {
        words_add(words, ", exactly %s", min == 1 ? "once" : "");
        if (min != 1) {
            words_add(words, "%zu times", min);
        }
    } else if (max != SIZE_MAX) {
        words_add(words, ", %zu to %zu times", min, max);
    } else if (min != 1) {
        words_add(words, ", at least %zu times", min);
    }
}

static void add_times(struct words *words, const struct expectation *expectation) {
    if (expectation->has_within) {
        words_add(words, ", within ");
        words_time(words, expectation->within_us);
        words_add(words, " of ");
        if (expectation->of) {
            words_happening(words, expectation->of);
        } else {
            words_add(words, "its CallBroadcast");
        }
    }
    if (expectation->after_us > 0) {
        words_add(words, ", not before ");
        words_time(words, expectation->after_us);
    }
    if (expectation->before_us != UINT64_MAX) {
        words_add(words, ", not after ");
        words_time(words, expectation->before_us);
    }
}

static void add_moment(struct words *words, const struct expectation *expectation) {
    if (expectation->has_at) {
        words_add(words, " at ");
        words_time(words, expectation->at_us);
    } else {
        words_add(words, " at the end");
    }
}

static void add_variables(struct words *words, const struct expectation *expectation) {
    for (size_t i = 0; i < expectation->wishes_count; i++) {
        const struct wish *wish = &expectation->wishes[i];
        words_add(words, "%s%s of %s ", i ? " and " : "", wish->name, expectation->channel);
        if (json_is_null(wish->value)) {
            words_add(words, "is not set");
        } else if (json_is_array(wish->value)) {
            words_add(words, "was, one after another, ");
            words_json(words, wish->value);
        } else {
            words_add(words, "is ");
            words_json(words, wish->value);
        }
    }
    add_moment(words, expectation);
}

static void add_channel(struct words *words, const struct expectation *expectation) {
    words_add(words, "%s is", expectation->channel);
    if (expectation->gone) {
        words_add(words, " %s", json_is_true(expectation->gone) ? "gone" : "not gone");
    }
    if (expectation->state) {
        words_add(words, "%s in state %s", expectation->gone ? " and" : "", expectation->state);
    }
    if (expectation->place) {
        words_add(words, "%s at %s", expectation->gone || expectation->state ? " and" : "",
                  expectation->place);
    }
    add_moment(words, expectation);
}
