/* Event WebSockets: events out, requests in, and the applications of each. */
#include "cli/server/websocket.h"

#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/server/access.h"
#include "cli/server/connection.h"
#include "cli/server/http_head.h"
#include "cli/server/server.h"
#include "sim/ari/message.h"
#include "sim/base/conf.h"
#include "sim/base/must.h"
#include "sim/calls/application.h"

/* An application of a socket: who its events go to. */
struct subscriber {
    struct recipient recipient; /* first, so that a recipient leads here */
    struct connection *connection;
    char name[APPLICATION_NAME_MAX_BYTES + 1];
};

struct websocket {
    enum ari_access access;
    char *host; /* as the client names this server; NULL: it does not */
    bool subscribe_all;
    bool is_closed; /* its applications are unregistered */
    size_t count;   /* of subscribers */
    struct ari_message asked;
    size_t asked_size; /* of the input: the frame with the last piece of the request under way */
    /* A message that comes in fragments. */
    bool in_pieces;
    enum ws_opcode opcode;
    char *pieces;
    size_t pieces_size;
    struct subscriber subscribers[];
};

static bool next_name(const char **rest, const char **name, size_t *size);
static json_t *apps_json(const struct websocket *socket);
static void register_all(struct world *w, void *context);
static void disconnect_all(struct world *w, void *context);
static void take(struct world *w, struct recipient *recipient, struct event *event);
static void lose(struct world *w, struct recipient *recipient, enum breakage when,
                 struct event *event);
static void take_control(struct connection *c, const struct ws_frame *frame);
static void take_data(struct connection *c, const struct ws_frame *frame);
static bool add_piece(struct websocket *socket, const struct ws_frame *frame);
static void take_message(struct connection *c, const char *text, size_t size);
static void send_answer(struct connection *c, struct ari_response *response);

enum websocket_apps websocket_check_apps(const char *query) {
    char apps[HTTP_LINE_BYTES_MAX + 1];
    must(strlen(query) < sizeof apps);
    if (!access_parameter(query, strlen(query), "app", apps) || apps[0] == '\0') {
        return WEBSOCKET_APPS_MISSING;
    }
    const char *rest = apps;
    const char *name;
    size_t size;
    while (next_name(&rest, &name, &size)) {
        if (size == 0 || size > APPLICATION_NAME_MAX_BYTES) {
            return WEBSOCKET_APPS_INVALID;
        }
    }
    return WEBSOCKET_APPS_GOOD;
}

void websocket_open(struct connection *c, const char *query, const char *host,
                    enum ari_access access) {
    char apps[HTTP_LINE_BYTES_MAX + 1];
    char all[HTTP_LINE_BYTES_MAX + 1] = "";
    bool found = access_parameter(query, strlen(query), "app", apps);
    must(found && !c->websocket);
    access_parameter(query, strlen(query), "subscribeAll", all);
    size_t count = 1;
    for (const char *at = apps; *at != '\0'; at++) {
        count += *at == ',';
    }
    struct websocket *socket = memory_new(sizeof *socket + count * sizeof socket->subscribers[0]);
    socket->access = access;
    socket->host = host ? memory_text(host) : NULL;
    socket->subscribe_all = conf_is_yes(all);
    const char *rest = apps;
    const char *name;
    size_t size;
    while (next_name(&rest, &name, &size)) {
        struct subscriber *subscriber = &socket->subscribers[socket->count++];
        memcpy(subscriber->name, name, size);
        subscriber->connection = c;
        subscriber->recipient = (struct recipient){
            .name = subscriber->name, .client = c->client, .take = take, .lose = lose};
    }
    must(socket->count == count);
    c->websocket = socket;
    wait_for(c, WAIT_NONE);
    websocket_register(c);
    if (!live_run(&c->server->live, c->server->now_us)) {
        server_broken(c->server);
    }
}

void websocket_register(struct connection *c) {
    struct live *live = &c->server->live;
    diary_did(&live->diary, live->world, c->client, "connect", apps_json(c->websocket));
    if (!world_do(live->world, register_all, c->websocket)) {
        server_broken(c->server);
    }
}

void websocket_forget(struct connection *c) {
    c->websocket->is_closed = true;
}

void websocket_close(struct connection *c) {
    struct websocket *socket = c->websocket;
    if (!socket->is_closed) {
        socket->is_closed = true;
        struct live *live = &c->server->live;
        diary_did(&live->diary, live->world, c->client, "disconnect", NULL);
        if (!world_do(live->world, disconnect_all, socket)) {
            server_broken(c->server);
        }
    }
    if (c->stage == STAGE_GONE) {
        ari_message_free(&socket->asked);
        free(socket->pieces);
        free(socket->host);
        free(socket);
        c->websocket = NULL;
    }
}

bool websocket_work(struct connection *c) {
    struct websocket *socket = c->websocket;
    if (socket->asked_size > 0) {
        connection_consume(c, socket->asked_size);
        socket->asked_size = 0;
        return true;
    }
    struct ws_frame frame;
    switch (ws_frame_read(c->view, c->view_size, &frame)) {
    case WS_FRAME_MORE:
        return false;
    case WS_FRAME_INVALID:
        websocket_say_goodbye(c, WS_CLOSE_PROTOCOL_ERROR);
        return false;
    case WS_FRAME_TOO_LARGE:
        websocket_say_goodbye(c, WS_CLOSE_TOO_LARGE);
        return false;
    case WS_FRAME_DONE:
        break;
    }
    socket->asked_size = frame.size;
    if (frame.opcode >= WS_CLOSE) {
        take_control(c, &frame);
    } else {
        take_data(c, &frame);
    }
    return true;
}

void websocket_answered(struct connection *c, const struct ari_response *response) {
    struct ari_response answer = *response;
    send_answer(c, &answer);
    seat_note_answer(c->seat, &answer);
}

void websocket_say_goodbye(struct connection *c, enum ws_close_code code) {
    ws_frame_write_close(&c->outbox, code);
    websocket_close(c);
    connection_leave(c);
}

/* The next name of a list with commas, without the blanks around it. */
static bool next_name(const char **rest, const char **name, size_t *size) {
    if (!*rest) {
        return false;
    }
    size_t length = strcspn(*rest, ",");
    const char *end = *rest + length;
    *name = *rest + strspn(*rest, " \t");
    *name = *name < end ? *name : end;
    *rest = *end == ',' ? end + 1 : NULL;
    while (end > *name && (end[-1] == ' ' || end[-1] == '\t')) {
        end--;
    }
    *size = (size_t)(end - *name);
    return true;
}

static json_t *apps_json(const struct websocket *socket) {
    json_t *apps = json_array();
    for (size_t i = 0; i < socket->count; i++) {
        json_array_append_new(apps, json_string(socket->subscribers[i].name));
    }
    json_t *data = json_pack("{s:o}", "apps", apps);
    if (socket->subscribe_all) {
        json_object_set_new(data, "subscribeAll", json_true());
    }
    return data;
}

static void register_all(struct world *w, void *context) {
    struct websocket *socket = context;
    for (size_t i = 0; i < socket->count; i++) {
        struct subscriber *subscriber = &socket->subscribers[i];
        application_register(w, subscriber->name, &subscriber->recipient, socket->subscribe_all);
    }
}

static void disconnect_all(struct world *w, void *context) {
    struct websocket *socket = context;
    for (size_t i = 0; i < socket->count; i++) {
        struct subscriber *subscriber = &socket->subscribers[i];
        application_disconnect(w, subscriber->name, &subscriber->recipient);
    }
}

/* Runs inside a step: the event only moves into the outbox. */
static void take(struct world *w, struct recipient *recipient, struct event *event) {
    struct subscriber *subscriber = (struct subscriber *)recipient;
    struct connection *c = subscriber->connection;
    size_t size = 0;
    if (plight_is_over(c)) {
        return;
    }
    char *text = ari_event_text(w, event, subscriber->name, &size);
    if (!text) {
        memory_end();
    }
    ws_frame_write(&c->outbox, WS_TEXT, text, size);
    free(text);
    connection_mark(c);
}

/* Runs inside a step, too. */
static void lose(struct world *w, struct recipient *recipient, enum breakage when,
                 struct event *event) {
    struct connection *c = ((struct subscriber *)recipient)->connection;
    if (when == BREAK_DURING && event) {
        size_t before = outbox_size(&c->outbox);
        take(w, recipient, event);
        outbox_cut(&c->outbox, (outbox_size(&c->outbox) - before) / 2);
    }
    plight_break(c);
}

static void take_control(struct connection *c, const struct ws_frame *frame) {
    if (frame->opcode == WS_PING && server_ignores_pings(c->server)) {
        return;
    }
    if (frame->opcode == WS_PING) {
        ws_frame_write(&c->outbox, WS_PONG, frame->payload, frame->payload_size);
        connection_mark(c);
    } else if (frame->opcode == WS_CLOSE) {
        bool sound =
            frame->payload_size != 1 &&
            (frame->payload_size == 0 || ws_is_utf8(frame->payload + 2, frame->payload_size - 2));
        websocket_say_goodbye(c, sound ? WS_CLOSE_NORMAL : WS_CLOSE_PROTOCOL_ERROR);
    }
}

static void take_data(struct connection *c, const struct ws_frame *frame) {
    struct websocket *socket = c->websocket;
    bool continues = frame->opcode == WS_CONTINUATION;
    if (continues != socket->in_pieces) {
        websocket_say_goodbye(c, WS_CLOSE_PROTOCOL_ERROR);
        return;
    }
    if (!continues) {
        socket->opcode = frame->opcode;
        if (frame->is_last) {
            take_message(c, frame->payload, frame->payload_size);
            return;
        }
    }
    if (!add_piece(socket, frame)) {
        websocket_say_goodbye(c, WS_CLOSE_TOO_LARGE);
        return;
    }
    socket->in_pieces = !frame->is_last;
    if (frame->is_last) {
        take_message(c, socket->pieces, socket->pieces_size);
        free(socket->pieces);
        socket->pieces = NULL;
        socket->pieces_size = 0;
    }
}

static bool add_piece(struct websocket *socket, const struct ws_frame *frame) {
    size_t whole = socket->pieces_size + frame->payload_size;
    if (whole > WS_MESSAGE_BYTES_MAX) {
        return false;
    }
    socket->pieces = memory_grow(socket->pieces, whole + 1);
    memcpy(socket->pieces + socket->pieces_size, frame->payload, frame->payload_size);
    socket->pieces_size = whole;
    return true;
}

/* Nothing is done with binary messages. */
static void take_message(struct connection *c, const char *text, size_t size) {
    struct websocket *socket = c->websocket;
    if (socket->opcode != WS_TEXT) {
        return;
    }
    if (!ws_is_utf8(text, size)) {
        websocket_say_goodbye(c, WS_CLOSE_INVALID_TEXT);
        return;
    }
    struct ari_response refusal;
    if (ari_message_read(&socket->asked, text, size, socket->access, &refusal)) {
        socket->asked.request.host = socket->host;
        seat_ask(c->seat, &socket->asked.request);
    } else {
        struct live *live = &c->server->live;
        diary_did(&live->diary, live->world, c->name, "sends a message that is no request", NULL);
        send_answer(c, &refusal);
    }
}

static void send_answer(struct connection *c, struct ari_response *response) {
    struct websocket *socket = c->websocket;
    size_t size = 0;
    char *text = ari_message_answer(c->server->live.world, &socket->asked,
                                    socket->subscribers[0].name, response, &size);
    ari_message_free(&socket->asked);
    if (!text) {
        memory_end();
    }
    ws_frame_write(&c->outbox, WS_TEXT, text, size);
    free(text);
    connection_mark(c);
}
