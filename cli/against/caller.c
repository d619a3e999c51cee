/* Callers over the network: a call is a Local channel, whose ;2 has the call's id and runs the
 * dialplan, and whose ;1 waits in a place that the server's dialplan has for it. */
#include <stdlib.h>
#include <string.h>

#include "cli/against/play.h"
#include "cli/base/memory.h"
#include "cli/dialplan/caller_place.h"
#include "sim/base/text.h"
#include "sim/dialplan/call.h"
#include "sim/scenario/talk.h"

struct calling {
    struct play *play;
    const struct script_call *call;
    char *near_id; /* of ;1 */
};

static struct calling *calling_new(struct play *play, const struct script_call *call);
static void calling_free(struct calling *calling);
static char *place_uri(const struct calling *calling);
static json_t *variables_of(const struct script_call *call);
static asker_answered placed;
static void undo_call(const struct calling *calling);
static asker_answered hung_up;

void callers_plan(struct play *play) {
    const struct scenario *scenario = play->scenario;
    for (size_t i = 0; i < scenario->calls_count; i++) {
        const struct script_call *call = &scenario->calls[i];
        struct plan place = {.kind = PLAN_CALL, .due_us = call->at_us, .call = call};
        struct plan hang_up = {.kind = PLAN_HANG_UP, .due_us = call->hangup_us, .call = call};
        play_plan(play, &place, NULL, NULL);
        if (call->hangs_up) {
            play_plan(play, &hang_up, NULL, NULL);
        }
    }
}

void caller_place(struct play *play, const struct script_call *call) {
    struct calling *calling = calling_new(play, call);
    json_t *body = variables_of(call);
    char *uri = place_uri(calling);
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    struct http_ask ask = {
        .method = "POST", .uri = uri, .body = text, .body_size = text ? strlen(text) : 0};
    play->tasks++;
    asker_ask(&play->caller, &ask, placed, calling);
    json_decref(body);
    free(text);
    free(uri);
}

void caller_hang_up(struct play *play, const struct script_call *call) {
    struct calling *calling = calling_new(play, call);
    char *id = http_ask_value(calling->near_id);
    char *uri = memory_print("/ari/channels/%s", id);
    struct http_ask ask = {.method = "DELETE", .uri = uri};
    play->tasks++;
    asker_ask(&play->caller, &ask, hung_up, calling);
    free(id);
    free(uri);
}

static struct calling *calling_new(struct play *play, const struct script_call *call) {
    struct calling *calling = memory_new(sizeof *calling);
    /* A phone's call has no other half in the scenario, but here it has. */
    *calling = (struct calling){.play = play,
                                .call = call,
                                .near_id = call->near_id ? memory_text(call->near_id)
                                                         : memory_print(CALL_NEAR_ID, call->id)};
    return calling;
}

static void calling_free(struct calling *calling) {
    free(calling->near_id);
    free(calling);
}

static char *place_uri(const struct calling *calling) {
    const struct script_call *call = calling->call;
    char *exten = http_ask_value(call->exten);
    char *context = http_ask_value(call->context);
    char *near_id = http_ask_value(calling->near_id);
    char *id = http_ask_value(call->id);
    char *caller = http_ask_value(text_or_empty(call->caller));
    char *uri =
        memory_print("/ari/channels?endpoint=Local/%s@%s&extension=" CALLER_EXTEN
                     "&context=" CALLER_CONTEXT "&priority=1&channelId=%s"
                     "&otherChannelId=%s%s%s&timeout=-1",
                     exten, context, near_id, id, caller[0] != '\0' ? "&callerId=" : "", caller);
    free(exten);
    free(context);
    free(near_id);
    free(id);
    free(caller);
    return uri;
}

/* They are set on ;1. On ;2, which inherits what begins with an underscore, a phone's are, too.
 * NULL: there are none. */
static json_t *variables_of(const struct script_call *call) {
    json_t *variables = call->variables_count > 1 ? json_object() : NULL;
    for (size_t i = 0; i + 1 < call->variables_count; i += 2) {
        const char *name = call->variables[i];
        char *inherited = memory_print("%s%s", call->phone && name[0] != '_' ? "_" : "", name);
        json_object_set_new(variables, inherited, json_string(call->variables[i + 1]));
        free(inherited);
    }
    return variables ? json_pack("{s:o}", "variables", variables) : NULL;
}

static void placed(void *context, struct http_reply *reply, const char *why) {
    struct calling *calling = context;
    struct play *play = calling->play;
    play->tasks--;
    if (reply && reply->status == HTTP_CONFLICT) {
        if (!play->is_over) {
            talk_client(play->log, play_now_us(play), calling->call->id,
                        "not placed: a client made a channel of that id", NULL);
        }
    } else if (reply && http_status_is_success(reply->status)) {
        undo_call(calling);
        json_t *channel = json_loads(reply->body, 0, NULL);
        needs_compare(play, channel);
        json_decref(channel);
    } else {
        play_fail(play, "the call %s cannot be placed: %s%s%s", calling->call->id,
                  reply ? reply->status_line : why, reply ? ": " : "", reply ? reply->body : "");
        if (!reply) {
            undo_call(calling); /* it may be there all the same */
        }
    }
    calling_free(calling);
}

static void undo_call(const struct calling *calling) {
    struct play *play = calling->play;
    play_undo_channel(play, calling->near_id);
    play_undo_channel(play, calling->call->id);
}

/* It may have ended before. */
static void hung_up(void *context, struct http_reply *reply, const char *why) {
    struct calling *calling = context;
    struct play *play = calling->play;
    play->tasks--;
    if (!reply || (!http_status_is_success(reply->status) && reply->status != HTTP_NOT_FOUND)) {
        play_fail(play, "the caller of %s cannot hang up: %s", calling->call->id,
                  reply ? reply->status_line : why);
    }
    calling_free(calling);
}
