/* Callers over the network: a call is a Local channel, whose ;2 has the call's id and runs the
 * dialplan, and whose ;1 waits in a place that the server's dialplan has for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/against/play.h"
#include "cli/caller_place.h"
#include "sim/scenario/talk.h"

enum { URI_BYTES = 8192, NAME_BYTES = 256, STATUS_CONFLICT = 409, STATUS_NOT_FOUND = 404 };

struct calling {
    struct play *play;
    const struct script_call *call;
    char near_id[NAME_BYTES];
};

static bool near_id_of(const struct script_call *call, char near_id[NAME_BYTES]);
static bool write_uri(const struct calling *calling, char uri[URI_BYTES]);
static json_t *variables_of(const struct script_call *call);
static struct calling *calling_new(struct play *play, const struct script_call *call);
static asker_answered placed;
static void undo_call(const struct calling *calling);
static asker_answered hung_up;

bool callers_plan(struct play *play) {
    const struct scenario *scenario = play->scenario;
    for (size_t i = 0; i < scenario->calls_count; i++) {
        const struct script_call *call = &scenario->calls[i];
        struct plan place = {.kind = PLAN_CALL, .due_us = call->at_us, .call = call};
        struct plan hang_up = {.kind = PLAN_HANG_UP, .due_us = call->hangup_us, .call = call};
        if (!agenda_add(&play->agenda, &place, NULL, NULL) ||
            (call->hangs_up && !agenda_add(&play->agenda, &hang_up, NULL, NULL))) {
            return false;
        }
    }
    return true;
}

void caller_place(struct play *play, const struct script_call *call) {
    char uri[URI_BYTES];
    struct calling *calling = calling_new(play, call);
    if (!calling || !write_uri(calling, uri)) {
        play_fail(play, "the call %s has no room in a request", call->id);
        free(calling);
        return;
    }
    json_t *body = variables_of(call);
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    struct http_ask ask = {
        .method = "POST", .uri = uri, .body = text, .body_size = text ? strlen(text) : 0};
    play->tasks++;
    asker_ask(&play->caller, &ask, placed, calling);
    json_decref(body);
    free(text);
}

void caller_hang_up(struct play *play, const struct script_call *call) {
    struct calling *calling = calling_new(play, call);
    char *id = calling ? http_ask_value(calling->near_id) : NULL;
    char uri[URI_BYTES];
    if (!id) {
        play_fail(play, "there is no memory to hang %s up", call->id);
        free(calling);
        return;
    }
    snprintf(uri, sizeof uri, "/ari/channels/%s", id);
    free(id);
    struct http_ask ask = {.method = "DELETE", .uri = uri};
    play->tasks++;
    asker_ask(&play->caller, &ask, hung_up, calling);
}

static struct calling *calling_new(struct play *play, const struct script_call *call) {
    struct calling *calling = calloc(1, sizeof *calling);
    if (calling) {
        calling->play = play;
        calling->call = call;
        if (!near_id_of(call, calling->near_id)) {
            free(calling);
            return NULL;
        }
    }
    return calling;
}

/* A phone's call has no other half in the scenario, but here it has. */
static bool near_id_of(const struct script_call *call, char near_id[NAME_BYTES]) {
    int size = call->near_id ? snprintf(near_id, NAME_BYTES, "%s", call->near_id)
                             : snprintf(near_id, NAME_BYTES, "o-%s", call->id);
    return size > 0 && size < NAME_BYTES;
}

static bool write_uri(const struct calling *calling, char uri[URI_BYTES]) {
    const struct script_call *call = calling->call;
    const char *const texts[] = {call->exten, call->context, calling->near_id, call->id,
                                 call->caller ? call->caller : ""};
    char *values[sizeof texts / sizeof texts[0]];
    bool fits = true;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        values[i] = http_ask_value(texts[i]);
        fits = fits && values[i];
    }
    int size = fits ? snprintf(uri, URI_BYTES,
                               "/ari/channels?endpoint=Local/%s@%s&extension=" CALLER_EXTEN
                               "&context=" CALLER_CONTEXT "&priority=1&channelId=%s"
                               "&otherChannelId=%s%s%s&timeout=-1",
                               values[0], values[1], values[2], values[3],
                               values[4][0] != '\0' ? "&callerId=" : "", values[4])
                    : -1;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        free(values[i]);
    }
    return size > 0 && size < URI_BYTES;
}

/* They are set on ;1. On ;2, which inherits what begins with an underscore, a phone's are, too. */
static json_t *variables_of(const struct script_call *call) {
    json_t *variables = json_object();
    for (size_t i = 0; i + 1 < call->variables_count; i += 2) {
        const char *name = call->variables[i];
        char inherited[NAME_BYTES];
        snprintf(inherited, sizeof inherited, "%s%s", call->phone && name[0] != '_' ? "_" : "",
                 name);
        json_object_set_new(variables, inherited, json_string(call->variables[i + 1]));
    }
    if (json_object_size(variables) == 0) {
        json_decref(variables);
        return NULL;
    }
    return json_pack("{s:o}", "variables", variables);
}

static void placed(void *context, struct http_reply *reply, const char *why) {
    struct calling *calling = context;
    struct play *play = calling->play;
    play->tasks--;
    if (reply && reply->status == STATUS_CONFLICT) {
        if (!play->is_over) {
            talk_client(play->log, play_now_us(play), calling->call->id,
                        "not placed: a client made a channel of that id", NULL);
        }
    } else if (reply && reply->status / 100 == 2) {
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
    free(calling);
}

static void undo_call(const struct calling *calling) {
    struct play *play = calling->play;
    if (!undo_channel(&play->undo, calling->near_id) ||
        !undo_channel(&play->undo, calling->call->id)) {
        play_fail(play, "there is no memory for what is to be cleaned up");
    }
}

/* It may have ended before. */
static void hung_up(void *context, struct http_reply *reply, const char *why) {
    struct calling *calling = context;
    struct play *play = calling->play;
    play->tasks--;
    if (!reply || (reply->status / 100 != 2 && reply->status != STATUS_NOT_FOUND)) {
        play_fail(play, "the caller of %s cannot hang up: %s", calling->call->id,
                  reply ? reply->status_line : why);
    }
    free(calling);
}
