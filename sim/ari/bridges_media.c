/* What is played to bridges and recorded of them; what they show. */
#include <string.h>

#include "sim/ari/bridges.h"
#include "sim/ari/channels.h"
#include "sim/ari/media.h"
#include "sim/ari/record.h"
#include "sim/ari/render.h"
#include "sim/ari/state.h"

struct reply bridges_set_video_source(struct world *w, struct request *request) {
    struct bridge *bridge = request->found;
    const struct channel *channel = channel_find(w, request_text(request, "channelId"));
    if (!channel) {
        return request_missing(&SUBJECT_CHANNEL);
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
    struct bridge *bridge = request->found;
    bridge_clear_video_source(w, bridge);
    return reply_none();
}

struct reply bridges_start_moh(struct world *w, struct request *request) {
    struct bridge *bridge = request->found;
    return bridge_start_music(w, bridge) ? reply_none() : bridges_full();
}

struct reply bridges_stop_moh(struct world *w, struct request *request) {
    struct bridge *bridge = request->found;
    return bridge_stop_music(w, bridge) ? reply_none()
                                        : reply_error(409, "Bridge isn't playing music");
}

struct reply bridges_play(struct world *w, struct request *request) {
    struct bridge *bridge = request->found;
    struct reply refusal;
    struct media media[PLAYBACK_MEDIA_MAX];
    struct playback_config config;
    if (!media_read_request(w, request, SOUND_LANGUAGE, media, &config, &refusal)) {
        return refusal;
    }
    const struct playback *playback =
        playback_start_on_bridge(w, ari_of(w)->playbacks, bridge, &config);
    texts_drop(w, config.uris);
    return playback ? media_created(w, playback) : bridges_full();
}

struct reply bridges_record(struct world *w, struct request *request) {
    struct bridge *bridge = request->found;
    struct reply refusal;
    struct recording_config config;
    if (!record_read_request(w, request, &config, &refusal)) {
        return refusal;
    }
    const struct recording *recording = recording_start_on_bridge(w, bridge, &config);
    return recording ? record_created(w, recording) : bridges_full();
}
