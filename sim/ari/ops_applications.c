/* The resource "applications": what is registered, its subscriptions, its filter of events. */
#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/parameters.h"
#include "sim/ari/render.h"
#include "sim/ari/request.h"
#include "sim/ari/source.h"
#include "sim/calls/application.h"

enum { EVENT_TYPES_MAX = 128 };

static void *find(struct world *w, const struct request *request) {
    return application_find(w, request_text(request, "applicationName"));
}

static const struct subject SUBJECT_APPLICATION = {.find = find,
                                                   .missing = "Application not found"};

static struct reply list(struct world *w, struct request *request) {
    (void)request;
    json_t *array = json_array();
    for (const struct application *a = application_first(w); a; a = application_next(a)) {
        array = array_with(array, render_application(w, a));
    }
    return reply_json(array);
}

static struct reply get(struct world *w, struct request *request) {
    return reply_json(render_application(w, request->found));
}

/* Whether every source can be subscribed to; the refusal otherwise. (R130) */
static bool check_sources(struct world *w, const char *rest, struct reply *refusal) {
    char text[SOURCE_BYTES];
    while (argument_next(&rest, text, sizeof text)) {
        struct source source = source_read(w, text);
        if (source.kind == SOURCE_UNKNOWN) {
            *refusal = reply_error(400, "Invalid event source URI scheme");
            return false;
        }
        if (!source.exists) {
            *refusal = reply_error(422, "Event source does not exist");
            return false;
        }
    }
    return true;
}

static struct reply subscribe(struct world *w, struct request *request) {
    struct application *application = request->found;
    struct reply refusal;
    const char *rest = request_text(request, "eventSource");
    if (!check_sources(w, rest, &refusal)) {
        return refusal;
    }
    char text[SOURCE_BYTES];
    while (argument_next(&rest, text, sizeof text)) {
        struct source source = source_read(w, text);
        source_subscribe(w, &source, application);
    }
    return reply_json(render_application(w, application));
}

static struct reply unsubscribe(struct world *w, struct request *request) {
    struct application *application = request->found;
    struct reply refusal;
    const char *sources = request_text(request, "eventSource");
    if (!check_sources(w, sources, &refusal)) {
        return refusal;
    }
    char text[SOURCE_BYTES];
    const char *rest = sources;
    while (argument_next(&rest, text, sizeof text)) {
        struct source source = source_read(w, text);
        if (!source_is_subscribed(w, &source, application)) {
            return reply_error(409, "Application not subscribed to event source");
        }
    }
    /* Without its last subscription an inactive application leaves the registry. */
    application_hold(application);
    rest = sources;
    while (argument_next(&rest, text, sizeof text)) {
        struct source source = source_read(w, text);
        source_unsubscribe(w, &source, application); /* false: it has been named twice */
    }
    json_t *body = render_application(w, application);
    application_release(w, application);
    return reply_json(body);
}

/* A list of {"type":…}; NULL, and false, where it is something else. A missing one is empty. */
static bool read_types(struct world *w, const json_t *list, struct texts **types) {
    const char *names[EVENT_TYPES_MAX];
    size_t count = json_array_size(list);
    *types = NULL;
    if (!list) {
        return true;
    }
    if (!json_is_array(list) || count > EVENT_TYPES_MAX) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        names[i] = json_string_value(json_object_get(json_array_get(list, i), "type"));
        if (!names[i]) {
            return false;
        }
    }
    *types = texts_new(w, names, count);
    return true;
}

static struct reply filter(struct world *w, struct request *request) {
    struct application *application = request->found;
    const json_t *body = request->arguments->body;
    struct texts *allowed = NULL;
    struct texts *disallowed = NULL;
    bool sound = json_is_object(body) &&
                 read_types(w, json_object_get(body, "allowed"), &allowed) &&
                 read_types(w, json_object_get(body, "disallowed"), &disallowed);
    if (!sound) {
        texts_drop(w, allowed);
        texts_drop(w, disallowed);
        return reply_error(400, "Invalid format definition");
    }
    application_set_event_filter(w, application, allowed, disallowed); /* takes both over */
    return reply_json(render_application(w, application));
}

#define EVENT_SOURCE DEMANDED_LIST("eventSource", "Missing parameter eventSource")

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/applications",
        NAMED("list"),
        .summary = "List all applications.",
        .response = "List[Application]",
        .handle = list,
    },
    {
        .method = METHOD_GET,
        .path = "/applications/{applicationName}",
        NAMED("get"),
        .summary = "Show an application.",
        .response = "Application",
        .errors = {404},
        .subject = &SUBJECT_APPLICATION,
        .handle = get,
        PARAMETERS(PATH("applicationName")),
    },
    {
        .method = METHOD_POST,
        .path = "/applications/{applicationName}/subscription",
        NAMED("subscribe"),
        .summary = "Subscribe an application to event sources.",
        .response = "Application",
        .errors = {400, 404, 422},
        .subject = &SUBJECT_APPLICATION,
        .handle = subscribe,
        PARAMETERS(PATH("applicationName"), EVENT_SOURCE),
    },
    {
        .method = METHOD_DELETE,
        .path = "/applications/{applicationName}/subscription",
        NAMED("unsubscribe"),
        .summary = "End subscriptions of an application.",
        .response = "Application",
        .errors = {400, 404, 409, 422},
        .subject = &SUBJECT_APPLICATION,
        .handle = unsubscribe,
        PARAMETERS(PATH("applicationName"), EVENT_SOURCE),
    },
    {
        .method = METHOD_PUT,
        .path = "/applications/{applicationName}/eventFilter",
        NAMED("filter"),
        .summary = "Choose the types of events that an application gets.",
        .response = "Application",
        .errors = {400, 404},
        .subject = &SUBJECT_APPLICATION,
        .handle = filter,
        PARAMETERS(PATH("applicationName"), BODY("filter", "object")),
    },
};

const struct resource RESOURCE_APPLICATIONS = {
    .name = "applications",
    .summary = "Applications",
    .operations = OPERATIONS,
    .count = sizeof OPERATIONS / sizeof OPERATIONS[0],
    .models = MODELS_APPLICATIONS,
};
