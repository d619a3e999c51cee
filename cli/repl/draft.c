/* Adding to a document. */
#include "cli/repl/draft.h"

#include <string.h>

#include "sim/scenario/duration.h"

static json_t *find_client(const json_t *document, const char *application);
static bool registers(const json_t *client, const char *application);

json_t *draft_client(json_t *document, const char *application) {
    json_t *client = find_client(document, application);
    if (client && !json_object_get(client, "on")) {
        return client;
    }
    json_t *clients = json_object_get(document, "clients");
    if (!clients) {
        clients = json_array();
        json_object_set_new(document, "clients", clients);
    }
    json_t *made = json_pack("{s:s, s:b}", "app", application, "connected", 0);
    if (client) {
        json_object_set_new(made, "name", json_sprintf("%.50s by hand", application));
    }
    return json_array_append_new(clients, made) == 0 ? made : NULL;
}

bool draft_action(json_t *client, uint64_t at_us, const char *deed, json_t *value) {
    json_t *timed = json_object_get(client, "at");
    if (!timed) {
        timed = json_array();
        json_object_set_new(client, "at", timed);
    }
    json_t *action = json_pack("{s:o, s:o}", "at", draft_duration(at_us), deed, value);
    return json_array_append_new(timed, action) == 0;
}

bool draft_call(json_t *document, uint64_t at_us, json_t *call) {
    json_t *calls = json_object_get(document, "calls");
    if (!calls) {
        calls = json_array();
        json_object_set_new(document, "calls", calls);
    }
    json_object_set_new(call, "at", draft_duration(at_us));
    return json_array_append_new(calls, call) == 0;
}

json_t *draft_find_call(const json_t *document, const char *channel) {
    size_t i;
    json_t *call;
    json_array_foreach(json_object_get(document, "calls"), i, call) {
        const char *id = json_string_value(json_object_get(call, "id"));
        if (id && (strcmp(id, channel) == 0 ||
                   (strncmp(channel, "o-", 2) == 0 && strcmp(id, &channel[2]) == 0))) {
            return call;
        }
    }
    return NULL;
}

bool draft_dialplan(json_t *document, const char *line) {
    json_t *lines = json_object_get(document, "dialplan");
    return json_array_append_new(lines, json_string(line)) == 0;
}

json_t *draft_duration(uint64_t us) {
    char text[DURATION_TEXT_BYTES];
    return json_string(duration_text(us, text));
}

/* The last one counts: a client of the person's stands behind the one that is scripted. */
static json_t *find_client(const json_t *document, const char *application) {
    json_t *found = NULL;
    size_t i;
    json_t *client;
    json_array_foreach(json_object_get(document, "clients"), i, client) {
        found = registers(client, application) ? client : found;
    }
    return found;
}

static bool registers(const json_t *client, const char *application) {
    const char *app = json_string_value(json_object_get(client, "app"));
    if (app) {
        return strcmp(app, application) == 0;
    }
    size_t i;
    json_t *name;
    json_array_foreach(json_object_get(client, "apps"), i, name) {
        if (json_is_string(name) && strcmp(json_string_value(name), application) == 0) {
            return true;
        }
    }
    return false;
}
