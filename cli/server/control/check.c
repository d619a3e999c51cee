/* What comes in with a request, checked against the table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/server/control/exchange.h"
#include "cli/server/control/requests.h"
#include "sim/ari/route.h"
#include "sim/base/text.h"
#include "sim/scenario/duration.h"

enum { LIST_BYTES = 512, SHOWN_LEN = 60 };

static bool read_query(struct exchange *exchange, const char *query);
static bool add_parameter(struct exchange *exchange, const char *text, size_t size);
static bool check_query(struct exchange *exchange, const char *name, const char *value);
static bool read_body(struct exchange *exchange, const char *body, size_t size);
static bool check_body(struct exchange *exchange);
static bool has_all(struct exchange *exchange, const struct control_field *fields,
                    const json_t *object, const char *what);
static bool is_of_kind(json_t *value, enum control_kind kind, const char **why);
static bool is_number(const char *text);
static const struct control_field *find(const struct control_field *fields, const char *name);
static const char *list(const struct control_field *fields, char out[LIST_BYTES]);

bool control_check(struct exchange *exchange, const char *query, const char *body, size_t size) {
    return read_query(exchange, text_or_empty(query)) && read_body(exchange, body, size);
}

const char *control_kind_name(enum control_kind kind) {
    static const char *const names[] = {
        [KIND_TEXT] = "text",   [KIND_DURATION] = "duration",     [KIND_NUMBER] = "number",
        [KIND_TRUTH] = "truth", [KIND_TEXTS] = "object of texts", [KIND_OBJECT] = "object",
        [KIND_LIST] = "list",
    };
    return names[kind];
}

static bool read_query(struct exchange *exchange, const char *query) {
    while (*query != '\0') {
        size_t size = strcspn(query, "&");
        if (size > 0 && !add_parameter(exchange, query, size)) {
            return false;
        }
        query += size + (query[size] == '&');
    }
    return has_all(exchange, exchange->request->query, exchange->query, "parameter");
}

/* "name=value"; api_key has been looked at. */
static bool add_parameter(struct exchange *exchange, const char *text, size_t size) {
    size_t name_size = strcspn(text, "=&");
    size_t value_at = name_size < size ? name_size + 1 : size;
    char *name = memory_new(size + 1);
    char *value = memory_new(size + 1);
    route_decode(text, name_size, true, name);
    route_decode(text + value_at, size - value_at, true, value);
    bool good = strcmp(name, "api_key") == 0 || check_query(exchange, name, value);
    free(name);
    free(value);
    return good;
}

static bool check_query(struct exchange *exchange, const char *name, const char *value) {
    const struct control_field *fields = exchange->request->query;
    const struct control_field *field = find(fields, name);
    char known[LIST_BYTES];
    const char *why;
    uint64_t us;
    if (!field) {
        give_error(exchange, 400, "there is no parameter \"%.*s\": %s", SHOWN_LEN, name,
                   list(fields, known));
    } else if (field->kind == KIND_DURATION && !duration_parse(value, &us, &why)) {
        give_error(exchange, 400, "%s: \"%.*s\" %s: a time is such as 200ms", name, SHOWN_LEN,
                   value, why);
    } else if (field->kind == KIND_NUMBER && !is_number(value)) {
        give_error(exchange, 400, "%s must be a whole number, not \"%.*s\"", name, SHOWN_LEN,
                   value);
    } else if (field->kind == KIND_TRUTH && strcmp(value, "true") != 0 &&
               strcmp(value, "false") != 0) {
        give_error(exchange, 400, "%s must be true or false, not \"%.*s\"", name, SHOWN_LEN, value);
    } else if (json_object_set_new(exchange->query, name, json_string(value)) != 0) {
        give_error(exchange, 400, "%s is not UTF-8", name);
    } else {
        return true;
    }
    return false;
}

static bool read_body(struct exchange *exchange, const char *body, size_t size) {
    const struct control_request *request = exchange->request;
    bool takes_body = request->body || request->document;
    if (!takes_body && size > 0) {
        give_error(exchange, 400, "nothing is expected in a body here");
        return false;
    }
    if (!takes_body) {
        return true;
    }
    json_error_t error = {.line = 0};
    exchange->body =
        size > 0 ? json_loadb(body, size, JSON_REJECT_DUPLICATES, &error) : json_object();
    if (!exchange->body) {
        give_error(exchange, 400, "the body is no JSON: line %d, column %d: %s", error.line,
                   error.column, error.text);
        return false;
    }
    if (!json_is_object(exchange->body)) {
        give_error(exchange, 400, "the body must be a JSON object: { … }");
        return false;
    }
    return !request->body || check_body(exchange);
}

static bool check_body(struct exchange *exchange) {
    const struct control_field *fields = exchange->request->body;
    const char *name;
    json_t *value;
    json_object_foreach(exchange->body, name, value) {
        const struct control_field *field = find(fields, name);
        char known[LIST_BYTES];
        const char *why;
        if (!field) {
            give_error(exchange, 400, "there is no member \"%.*s\": %s", SHOWN_LEN, name,
                       list(fields, known));
            return false;
        }
        if (!is_of_kind(value, field->kind, &why)) {
            give_error(exchange, 400, "\"%s\" %s", name, why);
            return false;
        }
    }
    return has_all(exchange, fields, exchange->body, "member");
}

static bool has_all(struct exchange *exchange, const struct control_field *fields,
                    const json_t *object, const char *what) {
    for (const struct control_field *field = fields; field && field->name; field++) {
        if (field->required && !json_object_get(object, field->name)) {
            give_error(exchange, 400, "the %s \"%s\" is missing: %s", what, field->name,
                       field->about);
            return false;
        }
    }
    return true;
}

static bool is_of_kind(json_t *value, enum control_kind kind, const char **why) {
    uint64_t us;
    const char *name;
    json_t *item;
    switch (kind) {
    case KIND_TEXT:
        *why = "must be a text";
        return json_is_string(value);
    case KIND_DURATION:
        *why = "must be a time, such as \"200ms\"";
        return json_is_string(value) && duration_parse(json_string_value(value), &us, &name);
    case KIND_NUMBER:
        *why = "must be a whole number from 0";
        return json_is_integer(value) && json_integer_value(value) >= 0;
    case KIND_TRUTH:
        *why = "must be true or false";
        return json_is_boolean(value);
    case KIND_TEXTS:
        *why = "must be an object whose members are texts: {\"SKILL\": \"sales\"}";
        json_object_foreach(value, name, item) {
            if (!json_is_string(item)) {
                return false;
            }
        }
        return json_is_object(value);
    case KIND_OBJECT:
        *why = "must be an object: { … }";
        return json_is_object(value);
    case KIND_LIST:
        *why = "must be a list: [ … ]";
        return json_is_array(value);
    }
    return false;
}

static bool is_number(const char *text) {
    enum { DIGITS_MAX = 15 };
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= DIGITS_MAX && text[digits] == '\0';
}

static const struct control_field *find(const struct control_field *fields, const char *name) {
    for (const struct control_field *field = fields; field && field->name; field++) {
        if (strcmp(field->name, name) == 0) {
            return field;
        }
    }
    return NULL;
}

static const char *list(const struct control_field *fields, char out[LIST_BYTES]) {
    size_t used = (size_t)snprintf(out, LIST_BYTES, "%s",
                                   fields && fields->name ? "there are" : "there is none");
    for (const struct control_field *field = fields; field && field->name && used < LIST_BYTES;
         field++) {
        used += (size_t)snprintf(out + used, LIST_BYTES - used, "%s %s", field == fields ? "" : ",",
                                 field->name);
    }
    return out;
}
