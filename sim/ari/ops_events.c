/* The resource "events": the claim, events of clients, and the WebSocket. */
#include <stdio.h>
#include <string.h>

#include "sim/ari/parameters.h"
#include "sim/ari/request.h"
#include "sim/ari/source.h"
#include "sim/ari/state.h"
#include "sim/base/rule.h"
#include "sim/calls/application.h"
#include "sim/calls/events.h"

/* A client's event goes to one application, with what its sources show. (R131) */
static struct reply send_user_event(struct world *w, struct request *request) {
    struct application *application = application_find(w, request_text(request, "application"));
    if (!application) {
        return reply_error(404, "Application not found");
    }
    struct channel *channel = NULL;
    const struct bridge *bridge = NULL;
    char endpoint[SOURCE_BYTES] = "";
    const char *rest = request_text(request, "source");
    char source[SOURCE_BYTES];
    while (argument_next(&rest, source, sizeof source)) {
        struct source found = source_read(w, source);
        if (found.kind == SOURCE_UNKNOWN || found.kind == SOURCE_DEVICE_STATE) {
            return reply_error(400, "Invalid event source URI scheme");
        }
        if (!found.exists || found.rest[0] == '\0') {
            return reply_error(422, "Event source was not found");
        }
        channel = found.channel ? found.channel : channel;
        bridge = found.bridge ? found.bridge : bridge;
        if (found.kind == SOURCE_ENDPOINT) {
            snprintf(endpoint, sizeof endpoint, "%s", found.rest);
        }
    }
    json_t *variables = json_object_get(request->arguments->body, "variables");
    if (variables && !json_is_object(variables)) {
        return reply_error(500, "Error processing request");
    }
    const char *text = "{}";
    if (variables) {
        struct outside *outside = ari_of(w)->outside;
        text = outside_keep(&outside->text, json_dumps(variables, JSON_COMPACT));
        if (!text) {
            return reply_no_memory();
        }
    }
    struct call_event *event = call_event_new(w, &EVENT_CHANNEL_USEREVENT, channel, RULE_NONE);
    event->name = world_strdup(w, request_text(request, "eventName"));
    event->value = world_strdup(w, text);
    if (bridge) {
        event->bridge = bridge_snapshot_take(w, bridge);
    }
    if (endpoint[0] != '\0') {
        event->args = texts_new(w, (const char *const[]){endpoint}, 1);
    }
    call_event_send(w, application, event);
    return reply_none();
}

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/events",
        NAMED("eventWebsocket"),
        .summary = "Open a WebSocket that carries the events of applications.",
        .response = "Message",
        .is_websocket = true,
        PARAMETERS(LIST("app"), OPTIONAL("subscribeAll", "boolean")),
    },
    {
        .method = METHOD_POST,
        .path = "/events/user/{eventName}",
        NAMED("userEvent"),
        .summary = "Send an event of one's own to an application.",
        .response = "void",
        .errors = {400, 404, 422},
        .handle = send_user_event,
        PARAMETERS(PATH("eventName"), DEMANDED("application", "Missing parameter application"),
                   OPTIONAL_LIST("source"), BODY("variables", "containers")),
    },
    {
        .method = METHOD_POST,
        .path = "/events/claim",
        NAMED("claimChannel"),
        .summary = "Claim a channel that is being broadcast.",
        .response = "void",
        .errors = {404, 409},
        .is_claim = true,
        PARAMETERS(DEMANDED("channelId", "channelId parameter is required"),
                   DEMANDED("application", "application parameter is required")),
    },
};

const struct resource RESOURCE_EVENTS = {
    .name = "events",
    .summary = "Events and claims",
    .operations = OPERATIONS,
    .count = sizeof OPERATIONS / sizeof OPERATIONS[0],
    .models = MODELS_EVENTS,
    .swagger_version = "1.2",
};
