/* Floor 6: events that nothing in the world has caused: sent on demand, or changed on their way.
 * They are JSON, and go where all events go. */
#ifndef STASIM_ARI_MADE_H
#define STASIM_ARI_MADE_H

#include "sim/ari/ari.h"

/* An event of this JSON, which is copied; its "type" must be a text. With one holder: the caller.
 * `application` is set for each recipient; `timestamp` is the present moment unless it has one. A
 * text in the place of a channel becomes the channel of that id. NULL when there is none such. */
struct event *made_event(struct world *w, const json_t *json);

/* The id of a channel that this JSON speaks of by a text, and that is not there; NULL: all are. */
const char *made_lacks(const struct world *w, const json_t *json);

/* A copy of a public event as `application` gets it, with the members of `changes` in place of its
 * own; those that are null are left out. */
struct event *made_changed(struct world *w, const struct event *event, const char *application,
                           json_t *changes);

bool made_is(const struct event_kind *kind);
/* Of a made event: the id of its channel; NULL: it has none. */
const char *made_channel(const struct event *event);
/* Of a made event: its JSON, owned by the caller; NULL without memory. */
json_t *made_json(const struct event *event);

/* Checks an event against its model, but for what the server adds: application and timestamp. False
 * and *why, naming the field: "channel.caller.number must be a string". */
bool made_check(json_t *json, char *why, size_t size);

#endif
