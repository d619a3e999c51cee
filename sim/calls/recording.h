/* Floor 3: live recordings, of a channel that an application holds or of a bridge. Nothing is
 * heard: a recording is its name, its state and how long it lasts. On a channel it is a command of
 * the session, so it begins when those asked for before it have ended. */
#ifndef STASIM_CALLS_RECORDING_H
#define STASIM_CALLS_RECORDING_H

#include <stdbool.h>

#include "sim/calls/target.h"

enum recording_state {
    RECORDING_QUEUED,
    RECORDING_RUNNING,
    RECORDING_PAUSED,
    RECORDING_DONE,
};

struct recording_config {
    const char *name; /* neither running nor, unless it may be overwritten, stored */
    const char *format;
    uint64_t max_us;         /* 0: no limit */
    uint64_t max_silence_us; /* it ends after as much silence, and nobody speaks; 0: it does not */
    char terminate_on;       /* the digit that ends it; 'a': any; 0: none */
    bool beeps;              /* before it begins, for beep_us */
    bool beep_fails;         /* there is no such sound, which ends it at once */
    uint64_t beep_us;
};

struct recording {
    char *name;
    char *format;
    struct target target;
    char *target_uri;
    struct recording_config how; /* without its texts */
    enum recording_state state;
    struct task *task; /* while it runs */
    uint64_t since_us; /* when it last began to run */
    uint64_t ran_us;   /* before that */
    bool stopped;
    bool discarded;
    bool muted;
    UT_hash_handle by_name;
};

/* Queues a recording on a channel in a session. */
struct recording *recording_start(struct world *w, struct channel *channel,
                                  const struct recording_config *config);
/* Begins a recording of a bridge; NULL when that is full. */
struct recording *recording_start_on_bridge(struct world *w, struct bridge *bridge,
                                            const struct recording_config *config);

/* NULL when none of that name is live. */
struct recording *recording_find(const struct world *w, const char *name);
/* True while a channel is being recorded. */
bool recording_is_of(const struct world *w, const struct channel *channel);

/* One of them, within a thing. */
void recording_tell(struct digest *digest, const struct recording *recording);

/* Ends it: stored, or discarded. */
void recording_stop(struct world *w, struct recording *recording, bool discard);
/* Stops its clock, or lets it go on; nothing before it runs. */
void recording_pause(struct world *w, struct recording *recording, bool pause);
/* Takes note of it: silence lasts as long as sound. */
void recording_mute(struct recording *recording, bool mute);
/* Somebody on the channel has pressed a key. */
void recording_hear_digit(struct world *w, const struct channel *channel, char digit);

/* "recording": as ARI calls it. */
const char *recording_state_name(enum recording_state state);

/* In the form of call events. args: name, format, state, target_uri, duration, talking_duration,
 * silence_duration (in seconds; empty: not shown). */
enum {
    RECORDING_ARG_NAME,
    RECORDING_ARG_FORMAT,
    RECORDING_ARG_STATE,
    RECORDING_ARG_TARGET,
    RECORDING_ARG_DURATION,
    RECORDING_ARG_TALKING,
    RECORDING_ARG_SILENCE,
    RECORDING_ARGS
};
extern const struct event_kind EVENT_RECORDING_STARTED;
extern const struct event_kind EVENT_RECORDING_FINISHED;

#endif
