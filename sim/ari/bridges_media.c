/* What is played to bridges and recorded of them; what they show; their variables. */
#include <string.h>

#include "sim/ari/bridges.h"
#include "sim/ari/media.h"
#include "sim/ari/record.h"
#include "sim/ari/state.h"
#include "sim/ari/variables.h"

static const char LANGUAGE[] = "en";
static const char FULL[] = "Bridge is full";

static const char *read_variable(struct world *w, void *of, const char *name, char *room,
                                 size_t size);

struct reply bridges_set_video_source(struct world *w, struct request *request) {
    struct reply refusal;
    struct bridge *bridge = bridges_find(w, request, &refusal);
    if (!bridge) {
        return refusal;
    }
    const struct channel *channel = channel_find(w, request_text(request, "channelId"));
    if (!channel) {
        return reply_error(404, "Channel not found");
    }
    if (channel->bridge != bridge) {
        return reply_error(422, "Channel not in this bridge");
    }
    if (bridge->type != BRIDGE_MIXING) {
        return reply_error(422, "Bridge is not of a type that mixes");
    }
    bridge_set_video_source(w, bridge, channel->id);
    return reply_none();
}

struct reply bridges_clear_video_source(struct world *w, struct request *request) {
    struct reply refusal;
    struct bridge *bridge = bridges_find(w, request, &refusal);
    if (!bridge) {
        return refusal;
    }
    bridge_clear_video_source(w, bridge);
    return reply_none();
}

struct reply bridges_start_moh(struct world *w, struct request *request) {
    struct reply refusal;
    struct bridge *bridge = bridges_find(w, request, &refusal);
    if (!bridge) {
        return refusal;
    }
    return bridge_start_music(w, bridge) ? reply_none() : reply_error(409, FULL);
}

struct reply bridges_stop_moh(struct world *w, struct request *request) {
    struct reply refusal;
    struct bridge *bridge = bridges_find(w, request, &refusal);
    if (!bridge) {
        return refusal;
    }
    return bridge_stop_music(w, bridge) ? reply_none()
                                        : reply_error(409, "Bridge isn't playing music");
}

struct reply bridges_play(struct world *w, struct request *request) {
    struct reply refusal;
    struct bridge *bridge = bridges_find(w, request, &refusal);
    struct media media[PLAYBACK_MEDIA_MAX];
    struct playback_config config;
    if (!bridge || !media_read_request(w, request, LANGUAGE, media, &config, &refusal)) {
        return refusal;
    }
    const struct playback *playback =
        playback_start_on_bridge(w, ari_of(w)->playbacks, bridge, &config);
    texts_drop(w, config.uris);
    return playback ? media_created(w, playback) : reply_error(409, FULL);
}

struct reply bridges_record(struct world *w, struct request *request) {
    struct reply refusal;
    struct bridge *bridge = bridges_find(w, request, &refusal);
    struct recording_config config;
    if (!bridge || !record_read_request(w, request, &config, &refusal)) {
        return refusal;
    }
    const struct recording *recording = recording_start_on_bridge(w, bridge, &config);
    return recording ? record_created(w, recording) : reply_error(409, FULL);
}

struct reply bridges_get_variable(struct world *w, struct request *request) {
    struct reply refusal;
    const struct bridge *bridge = bridges_find(w, request, &refusal);
    if (!bridge) {
        return refusal;
    }
    const char *value = variable_find(bridge->variables, request_text(request, "variable"));
    return value ? variables_show_one(value)
                 : reply_odd(404, "Variable Not Found", "Provided variable was not found");
}

struct reply bridges_set_variable(struct world *w, struct request *request) {
    struct reply refusal;
    struct bridge *bridge = bridges_find(w, request, &refusal);
    if (!bridge) {
        return refusal;
    }
    const char *value = request_text(request, "value");
    variable_set(w, &bridge->variables, request_text(request, "variable"), value ? value : "");
    return reply_none();
}

struct reply bridges_get_variables(struct world *w, struct request *request) {
    struct reply refusal;
    struct bridge *bridge = bridges_find(w, request, &refusal);
    return bridge ? variables_show(w, request, read_variable, bridge) : refusal;
}

struct reply bridges_set_variables(struct world *w, struct request *request) {
    struct reply refusal;
    struct bridge *bridge = bridges_find(w, request, &refusal);
    return bridge ? variables_take(w, request, bridges_write_variable, bridge) : refusal;
}

static const char *read_variable(struct world *w, void *of, const char *name, char *room,
                                 size_t size) {
    (void)w;
    (void)room;
    (void)size;
    const struct bridge *bridge = of;
    return variable_find(bridge->variables, name);
}

void bridges_write_variable(struct world *w, void *of, const char *name, const char *value) {
    struct bridge *bridge = of;
    variable_set(w, &bridge->variables, name, value);
}
