/* Floor 3: playbacks: sounds one after the other on a channel that an application holds. Each is a
 * command of the session, so it begins when those asked for before it have ended. */
#ifndef STASIM_CALLS_PLAYBACK_H
#define STASIM_CALLS_PLAYBACK_H

#include "sim/calls/channel.h"
#include "sim/calls/texts.h"
#include "sim/world/event.h"

enum { PLAYBACK_MEDIA_MAX = 64, PLAYBACK_ID_BYTES = 40 };

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
    struct channel *channel;
    struct texts *uris;  /* one a medium */
    struct media *media; /* as many */
    char *language;
    char *target; /* "channel:call-1" */
    enum playback_state state;
    uint32_t current; /* index of the medium */
    bool stopped;
    bool listed;
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
};

/* Queues a playback on a channel that is in a session. It is gone from the list once it has ended.
 */
struct playback *playback_start(struct world *w, struct playbacks *playbacks,
                                struct channel *channel, const struct playback_config *config);

/* NULL when there is none. */
struct playback *playback_find(const struct playbacks *playbacks, const char *id);

/* Ends it: at once when it plays, before it begins when it waits. */
void playback_stop(struct world *w, struct playback *playback);

const char *playback_state_name(enum playback_state state);
/* The medium that plays or is next to play, and the one behind it; NULL: none. */
const char *playback_uri(const struct playback *playback);
const char *playback_next_uri(const struct playback *playback);

/* In the form of call events. args: id, media_uri, next_media_uri (empty: none), target_uri,
 * language, state. */
enum {
    PLAYBACK_ARG_ID,
    PLAYBACK_ARG_MEDIA,
    PLAYBACK_ARG_NEXT,
    PLAYBACK_ARG_TARGET,
    PLAYBACK_ARG_LANGUAGE,
    PLAYBACK_ARG_STATE,
    PLAYBACK_ARGS
};
extern const struct event_kind EVENT_PLAYBACK_STARTED;
extern const struct event_kind EVENT_PLAYBACK_CONTINUING;
extern const struct event_kind EVENT_PLAYBACK_FINISHED;

#endif
