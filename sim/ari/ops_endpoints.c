/* The resource "endpoints": phones and trunks. */
#include "sim/ari/parameters.h"

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/endpoints",
        NAMED("list"),
        .summary = "List all endpoints.",
        .response = "List[Endpoint]",
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
        PARAMETERS(OPTIONAL_PATH("tech")),
    },
    {
        .method = METHOD_GET,
        .path = "/endpoints/{tech}/{resource}",
        NAMED("get"),
        .summary = "Show an endpoint.",
        .response = "Endpoint",
        .errors = {400, 404},
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
};
