/* Operations on recordings that are under way. */
#include "sim/ari/recordings.h"
#include "sim/ari/render.h"
#include "sim/calls/recording.h"

void *recordings_find_live(struct world *w, const struct request *request, struct reply *refusal) {
    struct recording *recording = recording_find(w, request_text(request, "recordingName"));
    if (!recording) {
        *refusal = reply_error(404, "Recording not found");
    }
    return recording;
}

void *recordings_find_begun(struct world *w, const struct request *request, struct reply *refusal) {
    struct recording *recording = recordings_find_live(w, request, refusal);
    if (recording && recording->state == RECORDING_QUEUED) {
        *refusal = reply_error(409, "Recording has not begun");
        return NULL;
    }
    return recording;
}

struct reply recordings_get_live(struct world *w, struct request *request) {
    (void)w;
    return reply_json(render_recording(request->found));
}

struct reply recordings_cancel(struct world *w, struct request *request) {
    recording_stop(w, request->found, true);
    return reply_none();
}

struct reply recordings_stop(struct world *w, struct request *request) {
    recording_stop(w, request->found, false);
    return reply_none();
}

struct reply recordings_pause(struct world *w, struct request *request) {
    recording_pause(w, request->found, true);
    return reply_none();
}

struct reply recordings_unpause(struct world *w, struct request *request) {
    recording_pause(w, request->found, false);
    return reply_none();
}

struct reply recordings_mute(struct world *w, struct request *request) {
    (void)w;
    recording_mute(request->found, true);
    return reply_none();
}

struct reply recordings_unmute(struct world *w, struct request *request) {
    (void)w;
    recording_mute(request->found, false);
    return reply_none();
}
