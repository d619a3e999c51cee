/* The events of the API: for each kind its own keys; the common ones stand around them. */
#include <string.h>

#include "sim/ari/ari.h"
#include "sim/ari/json.h"
#include "sim/ari/made.h"
#include "sim/ari/render.h"
#include "sim/ari/state.h"
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/bridge.h"
#include "sim/calls/cause.h"
#include "sim/calls/device.h"
#include "sim/calls/events.h"

/* (R137) How a kind is written: keys before `type`, and those behind `timestamp`. */
struct form {
    const struct event_kind *kind;
    void (*before)(struct object *json, const struct call_event *event);
    void (*own)(const struct world *w, struct object *json, const struct call_event *event);
    bool id_last;    /* `asterisk_id` stands behind `application` */
    bool type_alone; /* only `type` stands before it */
};

static const struct form *form_of(const struct event_kind *kind);
static struct rendering render_made(const struct event *event);
static json_t *render_texts(const struct texts *texts);

static void add_channel(const struct world *w, struct object *json,
                        const struct call_event *event) {
    if (event->channel) {
        object_add(json, "channel", render_channel(w, event->channel));
    }
}

static void add_start(const struct world *w, struct object *json, const struct call_event *event) {
    object_add(json, "args", render_texts(event->args));
    add_channel(w, json, event);
}

static void add_nothing(const struct world *w, struct object *json,
                        const struct call_event *event) {
    (void)w;
    (void)json;
    (void)event;
}

static void add_move_failed(const struct world *w, struct object *json,
                            const struct call_event *event) {
    add_channel(w, json, event);
    object_add_text(json, "destination", event->name);
    object_add(json, "args", render_texts(event->args));
}

static void add_destroyed(const struct world *w, struct object *json,
                          const struct call_event *event) {
    object_add(json, "cause", json_integer(event->cause));
    object_add_text(json, "cause_txt", cause_text(event->cause));
    add_channel(w, json, event);
}

static void add_cause(struct object *json, const struct call_event *event) {
    object_add(json, "cause", json_integer(event->cause));
    if (event->soft) {
        object_add(json, "soft", json_true());
    }
}

static void add_variable(struct object *json, const struct call_event *event) {
    object_add_text(json, "variable", event->name);
    object_add_text(json, "value", event->value);
}

static void add_dialplan(const struct world *w, struct object *json,
                         const struct call_event *event) {
    object_add_text(json, "dialplan_app", event->name);
    object_add_text(json, "dialplan_app_data", event->value);
    add_channel(w, json, event);
}

static void add_caller_id(const struct world *w, struct object *json,
                          const struct call_event *event) {
    object_add(json, "caller_presentation", json_integer(0));
    object_add_text(json, "caller_presentation_txt", "Presentation Allowed, Not Screened");
    add_channel(w, json, event);
}

/* The dialplan's event has its name first, a client's has it last. (R131) */
static json_t *render_user_keys(const struct call_event *event) {
    if (event->value) {
        json_t *variables = json_loads(event->value, 0, NULL);
        struct object keys = {variables};
        object_add_text(&keys, "eventname", event->name);
        return object_finish(&keys);
    }
    struct object keys = object_new();
    object_add_text(&keys, "eventname", event->name);
    for (uint32_t i = 0; event->args && i + 1 < event->args->count; i += 2) {
        object_add_named(&keys, event->args->items[i], event->args->items[i + 1]);
    }
    return object_finish(&keys);
}

static void add_user_event(const struct world *w, struct object *json,
                           const struct call_event *event) {
    object_add_text(json, "eventname", event->name);
    object_add(json, "userevent", render_user_keys(event));
    add_channel(w, json, event);
    if (event->bridge) {
        object_add(json, "bridge", render_bridge(w, event->bridge));
    }
    if (event->value && event->args) {
        object_add(json, "endpoint", render_endpoint(w, event->args->items[0]));
    }
}

static void add_dial(const struct world *w, struct object *json, const struct call_event *event) {
    object_add_text(json, "dialstatus", event->name);
    object_add_text(json, "forward", "");
    object_add_text(json, "dialstring", event->value);
    if (event->channel) {
        object_add(json, "caller", render_channel(w, event->channel));
    }
    object_add(json, "peer", render_channel(w, event->peer));
}

static void add_broadcast(const struct world *w, struct object *json,
                          const struct call_event *event) {
    add_channel(w, json, event);
    object_add_text(json, "caller", event->name);
    object_add_text(json, "called", event->value);
}

static void add_claimed(const struct world *w, struct object *json,
                        const struct call_event *event) {
    add_channel(w, json, event);
    object_add_text(json, "winner_app", event->name);
}

static void add_playback(const struct world *w, struct object *json,
                         const struct call_event *event) {
    (void)w;
    must(event->args && event->args->count == PLAYBACK_ARGS);
    object_add(json, "playback", render_playback_fields(event->args->items));
}

static void add_bridge(const struct world *w, struct object *json, const struct call_event *event) {
    object_add(json, "bridge", render_bridge(w, event->bridge));
}

static void add_bridge_and_channel(const struct world *w, struct object *json,
                                   const struct call_event *event) {
    add_bridge(w, json, event);
    add_channel(w, json, event);
}

static void add_video_source(const struct world *w, struct object *json,
                             const struct call_event *event) {
    add_bridge(w, json, event);
    if (event->name) {
        object_add_text(json, "old_video_source_id", event->name);
    }
}

static void add_recording(const struct world *w, struct object *json,
                          const struct call_event *event) {
    (void)w;
    must(event->args && event->args->count == RECORDING_ARGS);
    object_add(json, "recording", render_recording_fields(event->args->items));
}

static void add_digit(const struct world *w, struct object *json, const struct call_event *event) {
    object_add_text(json, "digit", event->name);
    object_add(json, "duration_ms", json_integer(event->duration_ms));
    add_channel(w, json, event);
}

static void add_device(const struct world *w, struct object *json, const struct call_event *event) {
    (void)w;
    object_add(json, "device_state", render_device(event->name, event->value));
}

static const struct form FORMS[] = {
    {.kind = &EVENT_CALL_BROADCAST, .own = add_broadcast},
    {.kind = &EVENT_CALL_CLAIMED, .own = add_claimed},
    {.kind = &EVENT_STASIS_START, .own = add_start},
    {.kind = &EVENT_STASIS_END, .own = add_channel},
    {.kind = &EVENT_APPLICATION_REPLACED, .own = add_nothing, .id_last = true},
    {.kind = &EVENT_APPLICATION_MOVE_FAILED, .own = add_move_failed},
    {.kind = &EVENT_CHANNEL_CREATED, .own = add_channel},
    {.kind = &EVENT_CHANNEL_DESTROYED, .own = add_destroyed},
    {.kind = &EVENT_CHANNEL_STATE_CHANGE, .own = add_channel},
    {.kind = &EVENT_CHANNEL_HANGUP_REQUEST, .before = add_cause, .own = add_channel},
    {.kind = &EVENT_CHANNEL_VARSET, .before = add_variable, .own = add_channel},
    {.kind = &EVENT_CHANNEL_DIALPLAN, .own = add_dialplan},
    {.kind = &EVENT_CHANNEL_CALLER_ID, .own = add_caller_id},
    {.kind = &EVENT_CHANNEL_CONNECTED_LINE, .own = add_channel},
    {.kind = &EVENT_CHANNEL_USEREVENT, .own = add_user_event},
    {.kind = &EVENT_DIAL, .own = add_dial},
    {.kind = &EVENT_PLAYBACK_STARTED, .own = add_playback},
    {.kind = &EVENT_PLAYBACK_CONTINUING, .own = add_playback},
    {.kind = &EVENT_PLAYBACK_FINISHED, .own = add_playback},
    {.kind = &EVENT_CHANNEL_HOLD, .own = add_channel},
    {.kind = &EVENT_CHANNEL_UNHOLD, .own = add_channel},
    {.kind = &EVENT_CHANNEL_DTMF_RECEIVED, .own = add_digit},
    {.kind = &EVENT_BRIDGE_CREATED, .own = add_bridge},
    {.kind = &EVENT_BRIDGE_DESTROYED, .own = add_bridge},
    {.kind = &EVENT_BRIDGE_VIDEO_SOURCE_CHANGED, .own = add_video_source},
    {.kind = &EVENT_CHANNEL_ENTERED_BRIDGE, .own = add_bridge_and_channel},
    {.kind = &EVENT_CHANNEL_LEFT_BRIDGE, .own = add_bridge_and_channel},
    {.kind = &EVENT_RECORDING_STARTED, .own = add_recording},
    {.kind = &EVENT_RECORDING_FINISHED, .own = add_recording},
    {.kind = &EVENT_DEVICE_STATE_CHANGED, .own = add_device, .type_alone = true},
};

struct rendering render_event(const struct world *w, const struct event *event) {
    if (made_is(event->kind)) {
        return render_made(event);
    }
    const struct form *form = form_of(event->kind);
    must(form);
    const struct call_event *call = (const struct call_event *)event;
    struct object head = object_new();
    struct object tail = object_new();
    struct object *rest = form->type_alone ? &tail : &head;
    if (form->before) {
        form->before(&head, call);
    }
    object_add_text(&head, "type", event->kind->name);
    object_add(rest, "timestamp", render_time(w, event->at_us));
    form->own(w, rest, call);
    object_add_text(form->id_last ? &tail : rest, "asterisk_id", ari_of(w)->asterisk_id);
    struct rendering rendering = {object_finish(&head), object_finish(&tail)};
    if (!rendering.head || !rendering.tail) {
        json_decref(rendering.head);
        json_decref(rendering.tail);
        return (struct rendering){NULL, NULL};
    }
    return rendering;
}

bool ari_event_is_public(const struct event_kind *kind) {
    return made_is(kind) || form_of(kind) != NULL;
}

/* Parted where it names an application, if it does. */
static struct rendering render_made(const struct event *event) {
    json_t *json = made_json(event);
    struct object head = object_new();
    struct object tail = object_new();
    struct object *rest = &head;
    const char *key;
    json_t *value;
    json_object_foreach(json, key, value) {
        if (strcmp(key, "application") == 0) {
            rest = json_object_size(head.json) > 0 ? &tail : &head;
        } else {
            object_add(rest, key, json_incref(value));
        }
    }
    json_decref(json);
    return (struct rendering){object_finish(&head), object_finish(&tail)};
}

static const struct form *form_of(const struct event_kind *kind) {
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        if (FORMS[i].kind == kind) {
            return &FORMS[i];
        }
    }
    return NULL;
}

static json_t *render_texts(const struct texts *texts) {
    json_t *array = json_array();
    for (uint32_t i = 0; texts && i < texts->count; i++) {
        array = array_with(array, text_json(texts->items[i]));
    }
    return array;
}
