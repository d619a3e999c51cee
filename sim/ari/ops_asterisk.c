/* The resource "asterisk": whether it is there, its global variables and its modules. */
#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/parameters.h"
#include "sim/ari/render.h"
#include "sim/ari/request.h"
#include "sim/ari/state.h"
#include "sim/broadcast/broadcast.h"
#include "sim/dialplan/exec.h"
#include "sim/dialplan/subst.h"

static struct reply ping(struct world *w, struct request *request) {
    (void)request;
    struct object body = object_new();
    object_add_text(&body, "ping", "pong");
    object_add(&body, "timestamp", render_time(w, world_now_us(w)));
    object_add_text(&body, "asterisk_id", ari_of(w)->asterisk_id);
    return reply_json(object_finish(&body));
}

static struct reply get_variable(struct world *w, struct request *request) {
    char value[SUBST_SIZE] = "";
    if (!dialplan_read(w, NULL, request_text(request, "variable"), value, sizeof value)) {
        value[0] = '\0';
    }
    struct object body = object_new();
    object_add_text(&body, "value", value);
    return reply_json(object_finish(&body));
}

static struct reply set_variable(struct world *w, struct request *request) {
    const char *value = request_text(request, "value");
    dialplan_write(w, NULL, request_text(request, "variable"), value ? value : "");
    return reply_none();
}

/* False when it is none of the two modules that can come and go. */
static bool find_module(const struct request *request, enum broadcast_module *module) {
    const char *name = request_text(request, "moduleName");
    for (*module = 0; *module < MODULES; (*module)++) {
        if (strcmp(broadcast_module_name(*module), name) == 0) {
            return true;
        }
    }
    return false;
}

static struct reply get_module(struct world *w, struct request *request) {
    enum broadcast_module module;
    if (!find_module(request, &module) || !broadcast_module_is_loaded(w, module)) {
        return reply_error(404, "Module could not be found in running modules");
    }
    /* The application's module depends on the other one, and so is its user. */
    bool used = module == MODULE_RES && broadcast_module_is_loaded(w, MODULE_APP);
    struct object body = object_new();
    object_add_text(&body, "name", broadcast_module_name(module));
    object_add_text(&body, "description", "Stasis application broadcast");
    object_add(&body, "use_count", json_integer(used));
    object_add_text(&body, "status", "Running");
    object_add_text(&body, "support_level", "extended");
    return reply_json(object_finish(&body));
}

static struct reply load_module(struct world *w, struct request *request) {
    enum broadcast_module module;
    if (!find_module(request, &module) || !broadcast_module_load(w, module)) {
        return reply_error(409, "Module could not be loaded");
    }
    return reply_none();
}

static struct reply unload_module(struct world *w, struct request *request) {
    enum broadcast_module module;
    if (!find_module(request, &module) || !broadcast_module_is_loaded(w, module)) {
        return reply_error(404, "Module could not be found in running modules");
    }
    if (!broadcast_module_unload(w, module)) {
        return reply_error(409, "Module could not be unloaded");
    }
    return reply_none();
}

static const struct operation OPERATIONS[] = {
    {
        .method = METHOD_GET,
        .path = "/asterisk/config/dynamic/{configClass}/{objectType}/{id}",
        NAMED("getObject"),
        .summary = "Show an object of a dynamic configuration.",
        .response = "List[ConfigTuple]",
        .errors = {404},
        PARAMETERS(PATH("configClass"), PATH("objectType"), PATH("id")),
    },
    {
        .method = METHOD_PUT,
        .path = "/asterisk/config/dynamic/{configClass}/{objectType}/{id}",
        NAMED("updateObject"),
        .summary = "Create or change an object of a dynamic configuration.",
        .response = "List[ConfigTuple]",
        .errors = {400, 403, 404},
        PARAMETERS(PATH("configClass"), PATH("objectType"), PATH("id"),
                   BODY("fields", "containers")),
    },
    {
        .method = METHOD_DELETE,
        .path = "/asterisk/config/dynamic/{configClass}/{objectType}/{id}",
        NAMED("deleteObject"),
        .summary = "Delete an object of a dynamic configuration.",
        .response = "void",
        .errors = {403, 404},
        PARAMETERS(PATH("configClass"), PATH("objectType"), PATH("id")),
    },
    {
        .method = METHOD_GET,
        .path = "/asterisk/info",
        NAMED("getInfo"),
        .summary = "Show what the server is and how it was built.",
        .response = "AsteriskInfo",
        PARAMETERS(LIST_OF_WORDS("only", "build", "system", "config", "status")),
    },
    {
        .method = METHOD_GET,
        .path = "/asterisk/ping",
        NAMED("ping"),
        .summary = "Ask whether anybody is there.",
        .response = "AsteriskPing",
        .handle = ping,
    },
    {
        .method = METHOD_GET,
        .path = "/asterisk/modules",
        NAMED("listModules"),
        .summary = "List all modules.",
        .response = "List[Module]",
    },
    {
        .method = METHOD_GET,
        .path = "/asterisk/modules/{moduleName}",
        NAMED("getModule"),
        .summary = "Show a module.",
        .response = "Module",
        .errors = {404, 409},
        .handle = get_module,
        PARAMETERS(PATH("moduleName")),
    },
    {
        .method = METHOD_POST,
        .path = "/asterisk/modules/{moduleName}",
        NAMED("loadModule"),
        .summary = "Load a module.",
        .response = "void",
        .errors = {409},
        .handle = load_module,
        PARAMETERS(PATH("moduleName")),
    },
    {
        .method = METHOD_DELETE,
        .path = "/asterisk/modules/{moduleName}",
        NAMED("unloadModule"),
        .summary = "Unload a module.",
        .response = "void",
        .errors = {404, 409},
        .handle = unload_module,
        PARAMETERS(PATH("moduleName")),
    },
    {
        .method = METHOD_PUT,
        .path = "/asterisk/modules/{moduleName}",
        NAMED("reloadModule"),
        .summary = "Reload a module.",
        .response = "void",
        .errors = {404, 409},
        PARAMETERS(PATH("moduleName")),
    },
    {
        .method = METHOD_GET,
        .path = "/asterisk/logging",
        NAMED("listLogChannels"),
        .summary = "List all log channels.",
        .response = "List[LogChannel]",
    },
    {
        .method = METHOD_POST,
        .path = "/asterisk/logging/{logChannelName}",
        NAMED("addLog"),
        .summary = "Add a log channel.",
        .response = "void",
        .errors = {400, 409},
        PARAMETERS(PATH("logChannelName"), REQUIRED("configuration", "string")),
    },
    {
        .method = METHOD_DELETE,
        .path = "/asterisk/logging/{logChannelName}",
        NAMED("deleteLog"),
        .summary = "Delete a log channel.",
        .response = "void",
        .errors = {404},
        PARAMETERS(PATH("logChannelName")),
    },
    {
        .method = METHOD_PUT,
        .path = "/asterisk/logging/{logChannelName}/rotate",
        NAMED("rotateLog"),
        .summary = "Begin a new file of a log channel.",
        .response = "void",
        .errors = {404},
        PARAMETERS(PATH("logChannelName")),
    },
    {
        .method = METHOD_GET,
        .path = "/asterisk/variable",
        NAMED("getGlobalVar"),
        .summary = "Read a global variable.",
        .response = "Variable",
        .errors = {400},
        .handle = get_variable,
        PARAMETERS(VARIABLE),
    },
    {
        .method = METHOD_POST,
        .path = "/asterisk/variable",
        NAMED("setGlobalVar"),
        .summary = "Set a global variable.",
        .response = "void",
        .errors = {400},
        .handle = set_variable,
        PARAMETERS(VARIABLE, OPTIONAL("value", "string")),
    },
};

const struct resource RESOURCE_ASTERISK = {
    .name = "asterisk",
    .summary = "The server itself",
    .operations = OPERATIONS,
    .count = sizeof OPERATIONS / sizeof OPERATIONS[0],
    .models = MODELS_ASTERISK,
};
