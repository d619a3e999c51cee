/* Channels: their making and end, their place in the dialplan, hang-up and answer. */
#include "sim/calls/channel.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/rule.h"
#include "sim/base/text.h"
#include "sim/base/unit.h"
#include "sim/calls/calls.h"
#include "sim/calls/cause.h"
#include "sim/calls/device.h"
#include "sim/calls/dial.h"
#include "sim/calls/events.h"

enum { ID_BYTES = 48 };

static void publish(struct world *w, struct channel *channel, const struct event_kind *kind);
static void show_state(struct world *w, struct channel *channel, enum channel_state state);
static void replace_if_other(struct world *w, char **slot, const char *text);
static const char *make_up_id(struct world *w, const char *reserved, char id[ID_BYTES]);
static void add(struct world *w, struct channel *channel);
static void drop(struct world *w, struct channel *channel);
static void hang_up_snoops(struct world *w, const struct channel *channel);

struct channel *channel_new(struct world *w, const struct channel_config *config) {
    char made_up[ID_BYTES];
    const char *id = config->id ? config->id : make_up_id(w, config->reserved, made_up);
    must(!channel_find(w, id));
    struct channel *channel = world_alloc(w, sizeof *channel);
    channel->id = world_strdup(w, id);
    channel->name = world_strdup(w, config->name);
    channel->state = config->state;
    world_strset(w, &channel->caller_name, config->caller_name);
    world_strset(w, &channel->caller_number, config->caller_number);
    world_strset(w, &channel->context, config->context);
    world_strset(w, &channel->exten, config->exten);
    channel->priority = config->priority;
    channel->language = world_strdup(w, "en");
    channel->created_us = world_now_us(w);
    add(w, channel);
    publish(w, channel, &EVENT_CHANNEL_CREATED);
    return channel;
}

void channel_destroy(struct world *w, struct channel *channel) {
    must(!channel->session);
    struct channel *peer = channel->peer;
    if (peer) {
        peer->peer = NULL;
        channel->peer = NULL;
        /* The originator's side learns the cause, the side that ran the dialplan only once it has
         * been answered: recorded. */
        bool told = peer->is_near || peer->state == CHANNEL_UP;
        channel_hangup(w, peer,
                       (struct hangup){.shown_cause = channel->hangup_cause,
                                       .cause = told ? channel->hangup_cause : CAUSE_NONE});
    }
    hang_up_snoops(w, channel);
    dial_ended(w, channel);
    if (channel_has_audience(w, channel)) {
        struct call_event *event = call_event_new(w, &EVENT_CHANNEL_DESTROYED, channel, RULE_NONE);
        event->cause = channel->hangup_cause;
        call_event_publish(w, channel, event);
    }
    channel->leaving = true;
    device_channel_changed(w, channel);
    drop(w, channel);
}

void channel_hangup(struct world *w, struct channel *channel, struct hangup how) {
    if (!channel->hung_up) {
        channel->hung_up = true;
        channel->hung_up_at_us = world_now_us(w);
    }
    if (how.cause != CAUSE_NONE) {
        channel->hangup_cause = how.cause;
    }
    if (channel_has_audience(w, channel)) {
        struct call_event *event =
            call_event_new(w, &EVENT_CHANNEL_HANGUP_REQUEST, channel, RULE_END_SEEN);
        event->cause = how.shown_cause;
        event->soft = how.soft;
        call_event_publish(w, channel, event);
    }
    if (channel->task) {
        task_wake(w, channel->task, WAKE_HANGUP);
    }
}

void channel_answer(struct world *w, struct channel *channel) {
    if (channel->state == CHANNEL_UP) {
        return;
    }
    show_state(w, channel, CHANNEL_UP);
    struct channel *peer = channel->peer;
    if (peer && peer->state != CHANNEL_UP) {
        channel_set_state(w, peer, CHANNEL_UP);
        if (peer->task) {
            task_wake(w, peer->task, WAKE_DONE);
        }
    }
    /* The device of a pair is told of twice, and in use both times: recorded. */
    device_channel_changed(w, channel);
}

void channel_set_state(struct world *w, struct channel *channel, enum channel_state state) {
    show_state(w, channel, state);
    device_channel_changed(w, channel);
}

static void show_state(struct world *w, struct channel *channel, enum channel_state state) {
    channel->state = state;
    channel_changed(w, channel);
    publish(w, channel, &EVENT_CHANNEL_STATE_CHANGE);
    dial_state_changed(w, channel);
}

const char *channel_state_name(enum channel_state state) {
    static const char *const names[] = {"Down", "Ring", "Ringing", "Up", "Busy"};
    must(state < sizeof names / sizeof names[0]);
    return names[state];
}

void channel_set_place(struct world *w, struct channel *channel, const char *context,
                       const char *exten, int priority) {
    replace_if_other(w, &channel->context, context);
    replace_if_other(w, &channel->exten, exten);
    channel->priority = priority;
    channel_changed(w, channel);
}

/* From one priority to the next the texts stay as they are: nothing is copied. */
static void replace_if_other(struct world *w, char **slot, const char *text) {
    if (strcmp(text_or_empty(*slot), text) != 0) {
        world_strset(w, slot, text);
    }
}

void channel_set_app(struct world *w, struct channel *channel, const char *app_name,
                     const char *app_data) {
    channel_show_app(w, channel, app_name, app_data);
    if (app_name[0] != '\0' && channel_has_audience(w, channel)) {
        struct call_event *event = call_event_new(w, &EVENT_CHANNEL_DIALPLAN, channel, RULE_NONE);
        event->name = world_strdup(w, app_name);
        event->value = world_strdup(w, app_data);
        call_event_publish(w, channel, event);
    }
}

void channel_show_app(struct world *w, struct channel *channel, const char *app_name,
                      const char *app_data) {
    world_strset(w, &channel->app_name, app_name);
    world_strset(w, &channel->app_data, app_data);
    channel_changed(w, channel);
}

void channel_set_caller(struct world *w, struct channel *channel, const char *name,
                        const char *number) {
    world_strset(w, &channel->caller_name, name);
    world_strset(w, &channel->caller_number, number);
    channel_changed(w, channel);
    publish(w, channel, &EVENT_CHANNEL_CALLER_ID);
}

void channel_set_connected(struct world *w, struct channel *channel, const char *name,
                           const char *number) {
    world_strset(w, &channel->connected_name, name);
    world_strset(w, &channel->connected_number, number);
    channel_changed(w, channel);
    publish(w, channel, &EVENT_CHANNEL_CONNECTED_LINE);
}

struct channel *channel_find(const struct world *w, const char *id) {
    struct channel *found = NULL;
    HASH_FIND(by_id, calls_of(w)->channels_by_id, id, strlen(id), found);
    return found;
}

struct channel *channel_find_by_name(const struct world *w, const char *name) {
    struct channel *found = NULL;
    HASH_FIND(by_name, calls_of(w)->channels_by_name, name, strlen(name), found);
    return found;
}

struct channel *channel_first(const struct world *w) {
    return calls_of(w)->channels_by_id;
}

struct channel *channel_next(const struct channel *channel) {
    return channel->by_id.next;
}

size_t channel_count(const struct world *w) {
    return HASH_CNT(by_id, calls_of(w)->channels_by_id);
}

struct snapshot *channel_snapshot(struct world *w, struct channel *channel) {
    if (!channel->newest) {
        channel->newest = snapshot_take(w, channel);
    }
    return channel->newest;
}

void channel_changed(struct world *w, struct channel *channel) {
    snapshot_drop(w, channel->newest);
    channel->newest = NULL;
}

/* Nobody is left to be heard. (R143) */
static void hang_up_snoops(struct world *w, const struct channel *channel) {
    if (calls_of(w)->snoops == 0) { /* nobody has ever listened: no need to ask everyone */
        return;
    }
    for (struct channel *c = channel_first(w); c; c = channel_next(c)) {
        if (c->spied == channel) {
            c->spied = NULL;
            channel_hangup(w, c,
                           (struct hangup){.shown_cause = CAUSE_NORMAL, .cause = CAUSE_NORMAL});
        }
    }
}

static void publish(struct world *w, struct channel *channel, const struct event_kind *kind) {
    if (channel_has_audience(w, channel)) {
        call_event_publish(w, channel, call_event_new(w, kind, channel, RULE_NONE));
    }
}

/* What would be the next one a client may have given a channel already. */
static const char *make_up_id(struct world *w, const char *reserved, char id[ID_BYTES]) {
    unsigned long long seconds = world_since_1970_us(w) / US_PER_S;
    do {
        snprintf(id, ID_BYTES, "%llu.%llu", seconds, (unsigned long long)++calls_of(w)->uniqueids);
    } while (channel_find(w, id) || (reserved && strcmp(id, reserved) == 0));
    return id;
}

static void add(struct world *w, struct channel *channel) {
    struct calls *calls = calls_of(w);
    HASH_ADD_KEYPTR(by_id, calls->channels_by_id, channel->id, strlen(channel->id), channel);
    HASH_ADD_KEYPTR(by_name, calls->channels_by_name, channel->name, strlen(channel->name),
                    channel);
}

static void drop(struct world *w, struct channel *channel) {
    struct calls *calls = calls_of(w);
    HASH_DELETE(by_id, calls->channels_by_id, channel);
    HASH_DELETE(by_name, calls->channels_by_name, channel);
    subscription_end_all(w, &channel->subscriptions);
    variables_forget(w, &channel->variables);
    channel_changed(w, channel);
    char *texts[] = {
        channel->id,
        channel->name,
        channel->caller_name,
        channel->caller_number,
        channel->connected_name,
        channel->connected_number,
        channel->accountcode,
        channel->dnid,
        channel->dialstring,
        channel->rdnis,
        channel->language,
        channel->context,
        channel->exten,
        channel->app_name,
        channel->app_data,
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        world_strfree(w, texts[i]);
    }
    world_release(w, channel, sizeof *channel);
}
