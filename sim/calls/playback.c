/* Playbacks: an activity on the channel's own task, called by the session's command. */
#include "sim/calls/playback.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/calls/events.h"
#include "sim/calls/session.h"
#include "sim/world/task.h"

struct playbacks {
    struct playback *by_id;
    uint64_t made;
};

struct playing {
    struct activity activity;
    struct playbacks *playbacks;
    struct playback *playback;
    uint64_t until_us;
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
static void end_medium(struct world *w, struct task *task);
static void finish(struct world *w, struct task *task);
static void publish(struct world *w, const struct playback *playback,
                    const struct event_kind *kind);
static void forget(struct world *w, struct playbacks *playbacks, struct playback *playback);

static const struct step START = {"S play", start_medium};
static const struct step LISTEN = {"S playing", listen};

const struct event_kind EVENT_PLAYBACK_STARTED = CALL_EVENT_KIND("PlaybackStarted");
const struct event_kind EVENT_PLAYBACK_CONTINUING = CALL_EVENT_KIND("PlaybackContinuing");
const struct event_kind EVENT_PLAYBACK_FINISHED = CALL_EVENT_KIND("PlaybackFinished");

struct playback *playback_start(struct world *w, struct playbacks *playbacks,
                                struct channel *channel, const struct playback_config *config) {
    must(config->uris->count > 0 && config->uris->count <= PLAYBACK_MEDIA_MAX);
    char made_up[PLAYBACK_ID_BYTES];
    const char *id = config->id;
    if (!id) {
        snprintf(made_up, sizeof made_up, "00000000-0000-4000-8000-%012llx",
                 (unsigned long long)++playbacks->made);
        id = made_up;
    }
    struct playback *playback = world_alloc(w, sizeof *playback);
    playback->id = world_strdup(w, id);
    playback->channel = channel;
    playback->uris = texts_keep(config->uris);
    size_t size = config->uris->count * sizeof *playback->media;
    playback->media = memcpy(world_alloc(w, size), config->media, size);
    playback->language = world_strdup(w, config->language);
    size_t target_size = strlen("channel:") + strlen(channel->id) + 1;
    playback->target = world_alloc(w, target_size);
    snprintf(playback->target, target_size, "channel:%s", channel->id);
    /* (R134) Of two with one id the newer is found. */
    struct playback *older = playback_find(playbacks, id);
    if (older) {
        older->listed = false;
        HASH_DELETE(by_id, playbacks->by_id, older);
    }
    playback->listed = true;
    HASH_ADD_KEYPTR(by_id, playbacks->by_id, playback->id, strlen(playback->id), playback);
    struct order *order = world_alloc(w, sizeof *order);
    *order = (struct order){playbacks, playback};
    session_command(w, channel,
                    &(struct command){.run = begin, .context = order, .dispose = drop_order});
    return playback;
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
    if (playback->state == PLAYBACK_PLAYING) {
        must(playback->channel->task);
        task_wake(w, playback->channel->task, WAKE_DONE);
    }
}

const char *playback_state_name(enum playback_state state) {
    static const char *const names[] = {"queued", "playing", "continuing", "done", "failed"};
    must(state < sizeof names / sizeof names[0]);
    return names[state];
}

const char *playback_uri(const struct playback *playback) {
    return playback->uris->items[playback->current];
}

const char *playback_next_uri(const struct playback *playback) {
    uint32_t next = playback->current + 1;
    return next < playback->uris->count ? playback->uris->items[next] : NULL;
}

static bool begin(struct world *w, struct task *task, struct channel *channel,
                  struct command *command) {
    (void)channel;
    struct order *order = command->context;
    struct playing *playing = activity_new(w, sizeof *playing, &START);
    playing->playbacks = order->playbacks;
    playing->playback = order->playback;
    order->playback = NULL;
    task_call(w, task, &playing->activity, task_step(task));
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
    if (playback->stopped || playback->channel->hung_up) {
        playback->state = playback->stopped ? PLAYBACK_DONE : PLAYBACK_FAILED;
        finish(w, task);
        return;
    }
    const struct media *medium = &playback->media[playback->current];
    playback->state = PLAYBACK_PLAYING;
    publish(w, playback, &EVENT_PLAYBACK_STARTED);
    if (medium->end != MEDIA_PLAYS) {
        end_medium(w, task);
        return;
    }
    playing->until_us =
        medium->length_us == TASK_FOREVER ? TASK_FOREVER : world_now_us(w) + medium->length_us;
    task_sleep(w, task, &LISTEN, playing->until_us, WAKE_HANGUP | WAKE_DONE);
}

static void listen(struct world *w, struct task *task) {
    struct playing *playing = task_activity(task);
    struct playback *playback = playing->playback;
    if (playback->channel->hung_up) {
        playback->state = PLAYBACK_FAILED;
        finish(w, task);
    } else if (playback->stopped) {
        playback->state = PLAYBACK_DONE;
        finish(w, task);
    } else if (world_now_us(w) >= playing->until_us) {
        end_medium(w, task);
    } else { /* woken for something else */
        task_sleep(w, task, &LISTEN, playing->until_us, WAKE_HANGUP | WAKE_DONE);
    }
}

static void end_medium(struct world *w, struct task *task) {
    struct playing *playing = task_activity(task);
    struct playback *playback = playing->playback;
    if (playback_next_uri(playback)) {
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
    if (!channel_has_audience(w, playback->channel)) {
        return;
    }
    const char *next = playback_next_uri(playback);
    const char *args[PLAYBACK_ARGS] = {
        [PLAYBACK_ARG_ID] = playback->id,
        [PLAYBACK_ARG_MEDIA] = playback_uri(playback),
        [PLAYBACK_ARG_NEXT] = next ? next : "",
        [PLAYBACK_ARG_TARGET] = playback->target,
        [PLAYBACK_ARG_LANGUAGE] = playback->language,
        [PLAYBACK_ARG_STATE] = playback_state_name(playback->state),
    };
    struct call_event *event = call_event_new(w, kind, playback->channel, RULE_NONE);
    event->args = texts_new(w, args, PLAYBACK_ARGS);
    call_event_publish(w, playback->channel, event);
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
