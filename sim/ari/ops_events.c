/* The resource "events": the claim, events of clients, and the WebSocket. */
#include <stdio.h>
#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/parameters.h"
#include "sim/ari/request.h"
#include "sim/ari/source.h"
#include "sim/ari/state.h"
#include "sim/base/rule.h"
#include "sim/calls/application.h"
#include "sim/calls/events.h"

/* What an event shows, besides its variables. */
struct shown {
    struct channel *channel;     /* NULL: none */
    const struct bridge *bridge; /* NULL: none */
    char endpoint[SOURCE_BYTES]; /* empty: none */
};

/* Of each kind the last one counts. False, and why not, when one of them cannot be shown. */
static bool read_sources(struct world *w, const struct request *request, struct shown *shown,
                         struct reply *refusal) {
    const char *rest = request_text(request, "source");
    char text[SOURCE_BYTES];
    *shown = (struct shown){0};
    while (argument_next(&rest, text, sizeof text)) {
        struct source source = source_read(w, text);
        if (source.kind == SOURCE_UNKNOWN || source.kind == SOURCE_DEVICE_STATE) {
            *refusal = reply_error(400, "Invalid event source URI scheme");
            return false;
        }
        if (!source.exists || source.rest[0] == '\0') {
            *refusal = reply_error(422, "Event source was not found");
            return false;
        }
        shown->channel = source.channel ? source.channel : shown->channel;
        shown->bridge = source.bridge ? source.bridge : shown->bridge;
        if (source.kind == SOURCE_ENDPOINT) {
            snprintf(shown->endpoint, sizeof shown->endpoint, "%s", source.rest);
        }
    }
    return true;
}

/* The variables as JSON text, which stands until the answer. False, and why not, without one. */
static bool read_variables(struct world *w, const struct request *request, const char **text,
                           struct reply *refusal) {
    const json_t *variables = json_object_get(request->arguments->body, "variables");
    *text = "{}";
    if (!variables) {
        return true;
    }
    if (!json_is_object(variables)) {
        *refusal = reply_error(500, "Error processing request");
        return false;
    }
    *text = outside_keep(&ari_of(w)->outside->text, json_text(variables, JSON_COMPACT));
    *refusal = reply_no_memory();
    return *text != NULL;
}

/* A client's event goes to one application, with what its sources show. (R131) */
static struct reply send_user_event(struct world *w, struct request *request) {
    struct application *application = application_find(w, request_text(request, "application"));
    if (!application) {
        return reply_error(404, "Application not found");
    }
    struct shown shown;
    const char *variables;
    struct reply refusal;
    if (!read_sources(w, request, &shown, &refusal) ||
        !read_variables(w, request, &variables, &refusal)) {
        return refusal;
    }
    struct call_event *event =
        call_event_new(w, &EVENT_CHANNEL_USEREVENT, shown.channel, RULE_NONE);
    event->name = world_strdup(w, request_text(request, "eventName"));
    event->value = world_strdup(w, variables);
    if (shown.bridge) {
        event->bridge = bridge_snapshot_take(w, shown.bridge);
    }
    if (shown.endpoint[0] != '\0') {
        event->args = texts_new(w, (const char *const[]){shown.endpoint}, 1);
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
