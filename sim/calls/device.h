/* Floor 3: the states of devices: those that clients set by name ("Stasis:…"), and those that
 * follow from the channels of a device ("PJSIP/alice", "Local/100@in"). */
#ifndef STASIM_CALLS_DEVICE_H
#define STASIM_CALLS_DEVICE_H

#include <stdbool.h>

#include "sim/calls/channel.h"
#include "sim/world/event.h"

enum { DEVICES_MAX = 10000, DEVICE_NAME_BYTES = 512 };

enum device_state {
    DEVICE_UNKNOWN,
    DEVICE_NOT_INUSE,
    DEVICE_INUSE,
    DEVICE_BUSY,
    DEVICE_INVALID,
    DEVICE_UNAVAILABLE,
    DEVICE_RINGING,
    DEVICE_RINGINUSE,
    DEVICE_ONHOLD,
};

/* One that a client has made. */
struct device {
    char *name;
    enum device_state state;
    UT_hash_handle hh; /* hh.next: in the order of making */
};

/* "NOT_INUSE": as ARI calls it. */
const char *device_state_name(enum device_state state);

/* True for a name that clients may set. */
bool device_is_custom(const char *name);
/* Sets its state, with DeviceStateChanged; false when there are too many. */
bool device_set(struct world *w, const char *name, enum device_state state);
/* Forgets it, without a word: recorded. False when there is none. */
bool device_forget(struct world *w, const char *name);
/* One that a client has made; NULL when there is none. */
struct device *device_find(const struct world *w, const char *name);
/* NULL: none. */
struct device *device_first(const struct world *w);
struct device *device_next(const struct device *device);

/* The present state: as it was set, or as its channels say; DEVICE_UNKNOWN without either. */
enum device_state device_state_of(const struct world *w, const char *name);
/* "PJSIP/alice" of "PJSIP/alice-00000001". */
void device_of_channel(const struct channel *channel, char name[DEVICE_NAME_BYTES]);
/* The state of a channel has changed, or the channel is about to go: DeviceStateChanged, even when
 * the device is in the same state as before: recorded. */
void device_channel_changed(struct world *w, const struct channel *channel);

/* In the form of call events. name: the device; value: its state. */
extern const struct event_kind EVENT_DEVICE_STATE_CHANGED;

#endif
