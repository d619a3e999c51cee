/* Paths into events must be such as the models of ARI have. */
#include <stdio.h>
#include <string.h>

#include "sim/ari/model.h"
#include "sim/dialplan/nearest.h"
#include "sim/scenario/load.h"

enum { NAME_BYTES = 128, WHY_BYTES = 256, SHOWN_LEN = 60 };

static bool events_are_made_up(const struct loader *loader);
static bool any_event_has(const char *path);
static bool model_has(const struct model *model, const char *path, char why[WHY_BYTES]);
static const struct field *find_field(const struct model *model, const char *name,
                                      struct nearest *nearest);
static const char *take_name(const char *path, char name[NAME_BYTES]);
static bool type_has(const char *type, const char *path, char why[WHY_BYTES]);
static bool list_has(const char *type, const char *path, char why[WHY_BYTES]);

void known_paths(struct loader *loader, const char *type, json_t *where,
                 const struct place *place) {
    const struct model *model = type ? model_find(type) : NULL;
    if ((type && !model) || events_are_made_up(loader)) {
        return;
    }
    for (void *it = json_object_iter(where); it; it = json_object_iter_next(where, it)) {
        const char *path = json_object_iter_key(it);
        struct place member = {.up = place, .key = path};
        char why[WHY_BYTES] = "no event has such a field";
        if (json_object_get(json_object_iter_value(it), "absent")) {
            continue; /* whether it is there may be asked of any field */
        }
        if (model ? !model_has(model, path, why) : !any_event_has(path)) {
            source_error(&loader->source, &member, "%s", why);
        }
    }
}

/* A fault may change events, or send some, in any way. */
static bool events_are_made_up(const struct loader *loader) {
    size_t i;
    const json_t *fault;
    json_array_foreach(json_object_get(loader->scenario->root, "faults"), i, fault) {
        if (json_object_get(fault, "change") || json_object_get(fault, "sendUnchecked")) {
            return true;
        }
    }
    return false;
}

static bool any_event_has(const char *path) {
    char why[WHY_BYTES];
    for (const struct model *model = MODELS_EVENTS; model->name; model++) {
        if (model->parent && strcmp(model->parent, "Event") == 0 && model_has(model, path, why)) {
            return true;
        }
    }
    return false;
}

/* False, and why not. */
static bool model_has(const struct model *model, const char *path, char why[WHY_BYTES]) {
    char name[NAME_BYTES];
    char question[NEAREST_QUESTION_SIZE];
    struct nearest nearest;
    const char *rest = take_name(path, name);
    nearest_begin(&nearest, name);
    const struct field *field = find_field(model, name, &nearest);
    if (!field) {
        snprintf(why, WHY_BYTES, "\"%.*s\" is no field of %s%s", SHOWN_LEN, name, model->name,
                 nearest_question(nearest.best, question));
        return false;
    }
    return !rest || type_has(field->type, rest, why);
}

static const struct field *find_field(const struct model *model, const char *name,
                                      struct nearest *nearest) {
    for (; model; model = model->parent ? model_find(model->parent) : NULL) {
        for (const struct field *field = model->fields; field && field->name; field++) {
            nearest_offer(nearest, field->name);
            if (strcmp(field->name, name) == 0) {
                return field;
            }
        }
    }
    return NULL;
}

/* The first part of a path; returns the others, NULL: there are none. */
static const char *take_name(const char *path, char name[NAME_BYTES]) {
    size_t length = strcspn(path, ".");
    snprintf(name, NAME_BYTES, "%.*s", (int)(length < NAME_BYTES ? length : NAME_BYTES - 1), path);
    return path[length] == '.' ? &path[length + 1] : NULL;
}

/* What the model leaves open has any field. */
static bool type_has(const char *type, const char *path, char why[WHY_BYTES]) {
    const struct model *model = model_find(type);
    if (strncmp(type, "List[", 5) == 0) {
        return list_has(type, path, why);
    }
    if (model) {
        return model_has(model, path, why);
    }
    snprintf(why, WHY_BYTES, "\"%.*s\" cannot be there: it would be a part of a %s", SHOWN_LEN,
             path, type);
    return strcmp(type, "object") == 0;
}

static bool list_has(const char *type, const char *path, char why[WHY_BYTES]) {
    char name[NAME_BYTES];
    char element[NAME_BYTES];
    const char *rest = take_name(path, name);
    snprintf(element, sizeof element, "%.*s", (int)strcspn(&type[5], "]"), &type[5]);
    if (name[0] == '\0' || strspn(name, "0123456789") != strlen(name)) {
        snprintf(why, WHY_BYTES, "\"%.*s\" is no element of a list: those are numbers, from 0",
                 SHOWN_LEN, name);
        return false;
    }
    return !rest || type_has(element, rest, why);
}
