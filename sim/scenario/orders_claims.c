/* Finding groups of claims in a log, and their permutations. */
#include "sim/scenario/orders_claims.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/scenario/occurrence.h"

static bool is_claim(const struct log_entry *entry);
static bool is_border(const struct log_entry *entry);
static bool gather(struct claim_group *group, const struct log *log, size_t index);
static uint64_t deadline_of(const struct log *log, size_t index);
static bool has_application(const struct claim_group *group, const char *application);
static unsigned nth_claim(const struct log *log, size_t index);
static bool is_taken(const struct claim_group *groups, size_t count, const struct log *log,
                     size_t index);
static size_t factorial(size_t n);

size_t claim_groups_find(struct claim_group *groups, const struct log *log) {
    size_t count = 0;
    for (size_t i = 0; i < log_count(log) && count < ORDERS_GROUPS_MAX; i++) {
        if (is_claim(log_at(log, i)) && !is_taken(groups, count, log, i) &&
            gather(&groups[count], log, i)) {
            count++;
        }
    }
    return count;
}

/* That claim and those soon behind it. False when there is no choice. */
static bool gather(struct claim_group *group, const struct log *log, size_t index) {
    const struct log_entry *first = log_at(log, index);
    uint64_t deadline_us = deadline_of(log, index);
    uint64_t border_us = UINT64_MAX;
    *group = (struct claim_group){.channel = first->channel};
    for (size_t i = index; i < log_count(log) && border_us == UINT64_MAX; i++) {
        const struct log_entry *entry = log_at(log, i);
        if (!entry->channel || strcmp(entry->channel, group->channel) != 0) {
            continue;
        }
        if (is_border(entry)) {
            border_us = entry->at_us;
        } else if (is_claim(entry) && entry->at_us - first->at_us <= ORDERS_NEAR_US &&
                   (entry->at_us < deadline_us) == (first->at_us < deadline_us) &&
                   group->count < ORDERS_GROUP_MAX && !has_application(group, entry->application)) {
            group->claims[group->count++] = (struct near_claim){
                .application = entry->application, .nth = nth_claim(log, i), .at_us = entry->at_us};
        }
    }
    must(group->count > 0);
    uint64_t end_us = group->claims[group->count - 1].at_us + group->count;
    bool is_in_time = first->at_us >= deadline_us || end_us < deadline_us;
    return group->count > 1 && end_us < border_us && is_in_time;
}

/* Of the broadcast that this claim is about, also where a claim made it needless. */
static uint64_t deadline_of(const struct log *log, size_t index) {
    const char *channel = log_at(log, index)->channel;
    for (size_t i = index; i-- > 0;) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_NOTE && strcmp(entry->name, "BroadcastBegan") == 0 &&
            entry->channel && strcmp(entry->channel, channel) == 0) {
            json_int_t ms = json_integer_value(json_object_get(entry->data, "timeout_ms"));
            return entry->at_us + (uint64_t)ms * US_PER_MS;
        }
    }
    return UINT64_MAX;
}

/* One that names both. */
static bool is_claim(const struct log_entry *entry) {
    return entry->kind == LOG_REQUEST && entry_is_claim(entry) && entry->channel &&
           entry->application;
}

static bool is_border(const struct log_entry *entry) {
    if (entry->kind != LOG_NOTE) {
        return false;
    }
    const char *why = log_data_text(entry, "why");
    return strcmp(entry->name, "BroadcastBegan") == 0 ||
           strcmp(entry->name, "BroadcastEnded") == 0 ||
           (strcmp(entry->name, "WaitEnded") == 0 && why && strcmp(why, "claimed") != 0);
}

static bool has_application(const struct claim_group *group, const char *application) {
    for (size_t i = 0; i < group->count; i++) {
        if (strcmp(group->claims[i].application, application) == 0) {
            return true;
        }
    }
    return false;
}

/* Of its application for its channel. */
static unsigned nth_claim(const struct log *log, size_t index) {
    const struct log_entry *claim = log_at(log, index);
    unsigned nth = 1;
    for (size_t i = 0; i < index; i++) {
        const struct log_entry *entry = log_at(log, i);
        nth += is_claim(entry) && strcmp(entry->channel, claim->channel) == 0 &&
               strcmp(entry->application, claim->application) == 0;
    }
    return nth;
}

static bool is_taken(const struct claim_group *groups, size_t count, const struct log *log,
                     size_t index) {
    const struct log_entry *claim = log_at(log, index);
    for (size_t g = 0; g < count; g++) {
        for (size_t c = 0; strcmp(groups[g].channel, claim->channel) == 0 && c < groups[g].count;
             c++) {
            if (strcmp(groups[g].claims[c].application, claim->application) == 0 &&
                groups[g].claims[c].nth == nth_claim(log, index)) {
                return true;
            }
        }
    }
    return false;
}

size_t claim_group_orders(const struct claim_group *group) {
    return group->count <= ORDERS_ALL_MAX ? factorial(group->count) : group->count;
}

/* All permutations of few, as the digits of `nth` in the system of factorials say; of many the nth
 * comes first and the others as they do. */
void claim_group_order(const struct claim_group *group, size_t nth,
                       size_t ranks[ORDERS_GROUP_MAX]) {
    size_t rest[ORDERS_GROUP_MAX];
    size_t left = group->count;
    must(nth < claim_group_orders(group));
    for (size_t i = 0; i < left; i++) {
        rest[i] = i;
    }
    for (size_t rank = 0; rank < group->count; rank++) {
        size_t chosen = 0;
        if (group->count <= ORDERS_ALL_MAX) {
            chosen = nth / factorial(left - 1);
            nth %= factorial(left - 1);
        } else if (rank == 0) {
            chosen = nth;
        }
        ranks[rank] = rest[chosen];
        left--;
        memmove(&rest[chosen], &rest[chosen + 1], (left - chosen) * sizeof rest[0]);
    }
}

static size_t factorial(size_t n) {
    return n < 2 ? 1 : n * factorial(n - 1);
}
