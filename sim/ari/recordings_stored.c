/* Operations on recordings that are stored. */
#include <string.h>
#include <strings.h>

#include "sim/ari/json.h"
#include "sim/ari/recordings.h"
#include "sim/ari/render.h"
#include "sim/calls/recording.h"
#include "sim/calls/stored.h"

static void *find(struct world *w, const struct request *request);

const struct subject SUBJECT_RECORDING_STORED = {.find = find, .missing = "Recording not found"};

struct reply recordings_list_stored(struct world *w, struct request *request) {
    (void)request;
    json_t *array = json_array();
    for (const struct stored *s = stored_first(w); s; s = stored_next(s)) {
        array = array_with(array, render_stored(s));
    }
    return reply_json(array);
}

struct reply recordings_get_stored(struct world *w, struct request *request) {
    (void)w;
    return reply_json(render_stored(request->found));
}

struct reply recordings_delete_stored(struct world *w, struct request *request) {
    stored_remove(w, request->found);
    return reply_none();
}

/* Nobody has said anything, so the file is the header of a WAV of 8 kHz without samples, and
 * without even that in a format that has no header: recorded. */
struct reply recordings_fetch_stored(struct world *w, struct request *request) {
    (void)w;
    static const char wav[] = "RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0"
                              "\x02\0\x10\0data\0\0\0\0";
    const struct stored *stored = request->found;
    bool has_header = strncasecmp(stored->format, "wav", strlen("wav")) == 0;
    return (struct reply){
        .status = 200,
        .reason = "OK",
        .content_type = has_header ? "audio/wav" : "application/octet-stream",
        .bytes = has_header ? wav : "",
        .bytes_size = has_header ? sizeof wav - 1 : 0,
    };
}

struct reply recordings_copy_stored(struct world *w, struct request *request) {
    const struct stored *stored = request->found;
    const char *name = request_filled(request, "destinationRecordingName");
    if (!name || !recording_name_is_sound(name)) {
        return reply_error(400, "destinationRecordingName must be the name of a recording");
    }
    if (stored_find(w, name) || recording_find(w, name)) {
        return request_error(w, 409, "Recording '%s' already exists and can not be overwritten",
                             name);
    }
    const struct stored *copy = stored_add(w, name, stored->format, stored->length_us);
    return copy ? reply_json(render_stored(copy)) : reply_error(409, "Too many recordings");
}

static void *find(struct world *w, const struct request *request) {
    return stored_find(w, request_text(request, "recordingName"));
}
