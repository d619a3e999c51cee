/* Dial events. */
#include "sim/calls/dial.h"

#include "sim/base/rule.h"
#include "sim/calls/cause.h"
#include "sim/calls/events.h"

static void publish(struct world *w, struct channel *channel, const char *status,
                    const char *dialstring);

void dial_begin(struct world *w, struct channel *channel, const char *dialstring) {
    world_strset(w, &channel->dialstring, dialstring);
    publish(w, channel, "", channel->dialstring);
}

/* Ringing is told without what was dialled: recorded. */
void dial_state_changed(struct world *w, struct channel *channel) {
    if (channel->dialstring && channel->state == CHANNEL_RINGING) {
        publish(w, channel, "RINGING", "");
    } else if (channel->dialstring && channel->state == CHANNEL_UP) {
        publish(w, channel, "ANSWER", channel->dialstring);
    }
}

void dial_ended(struct world *w, struct channel *channel) {
    /* Whoever has dialled it is the client that hangs it up. (R140) */
    bool untold = channel->is_created && channel->hangup_cause == CAUSE_NORMAL;
    if (!channel->dialstring || channel->state == CHANNEL_UP || untold) {
        return;
    }
    int cause = channel->hangup_cause;
    const char *status = cause == CAUSE_BUSY         ? "BUSY"
                         : cause == CAUSE_CONGESTION ? "CONGESTION"
                                                     : "NOANSWER";
    publish(w, channel, status, channel->dialstring);
}

static void publish(struct world *w, struct channel *channel, const char *status,
                    const char *dialstring) {
    if (!channel_has_audience(w, channel)) {
        return;
    }
    struct call_event *event = call_event_new(w, &EVENT_DIAL, NULL, RULE_NONE);
    event->peer = snapshot_keep(channel_snapshot(w, channel));
    event->name = world_strdup(w, status);
    event->value = world_strdup(w, dialstring);
    call_event_publish(w, channel, event);
}
