/* The reference: the table as JSON. */
#include "cli/server/control/exchange.h"
#include "cli/server/control/requests.h"
#include "sim/ari/json.h"

static json_t *fields_json(const struct control_field *fields);

void control_help(struct exchange *exchange) {
    json_t *list = json_array();
    const struct control_request *request;
    for (size_t i = 0; (request = control_request_at(i)) != NULL; i++) {
        struct object row = object_new();
        object_add_text(&row, "method", method_name(request->method));
        object_add(&row, "path", json_sprintf("/stasim%s", request->path));
        object_add_text(&row, "about", request->about);
        if (request->query) {
            object_add(&row, "query", fields_json(request->query));
        }
        if (request->body) {
            object_add(&row, "body", fields_json(request->body));
        }
        if (request->document) {
            object_add_text(&row, "document", request->document);
        }
        object_add_text(&row, "answer", request->answer);
        list = array_with(list, object_finish(&row));
    }
    give_json(exchange, 200, list);
}

static json_t *fields_json(const struct control_field *fields) {
    json_t *list = json_array();
    for (; fields->name; fields++) {
        struct object row = object_new();
        object_add_text(&row, "name", fields->name);
        object_add_text(&row, "kind", control_kind_name(fields->kind));
        object_add(&row, "required", json_boolean(fields->required));
        object_add_text(&row, "about", fields->about);
        list = array_with(list, object_finish(&row));
    }
    return list;
}
