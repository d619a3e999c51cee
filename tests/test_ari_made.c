/* Made events: of each type of event that the API has, the smallest is let pass, and every field
 * that is missing, of a wrong type, or unknown is named. */
#include <stdlib.h>

#include "sim/ari/made.h"
#include "sim/ari/model.h"
#include "tests/tap.h"

enum { WHY_BYTES = 256 };

static json_t *smallest(const struct model *model);

static json_t *smallest_value(const struct field *field) {
    if (field->allowed) {
        return json_string(field->allowed[0]);
    }
    if (strncmp(field->type, "List[", 5) == 0) {
        return json_array();
    }
    if (strcmp(field->type, "string") == 0 || strcmp(field->type, "Date") == 0) {
        return json_string("x");
    }
    if (strcmp(field->type, "boolean") == 0) {
        return json_true();
    }
    const struct model *model = model_find(field->type);
    if (model) {
        return smallest(model);
    }
    return strcmp(field->type, "object") == 0 ? json_object() : json_integer(1);
}

/* All that must be there, and nothing else. */
static json_t *smallest(const struct model *model) {
    json_t *json = json_object();
    for (; model; model = model->parent ? model_find(model->parent) : NULL) {
        for (const struct field *field = model->fields; field && field->name; field++) {
            if (field->required) {
                json_object_set_new(json, field->name, smallest_value(field));
            }
        }
    }
    return json;
}

static bool is_event(const struct model *model) {
    return model->parent && strcmp(model->parent, "Event") == 0;
}

static bool refused_for(json_t *json, const char *name, const char *what) {
    char why[WHY_BYTES] = "";
    char wanted[WHY_BYTES];
    snprintf(wanted, sizeof wanted, "%s %s", name, what);
    bool refused = !made_check(json, why, sizeof why);
    bool named = strncmp(why, wanted, strlen(wanted)) == 0;
    if (!refused || !named) {
        printf("# said: %s\n# want: %s\n", why, wanted);
    }
    return refused && named;
}

static void test_type(const struct model *model) {
    char why[WHY_BYTES] = "";
    json_t *json = smallest(model);
    json_object_set_new(json, "type", json_string(model->name));
    json_object_del(json, "application");
    json_object_del(json, "timestamp");
    ok(made_check(json, why, sizeof why), "%s: the smallest is let pass%s%s", model->name,
       why[0] != '\0' ? ": " : "", why);
    bool good = true;
    for (const struct field *field = model->fields; field && field->name; field++) {
        json_t *value = json_incref(json_object_get(json, field->name));
        if (field->required) {
            json_object_del(json, field->name);
            good &= refused_for(json, field->name, "is missing");
        }
        json_object_set_new(json, field->name, json_null());
        good &= refused_for(json, field->name, "must be");
        if (value) {
            json_object_set(json, field->name, value);
        } else {
            json_object_del(json, field->name);
        }
        json_decref(value);
    }
    json_object_set_new(json, "unheard_of", json_null());
    good &= refused_for(json, "unheard_of", "is no field");
    ok(good, "%s: each field that is wrong is named", model->name);
    json_decref(json);
}

int main(void) {
    size_t count = 0;
    for (const struct model *model = MODELS_EVENTS; model->name; model++) {
        if (is_event(model)) {
            test_type(model);
            count++;
        }
    }
    is_int((int)count, 45, "those are all types that there are");
    json_t *deep = json_pack("{s:s, s:{s:s, s:i}}", "type", "DeviceStateChanged", "device_state",
                             "name", "x", "state", 1);
    ok(refused_for(deep, "device_state.state", "must be"), "a field within a field is named");
    json_decref(deep);
    json_t *nothing = json_object();
    ok(refused_for(nothing, "type", "is missing"), "so is a missing type");
    json_decref(nothing);
    return done_testing();
}
