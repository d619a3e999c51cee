/* Messages: a request is checked in the order of the real server before it is carried out. */
#include "sim/ari/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/ari/arguments.h"
#include "sim/ari/json.h"
#include "sim/ari/render.h"
#include "sim/ari/state.h"
#include "sim/base/must.h"
#include "sim/base/text.h"

#define PREFIX "/ari/"

static const char *find_fault(struct ari_message *message, enum ari_access access);
static const char *read_body(struct ari_message *message);
static const char *read_query(struct ari_message *message, const char *uri);
static struct ari_response refusal_of(const char *body);
static const char *text_at(const struct ari_message *message, const char *key);
static const char *uri_of(const struct ari_message *message, size_t *size);

#define BODY(text) "{\"message\":\"" text "\"}"

bool ari_message_read(struct ari_message *message, const char *text, size_t size,
                      enum ari_access access, struct ari_response *refusal) {
    *message = (struct ari_message){.json = json_loadb(text, size, 0, NULL)};
    if (!message->json) {
        *refusal = refusal_of(NULL);
        refusal->reason = "Failed to parse request message JSON";
        return false;
    }
    const char *fault = find_fault(message, access);
    if (fault) {
        *refusal = refusal_of(fault);
    }
    return fault == NULL;
}

void ari_message_free(struct ari_message *message) {
    json_decref(message->json);
    free(message->path);
    free(message->query);
    *message = (struct ari_message){0};
}

char *ari_message_answer(const struct world *w, const struct ari_message *message,
                         const char *application, struct ari_response *response, size_t *size) {
    if (response->status == 426) {
        *response = refusal_of(BODY("Can't upgrade to websocket from a websocket"));
    }
    const char *transaction = text_at(message, "transaction_id");
    const char *request = text_at(message, "request_id");
    size_t uri_size;
    const char *uri = uri_of(message, &uri_size);
    struct object json = object_new();
    object_add_text(&json, "type", "RESTResponse");
    object_add_text(&json, "transaction_id", text_or_empty(transaction));
    object_add_text(&json, "request_id", text_or_empty(request));
    object_add(&json, "status_code", json_integer(response->status));
    object_add_text(&json, "reason_phrase", response->reason);
    object_add(&json, "uri", json_stringn(uri, uri_size));
    if (response->body) {
        object_add_text(&json, "content_type",
                        response->content_type ? response->content_type : "application/json");
        object_add_text(&json, "message_body", response->body);
    }
    object_add_text(&json, "application", application);
    object_add(&json, "timestamp", render_time(w, world_now_us(w)));
    object_add_text(&json, "asterisk_id", ari_of(w)->asterisk_id);
    json_t *whole = object_finish(&json);
    char *text = whole ? json_text(whole, ari_of(w)->outside->json_format) : NULL;
    json_decref(whole);
    *size = text ? strlen(text) : 0;
    return text;
}

/* The body of the refusal; NULL when nothing is wrong. */
static const char *find_fault(struct ari_message *message, enum ari_access access) {
    static const char *const methods[] = {"GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", NULL};
    const char *type = text_at(message, "type");
    if (!type) {
        return BODY("No 'type' property.");
    }
    if (strcmp(type, "RESTRequest") != 0) {
        return BODY("Unknown request type.");
    }
    const char *uri = text_at(message, "uri");
    if (!uri || uri[0] == '\0') {
        return BODY("Empty or missing 'uri' property.");
    }
    const char *method = text_at(message, "method");
    if (!method || word_find(methods, method) == WORD_UNKNOWN) {
        return BODY("Unknown or missing 'method' property.");
    }
    message->request.method = method;
    message->request.access = access;
    const char *fault = read_query(message, uri);
    return fault ? fault : read_body(message);
}

static const char *read_body(struct ari_message *message) {
    json_t *body = json_object_get(message->json, "message_body");
    if (!json_is_string(body)) {
        return NULL;
    }
    const char *type = text_at(message, "content_type");
    if (!type) {
        return BODY("No 'content_type' for 'message_body'.");
    }
    bool is_json = strcmp(type, "application/json") == 0;
    if (!is_json && strcmp(type, "application/x-www-form-urlencoded") != 0) {
        return BODY("Unknown content type.");
    }
    message->request.content_type = type;
    message->request.body = json_string_value(body);
    message->request.body_size = json_string_length(body);
    json_t *parsed =
        is_json ? json_loadb(message->request.body, message->request.body_size, 0, NULL) : NULL;
    json_decref(parsed);
    if (is_json && !parsed) {
        return BODY("Unable to parse 'message_body' as 'application/json'.");
    }
    return NULL;
}

/* Parts the uri, and puts the query_strings behind its query. */
static const char *read_query(struct ari_message *message, const char *uri) {
    static const char no_room[] = BODY("Allocation failed");
    static const char no_array[] = BODY("Unable to parse 'query_strings' array.");
    json_t *pairs = json_object_get(message->json, "query_strings");
    size_t index;
    json_t *pair;
    size_t size = strlen(uri) + 1;
    json_array_foreach(pairs, index, pair) {
        json_t *name = json_object_get(pair, "name");
        json_t *value = json_object_get(pair, "value");
        if (!json_is_string(name) || !json_is_string(value)) {
            return no_array;
        }
        size += ROUTE_ESCAPE_BYTES * (json_string_length(name) + json_string_length(value)) +
                sizeof "&=" - 1;
    }
    size_t path_size = strcspn(uri, "?");
    message->path = malloc(sizeof PREFIX + path_size);
    message->query = malloc(size);
    if (!message->path || !message->query) {
        return no_room;
    }
    snprintf(message->path, sizeof PREFIX + path_size, PREFIX "%s", uri);
    const char *query = uri[path_size] == '?' ? uri + path_size + 1 : "";
    char *end = message->query + snprintf(message->query, size, "%s", query);
    json_array_foreach(pairs, index, pair) {
        *end++ = '&';
        end += route_encode(json_string_value(json_object_get(pair, "name")), end);
        *end++ = '=';
        end += route_encode(json_string_value(json_object_get(pair, "value")), end);
    }
    *end = '\0';
    must(end < message->query + size);
    message->request.path = message->path;
    message->request.query = message->query;
    return NULL;
}

static struct ari_response refusal_of(const char *body) {
    return (struct ari_response){
        .status = 400,
        .reason = "Bad request",
        .body = body,
        .body_size = body ? strlen(body) : 0,
    };
}

/* NULL when it is missing, or no string. */
static const char *text_at(const struct ari_message *message, const char *key) {
    return json_string_value(json_object_get(message->json, key));
}

/* As the answer repeats it: only of a request, and without its query. */
static const char *uri_of(const struct ari_message *message, size_t *size) {
    const char *type = text_at(message, "type");
    const char *uri = text_at(message, "uri");
    if (!type || strcmp(type, "RESTRequest") != 0 || !uri) {
        uri = "";
    }
    *size = strcspn(uri, "?");
    return uri;
}
