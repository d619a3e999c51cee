/* Whatever is added to the table of operations keeps to its form, and can be reached. */
#include "sim/ari/arguments.h"
#include "sim/ari/operation.h"
#include "sim/ari/outside.h"
#include "tests/ari_world.h"

enum { PATH_BYTES = 256, NAME_BYTES = 64 };

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
    ok(operation->method < METHOD_OPTIONS && operation->response && operation->summary &&
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
    for (const struct operation *o = resource->operations; o < operation; o++) {
        bool same_place = o->method == operation->method && strcmp(o->path, operation->path) == 0;
        ok(!same_place && strcmp(o->nickname, operation->nickname) != 0, "it is not %s",
           o->nickname);
    }
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

static struct ari_world world;

int main(void) {
    ari_world_begin(&world, "[in]\nexten => 100,1,StasisBroadcast()\n", 0);
    struct outside *outside = outside_new();
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
    }
    ok(!resource_find("nothing"), "there is nothing else");
    outside_free(outside);
    ari_world_end(&world);
    return done_testing();
}
