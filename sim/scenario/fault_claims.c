/* Which of several claims comes first: the others are late. */
#include <string.h>

#include "sim/scenario/fault_parts.h"
#include "sim/scenario/orders.h"

uint64_t claims_delay_us(struct world *w, const char *channel, const char *app) {
    const struct run_order *order = players_of(w)->order;
    struct faults *faults = faults_of(w);
    uint64_t delay_us = 0;
    if (!order || order->delays_count == 0) {
        return 0;
    }
    if (!faults->claims_seen) {
        faults->claims_seen = world_alloc(w, order->delays_count * sizeof *faults->claims_seen);
    }
    for (size_t i = 0; i < order->delays_count; i++) {
        const struct claim_delay *delay = &order->delays[i];
        if (strcmp(delay->channel, channel) == 0 && strcmp(delay->application, app) == 0 &&
            ++faults->claims_seen[i] == delay->nth) {
            delay_us = delay->delay_us;
        }
    }
    return delay_us;
}
