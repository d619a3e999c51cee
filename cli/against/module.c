/* Modules of a server: loaded and unloaded by requests. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/against/play.h"
#include "cli/base/memory.h"
#include "sim/broadcast/broadcast.h"
#include "sim/scenario/talk.h"

/* A change under way. */
struct changing {
    struct play *play;
    const char *client;
    const struct action *action;
};

static const char *module_uri(enum broadcast_module module);
static const char *method_of(bool loads);
static void set_module(struct play *play, enum broadcast_module module, bool loads);
static asker_answered changed;

void actor_change_module(struct play *play, const struct plan *plan) {
    struct changing *changing = memory_new(sizeof *changing);
    *changing = (struct changing){
        .play = play, .client = plan->actor->script->name, .action = plan->action};
    struct http_ask ask = {.method = method_of(plan->action->deed == DEED_LOAD),
                           .uri = module_uri(plan->action->module)};
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
        bool is_done = http_status_is_success(reply->status);
        talk_client(play->log, play_now_us(play), changing->client, action->name,
                    json_pack("{s:s, s:b}", "module", broadcast_module_name(action->module), "done",
                              is_done));
        if (is_done) {
            play_undo(play, method_of(action->deed == DEED_LOAD), module_uri(action->module), NULL,
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
    struct http_reply reply;
    const char *uri = module_uri(module);
    const char *method = method_of(loads);
    if (!play_ask(play, &play->steward, "GET", uri, NULL, &reply)) {
        return;
    }
    bool is_loaded = reply.status == HTTP_OK;
    http_reply_free(&reply);
    if (is_loaded == loads || !play_ask(play, &play->caller, method, uri, NULL, &reply)) {
        return;
    }
    if (http_status_is_success(reply.status)) {
        play_undo(play, method, uri, NULL, NULL);
    } else {
        snprintf(play->unmet, sizeof play->unmet, "the server answers %s %s with %s", method, uri,
                 reply.status_line);
    }
    http_reply_free(&reply);
}

static const char *module_uri(enum broadcast_module module) {
    static const char *const uris[MODULES] = {
        [MODULE_RES] = "/ari/asterisk/modules/res_stasis_broadcast.so",
        [MODULE_APP] = "/ari/asterisk/modules/app_stasis_broadcast.so"};
    return uris[module];
}

static const char *method_of(bool loads) {
    return loads ? "POST" : "DELETE";
}
