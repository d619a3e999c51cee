/* What clients ask over the network, and what they are answered. */
#include <stdlib.h>
#include <string.h>

#include "cli/against/play.h"
#include "cli/base/memory.h"
#include "sim/broadcast/broadcast.h"
#include "sim/scenario/reaction.h"
#include "sim/scenario/talk.h"

static struct asked *asked_new(struct play *play, const struct plan *plan);
static void ask_over_http(struct asked *asked);
static void ask_over_socket(struct asked *asked);
static asker_answered answered;
static void finish(struct asked *asked, int status, const char *body, size_t size);
/* `answer` is the body of it; NULL: there was none. */
static void undo(const struct asked *asked, const char *answer);
static struct talk talk_of(const struct asked *asked);
static const char *uri_of(const struct asked *asked);
static void forget(struct asked *asked);

void actor_ask(struct play *play, const struct plan *plan) {
    const struct script_client *script = plan->actor->script;
    struct asked *asked = asked_new(play, plan);
    struct moment moment =
        action_moment(play->scenario, plan->action, script, plan->app, plan->channel);
    if (!compose(plan->action, &moment, &asked->composed)) {
        talk_client(play->log, play_now_us(play), script->name, "a request too long to be sent",
                    NULL);
        forget(asked);
        return;
    }
    const struct ari_request *request = &asked->composed.request;
    struct talk talk = talk_of(asked);
    talk_request(play->log, play_now_us(play), &talk, request->body, request->body_size);
    if (script->asks_over_websocket) {
        ask_over_socket(asked);
    } else {
        ask_over_http(asked);
    }
}

void actors_give_up(struct play *play) {
    for (size_t i = 0; i < play->scenario->clients_count; i++) {
        asker_end(&play->actors[i].asker);
    }
    while (play->asked) { /* over WebSockets */
        undo(play->asked, NULL);
        forget(play->asked);
    }
}

void asked_free(struct play *play) {
    while (play->asked) {
        forget(play->asked);
    }
}

static struct asked *asked_new(struct play *play, const struct plan *plan) {
    struct asked *asked = memory_new(sizeof *asked);
    asked->actor = plan->actor;
    asked->due_us = plan->due_us;
    asked->sent_us = play_now_us(play);
    asked->name =
        memory_print("%s.%llu", plan->actor->script->name, (unsigned long long)plan->number);
    asked->next = play->asked;
    play->asked = asked;
    return asked;
}

static void ask_over_http(struct asked *asked) {
    const struct ari_request *request = &asked->composed.request;
    char *uri = http_ask_uri(uri_of(asked));
    struct http_ask ask = {.method = request->method,
                           .uri = uri,
                           .body = request->body,
                           .body_size = request->body_size};
    asker_ask(&asked->actor->asker, &ask, answered, asked);
    free(uri);
}

static void ask_over_socket(struct asked *asked) {
    static const char root[] = "/ari/";
    const struct ari_request *request = &asked->composed.request;
    struct stream *stream = &asked->actor->ears->stream;
    const char *uri = uri_of(asked);
    uri += strncmp(uri, root, sizeof root - 1) == 0 ? sizeof root - 1 : 0;
    json_t *frame =
        json_pack("{s:s, s:s, s:s, s:s, s:s}", "type", "RESTRequest", "transaction_id", asked->name,
                  "request_id", asked->name, "method", request->method, "uri", uri);
    if (request->body) {
        json_object_set_new(frame, "content_type", json_string("application/json"));
        json_object_set_new(frame, "message_body", json_stringn(request->body, request->body_size));
    }
    char *text = json_dumps(frame, JSON_COMPACT);
    if (stream->state == STREAM_OPEN) {
        stream_send(stream, text, strlen(text));
    } else {
        play_fail(asked->actor->play, "%s cannot ask over its WebSocket: it is not open",
                  asked->actor->script->name);
    }
    json_decref(frame);
    free(text);
}

void actor_heard_answer(struct actor *actor, json_t *answer) {
    const char *id = json_string_value(json_object_get(answer, "request_id"));
    const char *body = json_string_value(json_object_get(answer, "message_body"));
    int status = (int)json_integer_value(json_object_get(answer, "status_code"));
    struct asked *asked = actor->play->asked;
    while (asked && (!id || strcmp(asked->name, id) != 0)) {
        asked = asked->next;
    }
    if (asked) {
        finish(asked, status, body, body ? strlen(body) : 0);
    } else {
        play_fail(actor->play, "the WebSocket of %s: it answers what was not asked",
                  actor->script->name);
    }
}

static void answered(void *context, struct http_reply *reply, const char *why) {
    struct asked *asked = context;
    if (reply) {
        finish(asked, reply->status, reply->body, reply->body_size);
    } else {
        play_fail(asked->actor->play, "%s of %s: %s", asked->composed.text,
                  asked->actor->script->name, why);
        undo(asked, NULL); /* it may have been done all the same */
        forget(asked);
    }
}

static void finish(struct asked *asked, int status, const char *body, size_t size) {
    struct play *play = asked->actor->play;
    struct talk talk = talk_of(asked);
    if (!play->is_over) {
        talk_answer(play->log, play_now_us(play), &talk, status, 0, body, size);
    }
    if (http_status_is_success(status)) {
        undo(asked, body);
    }
    forget(asked);
}

static void undo(const struct asked *asked, const char *answer) {
    const struct ari_request *request = &asked->composed.request;
    play_undo(asked->actor->play, request->method, uri_of(asked), request->body, answer);
}

static struct talk talk_of(const struct asked *asked) {
    return (struct talk){.client = asked->actor->script->name,
                         .name = asked->name,
                         .text = asked->composed.text,
                         .application = asked->composed.subject.application,
                         .channel = asked->composed.subject.channel};
}

/* Path and query, which is what stands behind the method. */
static const char *uri_of(const struct asked *asked) {
    const char *space = strchr(asked->composed.text, ' ');
    return space ? space + 1 : "/";
}

static void forget(struct asked *asked) {
    struct asked **at = &asked->actor->play->asked;
    while (*at != asked) {
        at = &(*at)->next;
    }
    *at = asked->next;
    free(asked->name);
    free(asked);
}
