/* The control interface: a request is let in, found in the table, checked, carried out, answered.
 */
#include "cli/server/control/control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "cli/base/memory.h"
#include "cli/server/access.h"
#include "cli/server/control/exchange.h"
#include "cli/server/control/follow.h"
#include "cli/server/control/requests.h"
#include "cli/server/server.h"
#include "sim/ari/json.h"
#include "sim/ari/reply.h"
#include "sim/base/must.h"
#include "sim/base/unit.h"

enum {
    REAL_DIGITS = 15,                            /* 0.1 is 0.1 */
    ANSWER_BYTES_MAX = OUTBOX_BYTES_MAX * 7 / 8, /* beside what is on its way already */
};
static const char PREFIX[] = "/stasim";

/* Nothing but what comes from here is loaded, and nobody frames it. */
static const char POLICY[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static bool is_let_in(struct exchange *exchange, enum ari_access access);
static bool is_own(const char *origin, const char *host);
static void say(struct exchange *exchange);
static uint64_t wall_us(void);

struct control *control_new(struct server *server) {
    struct control *control = memory_new(sizeof *control);
    control->server = server;
    control->began_us = wall_us();
    control->recent = recent_new();
    picture_begin(&control->picture);
    return control;
}

void control_free(struct control *control) {
    if (control) {
        must(!control->followers);
        picture_free(&control->picture);
        recent_free(control->recent);
        scenario_free(control->scenario);
        scenario_free(control->next);
        free(control);
    }
}

bool control_tell(void *context, const struct log_entry *entry) {
    struct control *control = context;
    if (entry->kind != LOG_STEP) {
        recent_add(control->recent, entry);
        picture_add(&control->picture, control->server->live.world, entry);
    }
    return true;
}

bool control_is_meant(const struct connection *c, const char *path) {
    size_t size = sizeof PREFIX - 1;
    bool is_here = c->server->settings->control || connection_is_for_control(c);
    return is_here && strncmp(path, PREFIX, size) == 0 && (path[size] == '\0' || path[size] == '/');
}

void control_ask(struct connection *c) {
    struct exchange exchange = {.server = c->server,
                                .control = c->server->control,
                                .connection = c,
                                .query = json_object()};
    struct http *http = &c->http;
    c->is_control = true;
    const char *method = http_text(http->head.method, c->view);
    const char *path = http_text(http->head.path, c->view) + sizeof PREFIX - 1;
    const char *query = http_text(http->head.query, c->view);
    enum ari_access access =
        access_of(c->server->settings, http_field(c, HTTP_AUTHORIZATION), query, NULL, 0, NULL);
    control_route(&exchange, method_read(method), path);
    if (is_let_in(&exchange, access) && control_check(&exchange, query, c->view + http->body.begin,
                                                      http->has_body ? http->body.size : 0)) {
        exchange.request->handle(&exchange);
    }
    if (!exchange.is_later) {
        say(&exchange);
    }
    json_decref(exchange.query);
    json_decref(exchange.body);
    json_decref(exchange.json);
    free(exchange.text);
}

/* Who has no credentials is not even told what there is. */
static bool is_let_in(struct exchange *exchange, enum ari_access access) {
    const struct control_request *request = exchange->request;
    const struct connection *c = exchange->connection;
    const char *origin = http_field(c, HTTP_ORIGIN);
    const char *length = http_field(c, HTTP_CONTENT_LENGTH);
    bool has_content = c->http.has_body || (length && strcmp(length, "0") != 0);
    bool is_open = request && request->is_open;
    if (access == ARI_ACCESS_NONE && !is_open) {
        give_error(exchange, 401,
                   "a user and a password are needed, as for ARI: Authorization: Basic …, or "
                   "?api_key=NAME:PASSWORD");
    } else if (!request) {
        return false; /* it is answered */
    } else if (access == ARI_ACCESS_READ && request->method != METHOD_GET) {
        give_error(exchange, 403, "this user may only read");
    } else if (origin && request->method != METHOD_GET &&
               !is_own(origin, http_field(c, HTTP_HOST))) {
        give_error(exchange, 403, "pages of another origin may change nothing here");
    } else if (has_content && !http_brings(c, "application/json")) {
        give_error(exchange, 415, "a body must be JSON: Content-Type: application/json");
    } else {
        return true;
    }
    return false;
}

/* Of the page that is served here, whatever stands before us and speaks TLS. */
static bool is_own(const char *origin, const char *host) {
    const char *behind = strstr(origin, "://");
    return behind && host && strcasecmp(behind + 3, host) == 0;
}

static void say(struct exchange *exchange) {
    if (exchange->text_size > ANSWER_BYTES_MAX) {
        give_error(exchange, 409,
                   "that is more than %d MB: GET /stasim/journal gives it in parts, and POST "
                   "/stasim/reset begins anew",
                   ANSWER_BYTES_MAX / (1024 * 1024));
    }
    char *json = exchange->json
                     ? json_dumps(exchange->json, JSON_COMPACT | JSON_REAL_PRECISION(REAL_DIGITS))
                     : NULL;
    struct http_answer answer = {
        .status = exchange->status,
        .reason = reply_reason(exchange->status),
        .authenticate = exchange->status == 401,
        .allow = exchange->status == 405 ? exchange->allow : NULL,
        .location = exchange->location,
        .policy = POLICY,
        .disposition = exchange->status == 200 ? exchange->disposition : NULL,
        .content_type = json ? "application/json" : exchange->content_type,
        .body = json ? json : exchange->text,
        .body_size = json ? strlen(json) : exchange->text_size,
    };
    http_say(exchange->connection, &answer);
    free(json);
}

/* A fault that breaks the connection of a claim does not break this one: it is told of. */
void control_answered(struct connection *c, const struct ari_response *response) {
    struct exchange exchange = {.server = c->server, .connection = c};
    bool arrives = response->fate == ARI_FATE_NONE;
    json_t *body = arrives && response->body
                       ? json_loadb(response->body, response->body_size, JSON_DECODE_ANY, NULL)
                       : NULL;
    const char *told = json_string_value(json_object_get(body, "message"));
    const char *message = arrives ? response->reason : "no answer would arrive: a fault sees to it";
    struct object answer = object_new();
    object_add(&answer, "status", json_integer(arrives ? response->status : 0));
    object_add_text(&answer, "message", told ? told : message);
    give_json(&exchange, 200, object_finish(&answer));
    json_decref(body);
    say(&exchange);
    json_decref(exchange.json);
}

/* The world of the scenario that was put here, or else as the server began. */
void control_settle(struct control *control) {
    struct live *live = &control->server->live;
    if (!control->has_to_begin) {
        return;
    }
    control->has_to_begin = false;
    struct scenario *before = control->scenario;
    control->scenario = control->next;
    control->next = NULL;
    const struct scenario *scenario = control->scenario ? control->scenario : live->own_scenario;
    control_begin_anew(control, control->scenario ? "scenario" : "reset");
    const struct settings *settings = control->server->settings;
    bool is_seeded = !scenario || (scenario == live->own_scenario && settings->seed_given);
    struct stage stage = {.scenario = scenario,
                          .seed = is_seeded ? settings->seed : scenario_seed(scenario),
                          .log = live->diary.log};
    if (!server_change_world(control->server, &stage)) {
        server_broken(control->server);
    }
    scenario_free(before);
}

void control_begin_anew(struct control *control, const char *why) {
    recent_begin_anew(control->recent, why);
    control->calls = 0;
    control->broadcasts = 0;
    control->began_us = wall_us();
    picture_begin(&control->picture);
}

static uint64_t wall_us(void) {
    struct timespec now;
    must(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (uint64_t)now.tv_sec * US_PER_S + (uint64_t)now.tv_nsec / 1000;
}
