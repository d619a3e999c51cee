/* Bridges: their making and end, music, video, and their events. */
#include "sim/calls/bridge.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/base/text.h"
#include "sim/calls/bridge_members.h"
#include "sim/calls/calls.h"
#include "sim/calls/uuid.h"

static void publish(struct world *w, const struct bridge *bridge, const struct event_kind *kind);

const struct event_kind EVENT_BRIDGE_CREATED = CALL_EVENT_KIND("BridgeCreated");
const struct event_kind EVENT_BRIDGE_DESTROYED = CALL_EVENT_KIND("BridgeDestroyed");
const struct event_kind EVENT_BRIDGE_VIDEO_SOURCE_CHANGED =
    CALL_EVENT_KIND("BridgeVideoSourceChanged");

struct bridge *bridge_new(struct world *w, const struct bridge_config *config) {
    char made_up[UUID_BYTES];
    const char *id = config->id ? config->id : uuid_next(w, made_up);
    while (!config->id && bridge_find(w, id)) { /* a client has given that one the id */
        id = uuid_next(w, made_up);
    }
    must(!bridge_find(w, id));
    struct bridge *bridge = world_alloc(w, sizeof *bridge);
    bridge->id = world_strdup(w, id);
    bridge->name = world_strdup(w, config->name);
    bridge->type = config->type;
    bridge->video_mode = config->video_mode;
    bridge->created_us = world_now_us(w);
    bridge->holders = 1;
    HASH_ADD_KEYPTR(by_id, calls_of(w)->bridges_by_id, bridge->id, strlen(bridge->id), bridge);
    publish(w, bridge, &EVENT_BRIDGE_CREATED);
    return bridge;
}

void bridge_destroy(struct world *w, struct bridge *bridge) {
    must(!bridge->destroyed);
    bridge_remove_all(w, bridge);
    bridge->music = NULL;
    publish(w, bridge, &EVENT_BRIDGE_DESTROYED);
    bridge->destroyed = true;
    HASH_DELETE(by_id, calls_of(w)->bridges_by_id, bridge);
    subscription_end_all(w, &bridge->subscriptions);
    bridge_release(w, bridge);
}

struct bridge *bridge_find(const struct world *w, const char *id) {
    struct bridge *found = NULL;
    HASH_FIND(by_id, calls_of(w)->bridges_by_id, id, strlen(id), found);
    return found;
}

struct bridge *bridge_first(const struct world *w) {
    return calls_of(w)->bridges_by_id;
}

struct bridge *bridge_next(const struct bridge *bridge) {
    return bridge->by_id.next;
}

size_t bridge_count(const struct world *w) {
    return HASH_CNT(by_id, calls_of(w)->bridges_by_id);
}

struct bridge *bridge_hold(struct bridge *bridge) {
    must(bridge->holders > 0);
    bridge->holders++;
    return bridge;
}

void bridge_release(struct world *w, struct bridge *bridge) {
    must(bridge->holders > 0);
    if (--bridge->holders > 0) {
        return;
    }
    must(bridge->destroyed && !bridge->members && !bridge->player);
    variables_forget(w, &bridge->variables);
    world_strfree(w, bridge->id);
    world_strfree(w, bridge->name);
    world_strfree(w, bridge->video_source);
    world_strfree(w, bridge->shown_video_source);
    world_release(w, bridge, sizeof *bridge);
}

bool bridge_start_music(struct world *w, struct bridge *bridge) {
    if (!bridge->music) {
        bridge->music = bridge_add_guest(w, bridge, "Announcer/ARI_MOH");
    }
    return bridge->music != NULL;
}

bool bridge_stop_music(struct world *w, struct bridge *bridge) {
    if (!bridge->music) {
        return false;
    }
    bridge_remove_guest(w, bridge, bridge->music);
    bridge->music = NULL;
    return true;
}

void bridge_set_video_source(struct world *w, struct bridge *bridge, const char *channel_id) {
    world_strset(w, &bridge->video_source, channel_id);
    bridge->video_mode = VIDEO_SINGLE;
    bridge_show_video_source(w, bridge);
}

void bridge_clear_video_source(struct world *w, struct bridge *bridge) {
    world_strset(w, &bridge->video_source, NULL);
    bridge->video_mode = VIDEO_TALKER;
}

void bridge_show_video_source(struct world *w, struct bridge *bridge) {
    const char *old = text_or_empty(bridge->shown_video_source);
    const char *new = text_or_empty(bridge->video_source);
    if (strcmp(old, new) == 0) {
        return;
    }
    if (bridge_has_audience(w, bridge)) {
        struct call_event *event = bridge_event_new(w, &EVENT_BRIDGE_VIDEO_SOURCE_CHANGED, bridge);
        world_strset(w, &event->name, bridge->shown_video_source);
        bridge_event_publish(w, bridge, NULL, event);
    }
    world_strset(w, &bridge->shown_video_source, bridge->video_source);
}

bool bridge_has_audience(const struct world *w, const struct bridge *bridge) {
    const struct calls *calls = calls_of(w);
    return bridge->subscriptions || calls->subscribed_all || calls->topics[TOPIC_BRIDGE] ||
           world_is_observed(w);
}

struct call_event *bridge_event_new(struct world *w, const struct event_kind *kind,
                                    const struct bridge *bridge) {
    struct call_event *event = call_event_new(w, kind, NULL, RULE_NONE);
    event->bridge = bridge_snapshot_take(w, bridge);
    return event;
}

void bridge_event_publish(struct world *w, const struct bridge *bridge,
                          const struct channel *channel, struct call_event *event) {
    const struct subscription *const lists[] = {
        bridge->subscriptions,
        topic_audience(w, TOPIC_BRIDGE, TOPIC_ALL),
        channel ? channel->subscriptions : NULL,
        channel ? topic_audience(w, TOPIC_CHANNEL, TOPIC_ALL) : NULL,
    };
    call_event_publish_to(w, lists, sizeof lists / sizeof lists[0], event);
}

static void publish(struct world *w, const struct bridge *bridge, const struct event_kind *kind) {
    if (bridge_has_audience(w, bridge)) {
        bridge_event_publish(w, bridge, NULL, bridge_event_new(w, kind, bridge));
    }
}
