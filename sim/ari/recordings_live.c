/* Operations on recordings that are under way. */
#include "sim/ari/recordings.h"
#include "sim/ari/render.h"
#include "sim/calls/recording.h"

/* NULL, and why not, when none of that name is live. */
static struct recording *find(const struct world *w, const struct request *request,
                              struct reply *refusal) {
    struct recording *recording = recording_find(w, request_text(request, "recordingName"));
    if (!recording) {
        *refusal = reply_error(404, "Recording not found");
    }
    return recording;
}

struct reply recordings_get_live(struct world *w, struct request *request) {
    struct reply refusal;
    const struct recording *recording = find(w, request, &refusal);
    return recording ? reply_json(render_recording(recording)) : refusal;
}

static struct reply end(struct world *w, const struct request *request, bool discard) {
    struct reply refusal;
    struct recording *recording = find(w, request, &refusal);
    if (!recording) {
        return refusal;
    }
    recording_stop(w, recording, discard);
    return reply_none();
}

struct reply recordings_cancel(struct world *w, struct request *request) {
    return end(w, request, true);
}

struct reply recordings_stop(struct world *w, struct request *request) {
    return end(w, request, false);
}

/* One that has not begun has nothing to pause or mute. */
static struct recording *find_begun(const struct world *w, const struct request *request,
                                    struct reply *refusal) {
    struct recording *recording = find(w, request, refusal);
    if (recording && recording->state == RECORDING_QUEUED) {
        *refusal = reply_error(409, "Recording has not begun");
        return NULL;
    }
    return recording;
}

static struct reply pause(struct world *w, const struct request *request, bool on) {
    struct reply refusal;
    struct recording *recording = find_begun(w, request, &refusal);
    if (!recording) {
        return refusal;
    }
    recording_pause(w, recording, on);
    return reply_none();
}

struct reply recordings_pause(struct world *w, struct request *request) {
    return pause(w, request, true);
}

struct reply recordings_unpause(struct world *w, struct request *request) {
    return pause(w, request, false);
}

static struct reply mute(struct world *w, const struct request *request, bool on) {
    struct reply refusal;
    struct recording *recording = find_begun(w, request, &refusal);
    if (!recording) {
        return refusal;
    }
    recording_mute(recording, on);
    return reply_none();
}

struct reply recordings_mute(struct world *w, struct request *request) {
    return mute(w, request, true);
}

struct reply recordings_unmute(struct world *w, struct request *request) {
    return mute(w, request, false);
}
