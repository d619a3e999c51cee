/* Furnishing a world with this floor, and events as clients get them. */
#include "sim/ari/ari.h"

#include <stdlib.h>
#include <string.h>

#include "sim/ari/asterisk.h"
#include "sim/ari/json.h"
#include "sim/ari/render.h"
#include "sim/ari/state.h"
#include "sim/base/must.h"

static const char ASTERISK_ID[] = "02:fc:00:00:00:01";

static bool remember(struct outside *outside, const struct world *w, const struct event *event);
static char *splice(const struct outside *outside, const char *application, size_t *size);

void ari_new(struct world *w, const struct ari_config *config) {
    must(!world_floor(w, WORLD_FLOOR_ARI));
    struct ari *ari = world_alloc(w, sizeof *ari);
    ari->asterisk_id = world_strdup(w, config->asterisk_id ? config->asterisk_id : ASTERISK_ID);
    ari->playbacks = playbacks_new(w);
    ari->logs = asterisk_logs_new(w);
    ari->outside = outside_new(config->pretty);
    if (!ari->outside) {
        world_break(w, "out of memory for requests");
    }
    world_on_free(w, outside_free, ari->outside);
    world_set_floor(w, WORLD_FLOOR_ARI, ari);
}

struct ari *ari_of(const struct world *w) {
    struct ari *ari = world_floor(w, WORLD_FLOOR_ARI);
    must(ari);
    return ari;
}

void ari_tell(struct digest *digest, const struct world *w) {
    const struct ari *ari = ari_of(w);
    playbacks_tell(digest, ari->playbacks);
    asterisk_logs_tell(digest, ari->logs);
}

void ari_intercept(struct world *w, struct ari_hook hook) {
    ari_of(w)->hook = hook;
}

json_t *ari_event_json(const struct world *w, const struct event *event, const char *application) {
    struct rendering rendering = render_event(w, event);
    struct object json = {rendering.head};
    object_add_text(&json, "application", application);
    const char *key;
    json_t *value;
    json_object_foreach(rendering.tail, key, value) {
        object_add(&json, key, json_incref(value));
    }
    json_decref(rendering.tail);
    return object_finish(&json);
}

char *ari_event_text(struct world *w, const struct event *event, const char *application,
                     size_t *size) {
    struct outside *outside = ari_of(w)->outside;
    if (outside->json_format != JSON_COMPACT) {
        json_t *json = ari_event_json(w, event, application);
        char *text = json ? json_text(json, outside->json_format) : NULL;
        json_decref(json);
        *size = text ? strlen(text) : 0;
        return text;
    }
    if (outside->event_serial != event->serial && !remember(outside, w, event)) {
        return NULL;
    }
    return splice(outside, application, size);
}

void ari_forget(struct world *w) {
    ari_of(w)->outside->event_serial = 0;
}

static bool remember(struct outside *outside, const struct world *w, const struct event *event) {
    struct rendering rendering = render_event(w, event);
    outside_keep(&outside->event_head, json_text(rendering.head, JSON_COMPACT));
    outside_keep(&outside->event_tail, json_text(rendering.tail, JSON_COMPACT));
    json_decref(rendering.head);
    json_decref(rendering.tail);
    bool complete = outside->event_head && outside->event_tail;
    outside->event_serial = complete ? event->serial : 0;
    return complete;
}

/* {head,"application":"…",tail} from "{head}" and "{tail}". */
static char *splice(const struct outside *outside, const char *application, size_t *size) {
    static const char key[] = ",\"application\":";
    json_t *json = text_json(application);
    char *name = json ? json_text(json, JSON_ENCODE_ANY) : NULL;
    json_decref(json);
    if (!name) {
        return NULL;
    }
    const char *tail = outside->event_tail + 1;
    size_t head_size = strlen(outside->event_head) - 1;
    size_t name_size = strlen(name);
    size_t tail_size = strlen(tail);
    bool more = tail_size > 1;
    *size = head_size + sizeof key - 1 + name_size + more + tail_size;
    char *text = malloc(*size + 1);
    if (text) {
        char *end = text;
        end = (char *)memcpy(end, outside->event_head, head_size) + head_size;
        end = (char *)memcpy(end, key, sizeof key - 1) + sizeof key - 1;
        end = (char *)memcpy(end, name, name_size) + name_size;
        if (more) {
            *end++ = ',';
        }
        memcpy(end, tail, tail_size + 1);
        must(end + tail_size == text + *size);
    }
    free(name);
    return text;
}
