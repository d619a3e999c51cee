/* Floor 6: the one place that writes the JSON of the API: objects and events, keyed and ordered as
 * the real server's. What is returned belongs to the caller; NULL without memory. No function here
 * allocates in the world. */
#ifndef STASIM_ARI_RENDER_H
#define STASIM_ARI_RENDER_H

#include <jansson.h>
#include <stdint.h>

#include "sim/calls/application.h"
#include "sim/calls/bridge_snapshot.h"
#include "sim/calls/mailbox.h"
#include "sim/calls/playback.h"
#include "sim/calls/recording.h"
#include "sim/calls/snapshot.h"
#include "sim/calls/stored.h"

json_t *render_channel(const struct world *w, const struct snapshot *snapshot);
json_t *render_application(const struct world *w, const struct application *application);
json_t *render_playback(const struct playback *playback);

/* The fields of a playback, next_media_uri where it is not empty. */
json_t *render_playback_fields(const char *const fields[PLAYBACK_ARGS]);

json_t *render_bridge(const struct world *w, const struct bridge_snapshot *snapshot);
json_t *render_recording(const struct recording *recording);
/* The fields of a recording, numbers where they are not empty. */
json_t *render_recording_fields(const char *const fields[RECORDING_ARGS]);
json_t *render_stored(const struct stored *stored);
json_t *render_mailbox(const struct mailbox *mailbox);
json_t *render_device(const char *name, const char *state);
/* The one form in which there are sounds. */
#define SOUND_LANGUAGE "en"
#define SOUND_FORMAT "slin"
json_t *render_sound(const char *id);
/* Of a phone's name, "PJSIP/alice". */
json_t *render_endpoint(const struct world *w, const char *name);

/* "2026-11-21T08:58:53.415+0000", of a moment of the world. */
json_t *render_time(const struct world *w, uint64_t at_us);

/* An event, parted where the name of the application belongs: copies differ in nothing else. */
struct rendering {
    json_t *head; /* NULL without memory */
    json_t *tail; /* the keys behind `application`; may be empty */
};
struct rendering render_event(const struct world *w, const struct event *event);

#endif
