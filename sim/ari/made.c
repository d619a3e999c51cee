/* Made events: the JSON lies in the world's memory as text, behind a kind of its own. */
#include "sim/ari/made.h"

#include <stdio.h>
#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/render.h"
#include "sim/ari/state.h"
#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/calls/channel.h"
#include "sim/calls/snapshot.h"
#include "sim/world/digest.h"

struct made {
    struct event head;
    struct event_kind kind; /* its name is the type */
    char *type;
    char *channel; /* NULL: none */
    char *text;
};

static const char *const CHANNEL_KEYS[] = {"channel", "caller", "peer", "replace_channel"};
enum { CHANNEL_KEYS_COUNT = sizeof CHANNEL_KEYS / sizeof CHANNEL_KEYS[0] };

static struct event *make(struct world *w, json_t *json);
static void fill_channels(struct world *w, const json_t *json, json_t *into);
static const char *channel_named(const json_t *json, const char *key);
static void dispose(struct world *w, struct event *event);
static void tell(struct digest *digest, const struct event *event);

struct event *made_event(struct world *w, const json_t *json) {
    if (made_lacks(w, json)) {
        return NULL;
    }
    fill_channels(w, json, NULL);
    json_t *copy = json_deep_copy(json);
    if (!copy) {
        return NULL;
    }
    fill_channels(w, json, copy);
    if (!json_object_get(copy, "timestamp")) {
        json_object_set_new(copy, "timestamp", render_time(w, world_now_us(w)));
    }
    return make(w, copy);
}

const char *made_lacks(const struct world *w, const json_t *json) {
    for (size_t i = 0; i < CHANNEL_KEYS_COUNT; i++) {
        const char *id = channel_named(json, CHANNEL_KEYS[i]);
        if (id && !channel_find(w, id)) {
            return id;
        }
    }
    return NULL;
}

struct event *made_changed(struct world *w, const struct event *event, const char *application,
                           json_t *changes) {
    json_t *json = ari_event_json(w, event, application);
    const char *key;
    json_t *value;
    json_object_foreach(changes, key, value) {
        if (json_is_null(value)) {
            json_object_del(json, key);
        } else {
            json_object_set(json, key, value);
        }
    }
    return json ? make(w, json) : NULL;
}

bool made_is(const struct event_kind *kind) {
    return kind->dispose == dispose;
}

const char *made_channel(const struct event *event) {
    must(made_is(event->kind));
    return ((const struct made *)event)->channel;
}

json_t *made_json(const struct event *event) {
    must(made_is(event->kind));
    return json_loads(((const struct made *)event)->text, 0, NULL);
}

/* Takes the JSON over. What it comes to lies outside the world before that is asked for memory, and
 * can break. NULL without memory. */
static struct event *make(struct world *w, json_t *json) {
    enum { NAME_BYTES = 256 };
    char type[NAME_BYTES];
    char channel[NAME_BYTES];
    const char *name = json_string_value(json_object_get(json, "type"));
    const char *id = json_string_value(json_object_get(json_object_get(json, "channel"), "id"));
    snprintf(type, sizeof type, "%s", text_or_empty(name));
    snprintf(channel, sizeof channel, "%s", text_or_empty(id));
    bool has_channel = id != NULL;
    const char *text = outside_keep(&ari_of(w)->outside->made, json_text(json, JSON_COMPACT));
    json_decref(json);
    if (!text) {
        return NULL;
    }
    static const struct event_kind anything = {.name = "", .size = sizeof(struct made)};
    struct made *made = (struct made *)event_new(w, &anything, 0);
    made->type = world_strdup(w, type);
    made->channel = has_channel ? world_strdup(w, channel) : NULL;
    made->kind = (struct event_kind){
        .name = made->type, .size = sizeof(struct made), .dispose = dispose, .tell = tell};
    made->head.kind = &made->kind;
    made->text = world_strdup(w, text);
    return &made->head;
}

/* The texts that stand for channels become them in `into`. With NULL only the world takes what
 * memory it needs for that. All are there. */
static void fill_channels(struct world *w, const json_t *json, json_t *into) {
    for (size_t i = 0; i < CHANNEL_KEYS_COUNT; i++) {
        const char *id = channel_named(json, CHANNEL_KEYS[i]);
        if (!id) {
            continue;
        }
        struct channel *channel = channel_find(w, id);
        must(channel);
        if (into) {
            json_object_set_new(into, CHANNEL_KEYS[i],
                                render_channel(w, channel_snapshot(w, channel)));
        } else {
            channel_snapshot(w, channel);
        }
    }
}

/* NULL: no text stands there for a channel. A "caller" may be a text of its own. */
static const char *channel_named(const json_t *json, const char *key) {
    bool is_text = strcmp(key, "caller") == 0 && json_object_get(json, "called");
    return is_text ? NULL : json_string_value(json_object_get(json, key));
}

static void dispose(struct world *w, struct event *event) {
    struct made *made = (struct made *)event;
    world_strfree(w, made->text);
    world_strfree(w, made->channel);
    world_strfree(w, made->type);
    made->type = NULL;
}

static void tell(struct digest *digest, const struct event *event) {
    const struct made *made = (const struct made *)event;
    digest_text(digest, made->text);
}
