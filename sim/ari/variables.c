/* Variables, several at once. */
#include "sim/ari/variables.h"

#include "sim/ari/json.h"
#include "sim/base/text.h"
#include "sim/dialplan/subst.h"

enum { NAME_BYTES = 256 };

struct reply variables_show_one(const char *value) {
    if (!value) {
        return reply_odd(404, "Variable Not Found", "Provided variable was not found");
    }
    struct object body = object_new();
    object_add_text(&body, "value", value);
    return reply_json(object_finish(&body));
}

struct reply variables_show(struct world *w, const struct request *request, variables_get *get,
                            void *of) {
    const char *rest = request_filled(request, "variables");
    if (!rest) {
        return reply_error(400, "Variable names are required");
    }
    /* Reading may take memory of the world, which must not happen between JSON values. */
    char *names[VARIABLES_MAX];
    char *texts[VARIABLES_MAX];
    size_t count = 0;
    char name[NAME_BYTES];
    while (count < VARIABLES_MAX && argument_next(&rest, name, sizeof name)) {
        char room[SUBST_SIZE];
        const char *value = get(w, of, name, room, sizeof room);
        names[count] = world_strdup(w, name);
        texts[count++] = world_strdup(w, text_or_empty(value));
    }
    struct object values = object_new();
    for (size_t i = 0; i < count; i++) {
        object_add_named(&values, names[i], texts[i]);
        world_strfree(w, names[i]);
        world_strfree(w, texts[i]);
    }
    struct object body = object_new();
    object_add(&body, "variables", object_finish(&values));
    return reply_json(object_finish(&body));
}

struct reply variables_take(struct world *w, const struct request *request, variables_put *put,
                            void *of) {
    const json_t *variables = json_object_get(request->arguments->body, "variables");
    if (!json_is_object(variables) || json_object_size(variables) > VARIABLES_MAX) {
        return reply_error(400, "Variables are required");
    }
    variables_set(w, request, put, of);
    return reply_none();
}

void variables_set(struct world *w, const struct request *request, variables_put *put, void *of) {
    const char *strings[VARIABLES_STRINGS_MAX];
    size_t count = variables_read_body(request, strings);
    for (size_t i = 0; i < count; i += 2) {
        put(w, of, strings[i], strings[i + 1]);
    }
}

size_t variables_read_body(const struct request *request,
                           const char *strings[VARIABLES_STRINGS_MAX]) {
    json_t *variables = json_object_get(request->arguments->body, "variables");
    const char *name;
    json_t *value;
    size_t count = 0;
    json_object_foreach(variables, name, value) {
        if (json_is_string(value) && count < VARIABLES_STRINGS_MAX) {
            strings[count++] = name;
            strings[count++] = json_string_value(value);
        }
    }
    return count;
}
