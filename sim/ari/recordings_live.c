/* Operations on recordings that are under way. */
#include "sim/ari/recordings.h"
#include "sim/ari/render.h"
#include "sim/calls/recording.h"

static void *find(struct world *w, const struct request *request);
static bool has_begun(const void *found);

static const char NOT_FOUND[] = "Recording not found";

const struct subject SUBJECT_RECORDING_LIVE = {.find = find, .missing = NOT_FOUND};
const struct subject SUBJECT_RECORDING_BEGUN = {.find = find,
                                                .missing = NOT_FOUND,
                                                .is_ready = has_begun,
                                                .not_ready = "Recording has not begun"};

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

static void *find(struct world *w, const struct request *request) {
    return recording_find(w, request_text(request, "recordingName"));
}

static bool has_begun(const void *found) {
    const struct recording *recording = found;
    return recording->state != RECORDING_QUEUED;
}
