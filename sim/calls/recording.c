/* Recordings: an activity on the channel's own task, or on one of their own for a bridge. */
#include "sim/calls/recording.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/calls/calls.h"
#include "sim/calls/session.h"
#include "sim/calls/stored.h"
#include "sim/world/digest.h"
#include "sim/world/task.h"

enum { SECONDS_BYTES = 24 };

struct run {
    struct activity activity;
    struct recording *recording;
    bool beeping;
};

/* The task of a recording of a bridge. */
struct recorder {
    struct activity activity;
    struct bridge *bridge;
    struct bridge_member *guest;
};

static struct recording *recording_new(struct world *w, struct target target,
                                       const struct recording_config *config);
static struct activity *run_new(struct world *w, struct recording *recording);
static bool begin_command(struct world *w, struct task *task, struct channel *channel,
                          struct command *command);
static void drop_command(struct world *w, struct command *command);
static void begin(struct world *w, struct task *task);
static void listen(struct world *w, struct task *task);
static uint64_t ran_us(const struct world *w, const struct recording *recording);
static uint64_t rest_us(const struct world *w, const struct recording *recording);
static void finish(struct world *w, struct task *task, bool show_duration);
static void leave_bridge(struct world *w, struct task *task);
static void publish(struct world *w, const struct recording *recording,
                    const struct event_kind *kind, bool show_duration);
static void forget(struct world *w, struct recording *recording);
static void tell_command(struct digest *digest, const struct command *command);
static void tell(struct digest *digest, const void *activity);
static void tell_recorder(struct digest *digest, const void *activity);

static const struct step BEGIN = {"S record", begin, tell};
static const struct step LISTEN = {"S recording", listen, tell};
static const struct step LEAVE = {"R recorder leaves", leave_bridge, tell_recorder};

const struct event_kind EVENT_RECORDING_STARTED = CALL_EVENT_KIND("RecordingStarted");
const struct event_kind EVENT_RECORDING_FINISHED = CALL_EVENT_KIND("RecordingFinished");

struct recording *recording_start(struct world *w, struct channel *channel,
                                  const struct recording_config *config) {
    struct recording *recording = recording_new(w, (struct target){.channel = channel}, config);
    struct recording **queued = world_alloc(w, sizeof(struct recording *));
    *queued = recording;
    session_command(w, channel,
                    &(struct command){.run = begin_command,
                                      .context = queued,
                                      .dispose = drop_command,
                                      .tell = tell_command});
    return recording;
}

struct recording *recording_start_on_bridge(struct world *w, struct bridge *bridge,
                                            const struct recording_config *config) {
    struct bridge_member *guest = bridge_add_guest(w, bridge, "Recorder/ARI");
    if (!guest) {
        return NULL;
    }
    struct recording *recording = recording_new(w, (struct target){.bridge = bridge}, config);
    struct recorder *recorder = activity_new(w, sizeof *recorder, &LEAVE);
    recorder->bridge = bridge_hold(bridge);
    recorder->guest = guest;
    struct activity *top = activity_above(&recorder->activity, run_new(w, recording));
    guest->task = task_start(w, "R", recording->name, top, world_now_us(w));
    return recording;
}

struct recording *recording_find(const struct world *w, const char *name) {
    struct recording *found = NULL;
    HASH_FIND(by_name, calls_of(w)->recordings, name, strlen(name), found);
    return found;
}

bool recording_is_of(const struct world *w, const struct channel *channel) {
    const struct recording *r = calls_of(w)->recordings;
    while (r && r->target.channel != channel) {
        r = r->by_name.next;
    }
    return r != NULL;
}

void recording_stop(struct world *w, struct recording *recording, bool discard) {
    recording->stopped = true;
    recording->discarded = recording->discarded || discard;
    if (recording->task) {
        task_wake(w, recording->task, WAKE_DONE);
    }
}

void recording_pause(struct world *w, struct recording *recording, bool pause) {
    if (pause && recording->state == RECORDING_RUNNING) {
        recording->ran_us = ran_us(w, recording);
        recording->state = RECORDING_PAUSED;
    } else if (!pause && recording->state == RECORDING_PAUSED) {
        recording->since_us = world_now_us(w);
        recording->state = RECORDING_RUNNING;
    }
    if (recording->task) {
        task_wake(w, recording->task, WAKE_DONE);
    }
}

void recording_mute(struct recording *recording, bool mute) {
    recording->muted = mute;
}

void recording_hear_digit(struct world *w, const struct channel *channel, char digit) {
    struct recording *r = calls_of(w)->recordings;
    for (; r; r = r->by_name.next) {
        char ends = r->how.terminate_on;
        if (r->task && r->target.channel == channel && (ends == 'a' || ends == digit)) {
            recording_stop(w, r, false);
        }
    }
}

const char *recording_state_name(enum recording_state state) {
    static const char *const names[] = {"queued", "recording", "paused", "done"};
    must(state < sizeof names / sizeof names[0]);
    return names[state];
}

static struct recording *recording_new(struct world *w, struct target target,
                                       const struct recording_config *config) {
    must(!recording_find(w, config->name));
    must(recording_name_is_sound(config->name));
    struct recording *recording = world_alloc(w, sizeof *recording);
    recording->name = world_strdup(w, config->name);
    recording->format = world_strdup(w, config->format);
    recording->target = target;
    recording->target_uri = target_uri(w, target);
    recording->how = *config;
    recording->how.name = NULL;
    recording->how.format = NULL;
    HASH_ADD_KEYPTR(by_name, calls_of(w)->recordings, recording->name, strlen(recording->name),
                    recording);
    return recording;
}

static struct activity *run_new(struct world *w, struct recording *recording) {
    struct run *run = activity_new(w, sizeof *run, &BEGIN);
    run->recording = recording;
    return &run->activity;
}

static bool begin_command(struct world *w, struct task *task, struct channel *channel,
                          struct command *command) {
    (void)channel;
    struct recording **queued = command->context;
    struct activity *run = run_new(w, *queued);
    *queued = NULL;
    task_call(w, task, run, task_step(task));
    return true;
}

/* A command that was dropped before its turn takes its recording with it. */
static void drop_command(struct world *w, struct command *command) {
    struct recording **queued = command->context;
    if (*queued) {
        forget(w, *queued);
    }
    world_release(w, queued, sizeof *queued);
}

/* (R141) */
static void begin(struct world *w, struct task *task) {
    struct run *run = task_activity(task);
    struct recording *recording = run->recording;
    recording->task = task;
    recording->state = RECORDING_RUNNING;
    recording->since_us = world_now_us(w);
    publish(w, recording, &EVENT_RECORDING_STARTED, false);
    if (recording->how.beeps && recording->how.beep_fails) {
        finish(w, task, false);
    } else if (recording->how.beeps) {
        run->beeping = true;
        uint64_t until_us = world_now_us(w) + recording->how.beep_us;
        task_sleep(w, task, &LISTEN, until_us, WAKE_HANGUP | WAKE_DONE);
    } else {
        task_next(w, task, &LISTEN);
    }
}

static void listen(struct world *w, struct task *task) {
    struct run *run = task_activity(task);
    struct recording *recording = run->recording;
    if (run->beeping && task_woken_by(task) == WAKE_TIME) {
        run->beeping = false;
        recording->since_us = world_now_us(w);
    }
    uint64_t rest = rest_us(w, recording);
    if (target_is_gone(recording->target) || recording->stopped || rest == 0) {
        finish(w, task, true);
        return;
    }
    uint64_t until_us = rest == TASK_FOREVER ? TASK_FOREVER : world_now_us(w) + rest;
    task_sleep(w, task, &LISTEN, until_us, WAKE_HANGUP | WAKE_DONE);
}

static uint64_t ran_us(const struct world *w, const struct recording *recording) {
    bool runs = recording->state == RECORDING_RUNNING;
    return recording->ran_us + (runs ? world_now_us(w) - recording->since_us : 0);
}

/* Until it ends by itself; TASK_FOREVER when it does not. */
static uint64_t rest_us(const struct world *w, const struct recording *recording) {
    uint64_t limit = recording->how.max_us;
    uint64_t silence = recording->how.max_silence_us;
    if (silence > 0 && (limit == 0 || silence < limit)) {
        limit = silence;
    }
    if (limit == 0 || recording->state == RECORDING_PAUSED) {
        return TASK_FOREVER;
    }
    uint64_t ran = ran_us(w, recording);
    return ran < limit ? limit - ran : 0;
}

static void finish(struct world *w, struct task *task, bool show_duration) {
    struct run *run = task_activity(task);
    struct recording *recording = run->recording;
    recording->ran_us = ran_us(w, recording);
    recording->state = RECORDING_DONE;
    recording->task = NULL;
    if (!recording->discarded) {
        stored_add(w, recording->name, recording->format, recording->ran_us);
    }
    publish(w, recording, &EVENT_RECORDING_FINISHED, show_duration);
    forget(w, recording);
    task_return(w, task, 0);
}

static void leave_bridge(struct world *w, struct task *task) {
    struct recorder *recorder = task_activity(task);
    if (!recorder->bridge->destroyed) {
        bridge_remove_guest(w, recorder->bridge, recorder->guest);
    }
    bridge_release(w, recorder->bridge);
    task_end(w, task);
}

static void publish(struct world *w, const struct recording *recording,
                    const struct event_kind *kind, bool show_duration) {
    if (!target_has_audience(w, recording->target)) {
        return;
    }
    char seconds[SECONDS_BYTES] = "";
    if (show_duration) {
        snprintf(seconds, sizeof seconds, "%llu",
                 (unsigned long long)(recording->ran_us / US_PER_S));
    }
    bool listens = show_duration && recording->how.max_silence_us > 0;
    const char *args[RECORDING_ARGS] = {
        [RECORDING_ARG_NAME] = recording->name,
        [RECORDING_ARG_FORMAT] = recording->format,
        [RECORDING_ARG_STATE] = recording_state_name(recording->state),
        [RECORDING_ARG_TARGET] = recording->target_uri,
        [RECORDING_ARG_DURATION] = seconds,
        [RECORDING_ARG_TALKING] = listens ? "0" : "",
        [RECORDING_ARG_SILENCE] = listens ? seconds : "",
    };
    struct call_event *event = target_event_new(w, kind, recording->target);
    event->args = texts_new(w, args, RECORDING_ARGS);
    target_event_publish(w, recording->target, event);
}

static void forget(struct world *w, struct recording *recording) {
    HASH_DELETE(by_name, calls_of(w)->recordings, recording);
    world_strfree(w, recording->name);
    world_strfree(w, recording->format);
    world_strfree(w, recording->target_uri);
    world_release(w, recording, sizeof *recording);
}

/* The rest is told of the recording, which is in the list. */
static void tell_command(struct digest *digest, const struct command *command) {
    struct recording *const *queued = command->context;
    digest_text(digest, (*queued)->name);
}

static void tell(struct digest *digest, const void *activity) {
    const struct run *run = activity;
    digest_text(digest, run->recording->name);
    if (run->beeping) {
        digest_number(digest, (uint64_t)task_woken_by(run->recording->task));
    }
}

static void tell_recorder(struct digest *digest, const void *activity) {
    const struct recorder *recorder = activity;
    digest_text(digest, recorder->bridge->id);
    digest_number(digest, recorder->bridge->destroyed);
}

/* How far it is while it runs follows from when it ends. */
void recording_tell(struct digest *digest, const struct recording *recording) {
    const struct recording_config *how = &recording->how;
    digest_text(digest, recording->name);
    digest_text(digest, recording->format);
    digest_text(digest, recording->target_uri);
    digest_number(digest, how->max_us);
    digest_number(digest, how->max_silence_us);
    digest_number(digest, (uint64_t)how->terminate_on);
    digest_number(digest, (uint64_t)(how->beeps | how->beep_fails << 1));
    digest_number(digest, (uint64_t)recording->state);
    digest_number(digest, (uint64_t)(recording->stopped | recording->discarded << 1 |
                                     recording->muted << 2 | (recording->task != NULL) << 3));
    if (recording->state == RECORDING_PAUSED) {
        digest_number(digest, recording->ran_us);
    }
}
