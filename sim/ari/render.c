/* The objects of the API. */
#include "sim/ari/render.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sim/ari/json.h"
#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/calls/calls.h"

enum { TIME_BYTES = 64 };

/* What stands for all things of a kind. */
static const char *const EVERYTHING[] = {
    [TOPIC_CHANNEL] = "__AST_CHANNEL_ALL_TOPIC",
    [TOPIC_BRIDGE] = "__AST_BRIDGE_ALL_TOPIC",
    [TOPIC_ENDPOINT] = "__AST_ENDPOINT_ALL_TOPIC",
    [TOPIC_DEVICE] = "__AST_DEVICE_STATE_ALL_TOPIC",
};

static json_t *render_party(const char *name, const char *number);
static json_t *render_place(const struct snapshot *snapshot);
static json_t *render_channelvars(const struct texts *names, const struct snapshot *snapshot);
static json_t *render_channel_ids(const struct world *w, const struct application *application);
static json_t *render_bridge_ids(const struct world *w, const struct application *application);
static json_t *render_topics(const struct world *w, const struct application *application,
                             enum topic_kind kind);
static json_t *render_everything(const struct application *application, enum topic_kind kind);
static json_t *render_types(const struct texts *types);

json_t *render_channel(const struct world *w, const struct snapshot *snapshot) {
    struct object channel = object_new();
    object_add_text(&channel, "id", snapshot->id);
    object_add_text(&channel, "name", snapshot->name);
    object_add_text(&channel, "state", channel_state_name(snapshot->state));
    object_add_text(&channel, "protocol_id", "");
    object_add(&channel, "caller", render_party(snapshot->caller_name, snapshot->caller_number));
    object_add(&channel, "connected",
               render_party(snapshot->connected_name, snapshot->connected_number));
    object_add_text(&channel, "accountcode", snapshot->accountcode);
    object_add(&channel, "dialplan", render_place(snapshot));
    object_add(&channel, "creationtime", render_time(w, snapshot->created_us));
    object_add_text(&channel, "language", snapshot->language);
    if (snapshot->rdnis[0] != '\0') {
        object_add_text(&channel, "caller_rdnis", snapshot->rdnis);
    }
    const struct texts *names = calls_of(w)->channelvars;
    if (names->count > 0) {
        object_add(&channel, "channelvars", render_channelvars(names, snapshot));
    }
    return object_finish(&channel);
}

json_t *render_application(const struct world *w, const struct application *application) {
    struct object json = object_new();
    object_add_text(&json, "name", application->name);
    object_add(&json, "channel_ids", render_channel_ids(w, application));
    object_add(&json, "bridge_ids", render_bridge_ids(w, application));
    object_add(&json, "endpoint_ids", render_topics(w, application, TOPIC_ENDPOINT));
    object_add(&json, "device_names", render_topics(w, application, TOPIC_DEVICE));
    object_add(&json, "events_allowed", render_types(application->allowed));
    object_add(&json, "events_disallowed", render_types(application->disallowed));
    return object_finish(&json);
}

json_t *render_playback(const struct playback *playback) {
    const char *fields[PLAYBACK_ARGS];
    playback_describe(playback, fields);
    return render_playback_fields(fields);
}

json_t *render_playback_fields(const char *const fields[PLAYBACK_ARGS]) {
    static const char *const keys[PLAYBACK_ARGS] = {
        "id", "media_uri", "next_media_uri", "target_uri", "language", "state",
    };
    struct object playback = object_new();
    for (size_t i = 0; i < PLAYBACK_ARGS; i++) {
        if (i != PLAYBACK_ARG_NEXT || fields[i][0] != '\0') {
            object_add_text(&playback, keys[i], fields[i]);
        }
    }
    return object_finish(&playback);
}

json_t *render_time(const struct world *w, uint64_t at_us) {
    uint64_t since_1970_us = world_epoch_us(w) + at_us;
    time_t seconds = (time_t)(since_1970_us / US_PER_S);
    struct tm utc;
    must(gmtime_r(&seconds, &utc));
    char day[TIME_BYTES];
    char text[2 * TIME_BYTES];
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(text, sizeof text, "%s.%03u+0000", day,
             (unsigned)(since_1970_us % US_PER_S / US_PER_MS));
    return json_string(text);
}

static json_t *render_party(const char *name, const char *number) {
    struct object party = object_new();
    object_add_text(&party, "name", name);
    object_add_text(&party, "number", number);
    return object_finish(&party);
}

static json_t *render_place(const struct snapshot *snapshot) {
    struct object place = object_new();
    object_add_text(&place, "context", snapshot->context);
    object_add_text(&place, "exten", snapshot->exten);
    object_add(&place, "priority", json_integer(snapshot->priority));
    object_add_text(&place, "app_name", snapshot->app_name);
    object_add_text(&place, "app_data", snapshot->app_data);
    return object_finish(&place);
}

static json_t *render_channelvars(const struct texts *names, const struct snapshot *snapshot) {
    struct object values = object_new();
    for (uint32_t i = 0; i < names->count; i++) {
        object_add_named(&values, names->items[i], snapshot->variables[i]);
    }
    return object_finish(&values);
}

static json_t *render_channel_ids(const struct world *w, const struct application *application) {
    json_t *ids = render_topics(w, application, TOPIC_CHANNEL);
    for (const struct channel *c = channel_first(w); c; c = channel_next(c)) {
        if (subscription_find(c->subscriptions, application)) {
            ids = array_with(ids, text_json(c->id));
        }
    }
    return ids;
}

static json_t *render_bridge_ids(const struct world *w, const struct application *application) {
    json_t *ids = render_topics(w, application, TOPIC_BRIDGE);
    for (const struct bridge *b = bridge_first(w); b; b = bridge_next(b)) {
        if (subscription_find(b->subscriptions, application)) {
            ids = array_with(ids, text_json(b->id));
        }
    }
    return ids;
}

/* What it has subscribed to by name alone. */
static json_t *render_topics(const struct world *w, const struct application *application,
                             enum topic_kind kind) {
    json_t *names = render_everything(application, kind);
    for (const struct topic *t = topic_first(w, kind); t; t = topic_next(t)) {
        if (subscription_find(t->subscriptions, application)) {
            bool all = strcmp(t->name, TOPIC_ALL) == 0;
            names = array_with(names, text_json(all ? EVERYTHING[kind] : t->name));
        }
    }
    return names;
}

static json_t *render_everything(const struct application *application, enum topic_kind kind) {
    json_t *names = json_array();
    return application->subscribe_all ? array_with(names, json_string(EVERYTHING[kind])) : names;
}

static json_t *render_types(const struct texts *types) {
    json_t *array = json_array();
    for (uint32_t i = 0; types && i < types->count; i++) {
        struct object entry = object_new();
        object_add_text(&entry, "type", types->items[i]);
        array = array_with(array, object_finish(&entry));
    }
    return array;
}
