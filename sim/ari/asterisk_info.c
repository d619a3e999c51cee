/* What the server says of itself, and its global variables. */
#include <string.h>

#include "sim/ari/asterisk.h"
#include "sim/ari/json.h"
#include "sim/ari/render.h"
#include "sim/ari/state.h"
#include "sim/base/text.h"
#include "sim/dialplan/subst.h"
#include "sim/dialplan/values.h"

enum { WORD_BYTES = 64 };

/* The same wherever it runs: two runs of a world give the same bytes. */
static json_t *render_build(const struct world *w) {
    (void)w;
    struct object build = object_new();
    object_add_text(&build, "os", "Linux");
    object_add_text(&build, "kernel", "6.1.0");
    object_add_text(&build, "machine", "x86_64");
    object_add_text(&build, "options", "OPTIONAL_API");
    object_add_text(&build, "date", "2026-01-01 00:00:00 UTC");
    object_add_text(&build, "user", "root");
    return object_finish(&build);
}

static json_t *render_system(const struct world *w) {
    struct object system = object_new();
    object_add_text(&system, "version", "23.0.0-stasim");
    object_add_text(&system, "entity_id", ari_of(w)->asterisk_id);
    return object_finish(&system);
}

static json_t *render_config(const struct world *w) {
    (void)w;
    struct object setid = object_new();
    object_add_text(&setid, "user", "");
    object_add_text(&setid, "group", "");
    struct object config = object_new();
    object_add_text(&config, "name", "");
    object_add_text(&config, "default_language", SOUND_LANGUAGE);
    object_add(&config, "setid", object_finish(&setid));
    return object_finish(&config);
}

static json_t *render_status(const struct world *w) {
    struct object status = object_new();
    object_add(&status, "startup_time", render_time(w, 0));
    object_add(&status, "last_reload_time", render_time(w, 0));
    return object_finish(&status);
}

static bool lists(const char *words, const char *word) {
    char one[WORD_BYTES];
    while (argument_next(&words, one, sizeof one)) {
        if (strcmp(one, word) == 0) {
            return true;
        }
    }
    return false;
}

/* All four parts, or those asked for; other words are passed over: recorded. */
struct reply asterisk_get_info(struct world *w, struct request *request) {
    static const struct {
        const char *name;
        json_t *(*render)(const struct world *w);
    } parts[] = {
        {"build", render_build},
        {"system", render_system},
        {"config", render_config},
        {"status", render_status},
    };
    const char *only = request_filled(request, "only");
    struct object info = object_new();
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!only || lists(only, parts[i].name)) {
            object_add(&info, parts[i].name, parts[i].render(w));
        }
    }
    return reply_json(object_finish(&info));
}

struct reply asterisk_ping(struct world *w, struct request *request) {
    (void)request;
    struct object body = object_new();
    object_add_text(&body, "ping", "pong");
    object_add(&body, "timestamp", render_time(w, world_now_us(w)));
    object_add_text(&body, "asterisk_id", ari_of(w)->asterisk_id);
    return reply_json(object_finish(&body));
}

/* One that is not set is empty. */
struct reply asterisk_get_variable(struct world *w, struct request *request) {
    char value[SUBST_SIZE] = "";
    if (!dialplan_read(w, NULL, request_text(request, "variable"), value, sizeof value)) {
        value[0] = '\0';
    }
    struct object body = object_new();
    object_add_text(&body, "value", value);
    return reply_json(object_finish(&body));
}

struct reply asterisk_set_variable(struct world *w, struct request *request) {
    const char *value = request_text(request, "value");
    dialplan_write(w, NULL, request_text(request, "variable"), text_or_empty(value));
    return reply_none();
}
