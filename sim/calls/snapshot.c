/* Snapshots: the channel's strings copied into one block, with the values of the configured
 * variables. */
#include "sim/calls/snapshot.h"

#include <stddef.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/calls/calls.h"
#include "sim/world/digest.h"

/* A string that both have. */
struct field {
    size_t in_channel;
    size_t in_snapshot;
};

#define FIELD(name)                                                                                \
    { offsetof(struct channel, name), offsetof(struct snapshot, name) }

static const struct field FIELDS[] = {
    FIELD(id),
    FIELD(name),
    FIELD(caller_name),
    FIELD(caller_number),
    FIELD(connected_name),
    FIELD(connected_number),
    FIELD(accountcode),
    FIELD(context),
    FIELD(exten),
    FIELD(app_name),
    FIELD(app_data),
    FIELD(language),
    FIELD(rdnis),
};

enum { FIELDS_COUNT = sizeof FIELDS / sizeof FIELDS[0] };

static const char *text_of(const struct channel *channel, const struct field *field);
static const char *value_of(const struct channel *channel, const char *variable);

struct snapshot *snapshot_take(struct world *w, const struct channel *channel) {
    const struct texts *variables = calls_of(w)->channelvars;
    size_t size = sizeof(struct snapshot) + variables->count * sizeof(char *);
    size_t bytes[FIELDS_COUNT];
    for (size_t i = 0; i < FIELDS_COUNT; i++) {
        bytes[i] = strlen(text_of(channel, &FIELDS[i])) + 1;
        size += bytes[i];
    }
    for (uint32_t i = 0; i < variables->count; i++) {
        size += strlen(value_of(channel, variables->items[i])) + 1;
    }
    struct snapshot *snapshot = block_new(w, size);
    snapshot->state = channel->state;
    snapshot->created_us = channel->created_us;
    snapshot->priority = channel->priority;
    const char **values = (const char **)(snapshot + 1);
    snapshot->variables = values;
    char *end = (char *)(values + variables->count);
    for (size_t i = 0; i < FIELDS_COUNT; i++) {
        const char *copy = memcpy(end, text_of(channel, &FIELDS[i]), bytes[i]);
        memcpy((char *)snapshot + FIELDS[i].in_snapshot, &copy, sizeof copy);
        end += bytes[i];
    }
    for (uint32_t i = 0; i < variables->count; i++) {
        values[i] = block_append(&end, value_of(channel, variables->items[i]));
    }
    block_finish(&snapshot->block, end);
    return snapshot;
}

struct snapshot *snapshot_keep(struct snapshot *snapshot) {
    block_keep(&snapshot->block);
    return snapshot;
}

void snapshot_drop(struct world *w, struct snapshot *snapshot) {
    block_drop(w, snapshot ? &snapshot->block : NULL);
}

/* `variables` is not told: its values change in steps that are told of by the channel. */
void snapshot_tell(struct digest *digest, const struct snapshot *snapshot) {
    digest_number(digest, (uint64_t)snapshot->state);
    digest_number(digest, (uint64_t)snapshot->priority);
    for (size_t i = 0; i < FIELDS_COUNT; i++) {
        const char *text;
        memcpy(&text, (const char *)snapshot + FIELDS[i].in_snapshot, sizeof text);
        digest_text(digest, text);
    }
}

static const char *text_of(const struct channel *channel, const struct field *field) {
    const char *text;
    memcpy(&text, (const char *)channel + field->in_channel, sizeof text);
    return text_or_empty(text);
}

static const char *value_of(const struct channel *channel, const char *variable) {
    return text_or_empty(channel_variable(channel, variable));
}
