/* Modules. The two of broadcasts come and go, with the effects of rules R95 to R99; the rest is
 * what a client can expect to find, always in use. */
#include <string.h>

#include "sim/ari/asterisk.h"
#include "sim/ari/json.h"
#include "sim/broadcast/broadcast.h"

struct module {
    const char *name;
    const char *description;
    const char *support_level;
    int use_count;
    enum broadcast_module broadcast; /* MODULES: it is no module of broadcasts */
};

static const struct module LIST[] = {
    {"app_stasis.so", "Stasis dialplan application", "core", 1, MODULES},
    {"app_stasis_broadcast.so", "Stasis application broadcast", "extended", 0, MODULE_APP},
    {"chan_rtp.so", "RTP media channels", "core", 1, MODULES},
    {"pbx_config.so", "Dialplan from a file", "core", 1, MODULES},
    {"res_ari.so", "ARI", "core", 13, MODULES},
    {"res_ari_applications.so", "ARI: applications", "core", 1, MODULES},
    {"res_ari_asterisk.so", "ARI: the server itself", "core", 1, MODULES},
    {"res_ari_bridges.so", "ARI: bridges", "core", 1, MODULES},
    {"res_ari_channels.so", "ARI: channels", "core", 1, MODULES},
    {"res_ari_device_states.so", "ARI: device states", "core", 1, MODULES},
    {"res_ari_endpoints.so", "ARI: endpoints", "core", 1, MODULES},
    {"res_ari_events.so", "ARI: events", "core", 1, MODULES},
    {"res_ari_mailboxes.so", "ARI: mailboxes", "core", 1, MODULES},
    {"res_ari_playbacks.so", "ARI: playbacks", "core", 1, MODULES},
    {"res_ari_recordings.so", "ARI: recordings", "core", 1, MODULES},
    {"res_ari_sounds.so", "ARI: sounds", "core", 1, MODULES},
    {"res_stasis.so", "Stasis applications", "core", 14, MODULES},
    {"res_stasis_broadcast.so", "Stasis application broadcast", "extended", 0, MODULE_RES},
    {"res_stasis_playback.so", "Stasis playbacks", "core", 2, MODULES},
    {"res_stasis_recording.so", "Stasis recordings", "core", 2, MODULES},
    {"res_stasis_snoop.so", "Stasis snooping", "core", 1, MODULES},
};
enum { LIST_COUNT = sizeof LIST / sizeof LIST[0] };

const struct subject SUBJECT_MODULE = {.missing = "Module could not be found in running modules"};

/* NULL when there is none of that name, loaded or not. */
static const struct module *find(const struct request *request) {
    const char *name = request_text(request, "moduleName");
    for (size_t i = 0; i < LIST_COUNT; i++) {
        if (strcmp(LIST[i].name, name) == 0) {
            return &LIST[i];
        }
    }
    return NULL;
}

static bool is_running(const struct world *w, const struct module *module) {
    return module &&
           (module->broadcast == MODULES || broadcast_module_is_loaded(w, module->broadcast));
}

static json_t *render(const struct world *w, const struct module *module) {
    /* The application's module depends on the other one, and so is its user. */
    bool used = module->broadcast == MODULE_RES && broadcast_module_is_loaded(w, MODULE_APP);
    struct object json = object_new();
    object_add_text(&json, "name", module->name);
    object_add_text(&json, "description", module->description);
    object_add(&json, "use_count", json_integer(module->use_count + used));
    object_add_text(&json, "status", "Running");
    object_add_text(&json, "support_level", module->support_level);
    return object_finish(&json);
}

struct reply asterisk_list_modules(struct world *w, struct request *request) {
    (void)request;
    json_t *array = json_array();
    for (size_t i = 0; i < LIST_COUNT; i++) {
        if (is_running(w, &LIST[i])) {
            array = array_with(array, render(w, &LIST[i]));
        }
    }
    return reply_json(array);
}

struct reply asterisk_get_module(struct world *w, struct request *request) {
    const struct module *module = find(request);
    return is_running(w, module) ? reply_json(render(w, module)) : request_missing(&SUBJECT_MODULE);
}

struct reply asterisk_load_module(struct world *w, struct request *request) {
    const struct module *module = find(request);
    bool loaded =
        module && module->broadcast != MODULES && broadcast_module_load(w, module->broadcast);
    return loaded ? reply_none() : reply_error(409, "Module could not be loaded");
}

struct reply asterisk_unload_module(struct world *w, struct request *request) {
    const struct module *module = find(request);
    if (!is_running(w, module)) {
        return request_missing(&SUBJECT_MODULE);
    }
    bool unloaded = module->broadcast != MODULES && broadcast_module_unload(w, module->broadcast);
    return unloaded ? reply_none() : reply_error(409, "Module could not be unloaded");
}

/* Nothing here reads its configuration again, so there is nothing to do but to be there. */
struct reply asterisk_reload_module(struct world *w, struct request *request) {
    return is_running(w, find(request)) ? reply_none() : request_missing(&SUBJECT_MODULE);
}
