/* Snapshots: the channel's strings copied into one block, with the values of the configured
 * variables. */
#include "sim/calls/snapshot.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/calls/calls.h"

enum { FIELDS = 13 };

static const char *or_empty(const char *text) {
    return text ? text : "";
}

struct snapshot *snapshot_take(struct world *w, const struct channel *channel) {
    const struct texts *names = calls_of(w)->channelvars;
    const char *fields[FIELDS] = {
        channel->id,
        channel->name,
        or_empty(channel->caller_name),
        or_empty(channel->caller_number),
        or_empty(channel->connected_name),
        or_empty(channel->connected_number),
        or_empty(channel->accountcode),
        or_empty(channel->context),
        or_empty(channel->exten),
        or_empty(channel->app_name),
        or_empty(channel->app_data),
        or_empty(channel->language),
        or_empty(channel->rdnis),
    };
    size_t bytes[FIELDS];
    size_t size = sizeof(struct snapshot) + names->count * sizeof(char *);
    for (size_t i = 0; i < FIELDS; i++) {
        bytes[i] = strlen(fields[i]) + 1;
        size += bytes[i];
    }
    for (uint32_t i = 0; i < names->count; i++) {
        size += strlen(or_empty(channel_variable(channel, names->items[i]))) + 1;
    }
    struct snapshot *snapshot = world_alloc(w, size);
    const char **values = (const char **)(snapshot + 1);
    char *end = (char *)(values + names->count);
    const char **places[FIELDS] = {
        &snapshot->id,
        &snapshot->name,
        &snapshot->caller_name,
        &snapshot->caller_number,
        &snapshot->connected_name,
        &snapshot->connected_number,
        &snapshot->accountcode,
        &snapshot->context,
        &snapshot->exten,
        &snapshot->app_name,
        &snapshot->app_data,
        &snapshot->language,
        &snapshot->rdnis,
    };
    for (size_t i = 0; i < FIELDS; i++) {
        *places[i] = memcpy(end, fields[i], bytes[i]);
        end += bytes[i];
    }
    for (uint32_t i = 0; i < names->count; i++) {
        const char *value = or_empty(channel_variable(channel, names->items[i]));
        size_t value_bytes = strlen(value) + 1;
        values[i] = memcpy(end, value, value_bytes);
        end += value_bytes;
    }
    must(end == (char *)snapshot + size);
    snapshot->variables = values;
    snapshot->holders = 1;
    snapshot->size = size;
    snapshot->state = channel->state;
    snapshot->created_us = channel->created_us;
    snapshot->priority = channel->priority;
    return snapshot;
}

struct snapshot *snapshot_keep(struct snapshot *snapshot) {
    must(snapshot->holders > 0);
    snapshot->holders++;
    return snapshot;
}

void snapshot_drop(struct world *w, struct snapshot *snapshot) {
    if (snapshot) {
        must(snapshot->holders > 0);
        if (--snapshot->holders == 0) {
            world_release(w, snapshot, snapshot->size);
        }
    }
}
