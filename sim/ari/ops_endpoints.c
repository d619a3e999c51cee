/* The resource "endpoints": phones and trunks. */
#include <stdio.h>
#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/parameters.h"
#include "sim/ari/render.h"
#include "sim/ari/request.h"
#include "sim/dialplan/outgoing.h"

enum { NAME_BYTES = 512 };

/* Those of one technology, such as "PJSIP", or all: NULL. */
static json_t *render_phones(const struct world *w, const char *technology, size_t *count) {
    const struct dialplan_config *config = dialplan_config_of(w);
    json_t *array = json_array();
    *count = 0;
    for (size_t i = 0; i < config->phones_count; i++) {
        const char *name = config->phones[i].name;
        size_t size = strcspn(name, "/");
        bool same =
            !technology || (strlen(technology) == size && strncmp(name, technology, size) == 0);
        if (same) {
            array = array_with(array, render_endpoint(w, name));
            ++*count;
        }
    }
    return array;
}

static struct reply list(struct world *w, struct request *request) {
    (void)request;
    size_t count;
    return reply_json(render_phones(w, NULL, &count));
}

static struct reply list_by_technology(struct world *w, struct request *request) {
    const char *technology = request_text(request, "tech");
    size_t count;
    json_t *phones = render_phones(w, technology, &count);
    if (count == 0) {
        json_decref(phones);
        return request_error(w, 404, "No Endpoints found - invalid tech %s", technology);
    }
    return reply_json(phones);
}

static struct reply get(struct world *w, struct request *request) {
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "%s/%s", request_text(request, "tech"),
             request_text(request, "resource"));
    const struct phone *phone = phone_find(w, name);
    return phone ? reply_json(render_endpoint(w, phone->name))
                 : reply_error(404, "Endpoint not found");
}

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/endpoints",
        NAMED("list"),
        .summary = "List all endpoints.",
        .response = "List[Endpoint]",
        .handle = list,
    },
    {
        .method = METHOD_PUT,
        .path = "/endpoints/sendMessage",
        NAMED("sendMessage"),
        .summary = "Send a text message to a URI.",
        .response = "void",
        .errors = {400, 404},
        PARAMETERS(REQUIRED("to", "string"), REQUIRED("from", "string"), OPTIONAL("body", "string"),
                   BODY("variables", "containers")),
    },
    {
        .method = METHOD_POST,
        .path = "/endpoints/refer",
        NAMED("refer"),
        .summary = "Refer an endpoint or a URI elsewhere.",
        .response = "void",
        .errors = {400, 404},
        PARAMETERS(REQUIRED("to", "string"), REQUIRED("from", "string"),
                   REQUIRED("refer_to", "string"), DEFAULTS("to_self", "boolean", "false"),
                   BODY("variables", "containers")),
    },
    {
        .method = METHOD_GET,
        .path = "/endpoints/{tech}",
        NAMED("listByTech"),
        .summary = "List the endpoints of a technology.",
        .response = "List[Endpoint]",
        .errors = {404},
        .handle = list_by_technology,
        PARAMETERS(OPTIONAL_PATH("tech")),
    },
    {
        .method = METHOD_GET,
        .path = "/endpoints/{tech}/{resource}",
        NAMED("get"),
        .summary = "Show an endpoint.",
        .response = "Endpoint",
        .errors = {400, 404},
        .handle = get,
        PARAMETERS(OPTIONAL_PATH("tech"), OPTIONAL_PATH("resource")),
    },
    {
        .method = METHOD_PUT,
        .path = "/endpoints/{tech}/{resource}/sendMessage",
        NAMED("sendMessageToEndpoint"),
        .summary = "Send a text message to an endpoint.",
        .response = "void",
        .errors = {400, 404},
        PARAMETERS(OPTIONAL_PATH("tech"), OPTIONAL_PATH("resource"), REQUIRED("from", "string"),
                   OPTIONAL("body", "string"), BODY("variables", "containers")),
    },
    {
        .method = METHOD_POST,
        .path = "/endpoints/{tech}/{resource}/refer",
        NAMED("referToEndpoint"),
        .summary = "Refer an endpoint elsewhere.",
        .response = "void",
        .errors = {400, 404},
        PARAMETERS(OPTIONAL_PATH("tech"), OPTIONAL_PATH("resource"), REQUIRED("from", "string"),
                   REQUIRED("refer_to", "string"), DEFAULTS("to_self", "boolean", "false"),
                   BODY("variables", "containers")),
    },
};

const struct resource RESOURCE_ENDPOINTS = {
    .name = "endpoints",
    .summary = "Endpoints",
    .operations = OPERATIONS,
    .count = sizeof OPERATIONS / sizeof OPERATIONS[0],
    .models = MODELS_ENDPOINTS,
};
