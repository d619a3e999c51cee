/* Floor 3: playbacks: sounds one after the other, on a channel that an application holds or on a
 * bridge. Each begins when those asked for before it have ended: on a channel it is a command of
 * the session, on a bridge it waits for its player. */
#ifndef STASIM_CALLS_PLAYBACK_H
#define STASIM_CALLS_PLAYBACK_H

#include "sim/calls/target.h"
#include "sim/calls/texts.h"
#include "sim/world/event.h"

enum { PLAYBACK_MEDIA_MAX = 64 };

/* How one medium plays. */
enum media_end {
    MEDIA_PLAYS,   /* for its length; TASK_FOREVER: until it is stopped */
    MEDIA_FAILS,   /* at once: there is no such sound */
    MEDIA_IS_LOST, /* at once, and nobody is told: nothing can play this kind */
};

struct media {
    uint64_t length_us;
    enum media_end end;
};

enum playback_state {
    PLAYBACK_QUEUED,
    PLAYBACK_PLAYING,
    PLAYBACK_CONTINUING,
    PLAYBACK_DONE,
    PLAYBACK_FAILED,
};

struct playback {
    char *id;
    struct target on;
    struct texts *uris;  /* one a medium */
    struct media *media; /* as many */
    char *language;
    char *target; /* "channel:call-1" */
    enum playback_state state;
    uint32_t current;   /* index of the medium */
    struct task *task;  /* while it plays */
    uint64_t since_us;  /* when the medium last began to move */
    uint64_t played_us; /* of the medium before that */
    uint64_t skip_us;   /* how far forward and reverse go */
    bool paused;
    bool stopped;
    bool listed;
    struct playback *behind; /* the next on the same bridge */
    UT_hash_handle by_id;
};

/* Where playbacks are found by their ids; whoever furnishes the world keeps it. */
struct playbacks;
struct playbacks *playbacks_new(struct world *w);

struct playback_config {
    const char *id; /* NULL: made up. One that plays already may be taken again: both play */
    struct texts *uris;
    const struct media *media;
    const char *language;
    uint64_t skip_us;
};

/* Queues a playback on a channel that is in a session. It is gone from the list once it has ended.
 */
struct playback *playback_start(struct world *w, struct playbacks *playbacks,
                                struct channel *channel, const struct playback_config *config);

/* The same on a bridge, where a guest comes to play it; NULL when that is full. */
struct playback *playback_start_on_bridge(struct world *w, struct playbacks *playbacks,
                                          struct bridge *bridge,
                                          const struct playback_config *config);

/* All that are found there, each as a thing; one of them, within another thing. */
void playbacks_tell(struct digest *digest, const struct playbacks *playbacks);
void playback_tell(struct digest *digest, const struct playback *playback);

/* NULL when there is none. */
struct playback *playback_find(const struct playbacks *playbacks, const char *id);

/* Ends it: at once when it plays, before it begins when it waits. */
void playback_stop(struct world *w, struct playback *playback);

enum playback_operation {
    PLAYBACK_RESTART,
    PLAYBACK_PAUSE,
    PLAYBACK_UNPAUSE,
    PLAYBACK_REVERSE,
    PLAYBACK_FORWARD,
};
/* False when it does not play, which only a restart does not mind. */
bool playback_control(struct world *w, struct playback *playback,
                      enum playback_operation operation);

/* "playing": as ARI calls it. */
const char *playback_state_name(enum playback_state state);

/* In the form of call events, with these args. */
enum {
    PLAYBACK_ARG_ID,
    PLAYBACK_ARG_MEDIA, /* what plays or is next to play */
    PLAYBACK_ARG_NEXT,  /* what comes behind it; empty: nothing */
    PLAYBACK_ARG_TARGET,
    PLAYBACK_ARG_LANGUAGE,
    PLAYBACK_ARG_STATE,
    PLAYBACK_ARGS
};
extern const struct event_kind EVENT_PLAYBACK_STARTED;
extern const struct event_kind EVENT_PLAYBACK_CONTINUING;
extern const struct event_kind EVENT_PLAYBACK_FINISHED;
/* The args as they are now; they stand as long as the playback and its state do. */
void playback_describe(const struct playback *playback, const char *args[PLAYBACK_ARGS]);

/* For the player of a bridge: a playback that has not begun, and the activity that plays it. */
struct playback *playback_new(struct world *w, struct playbacks *playbacks, struct target on,
                              const struct playback_config *config);
struct activity *playback_activity(struct world *w, struct playbacks *playbacks,
                                   struct playback *playback);

#endif
