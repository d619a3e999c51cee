/* The resource "sounds": what can be played. */
#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/parameters.h"
#include "sim/ari/render.h"
#include "sim/ari/request.h"
#include "sim/dialplan/exec.h"

static const struct subject SUBJECT_SOUND = {.missing = "Sound not found"};

static bool is_asked_for(const struct request *request, const char *name, const char *value) {
    const char *asked = request_filled(request, name);
    return !asked || strcmp(asked, value) == 0;
}

/* Where every sound exists, none is listed. */
static struct reply list(struct world *w, struct request *request) {
    bool fits = is_asked_for(request, "lang", SOUND_LANGUAGE) &&
                is_asked_for(request, "format", SOUND_FORMAT);
    const struct dialplan_config *config = dialplan_config_of(w);
    json_t *array = json_array();
    for (size_t i = 0; fits && i < config->sounds_count; i++) {
        array = array_with(array, render_sound(config->sounds[i].name));
    }
    return reply_json(array);
}

static struct reply get(struct world *w, struct request *request) {
    const char *id = request_text(request, "soundId");
    uint64_t length_us;
    return dialplan_sound(w, id, &length_us) ? reply_json(render_sound(id))
                                             : request_missing(&SUBJECT_SOUND);
}

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/sounds",
        NAMED("list"),
        .summary = "List all sounds.",
        .response = "List[Sound]",
        .handle = list,
        PARAMETERS(OPTIONAL("lang", "string"), OPTIONAL("format", "string")),
    },
    {
        .method = METHOD_GET,
        .path = "/sounds/{soundId}",
        NAMED("get"),
        .summary = "Show a sound.",
        .response = "Sound",
        .subject = &SUBJECT_SOUND,
        .handle = get,
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
