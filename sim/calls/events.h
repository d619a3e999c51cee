/* Floor 3: the events about channels and applications, and who hears them. */
#ifndef STASIM_CALLS_EVENTS_H
#define STASIM_CALLS_EVENTS_H

#include <stdbool.h>

#include "sim/calls/bridge_snapshot.h"
#include "sim/calls/channel.h"
#include "sim/calls/snapshot.h"
#include "sim/calls/texts.h"
#include "sim/world/event.h"

/* Every event of this floor has this form; what a member means depends on the kind. */
struct call_event {
    struct event head;
    struct snapshot *channel;
    char *name;            /* variable, dialplan_app, eventname, destination, dialstatus */
    char *value;           /* its value, dialplan_app_data, dialstring */
    struct texts *args;    /* StasisStart, ApplicationMoveFailed; user event: key, value, … */
    struct snapshot *peer; /* Dial */
    struct bridge_snapshot *bridge;
    int cause;
    uint32_t duration_ms; /* of a digit */
    bool soft;
};

extern const struct event_kind EVENT_STASIS_START; /* args */
extern const struct event_kind EVENT_STASIS_END;
extern const struct event_kind EVENT_APPLICATION_REPLACED;    /* no channel */
extern const struct event_kind EVENT_APPLICATION_MOVE_FAILED; /* name: destination; args */
extern const struct event_kind EVENT_CHANNEL_CREATED;
extern const struct event_kind EVENT_CHANNEL_DESTROYED; /* cause */
extern const struct event_kind EVENT_CHANNEL_STATE_CHANGE;
extern const struct event_kind EVENT_CHANNEL_HANGUP_REQUEST; /* cause, soft */
extern const struct event_kind EVENT_CHANNEL_VARSET;         /* name, value */
extern const struct event_kind EVENT_CHANNEL_DIALPLAN;       /* name, value: application, data */
extern const struct event_kind EVENT_CHANNEL_CALLER_ID;
extern const struct event_kind EVENT_CHANNEL_CONNECTED_LINE;
extern const struct event_kind EVENT_CHANNEL_USEREVENT; /* name; args: key, value, … */
extern const struct event_kind EVENT_DIAL;              /* peer; name: status, value: string */
extern const struct event_kind EVENT_CHANNEL_HOLD;
extern const struct event_kind EVENT_CHANNEL_UNHOLD;
extern const struct event_kind EVENT_CHANNEL_DTMF_RECEIVED; /* name: the digit; duration_ms */

/* For kinds that a higher floor defines in the same form. */
void call_event_dispose(struct world *w, struct event *event);
void call_event_tell(struct digest *digest, const struct event *event);
#define CALL_EVENT_KIND(wire_name)                                                                 \
    {                                                                                              \
        .name = (wire_name), .size = sizeof(struct call_event), .dispose = call_event_dispose,     \
        .tell = call_event_tell                                                                    \
    }

/* The event in this form; NULL when it has another, or is none. */
const struct call_event *call_event_of(const struct event *event);

/* True when an event about this channel would reach anybody; others need not be made. */
bool channel_has_audience(const struct world *w, const struct channel *channel);

/* A new event with the channel's newest snapshot (NULL: without); the caller fills it in and then
 * either publishes it or sends it to one application. */
struct call_event *call_event_new(struct world *w, const struct event_kind *kind,
                                  struct channel *channel, uint16_t rule);

/* To every application subscribed to the channel or to everything, then to the journal; drops the
 * event. */
void call_event_publish(struct world *w, struct channel *channel, struct call_event *event);

/* To every application on one of the lists (any may be NULL) or subscribed to everything, once
 * each, and to the journal; drops the event. */
void call_event_publish_to(struct world *w, const struct subscription *const lists[], size_t count,
                           struct call_event *event);

/* To this application alone, then to the journal; drops the event. */
void call_event_send(struct world *w, struct application *application, struct call_event *event);

/* What an entry of the journal says; what is left out is not said. */
struct call_note {
    const struct event_kind *kind;
    uint16_t rule;
    struct channel *channel;
    const char *name;
    const char *value;
    int cause;
};

/* To the journal alone; not even made when nobody reads it. */
void call_event_note(struct world *w, const struct call_note *note);

#endif
