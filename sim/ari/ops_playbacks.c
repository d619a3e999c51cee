/* The resource "playbacks": what plays, and stopping it. */
#include <string.h>

#include "sim/ari/parameters.h"
#include "sim/ari/render.h"
#include "sim/ari/request.h"
#include "sim/ari/state.h"

static struct playback *find(const struct world *w, const struct request *request) {
    return playback_find(ari_of(w)->playbacks, request_text(request, "playbackId"));
}

static struct reply get(struct world *w, struct request *request) {
    const struct playback *playback = find(w, request);
    if (!playback) {
        return reply_error(404, "Playback not found");
    }
    return reply_json(render_playback(playback));
}

static struct reply stop(struct world *w, struct request *request) {
    struct playback *playback = find(w, request);
    if (!playback) {
        return reply_error(404, "Playback not found");
    }
    playback_stop(w, playback);
    return reply_none();
}

/* What does not play cannot be moved in, but restarted it can be. */
static struct reply control(struct world *w, struct request *request) {
    static const char *const words[] = {
        [PLAYBACK_RESTART] = "restart", [PLAYBACK_PAUSE] = "pause",
        [PLAYBACK_UNPAUSE] = "unpause", [PLAYBACK_REVERSE] = "reverse",
        [PLAYBACK_FORWARD] = "forward",
    };
    struct playback *playback = find(w, request);
    if (!playback) {
        return reply_error(404, "Playback not found");
    }
    const char *word = request_text(request, "operation");
    for (size_t i = 0; word && i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], word) == 0) {
            return playback_control(w, playback, (enum playback_operation)i)
                       ? reply_none()
                       : request_error(w, 409, "Can only %s while media is playing", word);
        }
    }
    return request_error(w, 400, "Invalid operation %s", word ? word : "");
}

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/playbacks/{playbackId}",
        NAMED("get"),
        .summary = "Show a playback.",
        .response = "Playback",
        .errors = {404},
        .handle = get,
        PARAMETERS(PATH("playbackId")),
    },
    {
        .method = METHOD_DELETE,
        .path = "/playbacks/{playbackId}",
        NAMED("stop"),
        .summary = "Stop a playback.",
        .response = "void",
        .errors = {404},
        .handle = stop,
        PARAMETERS(PATH("playbackId")),
    },
    {
        .method = METHOD_POST,
        .path = "/playbacks/{playbackId}/control",
        NAMED("control"),
        .summary = "Pause a playback, or move in it.",
        .response = "void",
        .errors = {400, 404, 409},
        .handle = control,
        PARAMETERS(PATH("playbackId"),
                   REQUIRED_WORD("operation", "restart", "pause", "unpause", "reverse", "forward")),
    },
};

const struct resource RESOURCE_PLAYBACKS = {
    .name = "playbacks",
    .summary = "Playbacks",
    .operations = OPERATIONS,
    .count = sizeof OPERATIONS / sizeof OPERATIONS[0],
    .models = MODELS_PLAYBACKS,
};
