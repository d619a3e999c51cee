/* Events about channels and applications: their kinds, and the way to those who hear them. */
#include "sim/calls/events.h"

#include "sim/calls/calls.h"
#include "sim/calls/device.h"
#include "sim/world/digest.h"

static const struct subscription *endpoint_audience(const struct world *w,
                                                    const struct channel *channel);
static void send_once(struct world *w, struct application *application, struct event *event);

void call_event_dispose(struct world *w, struct event *event) {
    struct call_event *call = (struct call_event *)event;
    snapshot_drop(w, call->channel);
    snapshot_drop(w, call->peer);
    bridge_snapshot_drop(w, call->bridge);
    texts_drop(w, call->args);
    world_strfree(w, call->name);
    world_strfree(w, call->value);
}

void call_event_tell(struct digest *digest, const struct event *event) {
    const struct call_event *call = (const struct call_event *)event;
    const struct snapshot *const channels[] = {call->channel, call->peer};
    for (size_t i = 0; i < sizeof channels / sizeof channels[0]; i++) {
        if (channels[i]) {
            snapshot_tell(digest, channels[i]);
        }
    }
    if (call->bridge) {
        bridge_snapshot_tell(digest, call->bridge);
    }
    texts_tell(digest, call->args);
    digest_text(digest, call->name);
    digest_text(digest, call->value);
    digest_number(digest, (uint64_t)call->cause);
    digest_number(digest, (uint64_t)call->duration_ms << 1 | call->soft);
}

const struct event_kind EVENT_STASIS_START = CALL_EVENT_KIND("StasisStart");
const struct event_kind EVENT_STASIS_END = CALL_EVENT_KIND("StasisEnd");
const struct event_kind EVENT_APPLICATION_REPLACED = CALL_EVENT_KIND("ApplicationReplaced");
const struct event_kind EVENT_APPLICATION_MOVE_FAILED = CALL_EVENT_KIND("ApplicationMoveFailed");
const struct event_kind EVENT_CHANNEL_CREATED = CALL_EVENT_KIND("ChannelCreated");
const struct event_kind EVENT_CHANNEL_DESTROYED = CALL_EVENT_KIND("ChannelDestroyed");
const struct event_kind EVENT_CHANNEL_STATE_CHANGE = CALL_EVENT_KIND("ChannelStateChange");
const struct event_kind EVENT_CHANNEL_HANGUP_REQUEST = CALL_EVENT_KIND("ChannelHangupRequest");
const struct event_kind EVENT_CHANNEL_VARSET = CALL_EVENT_KIND("ChannelVarset");
const struct event_kind EVENT_CHANNEL_DIALPLAN = CALL_EVENT_KIND("ChannelDialplan");
const struct event_kind EVENT_CHANNEL_CALLER_ID = CALL_EVENT_KIND("ChannelCallerId");
const struct event_kind EVENT_CHANNEL_CONNECTED_LINE = CALL_EVENT_KIND("ChannelConnectedLine");
const struct event_kind EVENT_CHANNEL_USEREVENT = CALL_EVENT_KIND("ChannelUserevent");
const struct event_kind EVENT_DIAL = CALL_EVENT_KIND("Dial");
const struct event_kind EVENT_CHANNEL_HOLD = CALL_EVENT_KIND("ChannelHold");
const struct event_kind EVENT_CHANNEL_UNHOLD = CALL_EVENT_KIND("ChannelUnhold");
const struct event_kind EVENT_CHANNEL_DTMF_RECEIVED = CALL_EVENT_KIND("ChannelDtmfReceived");

const struct call_event *call_event_of(const struct event *event) {
    bool is_call = event && event->kind->dispose == call_event_dispose;
    return is_call ? (const struct call_event *)event : NULL;
}

bool channel_has_audience(const struct world *w, const struct channel *channel) {
    const struct calls *calls = calls_of(w);
    return channel->subscriptions || calls->subscribed_all || calls->topics[TOPIC_CHANNEL] ||
           calls->topics[TOPIC_ENDPOINT] || world_is_observed(w);
}

struct call_event *call_event_new(struct world *w, const struct event_kind *kind,
                                  struct channel *channel, uint16_t rule) {
    struct call_event *event = (struct call_event *)event_new(w, kind, rule);
    if (channel) {
        event->channel = snapshot_keep(channel_snapshot(w, channel));
    }
    return event;
}

void call_event_publish(struct world *w, struct channel *channel, struct call_event *event) {
    const struct subscription *const lists[] = {
        channel->subscriptions,
        topic_audience(w, TOPIC_CHANNEL, TOPIC_ALL),
        endpoint_audience(w, channel),
    };
    call_event_publish_to(w, lists, sizeof lists / sizeof lists[0], event);
}

/* Those subscribed to the endpoint that the channel belongs to; NULL: nobody. */
static const struct subscription *endpoint_audience(const struct world *w,
                                                    const struct channel *channel) {
    if (!calls_of(w)->topics[TOPIC_ENDPOINT]) {
        return NULL;
    }
    char name[DEVICE_NAME_BYTES];
    device_of_channel(channel, name);
    return topic_audience(w, TOPIC_ENDPOINT, name);
}

void call_event_publish_to(struct world *w, const struct subscription *const lists[], size_t count,
                           struct call_event *event) {
    event_note(w, &event->head);
    for (size_t i = 0; i < count; i++) {
        for (const struct subscription *s = lists[i]; s; s = s->next) {
            send_once(w, s->application, &event->head);
        }
    }
    struct application *all = calls_of(w)->subscribed_all;
    for (; all; all = all->next_subscribed_all) {
        send_once(w, all, &event->head);
    }
    event_drop(w, &event->head);
}

void call_event_send(struct world *w, struct application *application, struct call_event *event) {
    event_note(w, &event->head);
    application_send(w, application, &event->head);
    event_drop(w, &event->head);
}

void call_event_note(struct world *w, const struct call_note *note) {
    if (!world_is_observed(w)) {
        return;
    }
    struct call_event *event = call_event_new(w, note->kind, note->channel, note->rule);
    world_strset(w, &event->name, note->name);
    world_strset(w, &event->value, note->value);
    event->cause = note->cause;
    event_note(w, &event->head);
    event_drop(w, &event->head);
}

/* An application may be on several lists. */
static void send_once(struct world *w, struct application *application, struct event *event) {
    if (application->served != event->serial) {
        application->served = event->serial;
        application_send(w, application, event);
    }
}
