/* Whatever is added to the tables of operations and models keeps to their form: each operation can
 * be reached, each type that is named is known. */
#include "sim/ari/arguments.h"
#include "sim/ari/operation.h"
#include "sim/ari/outside.h"
#include "sim/calls/cause.h"
#include "sim/calls/device.h"
#include "sim/calls/playback.h"
#include "tests/ari_world.h"

enum { PATH_BYTES = 256, NAME_BYTES = 64, MODEL_DEPTH_MAX = 4 };

static bool is_type(const char *type);

static bool is_one_of(const char *const *words, const char *word) {
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0) {
            return true;
        }
    }
    return false;
}

/* What a parameter must be, whichever it is. */
static bool is_sound_parameter(const struct operation *operation,
                               const struct parameter *parameter) {
    static const char *const types[] = {"string", "int",        "long", "boolean",
                                        "object", "containers", NULL};
    char braces[NAME_BYTES];
    snprintf(braces, sizeof braces, "{%s}", parameter->name);
    bool in_path = parameter->place == IN_PATH;
    bool number = strcmp(parameter->type, "int") == 0 || strcmp(parameter->type, "long") == 0;
    const char *by_default = parameter->default_value;
    return strlen(parameter->name) + sizeof "{}" <= NAME_BYTES &&
           in_path == (strstr(operation->path, braces) != NULL) &&
           is_one_of(types, parameter->type) && (!parameter->missing || parameter->required) &&
           !(by_default && parameter->required) && (!parameter->has_minimum || number) &&
           (!parameter->allowed || !by_default || is_one_of(parameter->allowed, by_default));
}

static void test_parameters(const struct operation *operation) {
    const struct parameter *parameter = operation->parameters;
    size_t in_path = 0;
    for (size_t i = 0; parameter && parameter[i].name; i++) {
        bool twice = false;
        for (size_t k = 0; k < i; k++) {
            bool body = parameter[i].place == IN_BODY || parameter[k].place == IN_BODY;
            twice = twice || (!body && strcmp(parameter[i].name, parameter[k].name) == 0);
        }
        ok(i < PARAMETERS_MAX && !twice && is_sound_parameter(operation, &parameter[i]),
           "%s: parameter %s", operation->path, parameter[i].name);
        in_path += parameter[i].place == IN_PATH;
    }
    size_t braces = 0;
    for (const char *c = operation->path; *c != '\0'; c++) {
        braces += *c == '{';
    }
    is_int(in_path, braces, "%s: parameters in the path", operation->path);
}

static void test_operation(const struct resource *resource, const struct operation *operation) {
    size_t length = strlen(resource->name);
    ok(operation->path[0] == '/' && strncmp(operation->path + 1, resource->name, length) == 0 &&
           strchr("/", operation->path[1 + length]),
       "%s begins with its resource", operation->path);
    ok(operation->method < METHOD_OPTIONS && is_type(operation->response) && operation->summary &&
           operation->summary[strlen(operation->summary) - 1] == '.',
       "%s says what it does", operation->nickname);
    ok(strncmp(operation->step.name, "Q ", 2) == 0 &&
           strcmp(operation->step.name + 2, operation->nickname) == 0,
       "its step is \"%s\"", operation->step.name);
    ok(!operation->handle || (!operation->is_websocket && !operation->is_claim),
       "it is carried out in one way");
    for (size_t i = 0; i < ERRORS_MAX && operation->errors[i] != 0; i++) {
        ok(i + 1 < ERRORS_MAX && operation->errors[i] >= 400 && operation->errors[i] < 500 &&
               (i == 0 || operation->errors[i] > operation->errors[i - 1]),
           "it documents the error %d", operation->errors[i]);
    }
    bool alone = true;
    for (const struct operation *o = resource->operations; o < operation; o++) {
        bool same_path = strcmp(o->path, operation->path) == 0;
        bool together = !same_path || strcmp(operation[-1].path, operation->path) == 0;
        alone = alone && together && !(same_path && o->method == operation->method) &&
                strcmp(o->nickname, operation->nickname) != 0;
    }
    ok(alone, "nothing else is called %s or stands in its place", operation->nickname);
    test_parameters(operation);
}

/* The path of an operation with the name of each parameter behind an x: "/channels/xchannelId". */
static void fill_path(const struct operation *operation, char path[static PATH_BYTES]) {
    size_t size = 0;
    for (const char *c = operation->path; *c != '\0'; c++) {
        must(size + 1 < PATH_BYTES);
        if (*c != '}') {
            path[size++] = *c == '{' ? 'x' : *c;
        }
    }
    path[size] = '\0';
}

/* Each operation is found under its own path, and finds its parameters there. */
static void test_route(struct outside *outside, const struct operation *operation) {
    char path[PATH_BYTES];
    fill_path(operation, path);
    struct route route;
    must(outside_begin(outside, 2 * PATH_BYTES));
    must(route_find(outside, method_name(operation->method), path, &route));
    if (!ok(route.operation == operation, "%s %s is %s", method_name(operation->method), path,
            operation->nickname)) {
        return;
    }
    struct arguments arguments;
    must(arguments_read(outside, &(struct ari_request){.path = path}, &route, &arguments));
    const struct parameter *parameter = operation->parameters;
    for (size_t i = 0; parameter && parameter[i].name; i++) {
        char value[NAME_BYTES];
        snprintf(value, sizeof value, "x%s", parameter[i].name);
        is_str(arguments.texts[i], parameter[i].place == IN_PATH ? value : NULL, "%s",
               parameter[i].name);
    }
}

/* A word is known by its place in the table; letter case matters, and no default is applied. */
static void test_argument_word(struct outside *outside) {
    static const struct {
        const char *query;
        int word;
    } rows[] = {
        {"direction=both", 0},
        {"direction=in", 1},
        {"direction=out", 2},
        {"direction=In", WORD_UNKNOWN},
        {"direction=out+", WORD_UNKNOWN},
        {"direction=", WORD_MISSING},
        {"Direction=in", WORD_MISSING},
        {"direction=in&direction=out", 2},
        {NULL, WORD_MISSING},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct route route;
        struct arguments arguments;
        must(outside_begin(outside, PATH_BYTES));
        must(route_find(outside, "POST", "/channels/x/mute", &route) && route.operation);
        const struct ari_request request = {.query = rows[i].query};
        must(arguments_read(outside, &request, &route, &arguments));
        is_int(argument_word(&arguments, "direction"), rows[i].word, "%s",
               rows[i].query ? rows[i].query : "no query");
    }
}

/* Whoever asks for what is not simulated is told so, and nobody else. */
static void test_answer(struct ari_world *world, const struct operation *operation) {
    char path[PATH_BYTES];
    char line[PATH_BYTES + 32];
    char expected[PATH_BYTES];
    fill_path(operation, path);
    snprintf(line, sizeof line, "%s /ari%s", method_name(operation->method), path);
    snprintf(expected, sizeof expected, "{'message':'%s %s is not simulated'}",
             method_name(operation->method), operation->path);
    ask(world, line);
    bool refused = world->status == 501 && strcmp(world->body, quoted(expected)) == 0;
    ok(world->answered && refused == !operation_is_simulated(operation), "%s: %d", line,
       world->status);
}

/* A word for what JSON has, a model, or a list of either. */
static bool is_type(const char *type) {
    static const char *const words[] = {"string", "int",  "long",   "double",     "boolean", "Date",
                                        "object", "void", "binary", "containers", NULL};
    char item[NAME_BYTES];
    int length = 0;
    bool list = sscanf(type, "List[%63[A-Za-z]]%n", item, &length) == 1;
    const char *name = list && type[length] == '\0' && type[length - 1] == ']' ? item : type;
    return is_one_of(words, name) || model_find(name);
}

static const struct field *find_field(const struct field *fields, const char *name) {
    for (; fields && fields->name; fields++) {
        if (strcmp(fields->name, name) == 0) {
            return fields;
        }
    }
    return NULL;
}

static void test_model(const struct resource *resource, const struct model *model) {
    ok(model_find(model->name) == model, "%s is described once", model->name);
    ok(model->summary && model->summary[strlen(model->summary) - 1] == '.', "%s says what it is",
       model->name);
    for (const struct field *field = model->fields; field && field->name; field++) {
        ok(find_field(model->fields, field->name) == field && is_type(field->type) &&
               (!field->allowed || strcmp(field->type, "string") == 0),
           "%s.%s: %s", model->name, field->name, field->type);
    }
    if (model->discriminator) {
        const struct field *field = find_field(model->fields, model->discriminator);
        ok(field && field->required, "an object says which child of %s it is", model->name);
    }
    const struct model *ancestor = model;
    for (size_t depth = 0; depth < MODEL_DEPTH_MAX && ancestor && ancestor->parent; depth++) {
        const char *parent = ancestor->parent;
        ancestor = model_find(parent);
        bool here = false;
        for (const struct model *other = resource->models; other->name; other++) {
            here = here || other == ancestor;
        }
        ok(here && ancestor != model, "%s has the fields of %s", model->name, parent);
        for (const struct field *own = model->fields; ancestor && own && own->name; own++) {
            ok(!find_field(ancestor->fields, own->name), "but gives %s itself", own->name);
        }
    }
}

static const struct parameter *find_parameter(const char *resource, const char *nickname,
                                              const char *name) {
    const struct resource *found = resource_find(resource);
    for (size_t i = 0; i < found->count; i++) {
        const struct parameter *parameter = found->operations[i].parameters;
        bool here = strcmp(found->operations[i].nickname, nickname) == 0;
        for (; here && parameter && parameter->name; parameter++) {
            if (strcmp(parameter->name, name) == 0) {
                return parameter;
            }
        }
    }
    must_fail("a parameter of that name", __FILE__, __LINE__);
}

/* The words of the table are those that the floors below know. */
static void test_words(void) {
    const char *const *reason = find_parameter("channels", "hangup", "reason")->allowed;
    for (; *reason; reason++) {
        int cause;
        ok(cause_of_reason(*reason, &cause), "%s is a reason to hang up", *reason);
    }
    const struct field *state = find_field(model_find("DeviceState")->fields, "state");
    const char *const *set = find_parameter("deviceStates", "update", "deviceState")->allowed;
    for (int i = DEVICE_UNKNOWN; i <= DEVICE_ONHOLD; i++) {
        const char *name = device_state_name((enum device_state)i);
        is_str(state->allowed[i], name, "a device is %s", name);
        if (i > DEVICE_UNKNOWN) {
            is_str(set[i - 1], name, "and can be set so");
        }
    }
    ok(!state->allowed[DEVICE_ONHOLD + 1] && !set[DEVICE_ONHOLD], "and nothing else");
    const struct field *playing = find_field(model_find("Playback")->fields, "state");
    for (int i = PLAYBACK_QUEUED; i <= PLAYBACK_FAILED; i++) {
        const char *name = playback_state_name((enum playback_state)i);
        is_str(playing->allowed[i], name, "a playback is %s", name);
    }
    ok(!playing->allowed[PLAYBACK_FAILED + 1], "and nothing else");
}

static struct ari_world world;

int main(void) {
    ari_world_begin(&world, "[in]\nexten => 100,1,StasisBroadcast()\n", 0);
    struct outside *outside = outside_new(false);
    must(outside);
    const struct resource *resource;
    for (size_t r = 0; (resource = resource_at(r)) != NULL; r++) {
        ok(resource_find(resource->name) == resource && resource->count <= 64, "%s",
           resource->name);
        for (size_t i = 0; i < resource->count; i++) {
            const struct operation *operation = &resource->operations[i];
            test_operation(resource, operation);
            test_route(outside, operation);
            test_answer(&world, operation);
        }
        for (const struct model *model = resource->models; model->name; model++) {
            test_model(resource, model);
        }
    }
    test_words();
    test_argument_word(outside);
    ok(!resource_find("nothing") && !model_find("Nothing"), "there is nothing else");
    outside_free(outside);
    ari_world_end(&world);
    return done_testing();
}
