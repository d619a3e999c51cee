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
        fprintf(stderr, "# said: %s\n# want: %s\n", why, wanted);
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

/* What stands within a field: a model, a list, a word that is one of several. */
static void test_within(void) {
    static const struct {
        const char *type;
        const char *field;
        const char *value;
        const char *why; /* NULL: it is let pass */
    } rows[] = {
        {"StasisStart", "channel", "\"call-1\"", NULL},
        {"StasisStart", "channel", "7", "channel must be an object: a Channel"},
        {"BridgeCreated", "bridge", "\"b\"", "bridge must be an object: a Bridge"},
        {"StasisStart", "args", "[\"a\", \"b\"]", NULL},
        {"StasisStart", "args", "[\"a\", 1]", "args.1 must be a text: string"},
        {"StasisStart", "args", "\"a\"", "args must be a list, each a string"},
        {"ChannelHangupRequest", "soft", "true", NULL},
        {"ChannelHangupRequest", "soft", "false", NULL},
        {"ChannelHangupRequest", "soft", "0", "soft must be true or false"},
        {"ChannelHangupRequest", "cause", "16", NULL},
        {"ChannelHangupRequest", "cause", "16.5", "cause must be a whole number"},
        {"ChannelUserevent", "userevent", "[]", "userevent must be an object"},
        {"ChannelUserevent", "userevent", "{\"any\": 1}", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char why[WHY_BYTES] = "";
        json_t *json = smallest(model_find(rows[i].type));
        json_object_set_new(json, "type", json_string(rows[i].type));
        json_object_set_new(json, rows[i].field, json_loads(rows[i].value, JSON_DECODE_ANY, NULL));
        bool passed = made_check(json, why, sizeof why);
        ok(passed == !rows[i].why, "%s.%s: %s: let pass, or not", rows[i].type, rows[i].field,
           rows[i].value);
        is_str(why, rows[i].why ? rows[i].why : "", "and it is said why");
        json_decref(json);
    }
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
    test_within();
    return done_testing();
}
