/* Snapshots of bridges: the strings copied into one block. */
#include "sim/calls/bridge_snapshot.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/calls/bridge.h"
#include "sim/world/digest.h"

static const char *const TYPES[] = {
    [BRIDGE_MIXING] = "mixing",
    [BRIDGE_HOLDING] = "holding",
};

static const char *const VIDEO_MODES[] = {
    [VIDEO_NONE] = "none",
    [VIDEO_TALKER] = "talker",
    [VIDEO_SINGLE] = "single",
    [VIDEO_SFU] = "sfu",
};

static const char *technology_of(const struct bridge *bridge);
static size_t list_channels(const struct bridge *bridge, const char *ids[BRIDGE_MEMBERS_MAX]);

struct bridge_snapshot *bridge_snapshot_take(struct world *w, const struct bridge *bridge) {
    const char *ids[BRIDGE_MEMBERS_MAX];
    size_t count = list_channels(bridge, ids);
    const char *video_source = text_or_empty(bridge->video_source);
    size_t size = sizeof(struct bridge_snapshot) + count * sizeof(char *);
    size += strlen(bridge->id) + strlen(bridge->name) + strlen(video_source) + 3;
    for (size_t i = 0; i < count; i++) {
        size += strlen(ids[i]) + 1;
    }
    struct bridge_snapshot *snapshot = block_new(w, size);
    const char **channels = (const char **)(snapshot + 1);
    char *end = (char *)(channels + count);
    snapshot->created_us = bridge->created_us;
    snapshot->technology = technology_of(bridge);
    snapshot->type = TYPES[bridge->type];
    snapshot->video_mode = VIDEO_MODES[bridge->video_mode];
    snapshot->channels_count = (uint32_t)count;
    snapshot->channels = channels;
    snapshot->id = block_append(&end, bridge->id);
    snapshot->name = block_append(&end, bridge->name);
    snapshot->video_source = block_append(&end, video_source);
    for (size_t i = 0; i < count; i++) {
        channels[i] = block_append(&end, ids[i]);
    }
    block_finish(&snapshot->block, end);
    return snapshot;
}

struct bridge_snapshot *bridge_snapshot_keep(struct bridge_snapshot *snapshot) {
    block_keep(&snapshot->block);
    return snapshot;
}

void bridge_snapshot_tell(struct digest *digest, const struct bridge_snapshot *snapshot) {
    const char *const texts[] = {snapshot->technology, snapshot->type, snapshot->video_mode,
                                 snapshot->id,         snapshot->name, snapshot->video_source};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        digest_text(digest, texts[i]);
    }
    for (uint32_t i = 0; i < snapshot->channels_count; i++) {
        digest_text(digest, snapshot->channels[i]);
    }
}

void bridge_snapshot_drop(struct world *w, struct bridge_snapshot *snapshot) {
    block_drop(w, snapshot ? &snapshot->block : NULL);
}

/* Two are simply connected; more are mixed. */
static const char *technology_of(const struct bridge *bridge) {
    if (bridge->type == BRIDGE_HOLDING) {
        return "holding_bridge";
    }
    bool mixes = bridge->members_count > 2 || bridge->video_mode == VIDEO_SFU;
    return mixes ? "softmix" : "simple_bridge";
}

/* The ids of its channels, sorted; guests are not shown. */
static size_t list_channels(const struct bridge *bridge, const char *ids[BRIDGE_MEMBERS_MAX]) {
    size_t count = 0;
    for (const struct bridge_member *m = bridge->members; m; m = m->next) {
        if (!m->channel) {
            continue;
        }
        must(count < BRIDGE_MEMBERS_MAX);
        size_t at = count++;
        for (; at > 0 && strcmp(ids[at - 1], m->channel->id) > 0; at--) {
            ids[at] = ids[at - 1];
        }
        ids[at] = m->channel->id;
    }
    return count;
}
