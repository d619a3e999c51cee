/* The resource "playbacks": what plays, and stopping it. */
#include "sim/ari/parameters.h"
#include "sim/ari/render.h"
#include "sim/ari/request.h"
#include "sim/ari/state.h"
#include "sim/base/must.h"
#include "sim/base/text.h"

static void *find(struct world *w, const struct request *request) {
    return playback_find(ari_of(w)->playbacks, request_text(request, "playbackId"));
}

static const struct subject SUBJECT_PLAYBACK = {.find = find, .missing = "Playback not found"};

static struct reply get(struct world *w, struct request *request) {
    (void)w;
    return reply_json(render_playback(request->found));
}

static struct reply stop(struct world *w, struct request *request) {
    playback_stop(w, request->found);
    return reply_none();
}

/* What does not play cannot be moved in, but restarted it can be. */
static struct reply control(struct world *w, struct request *request) {
    const char *text = request_filled(request, "operation");
    int word = request_word(request, "operation");
    if (word < 0) {
        return request_error(w, 400, "Invalid operation %s", text_or_empty(text));
    }
    must(word <= (int)PLAYBACK_FORWARD);
    return playback_control(w, request->found, (enum playback_operation)word)
               ? reply_none()
               : request_error(w, 409, "Can only %s while media is playing", text);
}

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/playbacks/{playbackId}",
        NAMED("get"),
        .summary = "Show a playback.",
        .response = "Playback",
        .errors = {404},
        .subject = &SUBJECT_PLAYBACK,
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
        .subject = &SUBJECT_PLAYBACK,
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
        .subject = &SUBJECT_PLAYBACK,
        .handle = control,
        PARAMETERS(PATH("playbackId"),
                   /* in the order of enum playback_operation */
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
