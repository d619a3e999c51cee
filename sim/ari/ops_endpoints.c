/* The resource "endpoints": phones and trunks. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/ari/json.h"
#include "sim/ari/parameters.h"
#include "sim/ari/render.h"
#include "sim/ari/request.h"
#include "sim/dialplan/exec.h"
#include "sim/dialplan/outgoing.h"

enum { NAME_BYTES = 512 };

static const struct subject SUBJECT_ENDPOINT = {.missing = "Endpoint not found"};

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

/* The phone that the path names; NULL when none is configured. */
static const struct phone *find(const struct world *w, const struct request *request) {
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "%s/%s", request_text(request, "tech"),
             request_text(request, "resource"));
    return phone_find(w, name);
}

static struct reply get(struct world *w, struct request *request) {
    const struct phone *phone = find(w, request);
    return phone ? reply_json(render_endpoint(w, phone->name)) : request_missing(&SUBJECT_ENDPOINT);
}

/* A message or a REFER to the endpoint of the path. No phone here says anything of what it is
 * sent, so it is enough that it is there. (R145) */
static struct reply tell(struct world *w, struct request *request) {
    return find(w, request) ? reply_none() : request_missing(&SUBJECT_ENDPOINT);
}

/* The same to a URI: "pjsip:alice" is PJSIP/alice. */
static struct reply tell_uri(struct world *w, struct request *request) {
    const char *uri = request_text(request, "to");
    size_t size = strcspn(uri, ":");
    if (size == 0 || uri[size] == '\0') {
        return reply_error(400, "to must be a URI such as pjsip:alice");
    }
    const struct dialplan_config *config = dialplan_config_of(w);
    for (size_t i = 0; i < config->phones_count; i++) {
        const char *name = config->phones[i].name;
        if (strncasecmp(name, uri, size) == 0 && name[size] == '/' &&
            strcmp(name + size + 1, uri + size + 1) == 0) {
            return reply_none();
        }
    }
    return request_missing(&SUBJECT_ENDPOINT);
}

#define TO DEMANDED("to", "Missing parameter to")
#define FROM DEMANDED("from", "Missing parameter from")
#define REFER_TO DEMANDED("refer_to", "Missing parameter refer_to")

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
        .subject = &SUBJECT_ENDPOINT,
        .handle = tell_uri,
        PARAMETERS(TO, FROM, OPTIONAL("body", "string"), BODY("variables", "containers")),
    },
    {
        .method = METHOD_POST,
        .path = "/endpoints/refer",
        NAMED("refer"),
        .summary = "Refer an endpoint or a URI elsewhere.",
        .response = "void",
        .errors = {400, 404},
        .subject = &SUBJECT_ENDPOINT,
        .handle = tell_uri,
        PARAMETERS(TO, FROM, REFER_TO, DEFAULTS("to_self", "boolean", "false"),
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
        .subject = &SUBJECT_ENDPOINT,
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
        .subject = &SUBJECT_ENDPOINT,
        .handle = tell,
        PARAMETERS(OPTIONAL_PATH("tech"), OPTIONAL_PATH("resource"), FROM,
                   OPTIONAL("body", "string"), BODY("variables", "containers")),
    },
    {
        .method = METHOD_POST,
        .path = "/endpoints/{tech}/{resource}/refer",
        NAMED("referToEndpoint"),
        .summary = "Refer an endpoint elsewhere.",
        .response = "void",
        .errors = {400, 404},
        .subject = &SUBJECT_ENDPOINT,
        .handle = tell,
        PARAMETERS(OPTIONAL_PATH("tech"), OPTIONAL_PATH("resource"), FROM, REFER_TO,
                   DEFAULTS("to_self", "boolean", "false"), BODY("variables", "containers")),
    },
};

const struct resource RESOURCE_ENDPOINTS = {
    .name = "endpoints",
    .summary = "Endpoints",
    .operations = OPERATIONS,
    .count = sizeof OPERATIONS / sizeof OPERATIONS[0],
    .models = MODELS_ENDPOINTS,
};
