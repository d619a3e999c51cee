/* Floor 3: bridges: channels that hear each other. Only a channel that an application holds can be
 * in one, and in one alone; it leaves when its session ends. */
#ifndef STASIM_CALLS_BRIDGE_H
#define STASIM_CALLS_BRIDGE_H

#include <stdbool.h>

#include "sim/calls/bridge_snapshot.h"
#include "sim/calls/channel.h"
#include "sim/calls/events.h"

enum { BRIDGE_MEMBERS_MAX = 256, BRIDGE_COUNT_MAX = 10000 };

enum bridge_type { BRIDGE_MIXING, BRIDGE_HOLDING };
enum video_mode { VIDEO_NONE, VIDEO_TALKER, VIDEO_SINGLE, VIDEO_SFU };

/* A channel, or a guest: what plays into the bridge or records it, which only the name of the peer
 * shows. */
struct bridge_member {
    struct bridge_member *next; /* in the order of entering */
    struct channel *channel;    /* NULL: a guest */
    char *guest;
    struct task *task;              /* of the guest: woken when the bridge is destroyed */
    struct application *subscriber; /* held the channel when it entered */
};

struct bridge {
    char *id;
    char *name;
    enum bridge_type type;
    uint64_t created_us;
    struct bridge_member *members;
    uint32_t members_count;
    enum video_mode video_mode;
    char *video_source;       /* id of a channel; NULL: none */
    char *shown_video_source; /* as the last event showed it */
    struct bridge_member *music;
    struct bridge_player *player; /* NULL: nothing plays */
    struct variable *variables;
    bool destroyed;   /* only kept for what still plays or records */
    uint32_t holders; /* of the struct */
    struct subscription *subscriptions;
    UT_hash_handle by_id; /* by_id.next: in the order of creation */
};

struct bridge_config {
    const char *id; /* NULL: made up */
    const char *name;
    enum bridge_type type;
    enum video_mode video_mode;
};

/* Makes a bridge, with BridgeCreated. The id must be free. */
struct bridge *bridge_new(struct world *w, const struct bridge_config *config);
/* All leave, then BridgeDestroyed. */
void bridge_destroy(struct world *w, struct bridge *bridge);

/* NULL when there is none. */
struct bridge *bridge_find(const struct world *w, const char *id);
/* In the order of creation; NULL at the end. */
struct bridge *bridge_first(const struct world *w);
struct bridge *bridge_next(const struct bridge *bridge);
size_t bridge_count(const struct world *w);

/* Keeps the struct, not the bridge. */
struct bridge *bridge_hold(struct bridge *bridge);
void bridge_release(struct world *w, struct bridge *bridge);

/* The channel, which must be in a session, leaves the bridge it is in and enters this one: its
 * application is then subscribed to the bridge. False when it is full. */
bool bridge_add(struct world *w, struct bridge *bridge, struct channel *channel);

/* Why a channel leaves. One that is hung up leaves its application subscribed: recorded. */
enum bridge_leave { LEAVE_REMOVED, LEAVE_HUNG_UP };
/* The channel leaves the bridge it is in. */
void bridge_remove(struct world *w, struct channel *channel, enum bridge_leave why);

/* A guest comes and goes; `kind` is "Announcer/ARI", "Recorder/ARI" … NULL when it is full. */
struct bridge_member *bridge_add_guest(struct world *w, struct bridge *bridge, const char *kind);
void bridge_remove_guest(struct world *w, struct bridge *bridge, struct bridge_member *guest);

/* Music on hold; starting twice is starting once. False when the bridge is full, or had none. */
bool bridge_start_music(struct world *w, struct bridge *bridge);
bool bridge_stop_music(struct world *w, struct bridge *bridge);

/* The channel, which must be in the bridge, becomes what everybody sees. */
void bridge_set_video_source(struct world *w, struct bridge *bridge, const char *channel_id);
/* Nobody in particular is seen. The event follows with the next change: recorded. */
void bridge_clear_video_source(struct world *w, struct bridge *bridge);

/* True when an event about this bridge would reach anybody; others need not be made. */
bool bridge_has_audience(const struct world *w, const struct bridge *bridge);
/* A new event with the bridge as it is now. */
struct call_event *bridge_event_new(struct world *w, const struct event_kind *kind,
                                    const struct bridge *bridge);
/* To whoever is subscribed to the bridge, or to the channel (NULL: none); drops the event. */
void bridge_event_publish(struct world *w, const struct bridge *bridge,
                          const struct channel *channel, struct call_event *event);

extern const struct event_kind EVENT_BRIDGE_CREATED;
extern const struct event_kind EVENT_BRIDGE_DESTROYED;
extern const struct event_kind EVENT_BRIDGE_VIDEO_SOURCE_CHANGED; /* name: the old; NULL: none */
extern const struct event_kind EVENT_CHANNEL_ENTERED_BRIDGE;      /* channel */
extern const struct event_kind EVENT_CHANNEL_LEFT_BRIDGE;         /* channel */

#endif
