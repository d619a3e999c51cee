/* Bridges, recordings and endpoints as JSON. */
#include <stdlib.h>
#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/render.h"

json_t *render_bridge(const struct world *w, const struct bridge_snapshot *snapshot) {
    struct object bridge = object_new();
    object_add_text(&bridge, "id", snapshot->id);
    object_add_text(&bridge, "technology", snapshot->technology);
    object_add_text(&bridge, "bridge_type", snapshot->type);
    object_add_text(&bridge, "bridge_class", "stasis");
    object_add_text(&bridge, "creator", "Stasis");
    object_add_text(&bridge, "name", snapshot->name);
    json_t *channels = json_array();
    for (uint32_t i = 0; i < snapshot->channels_count; i++) {
        channels = array_with(channels, text_json(snapshot->channels[i]));
    }
    object_add(&bridge, "channels", channels);
    object_add(&bridge, "creationtime", render_time(w, snapshot->created_us));
    object_add_text(&bridge, "video_mode", snapshot->video_mode);
    if (snapshot->video_source[0] != '\0') {
        object_add_text(&bridge, "video_source_id", snapshot->video_source);
    }
    return object_finish(&bridge);
}

json_t *render_recording(const struct recording *recording) {
    const char *fields[RECORDING_ARGS] = {
        [RECORDING_ARG_NAME] = recording->name,
        [RECORDING_ARG_FORMAT] = recording->format,
        [RECORDING_ARG_STATE] = recording_state_name(recording->state),
        [RECORDING_ARG_TARGET] = recording->target_uri,
        [RECORDING_ARG_DURATION] = "",
        [RECORDING_ARG_TALKING] = "",
        [RECORDING_ARG_SILENCE] = "",
    };
    return render_recording_fields(fields);
}

json_t *render_recording_fields(const char *const fields[RECORDING_ARGS]) {
    static const char *const keys[RECORDING_ARGS] = {
        "name",     "format",           "state",           "target_uri",
        "duration", "talking_duration", "silence_duration"};
    struct object recording = object_new();
    for (size_t i = 0; i < RECORDING_ARGS; i++) {
        if (i < RECORDING_ARG_DURATION) {
            object_add_text(&recording, keys[i], fields[i]);
        } else if (fields[i][0] != '\0') {
            object_add(&recording, keys[i], json_integer(strtoll(fields[i], NULL, 10)));
        }
    }
    return object_finish(&recording);
}

json_t *render_stored(const struct stored *stored) {
    struct object json = object_new();
    object_add_text(&json, "name", stored->name);
    object_add_text(&json, "format", stored->format);
    return object_finish(&json);
}

json_t *render_mailbox(const struct mailbox *mailbox) {
    struct object json = object_new();
    object_add_text(&json, "name", mailbox->name);
    object_add(&json, "old_messages", json_integer(mailbox->old_messages));
    object_add(&json, "new_messages", json_integer(mailbox->new_messages));
    return object_finish(&json);
}

/* Sounds have one form here. */
json_t *render_sound(const char *id) {
    struct object format = object_new();
    object_add_text(&format, "language", SOUND_LANGUAGE);
    object_add_text(&format, "format", SOUND_FORMAT);
    struct object sound = object_new();
    object_add_text(&sound, "id", id);
    object_add(&sound, "formats", array_with(json_array(), object_finish(&format)));
    return object_finish(&sound);
}

json_t *render_device(const char *name, const char *state) {
    struct object device = object_new();
    object_add_text(&device, "name", name);
    object_add_text(&device, "state", state);
    return object_finish(&device);
}

/* Every configured phone can be reached, so it is online. */
json_t *render_endpoint(const struct world *w, const char *name) {
    const char *slash = strchr(name, '/');
    size_t size = strlen(name);
    struct object endpoint = object_new();
    object_add(&endpoint, "technology", json_stringn(name, slash ? (size_t)(slash - name) : size));
    object_add_text(&endpoint, "resource", slash ? slash + 1 : "");
    object_add_text(&endpoint, "state", "online");
    json_t *ids = json_array();
    for (const struct channel *c = channel_first(w); c; c = channel_next(c)) {
        if (strncmp(c->name, name, size) == 0 && c->name[size] == '-') {
            ids = array_with(ids, text_json(c->id));
        }
    }
    object_add(&endpoint, "channel_ids", ids);
    return object_finish(&endpoint);
}
