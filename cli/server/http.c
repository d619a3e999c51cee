/* HTTP on a connection: reads requests, hands them to ARI, writes the answers. */
#include "cli/server/http.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/server/access.h"
#include "cli/server/connection.h"
#include "cli/server/control/control.h"
#include "cli/server/http_answer.h"
#include "cli/server/server.h"
#include "cli/server/websocket.h"
#include "cli/server/ws_handshake.h"
#include "sim/ari/route.h"
#include "sim/base/must.h"
#include "sim/base/text.h"

static const char JSON[] = "application/json";
static const char FORM[] = "application/x-www-form-urlencoded";

static bool read_head(struct connection *c);
static bool begin_body(struct connection *c);
static bool read_body(struct connection *c);
static void ask(struct connection *c);
static void answer_outside(struct connection *c);
static void open_socket(struct connection *c);
static void refuse_handshake(struct connection *c);
static void finish(struct connection *c);
static void answer_page(struct connection *c, int status, const char *reason, const char *text);
static void refuse(struct connection *c, int status, const char *reason, const char *text);
static void refuse_size(struct connection *c);
static const char *allowed_origin(const struct connection *c);
static bool has_word(const char *list, const char *word);
static const char *content_type_of(const struct ari_response *response);

bool http_work(struct connection *c) {
    struct http *http = &c->http;
    if (c->follower) { /* what is asked behind an answer without an end is never answered */
        connection_consume(c, c->view_size);
        return false;
    }
    if (http->skip > 0) {
        size_t size = http->skip < c->view_size ? http->skip : c->view_size;
        connection_consume(c, size);
        http->skip -= size;
        return true;
    }
    switch (http->phase) {
    case HTTP_PHASE_HEAD:
        return read_head(c) && begin_body(c);
    case HTTP_PHASE_BODY:
        return read_body(c);
    case HTTP_PHASE_ASKED:
        break;
    }
    if (http->wants_socket) {
        open_socket(c);
    } else {
        finish(c);
    }
    return true;
}

void http_answered(struct connection *c, const struct ari_response *response) {
    must(c->http.phase == HTTP_PHASE_ASKED);
    if (c->http.is_claim) {
        control_answered(c, response);
        seat_note_answer(c->seat, response);
        return;
    }
    if (response->status == 426) { /* the path and the credentials are good */
        c->http.wants_socket = true;
        return;
    }
    const char *method = http_text(c->http.head.method, c->view);
    const char *asked_method = http_field(c, HTTP_REQUEST_METHOD);
    struct http_answer answer = {
        .status = response->status,
        .reason = response->reason,
        .is_head = strcasecmp(method, "HEAD") == 0,
        .close = has_word(http_field(c, HTTP_CONNECTION), "close"),
        .authenticate = response->status == 401,
        .origin = allowed_origin(c),
        .allow = response->allow,
        .location = response->location,
        .content_type = content_type_of(response),
        .body = response->body,
        .body_size = response->body_size,
    };
    if (response->status == 204 && answer.origin && answer.allow && asked_method) {
        answer.allow_for_origin = has_word(answer.allow, asked_method);
        answer.allow_headers = http_field(c, HTTP_REQUEST_HEADERS);
    }
    http_answer_write(&c->outbox, &answer, &c->server->date);
    seat_note_answer(c->seat, response);
}

void http_say(struct connection *c, struct http_answer *answer) {
    answer->is_head = strcasecmp(http_text(c->http.head.method, c->view), "HEAD") == 0;
    answer->close = has_word(http_field(c, HTTP_CONNECTION), "close");
    http_answer_write(&c->outbox, answer, &c->server->date);
    connection_mark(c);
}

const char *http_field(const struct connection *c, enum http_field field) {
    return http_text(c->http.head.fields[field], c->view);
}

bool http_brings(const struct connection *c, const char *type) {
    const char *given = http_field(c, HTTP_CONTENT_TYPE);
    size_t size = strlen(type);
    return given && strcspn(given, "; \t") == size && strncasecmp(given, type, size) == 0;
}

static bool read_head(struct connection *c) {
    struct http *http = &c->http;
    enum http_head_state state = http_head_read(&http->head, c->view, c->view_size);
    switch (state) {
    case HTTP_HEAD_MORE:
        return false;
    case HTTP_HEAD_DONE:
        http_head_seal(&http->head, c->view);
        return true;
    case HTTP_HEAD_INVALID:
        refuse(c, 400, "Bad Request", "Invalid Request");
        break;
    case HTTP_HEAD_LINE_TOO_LONG:
        refuse(c, 400, "Bad Request", "Request line too long");
        break;
    case HTTP_HEAD_HEADER_TOO_LONG:
        refuse(c, 400, "Bad Request", "Header line too long");
        break;
    case HTTP_HEAD_TOO_MANY:
        refuse(c, 413, "Request Entity Too Large", "Too many headers");
        break;
    }
    return false;
}

/* A body that is neither JSON nor a form is nobody's business, unless it comes in chunks: those
 * have to be read to find their end. */
static bool begin_body(struct connection *c) {
    struct http *http = &c->http;
    const char *length = http_field(c, HTTP_CONTENT_LENGTH);
    size_t size = 0;
    if (length && !http_body_length(length, &size)) {
        refuse(c, 400, "Bad Request", "Invalid Content-Length in request!");
        return false;
    }
    bool is_chunked = has_word(http_field(c, HTTP_TRANSFER_ENCODING), "chunked");
    bool is_wanted = http_brings(c, JSON) || http_brings(c, FORM);
    http->has_body = is_chunked || (is_wanted && size > 0);
    http->skip = 0;
    if (is_chunked) {
        http_body_begin_chunked(&http->body, http->head.size);
    } else {
        http_body_begin_counted(&http->body, http->head.size, is_wanted ? size : 0);
    }
    if (control_is_meant(c, http_text(http->head.path, c->view))) {
        http->body.size_max = CONTROL_BODY_BYTES_MAX;
    }
    bool is_awaited = has_word(http_field(c, HTTP_EXPECT), "100-continue");
    if (is_awaited && (is_chunked || size > 0) && c->view_size == http->head.size &&
        !(is_wanted && size > http->body.size_max)) {
        outbox_text(&c->outbox, "HTTP/1.1 100 Continue\r\n\r\n");
        connection_mark(c);
    }
    http->phase = HTTP_PHASE_BODY;
    return true;
}

static bool read_body(struct connection *c) {
    switch (http_body_read(&c->http.body, c->view, &c->view_size)) {
    case HTTP_BODY_MORE:
        return false;
    case HTTP_BODY_TOO_LARGE:
        refuse_size(c);
        return false;
    case HTTP_BODY_INVALID:
        refuse(c, 400, "Bad Request", "Invalid chunk in request!");
        return false;
    case HTTP_BODY_DONE:
        break;
    }
    c->http.phase = HTTP_PHASE_ASKED;
    ask(c);
    return true;
}

static void ask(struct connection *c) {
    const struct http *http = &c->http;
    struct ari_request request = {
        .method = http_text(http->head.method, c->view),
        .path = http_text(http->head.path, c->view),
        .host = http_field(c, HTTP_HOST),
        .query = http_text(http->head.query, c->view),
        .content_type = http_field(c, HTTP_CONTENT_TYPE),
    };
    if (control_is_meant(c, request.path)) {
        control_ask(c);
        return;
    }
    if (!route_behind_prefix(request.path) || connection_is_for_control(c)) {
        seat_note(c->seat, &request);
        answer_outside(c);
        return;
    }
    if (http->has_body) {
        request.body = c->view + http->body.begin;
        request.body_size = http->body.size;
    }
    const char *form = http_brings(c, FORM) ? request.body : NULL;
    const char *who = NULL;
    request.access = access_of(c->server->settings, http_field(c, HTTP_AUTHORIZATION),
                               request.query, form, form ? request.body_size : 0, &who);
    connection_known(c, who);
    seat_ask(c->seat, &request);
}

static void answer_outside(struct connection *c) {
    struct ws_handshake handshake;
    if (strcmp(http_text(c->http.head.path, c->view), "/ws") != 0) {
        answer_page(c, 404, "Not Found", "The requested URL was not found on this server.");
    } else if (ws_handshake_read(&c->http.head, c->view, NULL, &handshake) == WS_HANDSHAKE_NONE) {
        answer_page(c, 426, "Upgrade Required", "");
    } else {
        refuse_handshake(c);
    }
}

static void open_socket(struct connection *c) {
    const char *query = http_text(c->http.head.query, c->view);
    struct ws_handshake handshake;
    c->http.wants_socket = false;
    switch (ws_handshake_read(&c->http.head, c->view, "ari", &handshake)) {
    case WS_HANDSHAKE_NONE:
        answer_page(c, 426, "Upgrade Required", "");
        return;
    case WS_HANDSHAKE_INVALID:
        refuse_handshake(c);
        return;
    case WS_HANDSHAKE_GOOD:
        break;
    }
    enum websocket_apps apps = websocket_check_apps(text_or_empty(query));
    if (apps == WEBSOCKET_APPS_MISSING) {
        answer_page(c, 400, "Bad Request", "HTTP request is missing param: [app]");
    } else if (apps == WEBSOCKET_APPS_INVALID) {
        answer_page(c, 500, "Internal Server Error", "Stasis app registration failed");
    } else {
        seat_note_answer(c->seat, &(struct ari_response){.status = 101});
        ws_handshake_write(&c->outbox, &handshake);
        enum ari_access access =
            access_of(c->server->settings, http_field(c, HTTP_AUTHORIZATION), query, NULL, 0, NULL);
        websocket_open(c, query, http_field(c, HTTP_HOST), access);
        connection_consume(c, c->http.body.end);
        connection_mark(c);
    }
}

static void refuse_handshake(struct connection *c) {
    seat_note_answer(c->seat, &(struct ari_response){.status = 400});
    struct http_answer answer = {
        .status = 400,
        .reason = "Bad Request",
        .origin = allowed_origin(c),
        .websocket_versions = WS_VERSIONS,
    };
    http_answer_write(&c->outbox, &answer, &c->server->date);
    connection_mark(c);
}

/* The request has been answered: on to the next, or the end. */
static void finish(struct connection *c) {
    struct http *http = &c->http;
    const char *connection = http_field(c, HTTP_CONNECTION);
    bool ends =
        has_word(connection, "close") || (http->head.is_1_0 && !has_word(connection, "keep-alive"));
    size_t length = 0;
    if (!http->has_body && http_field(c, HTTP_CONTENT_LENGTH)) {
        http_body_length(http_field(c, HTTP_CONTENT_LENGTH), &length);
    }
    connection_consume(c, http->body.end);
    *http = (struct http){.skip = length};
    wait_for(c, WAIT_REQUEST);
    if (ends) {
        connection_leave(c);
    }
}

static void answer_page(struct connection *c, int status, const char *reason, const char *text) {
    seat_note_answer(c->seat, &(struct ari_response){.status = status});
    struct http_answer answer = {
        .status = status,
        .reason = reason,
        .is_head = strcasecmp(http_text(c->http.head.method, c->view), "HEAD") == 0,
        .close = has_word(http_field(c, HTTP_CONNECTION), "close"),
        .origin =
            route_behind_prefix(http_text(c->http.head.path, c->view)) ? allowed_origin(c) : NULL,
    };
    http_answer_page(&c->outbox, &answer, text, &c->server->date);
    connection_mark(c);
}

/* What follows on the connection cannot be understood. */
static void refuse(struct connection *c, int status, const char *reason, const char *text) {
    struct live *live = &c->server->live;
    diary_did(&live->diary, live->world, c->name, text, NULL);
    struct http_answer answer = {.status = status, .reason = reason, .close = true};
    http_answer_page(&c->outbox, &answer, text, &c->server->date);
    connection_leave(c);
}

static void refuse_size(struct connection *c) {
    struct live *live = &c->server->live;
    diary_did(&live->diary, live->world, c->name, "Request body too large", NULL);
    static const char body[] = "{\"message\":\"Request body too large\"}";
    struct http_answer answer = {
        .status = 413,
        .reason = "Request Entity Too Large",
        .close = true,
        .origin = allowed_origin(c),
        .content_type = JSON,
        .body = body,
        .body_size = sizeof body - 1,
    };
    http_answer_write(&c->outbox, &answer, &c->server->date);
    connection_leave(c);
}

/* The origin of the request, if its pages may read the answer: of ARI's alone. */
static const char *allowed_origin(const struct connection *c) {
    const struct settings_list *origins = &c->server->settings->origins;
    const char *path = http_text(c->http.head.path, c->view);
    const char *origin = control_is_meant(c, path) ? NULL : http_field(c, HTTP_ORIGIN);
    for (size_t i = 0; origin && i < origins->count; i++) {
        if (strcmp(origins->items[i], "*") == 0 || strcmp(origins->items[i], origin) == 0) {
            return origin;
        }
    }
    return NULL;
}

/* True when `word` stands in a list with commas; letter case does not matter. */
static bool has_word(const char *list, const char *word) {
    static const char between[] = ", \t;";
    while (list && *list != '\0') {
        list += strspn(list, between);
        size_t size = strcspn(list, between);
        if (size == strlen(word) && size > 0 && strncasecmp(list, word, size) == 0) {
            return true;
        }
        list += size;
    }
    return false;
}

static const char *content_type_of(const struct ari_response *response) {
    return response->content_type ? response->content_type : response->body ? JSON : NULL;
}
