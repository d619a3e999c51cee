/* The resource "sounds": what can be played. */
#include "sim/ari/parameters.h"

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/sounds",
        NAMED("list"),
        .summary = "List all sounds.",
        .response = "List[Sound]",
        PARAMETERS(OPTIONAL("lang", "string"), OPTIONAL("format", "string")),
    },
    {
        .method = METHOD_GET,
        .path = "/sounds/{soundId}",
        NAMED("get"),
        .summary = "Show a sound.",
        .response = "Sound",
        PARAMETERS(PATH("soundId")),
    },
};

const struct resource RESOURCE_SOUNDS = {
    .name = "sounds",
    .summary = "Sounds",
    .operations = OPERATIONS,
    .count = sizeof OPERATIONS / sizeof OPERATIONS[0],
    .models = MODELS_SOUNDS,
};
