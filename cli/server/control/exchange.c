/* Answers of the control interface, and what its requests have in common. */
#include "cli/server/control/exchange.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/base/memory.h"
#include "cli/server/control/control.h"
#include "cli/server/server.h"
#include "sim/ari/json.h"

enum { MESSAGE_BYTES = 1024 };

void give_none(struct exchange *exchange) {
    exchange->status = 204;
}

void give_json(struct exchange *exchange, int status, json_t *json) {
    if (!json) {
        memory_end();
    }
    json_decref(exchange->json);
    exchange->json = json;
    exchange->status = status;
}

void give_text(struct exchange *exchange, const char *content_type, char *text, size_t size) {
    exchange->text = text;
    exchange->text_size = size;
    exchange->content_type = content_type;
    exchange->status = 200;
}

void give_log(struct exchange *exchange, const char *content_type,
              bool (*write)(const struct exchange *exchange, const struct log *log, FILE *out)) {
    char *text = NULL;
    size_t size = 0;
    struct log *log = recent_log(exchange->control->recent);
    FILE *out = open_memstream(&text, &size);
    if (!out || !write(exchange, log, out) || ferror(out) != 0 || fclose(out) != 0) {
        memory_end();
    }
    log_free(log);
    give_text(exchange, content_type, text, size);
}

void give_error(struct exchange *exchange, int status, const char *format, ...) {
    char message[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct object error = object_new();
    object_add_text(&error, "message", message);
    give_json(exchange, status, object_finish(&error));
}

const char *exchange_query(const struct exchange *exchange, const char *name) {
    return json_string_value(json_object_get(exchange->query, name));
}

/* It has been checked. */
uint64_t exchange_number(const struct exchange *exchange, const char *name, uint64_t otherwise) {
    const char *text = exchange_query(exchange, name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

const char *exchange_text(const struct exchange *exchange, const char *name) {
    return json_string_value(json_object_get(exchange->body, name));
}

struct world *exchange_world(const struct exchange *exchange) {
    return exchange->server->live.world;
}

void exchange_tell(struct exchange *exchange, const char *did, json_t *data) {
    struct live *live = &exchange->server->live;
    diary_did(&live->diary, live->world, CONTROL_CLIENT, did, data);
}

/* A broken world does not go on: what is due then is not done. */
bool exchange_act(struct exchange *exchange, void (*act)(struct world *w, void *context),
                  void *context) {
    world_do(exchange_world(exchange), act, context);
    return exchange_go_on(exchange);
}

bool exchange_go_on(struct exchange *exchange) {
    struct server *server = exchange->server;
    if (live_run(&server->live, server->now_us)) {
        return true;
    }
    give_error(exchange, 500, "the world broke: %s", world_failure(server->live.world));
    server_broken(server);
    return false;
}
