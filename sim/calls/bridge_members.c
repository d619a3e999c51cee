/* Entering and leaving bridges, and the variable in which every channel finds who else is there. */
#include "sim/calls/bridge_members.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/calls/calls.h"
#include "sim/calls/session.h"

enum { GUEST_BYTES = 64, PEERS_BYTES = 4096 };

static const char PEER[] = "BRIDGEPEER";

static struct bridge_member *append(struct world *w, struct bridge *bridge);
static void take_out(struct world *w, struct bridge *bridge, struct bridge_member *member);
static struct bridge_member *member_of(const struct bridge *bridge, const struct channel *channel);
static void forget_peer(struct world *w, struct channel *channel);
static void leave(struct world *w, struct bridge *bridge, struct channel *channel,
                  enum bridge_leave why);
static void tell_peers(struct world *w, const struct bridge *bridge);
static const char *list_peers(const struct bridge_member *members,
                              const struct bridge_member *except, char text[PEERS_BYTES]);

const struct event_kind EVENT_CHANNEL_ENTERED_BRIDGE = CALL_EVENT_KIND("ChannelEnteredBridge");
const struct event_kind EVENT_CHANNEL_LEFT_BRIDGE = CALL_EVENT_KIND("ChannelLeftBridge");

/* (R142) */
bool bridge_add(struct world *w, struct bridge *bridge, struct channel *channel) {
    must(channel->session && !bridge->destroyed);
    if (channel->bridge != bridge && bridge->members_count >= BRIDGE_MEMBERS_MAX) {
        return false;
    }
    if (channel->bridge) {
        bridge_remove(w, channel, LEAVE_REMOVED);
    }
    struct bridge_member *member = append(w, bridge);
    member->channel = channel;
    member->subscriber = application_hold(session_application(channel->session));
    channel->bridge = bridge;
    subscription_add(w, &bridge->subscriptions, member->subscriber, SUBSCRIBED_BY_SESSION);
    bridge_show_video_source(w, bridge);
    struct call_event *event = bridge_event_new(w, &EVENT_CHANNEL_ENTERED_BRIDGE, bridge);
    event->channel = snapshot_keep(channel_snapshot(w, channel));
    bridge_event_publish(w, bridge, channel, event);
    tell_peers(w, bridge);
    return true;
}

void bridge_remove(struct world *w, struct channel *channel, enum bridge_leave why) {
    struct bridge *bridge = channel->bridge;
    must(bridge);
    forget_peer(w, channel);
    leave(w, bridge, channel, why);
    tell_peers(w, bridge);
}

void bridge_remove_all(struct world *w, struct bridge *bridge) {
    for (struct bridge_member *m = bridge->members; m; m = m->next) {
        if (m->channel) {
            forget_peer(w, m->channel);
        }
    }
    while (bridge->members) {
        if (bridge->members->channel) {
            leave(w, bridge, bridge->members->channel, LEAVE_REMOVED);
        } else {
            if (bridge->members->task) {
                task_wake(w, bridge->members->task, WAKE_DONE);
            }
            take_out(w, bridge, bridge->members);
        }
    }
}

struct bridge_member *bridge_add_guest(struct world *w, struct bridge *bridge, const char *kind) {
    if (bridge->members_count >= BRIDGE_MEMBERS_MAX) {
        return NULL;
    }
    char name[GUEST_BYTES];
    snprintf(name, sizeof name, "%s-%08x;2", kind, calls_of(w)->local_pairs++);
    struct bridge_member *member = append(w, bridge);
    member->guest = world_strdup(w, name);
    tell_peers(w, bridge);
    return member;
}

void bridge_remove_guest(struct world *w, struct bridge *bridge, struct bridge_member *guest) {
    take_out(w, bridge, guest);
    tell_peers(w, bridge);
}

static struct bridge_member *append(struct world *w, struct bridge *bridge) {
    struct bridge_member **link = &bridge->members;
    while (*link) {
        link = &(*link)->next;
    }
    *link = world_alloc(w, sizeof **link);
    bridge->members_count++;
    return *link;
}

static void take_out(struct world *w, struct bridge *bridge, struct bridge_member *member) {
    struct bridge_member **link = &bridge->members;
    while (*link != member) {
        must(*link);
        link = &(*link)->next;
    }
    *link = member->next;
    bridge->members_count--;
    world_strfree(w, member->guest);
    world_release(w, member, sizeof *member);
}

static struct bridge_member *member_of(const struct bridge *bridge, const struct channel *channel) {
    struct bridge_member *member = bridge->members;
    while (member && member->channel != channel) {
        member = member->next;
    }
    must(member);
    return member;
}

static void forget_peer(struct world *w, struct channel *channel) {
    const char *peer = channel_variable(channel, PEER);
    if (peer && peer[0] != '\0') {
        channel_set_variable(w, channel, PEER, "");
    }
}

static void leave(struct world *w, struct bridge *bridge, struct channel *channel,
                  enum bridge_leave why) {
    struct bridge_member *member = member_of(bridge, channel);
    struct application *subscriber = member->subscriber;
    take_out(w, bridge, member);
    channel->bridge = NULL;
    if (bridge->video_source && strcmp(bridge->video_source, channel->id) == 0) {
        bridge_clear_video_source(w, bridge);
    }
    bridge_show_video_source(w, bridge);
    struct call_event *event = bridge_event_new(w, &EVENT_CHANNEL_LEFT_BRIDGE, bridge);
    event->channel = snapshot_keep(channel_snapshot(w, channel));
    bridge_event_publish(w, bridge, channel, event);
    if (why == LEAVE_REMOVED) {
        subscription_end(w, &bridge->subscriptions, subscriber, SUBSCRIBED_BY_SESSION);
    }
    application_release(w, subscriber);
}

/* One that is left alone keeps what it was told last: recorded. */
static void tell_peers(struct world *w, const struct bridge *bridge) {
    if (bridge->members_count < 2) {
        return;
    }
    for (const struct bridge_member *m = bridge->members; m; m = m->next) {
        if (m->channel) {
            char peers[PEERS_BYTES];
            channel_set_variable(w, m->channel, PEER, list_peers(bridge->members, m, peers));
        }
    }
}

/* The names of the others, the newest first; those that do not fit are left out. */
static const char *list_peers(const struct bridge_member *members,
                              const struct bridge_member *except, char text[PEERS_BYTES]) {
    const char *names[BRIDGE_MEMBERS_MAX];
    size_t count = 0;
    for (const struct bridge_member *m = members; m; m = m->next) {
        if (m != except) {
            names[count++] = m->channel ? m->channel->name : m->guest;
        }
    }
    size_t length = 0;
    text[0] = '\0';
    while (count > 0) {
        const char *name = names[--count];
        if (length + strlen(name) + 2 > PEERS_BYTES) {
            break;
        }
        length += (size_t)snprintf(text + length, PEERS_BYTES - length, "%s%s",
                                   length > 0 ? "," : "", name);
    }
    return text;
}
