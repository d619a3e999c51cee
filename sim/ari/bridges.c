/* Operations on bridges, and on the channels in them. */
#include "sim/ari/bridges.h"

#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/render.h"
#include "sim/ari/variables.h"
#include "sim/base/text.h"
#include "sim/calls/recording.h"

enum { WORD_BYTES = 64, CHANNEL_BYTES = 512 };

/* A list of channels is checked as a whole before anything is done. */
typedef bool check_channel(struct world *w, const struct bridge *bridge,
                           const struct channel *channel, struct reply *refusal);

static void *find(struct world *w, const struct request *request);
static bool read_type(const struct request *request, struct bridge_config *config);
static bool check_channels(struct world *w, const struct request *request,
                           const struct bridge *bridge, check_channel *check,
                           struct reply *refusal);
static bool can_enter(struct world *w, const struct bridge *bridge, const struct channel *channel,
                      struct reply *refusal);
static bool can_leave(struct world *w, const struct bridge *bridge, const struct channel *channel,
                      struct reply *refusal);
static struct reply show(struct world *w, const struct bridge *bridge);

static const char NOT_FOUND[] = "Bridge not found";

const struct subject SUBJECT_BRIDGE = {.find = find, .missing = NOT_FOUND};
/* The phrase is the real server's, word for word: recorded. */
const struct subject SUBJECT_BRIDGE_DOOMED = {
    .find = find, .missing = NOT_FOUND, .missing_reason = "Not found"};

struct reply bridges_list(struct world *w, struct request *request) {
    (void)request;
    /* Snapshots take memory of the world, which must not happen between JSON values. */
    size_t count = bridge_count(w);
    size_t size = (count + 1) * sizeof(struct bridge_snapshot *);
    struct bridge_snapshot **snapshots = world_alloc(w, size);
    size_t taken = 0;
    for (const struct bridge *b = bridge_first(w); b; b = bridge_next(b)) {
        snapshots[taken++] = bridge_snapshot_take(w, b);
    }
    json_t *array = json_array();
    for (size_t i = 0; i < taken; i++) {
        array = array_with(array, render_bridge(w, snapshots[i]));
        bridge_snapshot_drop(w, snapshots[i]);
    }
    world_release(w, snapshots, size);
    return reply_json(array);
}

struct reply bridges_create(struct world *w, struct request *request) {
    const char *id = request_filled(request, "bridgeId");
    const char *name = request_text(request, "name");
    struct bridge_config config = {.id = id, .name = text_or_empty(name)};
    if (id && bridge_find(w, id)) {
        return request_error(w, 409, "Bridge with id '%s' already exists", id);
    }
    if (!read_type(request, &config) || bridge_count(w) >= BRIDGE_COUNT_MAX) {
        struct reply reply =
            request_error(w, 500, "Unable to create bridge. Possible duplicate bridge id '%s'",
                          id ? id : "(null)");
        reply.reason = "Internal Error";
        return reply;
    }
    struct bridge *bridge = bridge_new(w, &config);
    variables_set(w, request, bridges_write_variable, bridge);
    return show(w, bridge);
}

struct reply bridges_get(struct world *w, struct request *request) {
    return show(w, request->found);
}

struct reply bridges_destroy(struct world *w, struct request *request) {
    bridge_destroy(w, request->found);
    return reply_none();
}

struct reply bridges_add_channel(struct world *w, struct request *request) {
    struct bridge *bridge = request->found;
    struct reply refusal;
    if (!check_channels(w, request, bridge, can_enter, &refusal)) {
        return refusal;
    }
    const char *rest = request_text(request, "channel");
    char id[CHANNEL_BYTES];
    while (argument_next(&rest, id, sizeof id)) {
        if (!bridge_add(w, bridge, channel_find(w, id))) {
            return bridges_full();
        }
    }
    return reply_none();
}

struct reply bridges_remove_channel(struct world *w, struct request *request) {
    struct bridge *bridge = request->found;
    struct reply refusal;
    if (!check_channels(w, request, bridge, can_leave, &refusal)) {
        return refusal;
    }
    const char *rest = request_text(request, "channel");
    char id[CHANNEL_BYTES];
    while (argument_next(&rest, id, sizeof id)) {
        struct channel *channel = channel_find(w, id);
        if (channel->bridge == bridge) { /* it may have been named twice */
            bridge_remove(w, channel, LEAVE_REMOVED);
        }
    }
    return reply_none();
}

struct reply bridges_full(void) {
    return reply_error(409, "Bridge is full");
}

/* A list of words; those that change nothing here are known all the same. */
static bool read_type(const struct request *request, struct bridge_config *config) {
    static const char *const others[] = {"mixing", "dtmf_events", "proxy_media", "sdp_label", NULL};
    const char *rest = request_filled(request, "type");
    char word[WORD_BYTES];
    config->video_mode = VIDEO_TALKER;
    while (rest) {
        if (!argument_next(&rest, word, sizeof word)) {
            return false;
        }
        if (strcmp(word, "holding") == 0) {
            config->type = BRIDGE_HOLDING;
        } else if (strcmp(word, "video_sfu") == 0) {
            config->video_mode = VIDEO_SFU;
        } else if (strcmp(word, "video_single") == 0) {
            config->video_mode = VIDEO_SINGLE;
        } else if (word_find(others, word) == WORD_UNKNOWN) {
            return false;
        }
    }
    return true;
}

static bool check_channels(struct world *w, const struct request *request,
                           const struct bridge *bridge, check_channel *check,
                           struct reply *refusal) {
    const char *rest = request_text(request, "channel");
    char id[CHANNEL_BYTES];
    while (rest) {
        bool fits = argument_next(&rest, id, sizeof id);
        const struct channel *channel = fits ? channel_find(w, id) : NULL;
        if (!channel) {
            *refusal = reply_error(400, "Channel not found");
            return false;
        }
        if (!channel->session) {
            *refusal = reply_error(422, "Channel not in Stasis application");
            return false;
        }
        if (!check(w, bridge, channel, refusal)) {
            return false;
        }
    }
    return true;
}

static bool can_enter(struct world *w, const struct bridge *bridge, const struct channel *channel,
                      struct reply *refusal) {
    (void)bridge;
    if (recording_is_of(w, channel)) {
        *refusal = request_error(w, 409, "Channel %s currently recording", channel->id);
        return false;
    }
    return true;
}

static bool can_leave(struct world *w, const struct bridge *bridge, const struct channel *channel,
                      struct reply *refusal) {
    (void)w;
    if (channel->bridge != bridge) {
        *refusal = reply_error(422, "Channel not in this bridge");
        return false;
    }
    return true;
}

static void *find(struct world *w, const struct request *request) {
    return bridge_find(w, request_text(request, "bridgeId"));
}

static struct reply show(struct world *w, const struct bridge *bridge) {
    struct bridge_snapshot *snapshot = bridge_snapshot_take(w, bridge);
    struct reply reply = reply_json(render_bridge(w, snapshot));
    bridge_snapshot_drop(w, snapshot);
    return reply;
}
