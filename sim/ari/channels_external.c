/* A channel to a media server, which takes whatever is sent to it. */
#include <stdio.h>
#include <string.h>

#include "sim/ari/channels.h"
#include "sim/ari/endpoint.h"
#include "sim/ari/json.h"
#include "sim/ari/render.h"
#include "sim/ari/variables.h"
#include "sim/calls/application.h"
#include "sim/calls/calls.h"
#include "sim/dialplan/outgoing.h"

enum { NAME_BYTES = 512, PORT_BYTES = 8, PORT_FIRST = 10000, PORTS = 5000 };

/* Where media is to be sent: variables of the channel, with ADDRESS and a port for each. */
static const char LOCAL_ADDRESS[] = "UNICASTRTP_LOCAL_ADDRESS";
static const char LOCAL_PORT[] = "UNICASTRTP_LOCAL_PORT";
static const char ADDRESS[] = "127.0.0.1";
enum { OWN_STRINGS = 4 };

static bool check(struct world *w, const struct request *request, struct reply *refusal);
static bool is_default(const struct request *request, const char *name);

/* Answered at once, and then the application's. */
struct reply channels_external_media(struct world *w, struct request *request) {
    struct reply refusal;
    if (!check(w, request, &refusal)) {
        return refusal;
    }
    const char *host = request_text(request, "external_host");
    unsigned number = ++calls_of(w)->phones;
    char name[NAME_BYTES];
    char dialled[NAME_BYTES];
    char port[PORT_BYTES];
    snprintf(name, sizeof name, "UnicastRTP/%s-0x%012x", host, number);
    snprintf(dialled, sizeof dialled, "%s/c(%s)", host, request_text(request, "format"));
    snprintf(port, sizeof port, "%u", PORT_FIRST + 2 * (number % PORTS));
    const char *variables[OWN_STRINGS + VARIABLES_STRINGS_MAX] = {LOCAL_ADDRESS, ADDRESS,
                                                                  LOCAL_PORT, port};
    struct call_config call = {
        .near_id = request_filled(request, "channelId"),
        .variables = variables,
        .variables_count = OWN_STRINGS + variables_read_body(request, variables + OWN_STRINGS),
        .near_app = "Stasis",
        .near_app_data = request_text(request, "app"),
        .near_subscriber = application_find(w, request_text(request, "app")),
    };
    struct channel *channel = outgoing_place(w, &(struct outgoing_config){
                                                    .name = name,
                                                    .dialstring = dialled,
                                                    .behaviour = PHONE_ANSWERS,
                                                    .call = &call,
                                                });
    struct snapshot *snapshot = channel_snapshot(w, channel);
    /* The answer shows where to send media instead of the configured variables: recorded. */
    struct object shown = object_new();
    object_add_text(&shown, LOCAL_PORT, port);
    object_add_text(&shown, LOCAL_ADDRESS, ADDRESS);
    struct object body = {render_channel(w, snapshot)};
    object_add(&body, "channelvars", object_finish(&shown));
    return reply_json(object_finish(&body));
}

static bool check(struct world *w, const struct request *request, struct reply *refusal) {
    const char *format = request_filled(request, "format");
    const char *host = request_filled(request, "external_host");
    if (!endpoint_check_app(request, refusal)) {
        return false;
    }
    if (!host || strlen(host) >= ENDPOINT_BYTES) {
        *refusal = reply_error(400, "external_host is required");
    } else if (!format) {
        *refusal = reply_error(400, "format is required");
    } else if (!is_default(request, "direction")) {
        *refusal = reply_error(400, "direction can only be both");
    } else if (!is_default(request, "encapsulation") || !is_default(request, "transport") ||
               !is_default(request, "connection_type")) {
        *refusal = reply_error(501, "only RTP over UDP to a server is simulated");
    } else {
        return endpoint_check_formats(w, format, refusal) &&
               endpoint_check_id(w, request_filled(request, "channelId"), refusal);
    }
    return false;
}

/* Of the words that the table allows the first is the default. */
static bool is_default(const struct request *request, const char *name) {
    int word = request_word(request, name);
    return word == WORD_MISSING || word == 0;
}
