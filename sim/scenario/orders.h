/* Floor 7: what a network brings in no certain order: what the winner of a claim gets, and claims
 * that are made at nearly the same time. A scenario that has a verdict on such things is run in
 * each order. Which there are is seen in a run in which all came as it comes. */
#ifndef STASIM_SCENARIO_ORDERS_H
#define STASIM_SCENARIO_ORDERS_H

#include "sim/scenario/script.h"

enum {
    ORDERS_MAX = 720,
    ORDERS_TEXT_BYTES = 512,
    ORDERS_GROUPS_MAX = 64, /* of claims; the others keep their order */
    ORDERS_GROUP_MAX = 64,  /* claims in one; the others come behind them */
    ORDERS_ALL_MAX = 4,     /* of more claims not each order is tried, but each one first */
};
/* Claims of one call, and no farther apart than this, may come in any order. */
#define ORDERS_NEAR_US UINT64_C(5000)

/* That claim is late by so much: the nth of this application for this channel, from 1. */
struct claim_delay {
    const char *channel;
    const char *application;
    unsigned nth;
    uint64_t delay_us;
};

struct run_order {
    bool gifts_ordered; /* else they come as they come */
    enum gift gifts[GIFTS];
    struct claim_delay *delays;
    size_t delays_count;
    char text[ORDERS_TEXT_BYTES]; /* "the winner gets 204, StasisStart, CallClaimed" */
};

struct orders {
    struct run_order *items;
    size_t count;
    struct claim_group *groups; /* where the names are */
    size_t groups_count;
};

/* All orders of what came in the run of which this is the log, as far as the scenario asks for
 * them; none of them is that run's own as far as claims go. False without memory. */
bool orders_find(struct orders *orders, const struct scenario *scenario, const struct log *log);
void orders_free(struct orders *orders);

#endif
