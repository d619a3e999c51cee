/* Floor 7, for orders.c: claims of one call so near each other that any of them may be first. */
#ifndef STASIM_SCENARIO_ORDERS_CLAIMS_H
#define STASIM_SCENARIO_ORDERS_CLAIMS_H

#include "sim/scenario/log.h"
#include "sim/scenario/orders.h"

struct near_claim {
    const char *application;
    unsigned nth;
    uint64_t at_us;
};

struct claim_group {
    const char *channel;
    struct near_claim claims[ORDERS_GROUP_MAX]; /* by rising time, each of another application */
    size_t count;
};

/* Finds at most ORDERS_GROUPS_MAX; names are the log's. Claims between which a broadcast begins or
 * ends, or its deadline is, are not of one group: there it is no matter of chance who comes first.
 * Returns how many. */
size_t claim_groups_find(struct claim_group *groups, const struct log *log);

/* How many orders it has, the one as it comes included. */
size_t claim_group_orders(const struct claim_group *group);
/* The nth of them, from 0, which is as it comes: ranks[0] is the claim that comes first. */
void claim_group_order(const struct claim_group *group, size_t nth, size_t ranks[ORDERS_GROUP_MAX]);

#endif
