/* What a channel's own technology does: sending its other side elsewhere, counting its packets. */
#include <string.h>
#include <strings.h>

#include "sim/ari/channels.h"
#include "sim/ari/json.h"
#include "sim/calls/channel.h"
#include "sim/dialplan/call.h"

static const char PJSIP[] = "PJSIP/";

/* A Local pair has nobody who could go elsewhere; a phone leaves this call. */
struct reply channels_redirect(struct world *w, struct request *request) {
    struct channel *channel = request->found;
    const char *endpoint = request_filled(request, "endpoint");
    if (!endpoint) {
        /* The odd phrase is the real server's: recorded. */
        return reply_odd(400, "Not Found", "Required parameter 'endpoint' not provided.");
    }
    size_t asked = strcspn(endpoint, "/");
    size_t own = strcspn(channel->name, "/");
    if (endpoint[asked] == '\0') {
        return reply_error(422, "Endpoint has no technology and resource");
    }
    if (asked != own || strncasecmp(endpoint, channel->name, own) != 0) {
        return request_error(w, 422,
                             "Endpoint technology '%.*s' does not match channel technology '%.*s'",
                             (int)asked, endpoint, (int)own, channel->name);
    }
    if (!channel->peer) {
        call_hang_up(w, channel);
    }
    return reply_none();
}

/* Only of a phone, and no packet has ever been sent. */
struct reply channels_rtp_statistics(struct world *w, struct request *request) {
    static const char *const counters[] = {"txcount",      "rxcount",     "txploss",
                                           "rxploss",      "local_ssrc",  "remote_ssrc",
                                           "txoctetcount", "rxoctetcount"};
    (void)w;
    const struct channel *channel = request->found;
    if (strncmp(channel->name, PJSIP, strlen(PJSIP)) != 0) {
        return reply_error(403, "Unsupported channel type");
    }
    struct object statistics = object_new();
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++) {
        object_add(&statistics, counters[i], json_integer(0));
    }
    object_add_text(&statistics, "channel_uniqueid", channel->id);
    return reply_json(object_finish(&statistics));
}
