/* Checking a made event against the table of models. */
#include <stdio.h>
#include <string.h>

#include "sim/ari/arguments.h"
#include "sim/ari/made.h"
#include "sim/ari/model.h"

enum { PATH_BYTES = 128 };

/* Where in the event a check has got to, and what it has found. */
struct check {
    char path[PATH_BYTES];
    char *why;
    size_t size;
};

static bool check_model(struct check *check, const struct model *model, json_t *json,
                        bool is_event);
static bool check_fields(struct check *check, const struct model *model, json_t *json,
                         bool is_event);
static bool check_unknown(struct check *check, const struct model *model, json_t *json,
                          bool is_event);
static const struct field *find_field(const struct model *model, const char *name);
static bool check_value(struct check *check, const struct field *field, json_t *value);
static bool check_type(struct check *check, const char *type, json_t *value);
static bool check_list(struct check *check, const char *type, json_t *value);
static size_t enter(struct check *check, const char *name);
static bool refuse(struct check *check, const char *what, const char *more);

bool made_check(json_t *json, char *why, size_t size) {
    struct check check = {.why = why, .size = size};
    const char *type = json_string_value(json_object_get(json, "type"));
    const struct model *model = type ? model_find(type) : NULL;
    if (!type) {
        enter(&check, "type");
        return refuse(&check, "is missing: the type of the event", "");
    }
    if (!model || !model->parent || strcmp(model->parent, "Event") != 0) {
        enter(&check, "type");
        return refuse(&check, "is no type of event: ", type);
    }
    return check_model(&check, model, json, true);
}

static bool check_model(struct check *check, const struct model *model, json_t *json,
                        bool is_event) {
    if (!json_is_object(json)) {
        return refuse(check, "must be an object: a ", model->name);
    }
    for (const struct model *at = model; at; at = at->parent ? model_find(at->parent) : NULL) {
        if (!check_fields(check, at, json, is_event)) {
            return false;
        }
    }
    return check_unknown(check, model, json, is_event);
}

static bool check_fields(struct check *check, const struct model *model, json_t *json,
                         bool is_event) {
    for (const struct field *field = model->fields; field && field->name; field++) {
        json_t *value = json_object_get(json, field->name);
        bool added = is_event && (strcmp(field->name, "application") == 0 ||
                                  strcmp(field->name, "timestamp") == 0);
        size_t length = enter(check, field->name);
        if (!value && field->required && !added) {
            return refuse(check, "is missing: ", field->type);
        }
        if (value && !check_value(check, field, value)) {
            return false;
        }
        check->path[length] = '\0';
    }
    return true;
}

static bool check_unknown(struct check *check, const struct model *model, json_t *json,
                          bool is_event) {
    const char *key;
    json_t *value;
    bool good = true;
    json_object_foreach(json, key, value) {
        if (good && !find_field(model, key)) {
            enter(check, key);
            good = refuse(check, "is no field of ", is_event ? "this type of event" : model->name);
        }
    }
    return good;
}

static const struct field *find_field(const struct model *model, const char *name) {
    for (; model; model = model->parent ? model_find(model->parent) : NULL) {
        for (const struct field *field = model->fields; field && field->name; field++) {
            if (strcmp(field->name, name) == 0) {
                return field;
            }
        }
    }
    return NULL;
}

static bool check_value(struct check *check, const struct field *field, json_t *value) {
    static const char list[] = "List[";
    if (strncmp(field->type, list, sizeof list - 1) == 0) {
        return check_list(check, field->type + sizeof list - 1, value);
    }
    if (field->allowed && json_is_string(value) &&
        word_find(field->allowed, json_string_value(value)) == WORD_UNKNOWN) {
        return refuse(check, "must be a word that its model knows, such as ", field->allowed[0]);
    }
    return check_type(check, field->type, value);
}

static bool check_list(struct check *check, const char *type, json_t *value) {
    char element[PATH_BYTES];
    snprintf(element, sizeof element, "%.*s", (int)strcspn(type, "]"), type);
    if (!json_is_array(value)) {
        return refuse(check, "must be a list, each a ", element);
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        char index[24];
        snprintf(index, sizeof index, "%zu", i);
        size_t length = enter(check, index);
        if (!check_type(check, element, json_array_get(value, i))) {
            return false;
        }
        check->path[length] = '\0';
    }
    return true;
}

static bool check_type(struct check *check, const char *type, json_t *value) {
    static const char *const texts[] = {"string", "Date", NULL};
    static const char *const numbers[] = {"int", "long", NULL};
    if (word_find(texts, type) != WORD_UNKNOWN) {
        return json_is_string(value) || refuse(check, "must be a text: ", type);
    }
    if (word_find(numbers, type) != WORD_UNKNOWN) {
        return json_is_integer(value) || refuse(check, "must be a whole number", "");
    }
    if (strcmp(type, "double") == 0) {
        return json_is_number(value) || refuse(check, "must be a number", "");
    }
    if (strcmp(type, "boolean") == 0) {
        return json_is_boolean(value) || refuse(check, "must be true or false", "");
    }
    const struct model *model = model_find(type);
    if (!model) {
        return json_is_object(value) || refuse(check, "must be an object", "");
    }
    /* The channel of that id, as it then is. */
    if (strcmp(type, "Channel") == 0 && json_is_string(value)) {
        return true;
    }
    return check_model(check, model, value, false);
}

/* Goes down to a member; returns where its name is to be cut off again. */
static size_t enter(struct check *check, const char *name) {
    size_t length = strlen(check->path);
    snprintf(check->path + length, sizeof check->path - length, "%s%s", length > 0 ? "." : "",
             name);
    return length;
}

static bool refuse(struct check *check, const char *what, const char *more) {
    snprintf(check->why, check->size, "%s %s%s", check->path[0] != '\0' ? check->path : "it", what,
             more);
    return false;
}
