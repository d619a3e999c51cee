/* Modules of a server: loaded and unloaded by requests. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/against/play.h"
#include "sim/broadcast/broadcast.h"
#include "sim/scenario/talk.h"

enum { URI_BYTES = 64, STATUS_OK = 200 };

/* A change under way. */
struct changing {
    struct play *play;
    const char *client;
    const struct action *action;
    char uri[URI_BYTES];
};

static void module_uri(enum broadcast_module module, char uri[URI_BYTES]);
static const char *method_of(bool loads);
static void set_module(struct play *play, enum broadcast_module module, bool loads);
static asker_answered changed;

void actor_change_module(struct play *play, const struct plan *plan) {
    struct changing *changing = calloc(1, sizeof *changing);
    if (!changing) {
        play_fail(play, "there is no memory for a request");
        return;
    }
    *changing = (struct changing){
        .play = play, .client = plan->actor->script->name, .action = plan->action};
    module_uri(plan->action->module, changing->uri);
    struct http_ask ask = {.method = method_of(plan->action->deed == DEED_LOAD),
                           .uri = changing->uri};
    play->tasks++;
    asker_ask(&plan->actor->asker, &ask, changed, changing);
}

static void changed(void *context, struct http_reply *reply, const char *why) {
    struct changing *changing = context;
    struct play *play = changing->play;
    const struct action *action = changing->action;
    play->tasks--;
    if (!reply) {
        play_fail(play, "%s of %s: %s", action->name, changing->client, why);
    } else if (!play->is_over) {
        bool is_done = reply->status / 100 == 2;
        talk_client(play->log, play_now_us(play), changing->client, action->name,
                    json_pack("{s:s, s:b}", "module", broadcast_module_name(action->module), "done",
                              is_done));
        if (is_done) {
            undo_learn(&play->undo, method_of(action->deed == DEED_LOAD), changing->uri, NULL,
                       NULL);
        }
    }
    free(changing);
}

bool modules_meet(struct play *play) {
    static const struct {
        enum broadcast_module module;
        bool loads;
    } order[] = {{MODULE_APP, false}, {MODULE_RES, false}, {MODULE_RES, true}, {MODULE_APP, true}};
    for (size_t i = 0; i < sizeof order / sizeof order[0] && !play_has_failed(play); i++) {
        if (play->scenario->loaded[order[i].module] == order[i].loads) {
            set_module(play, order[i].module, order[i].loads);
        }
    }
    return !play_has_failed(play);
}

static void set_module(struct play *play, enum broadcast_module module, bool loads) {
    char uri[URI_BYTES];
    struct http_reply reply;
    const char *method = method_of(loads);
    module_uri(module, uri);
    if (!play_ask(play, &play->steward, "GET", uri, NULL, &reply)) {
        return;
    }
    bool is_loaded = reply.status == STATUS_OK;
    http_reply_free(&reply);
    if (is_loaded == loads || !play_ask(play, &play->caller, method, uri, NULL, &reply)) {
        return;
    }
    if (reply.status / 100 == 2) {
        undo_learn(&play->undo, method, uri, NULL, NULL);
    } else {
        snprintf(play->unmet, sizeof play->unmet, "the server answers %s %s with %s", method, uri,
                 reply.status_line);
    }
    http_reply_free(&reply);
}

static void module_uri(enum broadcast_module module, char uri[URI_BYTES]) {
    static const char *const names[MODULES] = {
        [MODULE_RES] = "res_stasis_broadcast.so", [MODULE_APP] = "app_stasis_broadcast.so"};
    snprintf(uri, URI_BYTES, "/ari/asterisk/modules/%s", names[module]);
}

static const char *method_of(bool loads) {
    return loads ? "POST" : "DELETE";
}
