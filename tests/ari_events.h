/* Events made by hand and compared with their JSON, byte for byte. */
#ifndef STASIM_TESTS_ARI_EVENTS_H
#define STASIM_TESTS_ARI_EVENTS_H

#include "sim/calls/events.h"
#include "sim/calls/snapshot.h"
#include "tests/ari_world.h"

/* 2026-11-21T00:00:00Z. */
static const uint64_t DAY_US = UINT64_C(1795219200000000);

static struct ari_world world;

/* Milliseconds since that day began. */
__attribute__((unused)) static uint64_t at(unsigned hour, unsigned minute, unsigned second,
                                           unsigned ms) {
    return (((uint64_t)hour * 60 + minute) * 60 + second) * SECOND + (uint64_t)ms * MS;
}

#define ALICE                                                                                      \
    "'protocol_id':'','caller':{'name':'Alice','number':'100'},'connected':{'name':'Alice',"       \
    "'number':'100'},'accountcode':'',"
#define ID "'asterisk_id':'02:fc:00:00:00:01'"

/* A channel as it was when the event was made. */
struct scene {
    const char *id;
    const char *name;
    enum channel_state state;
    const char *party; /* name of caller and connected line, whose number is 100; NULL: none */
    const char *context;
    const char *exten;
    int priority;
    const char *app_name;
    const char *app_data;
    uint64_t created_us;
};

struct making {
    const struct event_kind *kind;
    const struct scene *channel;
    const struct scene *peer;
    uint64_t at_us;
    const char *name;
    const char *value;
    const char *const *args;
    size_t args_count;
    int cause;
    bool soft;
    const char *application;
    const char *skill; /* SKILL_REQUIRED */
    const char *skill_priority;
    const char *want;
    const char *what;
};

static struct snapshot *pose(struct world *w, const struct scene *scene,
                             const struct making *making) {
    struct channel *channel = channel_new(w, &(struct channel_config){
                                                 .id = scene->id,
                                                 .name = scene->name,
                                                 .state = scene->state,
                                                 .caller_name = scene->party ? scene->party : "",
                                                 .caller_number = scene->party ? "100" : "",
                                                 .context = scene->context,
                                                 .exten = scene->exten,
                                                 .priority = scene->priority,
                                             });
    if (scene->party) {
        channel_set_connected(w, channel, scene->party, "100");
    }
    if (making->skill) {
        channel_set_variable(w, channel, "SKILL_REQUIRED", making->skill);
        channel_set_variable(w, channel, "PRIORITY", making->skill_priority);
    }
    channel_set_app(w, channel, scene->app_name, scene->app_data);
    channel->created_us = scene->created_us;
    channel_changed(w, channel);
    struct snapshot *snapshot = snapshot_keep(channel_snapshot(w, channel));
    channel_destroy(w, channel);
    return snapshot;
}

static void do_compare(struct world *w, void *context) {
    const struct making *making = context;
    struct call_event *event = call_event_new(w, making->kind, NULL, 0);
    event->head.at_us = making->at_us;
    event->channel = making->channel ? pose(w, making->channel, making) : NULL;
    event->peer = making->peer ? pose(w, making->peer, making) : NULL;
    event->name = making->name ? world_strdup(w, making->name) : NULL;
    event->value = making->value ? world_strdup(w, making->value) : NULL;
    event->args = making->args ? texts_new(w, making->args, making->args_count) : NULL;
    event->cause = making->cause;
    event->soft = making->soft;
    ok(ari_event_is_public(making->kind), "%s is for clients", making->kind->name);
    size_t size = 0;
    char *text = ari_event_text(w, &event->head, making->application, &size);
    is_str(text, quoted(making->want), "%s%s, spliced", making->kind->name, making->what);
    is_int(size, text ? strlen(text) : 0, "its size");
    free(text);
    json_t *json = ari_event_json(w, &event->head, making->application);
    text = json_dumps(json, JSON_COMPACT);
    is_str(text, quoted(making->want), "%s%s, built", making->kind->name, making->what);
    free(text);
    json_decref(json);
    event_drop(w, &event->head);
}

__attribute__((unused)) static void compare(struct making making) {
    if (!making.application) {
        making.application = "ivr-1";
    }
    if (!making.what) {
        making.what = "";
    }
    if (!world_do(world.w, do_compare, &making)) {
        ok(false, "the world broke: %s", world_failure(world.w));
    }
}

#endif
