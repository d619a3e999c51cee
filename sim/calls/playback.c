/* Playbacks: an activity on the channel's own task, called by the session's command, or on that of
 * a bridge's player. */
#include "sim/calls/playback.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/calls/session.h"
#include "sim/calls/uuid.h"
#include "sim/world/digest.h"
#include "sim/world/task.h"

struct playbacks {
    struct playback *by_id;
};

struct playing {
    struct activity activity;
    struct playbacks *playbacks;
    struct playback *playback;
};

/* What the queued command remembers. */
struct order {
    struct playbacks *playbacks;
    struct playback *playback; /* NULL once it plays */
};

static bool begin(struct world *w, struct task *task, struct channel *channel,
                  struct command *command);
static void drop_order(struct world *w, struct command *command);
static void start_medium(struct world *w, struct task *task);
static void listen(struct world *w, struct task *task);
static void wait(struct world *w, struct task *task, const struct playback *playback);
static uint64_t played_us(const struct world *w, const struct playback *playback);
static void end_medium(struct world *w, struct task *task);
static void finish(struct world *w, struct task *task);
static void publish(struct world *w, const struct playback *playback,
                    const struct event_kind *kind);
static const char *next_uri(const struct playback *playback);
static void forget(struct world *w, struct playbacks *playbacks, struct playback *playback);
static void tell_order(struct digest *digest, const struct command *command);
static void tell(struct digest *digest, const void *activity);

static const struct step START = {"S play", start_medium, tell};
static const struct step LISTEN = {"S playing", listen, tell};

const struct event_kind EVENT_PLAYBACK_STARTED = CALL_EVENT_KIND("PlaybackStarted");
const struct event_kind EVENT_PLAYBACK_CONTINUING = CALL_EVENT_KIND("PlaybackContinuing");
const struct event_kind EVENT_PLAYBACK_FINISHED = CALL_EVENT_KIND("PlaybackFinished");

struct playback *playback_start(struct world *w, struct playbacks *playbacks,
                                struct channel *channel, const struct playback_config *config) {
    struct order *order = world_alloc(w, sizeof *order);
    order->playbacks = playbacks;
    order->playback = playback_new(w, playbacks, (struct target){.channel = channel}, config);
    struct playback *playback = order->playback;
    session_command(w, channel,
                    &(struct command){
                        .run = begin, .context = order, .dispose = drop_order, .tell = tell_order});
    return playback;
}

struct playback *playback_new(struct world *w, struct playbacks *playbacks, struct target on,
                              const struct playback_config *config) {
    must(config->uris->count > 0 && config->uris->count <= PLAYBACK_MEDIA_MAX);
    char made_up[UUID_BYTES];
    const char *id = config->id ? config->id : uuid_next(w, made_up);
    struct playback *playback = world_alloc(w, sizeof *playback);
    playback->id = world_strdup(w, id);
    playback->on = on;
    playback->uris = texts_keep(config->uris);
    size_t size = config->uris->count * sizeof *playback->media;
    playback->media = memcpy(world_alloc(w, size), config->media, size);
    playback->language = world_strdup(w, config->language);
    playback->target = target_uri(w, on);
    playback->skip_us = config->skip_us;
    /* (R134) Of two with one id the newer is found. */
    struct playback *older = playback_find(playbacks, id);
    if (older) {
        older->listed = false;
        HASH_DELETE(by_id, playbacks->by_id, older);
    }
    playback->listed = true;
    HASH_ADD_KEYPTR(by_id, playbacks->by_id, playback->id, strlen(playback->id), playback);
    return playback;
}

struct activity *playback_activity(struct world *w, struct playbacks *playbacks,
                                   struct playback *playback) {
    struct playing *playing = activity_new(w, sizeof *playing, &START);
    playing->playbacks = playbacks;
    playing->playback = playback;
    return &playing->activity;
}

struct playbacks *playbacks_new(struct world *w) {
    return world_alloc(w, sizeof(struct playbacks));
}

struct playback *playback_find(const struct playbacks *playbacks, const char *id) {
    struct playback *found = NULL;
    HASH_FIND(by_id, playbacks->by_id, id, strlen(id), found);
    return found;
}

void playback_stop(struct world *w, struct playback *playback) {
    playback->stopped = true;
    if (playback->task) {
        task_wake(w, playback->task, WAKE_DONE);
    }
}

bool playback_control(struct world *w, struct playback *playback,
                      enum playback_operation operation) {
    if (playback->state != PLAYBACK_PLAYING) {
        return operation == PLAYBACK_RESTART;
    }
    uint64_t at_us = played_us(w, playback);
    uint64_t skip_us = playback->skip_us;
    if (operation == PLAYBACK_RESTART) {
        at_us = 0;
    } else if (operation == PLAYBACK_FORWARD) {
        at_us += skip_us;
    } else if (operation == PLAYBACK_REVERSE) {
        at_us -= skip_us < at_us ? skip_us : at_us;
    }
    playback->played_us = at_us;
    playback->since_us = world_now_us(w);
    playback->paused =
        operation == PLAYBACK_PAUSE || (playback->paused && operation != PLAYBACK_UNPAUSE);
    task_wake(w, playback->task, WAKE_DONE);
    return true;
}

const char *playback_state_name(enum playback_state state) {
    static const char *const names[] = {"queued", "playing", "continuing", "done", "failed"};
    must(state < sizeof names / sizeof names[0]);
    return names[state];
}

void playback_describe(const struct playback *playback, const char *args[PLAYBACK_ARGS]) {
    const char *next = next_uri(playback);
    args[PLAYBACK_ARG_ID] = playback->id;
    args[PLAYBACK_ARG_MEDIA] = playback->uris->items[playback->current];
    args[PLAYBACK_ARG_NEXT] = text_or_empty(next);
    args[PLAYBACK_ARG_TARGET] = playback->target;
    args[PLAYBACK_ARG_LANGUAGE] = playback->language;
    args[PLAYBACK_ARG_STATE] = playback_state_name(playback->state);
}

static bool begin(struct world *w, struct task *task, struct channel *channel,
                  struct command *command) {
    (void)channel;
    struct order *order = command->context;
    struct activity *playing = playback_activity(w, order->playbacks, order->playback);
    order->playback = NULL;
    task_call(w, task, playing, task_step(task));
    return true;
}

/* A command that was dropped before its turn takes its playback with it. */
static void drop_order(struct world *w, struct command *command) {
    struct order *order = command->context;
    if (order->playback) {
        forget(w, order->playbacks, order->playback);
    }
    world_release(w, order, sizeof *order);
}

/* (R136) */
static void start_medium(struct world *w, struct task *task) {
    struct playing *playing = task_activity(task);
    struct playback *playback = playing->playback;
    if (playback->stopped || target_is_gone(playback->on)) {
        playback->state = playback->stopped ? PLAYBACK_DONE : PLAYBACK_FAILED;
        finish(w, task);
        return;
    }
    playback->task = task;
    playback->state = PLAYBACK_PLAYING;
    playback->since_us = world_now_us(w);
    playback->played_us = 0;
    publish(w, playback, &EVENT_PLAYBACK_STARTED);
    if (playback->media[playback->current].end != MEDIA_PLAYS) {
        end_medium(w, task);
        return;
    }
    wait(w, task, playback);
}

static void listen(struct world *w, struct task *task) {
    struct playing *playing = task_activity(task);
    struct playback *playback = playing->playback;
    if (target_is_gone(playback->on)) {
        playback->state = PLAYBACK_FAILED;
        finish(w, task);
    } else if (playback->stopped) {
        playback->state = PLAYBACK_DONE;
        finish(w, task);
    } else if (played_us(w, playback) >= playback->media[playback->current].length_us) {
        end_medium(w, task);
    } else { /* woken for something else */
        wait(w, task, playback);
    }
}

/* Until the medium ends by itself, or somebody acts. */
static void wait(struct world *w, struct task *task, const struct playback *playback) {
    uint64_t length_us = playback->media[playback->current].length_us;
    uint64_t until_us = TASK_FOREVER;
    if (!playback->paused && length_us != TASK_FOREVER) {
        until_us = world_now_us(w) + length_us - played_us(w, playback);
    }
    task_sleep(w, task, &LISTEN, until_us, WAKE_HANGUP | WAKE_DONE);
}

static uint64_t played_us(const struct world *w, const struct playback *playback) {
    return playback->played_us + (playback->paused ? 0 : world_now_us(w) - playback->since_us);
}

static void end_medium(struct world *w, struct task *task) {
    struct playing *playing = task_activity(task);
    struct playback *playback = playing->playback;
    if (next_uri(playback)) {
        playback->state = PLAYBACK_CONTINUING;
        publish(w, playback, &EVENT_PLAYBACK_CONTINUING);
        playback->current++;
        task_next(w, task, &START);
        return;
    }
    bool plays = playback->media[playback->current].end == MEDIA_PLAYS;
    playback->state = plays ? PLAYBACK_DONE : PLAYBACK_FAILED;
    finish(w, task);
}

static void finish(struct world *w, struct task *task) {
    struct playing *playing = task_activity(task);
    struct playback *playback = playing->playback;
    if (playback->media[playback->current].end != MEDIA_IS_LOST) {
        publish(w, playback, &EVENT_PLAYBACK_FINISHED);
    }
    forget(w, playing->playbacks, playback);
    task_return(w, task, 0);
}

static void publish(struct world *w, const struct playback *playback,
                    const struct event_kind *kind) {
    if (!target_has_audience(w, playback->on)) {
        return;
    }
    const char *args[PLAYBACK_ARGS];
    playback_describe(playback, args);
    struct call_event *event = target_event_new(w, kind, playback->on);
    event->args = texts_new(w, args, PLAYBACK_ARGS);
    target_event_publish(w, playback->on, event);
}

/* NULL: what plays is the last one. */
static const char *next_uri(const struct playback *playback) {
    uint32_t next = playback->current + 1;
    return next < playback->uris->count ? playback->uris->items[next] : NULL;
}

static void forget(struct world *w, struct playbacks *playbacks, struct playback *playback) {
    if (playback->listed) {
        HASH_DELETE(by_id, playbacks->by_id, playback);
    }
    world_strfree(w, playback->id);
    world_release(w, playback->media, playback->uris->count * sizeof *playback->media);
    texts_drop(w, playback->uris);
    world_strfree(w, playback->language);
    world_strfree(w, playback->target);
    world_release(w, playback, sizeof *playback);
}

static void tell_order(struct digest *digest, const struct command *command) {
    const struct order *order = command->context;
    playback_tell(digest, order->playback);
}

static void tell(struct digest *digest, const void *activity) {
    const struct playing *playing = activity;
    playback_tell(digest, playing->playback);
}

/* Where a medium is while it moves follows from when it ends. */
void playback_tell(struct digest *digest, const struct playback *playback) {
    digest_text(digest, playback->id);
    digest_text(digest, playback->target);
    digest_text(digest, playback->language);
    texts_tell(digest, playback->uris);
    digest_number(digest, (uint64_t)playback->state << 32 | playback->current);
    digest_number(digest, (uint64_t)(playback->paused | playback->stopped << 1 |
                                     playback->listed << 2 | (playback->task != NULL) << 3));
    digest_number(digest, playback->skip_us);
    if (playback->paused) {
        digest_number(digest, playback->played_us);
    }
}

void playbacks_tell(struct digest *digest, const struct playbacks *playbacks) {
    for (const struct playback *p = playbacks->by_id; p; p = p->by_id.next) {
        playback_tell(digest, p);
        digest_add(digest);
    }
}
