/* Conditions: a field is found by its path, then compared. */
#include "sim/scenario/condition.h"

#include <stdlib.h>
#include <string.h>

#include "sim/scenario/regex.h"

enum { KEY_BYTES = 128 };

static bool holds(const struct condition *condition, json_t *field);
static bool contains(json_t *field, json_t *value);

bool conditions_hold(const struct conditions *conditions, json_t *object,
                     const struct condition **failed) {
    for (size_t i = 0; i < conditions->count; i++) {
        const struct condition *condition = &conditions->items[i];
        if (!holds(condition, field_at(object, condition->path))) {
            if (failed) {
                *failed = condition;
            }
            return false;
        }
    }
    return true;
}

json_t *field_at(json_t *object, const char *path) {
    while (object) {
        char key[KEY_BYTES];
        size_t length = strcspn(path, ".");
        if (length >= sizeof key) {
            return NULL;
        }
        memcpy(key, path, length);
        key[length] = '\0';
        if (json_is_array(object)) {
            char *end;
            unsigned long index = strtoul(key, &end, 10);
            object = length > 0 && *end == '\0' ? json_array_get(object, index) : NULL;
        } else {
            object = json_object_get(object, key);
        }
        if (path[length] == '\0') {
            break;
        }
        path += length + 1;
    }
    return object;
}

static bool holds(const struct condition *condition, json_t *field) {
    switch (condition->kind) {
    case CONDITION_EQUALS:
        return field && json_equal(field, condition->value);
    case CONDITION_ABSENT:
        return (field == NULL) == json_is_true(condition->value);
    case CONDITION_MATCHES:
        return json_is_string(field) && condition->regex &&
               regex_finds(condition->regex, json_string_value(field));
    case CONDITION_CONTAINS:
        return contains(field, condition->value);
    }
    return false;
}

static bool contains(json_t *field, json_t *value) {
    if (json_is_string(field) && json_is_string(value)) {
        return strstr(json_string_value(field), json_string_value(value)) != NULL;
    }
    for (size_t i = 0; i < json_array_size(field); i++) {
        if (json_equal(json_array_get(field, i), value)) {
            return true;
        }
    }
    return false;
}
