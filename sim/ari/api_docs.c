/* The description of the API for clients, written out of the tables. */
#include "sim/ari/api_docs.h"

#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/parameters.h"
#include "sim/ari/request.h"
#include "sim/ari/state.h"

static struct reply answer(struct world *w, struct request *request);
static const struct resource *resource_of_file(const char *file);
static struct object document(const char *api_version, const char *swagger_version,
                              const char *base_path);
static json_t *list_resources(const char *base_path);
static json_t *declare_resource(const struct resource *resource, const char *base_path);
static json_t *render_paths(const struct resource *resource);
static json_t *render_operation(const struct operation *operation);
static json_t *render_parameter(const struct parameter *parameter);
static json_t *render_default(const struct parameter *parameter);
static json_t *render_errors(const struct operation *operation);
static json_t *render_models(const struct resource *resource);
static json_t *render_model(const struct resource *resource, const struct model *model);
static json_t *render_field(const struct field *field);
static json_t *render_words(const char *const *words);

static const char API_VERSION[] = "12.0.0";
static const char DECLARATION_VERSION[] = "2.0.0";
static const char SWAGGER_VERSION[] = "1.1";
static const char RESOURCE_PATH[] = "/api-docs/%s.{format}";
static const char FILE_END[] = ".json";

const struct operation API_DOCS = {
    .method = METHOD_GET,
    .path = "/api-docs/{file}",
    NAMED("apiDocs"),
    .summary = "Describe the API.",
    .response = "object",
    .errors = {404},
    .handle = answer,
    PARAMETERS(PATH("file")),
};

/* (R138) Clients send their requests where basePath says: to the host as they name it
 * themselves. */
static struct reply answer(struct world *w, struct request *request) {
    const char *file = request_text(request, "file");
    const char *host = request->asked.host ? request->asked.host : "localhost";
    const char *base_path = outside_format(ari_of(w)->outside, "http://%s/ari", host);
    if (!base_path) {
        return reply_no_memory();
    }
    if (strcmp(file, "resources.json") == 0) {
        return reply_json(list_resources(base_path));
    }
    const struct resource *resource = resource_of_file(file);
    if (!resource) {
        return reply_error(404, "Resource not found");
    }
    return reply_json(declare_resource(resource, base_path));
}

static const struct resource *resource_of_file(const char *file) {
    const struct resource *resource;
    for (size_t i = 0; (resource = resource_at(i)) != NULL; i++) {
        size_t length = strlen(resource->name);
        if (strncmp(file, resource->name, length) == 0 && strcmp(file + length, FILE_END) == 0) {
            return resource;
        }
    }
    return NULL;
}

static struct object document(const char *api_version, const char *swagger_version,
                              const char *base_path) {
    struct object json = object_new();
    object_add_text(&json, "apiVersion", api_version);
    object_add_text(&json, "swaggerVersion", swagger_version);
    object_add_text(&json, "basePath", base_path);
    return json;
}

static json_t *list_resources(const char *base_path) {
    json_t *apis = json_array();
    const struct resource *resource;
    for (size_t i = 0; (resource = resource_at(i)) != NULL; i++) {
        struct object api = object_new();
        object_add(&api, "path", json_sprintf(RESOURCE_PATH, resource->name));
        object_add_text(&api, "description", resource->summary);
        apis = array_with(apis, object_finish(&api));
    }
    struct object json = document(API_VERSION, SWAGGER_VERSION, base_path);
    object_add(&json, "apis", apis);
    return object_finish(&json);
}

static json_t *declare_resource(const struct resource *resource, const char *base_path) {
    const char *version = resource->swagger_version ? resource->swagger_version : SWAGGER_VERSION;
    struct object json = document(DECLARATION_VERSION, version, base_path);
    object_add(&json, "resourcePath", json_sprintf(RESOURCE_PATH, resource->name));
    object_add(&json, "apis", render_paths(resource));
    object_add(&json, "models", render_models(resource));
    return object_finish(&json);
}

/* In the table, operations with the same path stand together. */
static json_t *render_paths(const struct resource *resource) {
    json_t *paths = json_array();
    for (size_t i = 0; i < resource->count;) {
        const char *path = resource->operations[i].path;
        json_t *operations = json_array();
        for (; i < resource->count && strcmp(resource->operations[i].path, path) == 0; i++) {
            operations = array_with(operations, render_operation(&resource->operations[i]));
        }
        struct object json = object_new();
        object_add_text(&json, "path", path);
        object_add(&json, "operations", operations);
        paths = array_with(paths, object_finish(&json));
    }
    return paths;
}

static json_t *render_operation(const struct operation *operation) {
    struct object json = object_new();
    object_add_text(&json, "httpMethod", method_name(operation->method));
    object_add_text(&json, "summary", operation->summary);
    object_add_text(&json, "nickname", operation->nickname);
    object_add_text(&json, "responseClass", operation->response);
    if (operation->is_websocket) {
        object_add_text(&json, "upgrade", "websocket");
    }
    json_t *parameters = json_array();
    const struct parameter *parameter = operation->parameters;
    for (; parameter && parameter->name; parameter++) {
        parameters = array_with(parameters, render_parameter(parameter));
    }
    object_add(&json, "parameters", parameters);
    object_add(&json, "errorResponses", render_errors(operation));
    return object_finish(&json);
}

static json_t *render_parameter(const struct parameter *parameter) {
    static const char *const places[] = {
        [IN_PATH] = "path", [IN_QUERY] = "query", [IN_BODY] = "body"};
    struct object json = object_new();
    object_add_text(&json, "name", parameter->name);
    object_add_text(&json, "paramType", places[parameter->place]);
    object_add_text(&json, "dataType", parameter->type);
    object_add(&json, "required", json_boolean(parameter->required));
    object_add(&json, "allowMultiple", json_boolean(parameter->multiple));
    if (parameter->default_value) {
        object_add(&json, "defaultValue", render_default(parameter));
    }
    if (parameter->allowed) {
        object_add(&json, "allowableValues", render_words(parameter->allowed));
    } else if (parameter->has_minimum) {
        json_t *range = json_pack("{s:s,s:i}", "valueType", "RANGE", "min", parameter->minimum);
        object_add(&json, "allowableValues", range);
    }
    return object_finish(&json);
}

static json_t *render_default(const struct parameter *parameter) {
    const char *text = parameter->default_value;
    if (strcmp(parameter->type, "string") == 0) {
        return text_json(text);
    }
    return json_loads(text, JSON_DECODE_ANY, NULL);
}

static json_t *render_errors(const struct operation *operation) {
    json_t *errors = json_array();
    for (size_t i = 0; i < ERRORS_MAX && operation->errors[i] != 0; i++) {
        struct object json = object_new();
        object_add(&json, "code", json_integer(operation->errors[i]));
        object_add_text(&json, "reason", reply_reason(operation->errors[i]));
        errors = array_with(errors, object_finish(&json));
    }
    return errors;
}

static json_t *render_models(const struct resource *resource) {
    struct object json = object_new();
    for (const struct model *model = resource->models; model->name; model++) {
        object_add(&json, model->name, render_model(resource, model));
    }
    return object_finish(&json);
}

/* A model and those that have its fields, too, are of the same resource. */
static json_t *render_model(const struct resource *resource, const struct model *model) {
    struct object json = object_new();
    object_add_text(&json, "id", model->name);
    object_add_text(&json, "description", model->summary);
    json_t *children = json_array();
    for (const struct model *other = resource->models; other->name; other++) {
        if (other->parent && strcmp(other->parent, model->name) == 0) {
            children = array_with(children, json_string(other->name));
        }
    }
    if (json_array_size(children) > 0) {
        object_add(&json, "subTypes", json_incref(children));
    }
    json_decref(children);
    if (model->discriminator) {
        object_add_text(&json, "discriminator", model->discriminator);
    }
    struct object properties = object_new();
    for (const struct field *field = model->fields; field && field->name; field++) {
        object_add(&properties, field->name, render_field(field));
    }
    object_add(&json, "properties", object_finish(&properties));
    return object_finish(&json);
}

static json_t *render_field(const struct field *field) {
    struct object json = object_new();
    object_add_text(&json, "type", field->type);
    object_add(&json, "required", json_boolean(field->required));
    if (field->allowed) {
        object_add(&json, "allowableValues", render_words(field->allowed));
    }
    return object_finish(&json);
}

static json_t *render_words(const char *const *words) {
    json_t *values = json_array();
    for (size_t i = 0; words[i]; i++) {
        values = array_with(values, json_string(words[i]));
    }
    struct object json = object_new();
    object_add_text(&json, "valueType", "LIST");
    object_add(&json, "values", values);
    return object_finish(&json);
}
