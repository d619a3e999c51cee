/* A channel that hears another one, or whispers to it. */
#include <stdio.h>

#include "sim/ari/channels.h"
#include "sim/ari/endpoint.h"
#include "sim/ari/render.h"
#include "sim/calls/calls.h"
#include "sim/dialplan/exec.h"

enum { NAME_BYTES = 512 };

static bool read_direction(struct world *w, const struct request *request, const char *name,
                           bool *asked, struct reply *refusal);
static struct channel *make(struct world *w, struct channel *spied, const char *id);

/* (R143) */
struct reply channels_snoop(struct world *w, struct request *request) {
    bool spies;
    bool whispers;
    struct reply refusal;
    if (!read_direction(w, request, "spy", &spies, &refusal) ||
        !read_direction(w, request, "whisper", &whispers, &refusal)) {
        return refusal;
    }
    if (!spies && !whispers) {
        return reply_error(400, "Direction must be specified for at least spy or whisper");
    }
    const char *id = request_filled(request, "snoopId");
    if (!endpoint_check_app(request, &refusal) || !endpoint_check_id(w, id, &refusal)) {
        return refusal;
    }
    struct channel *channel = make(w, request->found, id);
    dialplan_start_application(w, channel, "Stasis", endpoint_app_data(w, request), false);
    return reply_json(render_channel(w, channel_snapshot(w, channel)));
}

static bool read_direction(struct world *w, const struct request *request, const char *name,
                           bool *asked, struct reply *refusal) {
    int word = request_word(request, name);
    *asked = word > 0; /* the first word is "none" */
    if (word == WORD_UNKNOWN) {
        *refusal = request_error(w, 400, "Invalid direction specified for %s", name);
    }
    return word != WORD_UNKNOWN;
}

static struct channel *make(struct world *w, struct channel *spied, const char *id) {
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "Snoop/%s-%08x", spied->id, calls_of(w)->snoops++);
    struct channel *channel = channel_new(w, &(struct channel_config){
                                                 .id = id,
                                                 .name = name,
                                                 .state = CHANNEL_UP,
                                                 .context = DIALPLAN_DEFAULT_CONTEXT,
                                                 .exten = DIALPLAN_DEFAULT_EXTEN,
                                                 .priority = 1,
                                             });
    channel->spied = spied;
    return channel;
}
