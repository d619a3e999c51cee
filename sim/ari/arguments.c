/* Reading parameters: of the query and of a form the last one counts, JSON overrides both. */
#include "sim/ari/arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sim/ari/outside.h"
#include "sim/base/must.h"
#include "sim/base/text.h"

enum {
    NAME_BYTES = 64,
    ESCAPED_NAME_BYTES = ROUTE_ESCAPE_BYTES * NAME_BYTES,
    DECIMAL = 10,
};

static bool is_type(const struct ari_request *request, const char *type);
static bool read_pairs(struct outside *outside, const char *text, size_t size,
                       struct arguments *arguments);
static void read_json(struct outside *outside, struct arguments *arguments);
static const char *text_of(struct outside *outside, const struct parameter *parameter,
                           const json_t *value);
static const char *list_of(struct outside *outside, const json_t *array);
static void read_path(const struct route *route, struct arguments *arguments);
static int find(const struct arguments *arguments, const char *name);

bool arguments_parse_body(struct outside *outside, const struct ari_request *request) {
    if (request->body_size == 0 || !is_type(request, "application/json")) {
        return true;
    }
    must(!outside->body);
    outside->body = json_loadb(request->body, request->body_size, 0, NULL);
    return outside->body != NULL;
}

bool arguments_read(struct outside *outside, const struct ari_request *request,
                    const struct route *route, struct arguments *arguments) {
    *arguments = (struct arguments){.operation = route->operation, .body = outside->body};
    if (!route->operation->parameters) {
        return true;
    }
    const char *query = text_or_empty(request->query);
    if (!read_pairs(outside, query, strlen(query), arguments)) {
        return false;
    }
    if (request->body_size > 0 && is_type(request, "application/x-www-form-urlencoded") &&
        !read_pairs(outside, request->body, request->body_size, arguments)) {
        return false;
    }
    read_json(outside, arguments);
    read_path(route, arguments);
    return true;
}

const char *arguments_missing(const struct arguments *arguments) {
    const struct parameter *parameter = arguments->operation->parameters;
    for (size_t i = 0; parameter && parameter[i].name; i++) {
        const char *text = arguments->texts[i];
        if (parameter[i].missing && (!text || text[0] == '\0')) {
            return parameter[i].missing;
        }
    }
    return NULL;
}

const char *argument(const struct arguments *arguments, const char *name) {
    int index = find(arguments, name);
    must(index >= 0);
    return arguments->texts[index];
}

const char *argument_filled(const struct arguments *arguments, const char *name) {
    const char *text = argument(arguments, name);
    return text && text[0] != '\0' ? text : NULL;
}

long argument_number(const struct arguments *arguments, const char *name) {
    int index = find(arguments, name);
    must(index >= 0);
    const char *text = arguments->texts[index];
    if (!text) {
        text = arguments->operation->parameters[index].default_value;
    }
    must(text);
    return strtol(text, NULL, DECIMAL);
}

long argument_number_or(const struct arguments *arguments, const char *name, long missing) {
    const char *text = argument(arguments, name);
    return text ? strtol(text, NULL, DECIMAL) : missing;
}

int argument_word(const struct arguments *arguments, const char *name) {
    int index = find(arguments, name);
    must(index >= 0);
    const char *text = arguments->texts[index];
    const char *const *allowed = arguments->operation->parameters[index].allowed;
    must(allowed);
    if (!text || text[0] == '\0') {
        return WORD_MISSING;
    }
    return word_find(allowed, text);
}

int word_find(const char *const *words, const char *word) {
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0) {
            return i;
        }
    }
    return WORD_UNKNOWN;
}

bool argument_next(const char **rest, char *out, size_t size) {
    if (!*rest || size == 0) {
        return false;
    }
    size_t length = strcspn(*rest, ",");
    size_t kept = length < size ? length : size - 1;
    memcpy(out, *rest, kept);
    out[kept] = '\0';
    *rest = (*rest)[length] == ',' ? *rest + length + 1 : NULL;
    return true;
}

static bool is_type(const struct ari_request *request, const char *type) {
    const char *given = request->content_type;
    if (!given) {
        return false;
    }
    given += strspn(given, " \t");
    size_t size = strcspn(given, "; \t");
    return size == strlen(type) && strncasecmp(given, type, size) == 0;
}

static bool read_pairs(struct outside *outside, const char *text, size_t size,
                       struct arguments *arguments) {
    const char *end = text + size;
    while (text < end) {
        const char *stop = memchr(text, '&', (size_t)(end - text));
        stop = stop ? stop : end;
        const char *equals = memchr(text, '=', (size_t)(stop - text));
        size_t name_size = (size_t)((equals ? equals : stop) - text);
        char name[ESCAPED_NAME_BYTES];
        if (name_size > 0 && name_size < sizeof name) {
            route_decode(text, name_size, true, name);
            int index = find(arguments, name);
            const char *value = equals ? equals + 1 : stop;
            size_t value_size = (size_t)(stop - value);
            if (index >= 0 && arguments->operation->parameters[index].place == IN_QUERY) {
                char *room = outside_room(outside, value_size + 1);
                if (!room) {
                    return false;
                }
                route_decode(value, value_size, true, room);
                arguments->texts[index] = room;
            }
        }
        text = stop + 1;
    }
    return true;
}

static void read_json(struct outside *outside, struct arguments *arguments) {
    if (!json_is_object(arguments->body)) {
        return;
    }
    const struct parameter *parameter = arguments->operation->parameters;
    for (size_t i = 0; parameter[i].name; i++) {
        const json_t *value = json_object_get(arguments->body, parameter[i].name);
        if (value && parameter[i].place == IN_QUERY) {
            arguments->texts[i] = text_of(outside, &parameter[i], value);
        }
    }
}

/* NULL where the type does not fit: the parameter is then missing. */
static const char *text_of(struct outside *outside, const struct parameter *parameter,
                           const json_t *value) {
    if (json_is_string(value)) {
        return json_string_value(value);
    }
    if (json_is_array(value) && parameter->multiple) {
        return list_of(outside, value);
    }
    bool number = strcmp(parameter->type, "int") == 0 || strcmp(parameter->type, "long") == 0;
    if (json_is_integer(value) && number) {
        return outside_format(outside, "%lld", (long long)json_integer_value(value));
    }
    if (json_is_boolean(value) && strcmp(parameter->type, "boolean") == 0) {
        return json_is_true(value) ? "true" : "false";
    }
    return NULL;
}

static const char *list_of(struct outside *outside, const json_t *array) {
    size_t size = 1;
    for (size_t i = 0; i < json_array_size(array); i++) {
        size += json_string_length(json_array_get(array, i)) + 1;
    }
    char *list = outside_room(outside, size);
    char *end = list;
    for (size_t i = 0; list && i < json_array_size(array); i++) {
        const json_t *item = json_array_get(array, i);
        if (json_is_string(item)) {
            end += snprintf(end, size - (size_t)(end - list), "%s%s", end == list ? "" : ",",
                            json_string_value(item));
        }
    }
    return end == list ? NULL : list;
}

/* The values of a path stand where its template has braces, in the order of the parameters. */
static void read_path(const struct route *route, struct arguments *arguments) {
    const char *pattern = route->operation->path;
    for (size_t i = 0; i < route->count; i++) {
        pattern++;
        size_t size = strcspn(pattern, "/");
        if (pattern[0] == '{') {
            char name[NAME_BYTES];
            must(size - 2 < sizeof name);
            snprintf(name, sizeof name, "%.*s", (int)(size - 2), pattern + 1);
            int index = find(arguments, name);
            must(index >= 0);
            arguments->texts[index] = route->segments[i];
        }
        pattern += size;
    }
}

static int find(const struct arguments *arguments, const char *name) {
    const struct parameter *parameter = arguments->operation->parameters;
    for (int i = 0; parameter[i].name; i++) {
        must(i < PARAMETERS_MAX);
        if (strcmp(parameter[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}
