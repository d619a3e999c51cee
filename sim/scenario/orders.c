/* Making orders: the kinds of things that may change places are counted, and each combination of
 * their orders is one. Too many are not combined: then one kind after the other changes places. */
#include "sim/scenario/orders.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/orders_claims.h"

/* The first is that of the gifts, the others are those of groups of claims. */
enum { KINDS_MAX = ORDERS_GROUPS_MAX + 1, WINNER_ORDERS = 6, QUIET_ORDERS = 2 };

/* Without CallClaimed, which then is the last and not waited for, the first two are all. */
static const enum gift GIFT_ORDERS[WINNER_ORDERS][GIFTS] = {
    {GIFT_ANSWER, GIFT_STASIS_START, GIFT_CALL_CLAIMED},
    {GIFT_STASIS_START, GIFT_ANSWER, GIFT_CALL_CLAIMED},
    {GIFT_ANSWER, GIFT_CALL_CLAIMED, GIFT_STASIS_START},
    {GIFT_STASIS_START, GIFT_CALL_CLAIMED, GIFT_ANSWER},
    {GIFT_CALL_CLAIMED, GIFT_ANSWER, GIFT_STASIS_START},
    {GIFT_CALL_CLAIMED, GIFT_STASIS_START, GIFT_ANSWER},
};

static size_t count_gift_orders(const struct log *log);
static bool combine(struct orders *orders, const size_t *counts, size_t kinds);
static bool take_turns(struct orders *orders, const size_t *counts, size_t kinds);
static bool add_order(struct orders *orders, const size_t *choices);
static void order_gifts(struct run_order *order, size_t choice);
static void order_claims(struct run_order *order, const struct claim_group *group, size_t choice);
static void say(struct run_order *order, const char *text);

bool orders_find(struct orders *orders, const struct scenario *scenario, const struct log *log) {
    *orders = (struct orders){0};
    if (scenario->each_claims_order) {
        orders->groups = calloc(ORDERS_GROUPS_MAX, sizeof *orders->groups);
        if (!orders->groups) {
            return false;
        }
        orders->groups_count = claim_groups_find(orders->groups, log);
    }
    /* Choice 0 of each: as it comes. */
    size_t counts[KINDS_MAX] = {1 + (scenario->each_winner_order ? count_gift_orders(log) : 0)};
    size_t product = counts[0];
    for (size_t i = 0; i < orders->groups_count; i++) {
        counts[i + 1] = claim_group_orders(&orders->groups[i]);
        must(counts[i + 1] > 1 && counts[i + 1] <= ORDERS_GROUP_MAX);
        product = product > ORDERS_MAX ? product : product * counts[i + 1];
    }
    size_t kinds = orders->groups_count + 1;
    bool made =
        product > ORDERS_MAX ? take_turns(orders, counts, kinds) : combine(orders, counts, kinds);
    if (!made) {
        orders_free(orders);
    }
    return made;
}

void orders_free(struct orders *orders) {
    for (size_t i = 0; i < orders->count; i++) {
        free(orders->items[i].delays);
    }
    free(orders->items);
    free(orders->groups);
    *orders = (struct orders){0};
}

/* 0 where nobody won. */
static size_t count_gift_orders(const struct log *log) {
    bool somebody_won = false;
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        const char *winner = log_data_text(entry, "winner_app");
        somebody_won |= entry->kind == LOG_EVENT && strcmp(entry->name, "StasisStart") == 0;
        if (entry->kind == LOG_EVENT && winner && entry->application &&
            strcmp(entry->application, winner) == 0) {
            return WINNER_ORDERS;
        }
    }
    return somebody_won ? QUIET_ORDERS : 0;
}

/* Counts through all choices, as digits; without the one in which all is as it comes, and without
 * those in which only the gifts are: they are in one of their orders there anyway. */
static bool combine(struct orders *orders, const size_t *counts, size_t kinds) {
    size_t choices[KINDS_MAX] = {counts[0] > 1 ? 1 : 0};
    bool is_first = counts[0] == 1;
    for (;;) {
        if (!is_first && !add_order(orders, choices)) {
            return false;
        }
        is_first = false;
        size_t kind = 0;
        while (kind < kinds && ++choices[kind] == counts[kind]) {
            choices[kind] = kind == 0 && counts[0] > 1 ? 1 : 0;
            kind++;
        }
        if (kind == kinds) {
            return true;
        }
    }
}

static bool take_turns(struct orders *orders, const size_t *counts, size_t kinds) {
    for (size_t kind = 0; kind < kinds; kind++) {
        size_t choices[KINDS_MAX] = {0};
        for (choices[kind] = 1; choices[kind] < counts[kind]; choices[kind]++) {
            if (!add_order(orders, choices)) {
                return false;
            }
        }
    }
    return true;
}

static bool add_order(struct orders *orders, const size_t *choices) {
    if ((orders->count & (orders->count - 1)) == 0) {
        size_t room = orders->count ? 2 * orders->count : 1;
        struct run_order *larger = realloc(orders->items, room * sizeof *larger);
        if (!larger) {
            return false;
        }
        orders->items = larger;
    }
    struct run_order *order = &orders->items[orders->count];
    *order = (struct run_order){0};
    size_t claims = 0;
    for (size_t i = 0; i < orders->groups_count; i++) {
        claims += choices[i + 1] > 0 ? orders->groups[i].count : 0;
    }
    order->delays = calloc(claims + 1, sizeof *order->delays);
    if (!order->delays) {
        return false;
    }
    if (choices[0] > 0) {
        order_gifts(order, choices[0] - 1);
    }
    for (size_t i = 0; i < orders->groups_count; i++) {
        if (choices[i + 1] > 0) {
            order_claims(order, &orders->groups[i], choices[i + 1]);
        }
    }
    orders->count++;
    return true;
}

static void order_gifts(struct run_order *order, size_t choice) {
    must(choice < WINNER_ORDERS);
    order->gifts_ordered = true;
    say(order, "the winner gets ");
    for (size_t i = 0; i < GIFTS; i++) {
        order->gifts[i] = GIFT_ORDERS[choice][i];
        bool is_missing = choice < QUIET_ORDERS && i + 1 == GIFTS;
        say(order, is_missing ? "" : i > 0 ? " then " : "");
        say(order, is_missing ? "" : format_word(&FORMAT_GIFT, order->gifts[i]));
    }
    if (choice < QUIET_ORDERS) {
        say(order, " before any CallClaimed");
    }
}

/* All at the moment of the last, a microsecond between them. */
static void order_claims(struct run_order *order, const struct claim_group *group, size_t choice) {
    size_t ranks[ORDERS_GROUP_MAX];
    claim_group_order(group, choice, ranks);
    uint64_t last_us = group->claims[group->count - 1].at_us;
    say(order, order->text[0] ? "; " : "");
    for (size_t rank = 0; rank < group->count; rank++) {
        const struct near_claim *claim = &group->claims[ranks[rank]];
        order->delays[order->delays_count++] =
            (struct claim_delay){.channel = group->channel,
                                 .application = claim->application,
                                 .nth = claim->nth,
                                 .delay_us = last_us + rank - claim->at_us};
        say(order, rank > 0 ? ", " : "");
        say(order, claim->application);
    }
    say(order, " claim ");
    say(order, group->channel);
    say(order, " in this order");
}

static void say(struct run_order *order, const char *text) {
    size_t length = strlen(order->text);
    snprintf(&order->text[length], sizeof order->text - length, "%s", text);
}
