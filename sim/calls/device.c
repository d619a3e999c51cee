/* Device states: set by hand, or added up from channels. */
#include "sim/calls/device.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/calls/calls.h"
#include "sim/calls/events.h"

static const char *const NAMES[] = {
    [DEVICE_UNKNOWN] = "UNKNOWN", [DEVICE_NOT_INUSE] = "NOT_INUSE",
    [DEVICE_INUSE] = "INUSE",     [DEVICE_BUSY] = "BUSY",
    [DEVICE_INVALID] = "INVALID", [DEVICE_UNAVAILABLE] = "UNAVAILABLE",
    [DEVICE_RINGING] = "RINGING", [DEVICE_RINGINUSE] = "RINGINUSE",
    [DEVICE_ONHOLD] = "ONHOLD",
};

static const char CUSTOM[] = "Stasis:";
static const char LOCAL[] = "Local/";

static bool has_audience(const struct world *w);
static void publish(struct world *w, const char *name, enum device_state state);
static enum device_state add_up(const struct world *w, const char *name,
                                const struct channel *leaving);
static bool is_in_use(const struct channel *channel);

const struct event_kind EVENT_DEVICE_STATE_CHANGED = CALL_EVENT_KIND("DeviceStateChanged");

const char *device_state_name(enum device_state state) {
    must(state < sizeof NAMES / sizeof NAMES[0]);
    return NAMES[state];
}

bool device_is_custom(const char *name) {
    return strncmp(name, CUSTOM, sizeof CUSTOM - 1) == 0;
}

bool device_set(struct world *w, const char *name, enum device_state state) {
    must(device_is_custom(name));
    struct calls *calls = calls_of(w);
    struct device *device = device_find(w, name);
    if (!device) {
        if (HASH_CNT(hh, calls->devices) >= DEVICES_MAX) {
            return false;
        }
        device = world_alloc(w, sizeof *device);
        device->name = world_strdup(w, name);
        HASH_ADD_KEYPTR(hh, calls->devices, device->name, strlen(name), device);
    }
    device->state = state;
    if (has_audience(w)) {
        publish(w, name, state);
    }
    return true;
}

bool device_forget(struct world *w, const char *name) {
    struct device *device = device_find(w, name);
    if (!device) {
        return false;
    }
    HASH_DELETE(hh, calls_of(w)->devices, device);
    world_strfree(w, device->name);
    world_release(w, device, sizeof *device);
    return true;
}

struct device *device_find(const struct world *w, const char *name) {
    struct device *found = NULL;
    HASH_FIND(hh, calls_of(w)->devices, name, strlen(name), found);
    return found;
}

struct device *device_first(const struct world *w) {
    return calls_of(w)->devices;
}

struct device *device_next(const struct device *device) {
    return device->hh.next;
}

enum device_state device_state_of(const struct world *w, const char *name) {
    const struct device *device = device_find(w, name);
    return device ? device->state : add_up(w, name, NULL);
}

void device_of_channel(const struct channel *channel, char name[DEVICE_NAME_BYTES]) {
    const char *dash = strrchr(channel->name, '-');
    size_t length = dash ? (size_t)(dash - channel->name) : strlen(channel->name);
    snprintf(name, DEVICE_NAME_BYTES, "%.*s", (int)length, channel->name);
}

void device_channel_changed(struct world *w, const struct channel *channel) {
    if (!has_audience(w)) {
        return;
    }
    char name[DEVICE_NAME_BYTES];
    device_of_channel(channel, name);
    enum device_state state = add_up(w, name, channel->leaving ? channel : NULL);
    publish(w, name, state == DEVICE_UNKNOWN ? DEVICE_NOT_INUSE : state);
}

/* A journal has no use for it: only an application is an audience. */
static bool has_audience(const struct world *w) {
    const struct calls *calls = calls_of(w);
    return calls->subscribed_all || calls->topics[TOPIC_DEVICE];
}

static void publish(struct world *w, const char *name, enum device_state state) {
    struct call_event *event = call_event_new(w, &EVENT_DEVICE_STATE_CHANGED, NULL, RULE_NONE);
    event->name = world_strdup(w, name);
    event->value = world_strdup(w, device_state_name(state));
    const struct subscription *const lists[] = {
        topic_audience(w, TOPIC_DEVICE, name),
        topic_audience(w, TOPIC_DEVICE, TOPIC_ALL),
    };
    call_event_publish_to(w, lists, sizeof lists / sizeof lists[0], event);
}

/* What the channels of a device say, without the one that is about to go. */
static enum device_state add_up(const struct world *w, const char *name,
                                const struct channel *leaving) {
    size_t size = strlen(name);
    bool any = false, rings = false, talks = false;
    for (const struct channel *c = channel_first(w); c; c = channel_next(c)) {
        if (c == leaving) {
            continue;
        }
        if (strncmp(c->name, name, size) == 0 && c->name[size] == '-') {
            any = true;
            rings = rings || c->state == CHANNEL_RINGING;
            talks = talks || is_in_use(c);
        }
    }
    if (rings) {
        return talks ? DEVICE_RINGINUSE : DEVICE_RINGING;
    }
    return talks ? DEVICE_INUSE : any ? DEVICE_NOT_INUSE : DEVICE_UNKNOWN;
}

/* A Local pair is once both halves are up. */
static bool is_in_use(const struct channel *channel) {
    if (strncmp(channel->name, LOCAL, sizeof LOCAL - 1) == 0) {
        const struct channel *peer = channel->peer;
        return channel->state == CHANNEL_UP && peer && peer->state == CHANNEL_UP;
    }
    return channel->state == CHANNEL_UP || channel->state == CHANNEL_RING;
}
