/* Adding to a document, which begins as a scenario or as nothing. */
#include "cli/draft/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/duration.h"
#include "sim/scenario/script.h"

enum { PATH_BYTES = 4096 };

static bool take_dialplan(json_t *document, const char *path);
static void name_calls(json_t *document);

static json_t *find_client(const json_t *document, const char *application);
static bool registers(const json_t *client, const char *application);

json_t *draft_of(const struct scenario *scenario) {
    static const char *const left_out[] = {"$schema", "schedule", "expect",     "limits",
                                           "seeds",   "rules",    "description"};
    json_t *document = json_deep_copy(scenario->root);
    for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++) {
        json_object_del(document, left_out[i]);
    }
    name_calls(document);
    if (!take_dialplan(document, scenario->path)) {
        json_decref(document);
        return NULL;
    }
    return document;
}

json_t *draft_lines_of(const char *path) {
    FILE *file = fopen(path, "r");
    json_t *lines = file ? json_array() : NULL;
    char *line = NULL;
    size_t size = 0;
    while (lines && getline(&line, &size, file) >= 0) {
        line[strcspn(line, "\r\n")] = '\0';
        json_array_append_new(lines, json_string(line));
    }
    free(line);
    if (file) {
        fclose(file);
    }
    return lines;
}

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

/* Lines of another file become its own, and it always has some. */
static bool take_dialplan(json_t *document, const char *path) {
    const char *name = json_string_value(json_object_get(document, "extensions"));
    if (!name) {
        if (!json_object_get(document, "dialplan")) {
            json_object_set_new(document, "dialplan", json_array());
        }
        return true;
    }
    const char *slash = strrchr(path, '/');
    int folder = name[0] == '/' || !slash ? 0 : (int)(slash - path) + 1;
    char other[PATH_BYTES];
    snprintf(other, sizeof other, "%.*s%s", folder, path, name);
    json_t *lines = draft_lines_of(other);
    json_object_set_new(document, "dialplan", lines);
    json_object_del(document, "extensions");
    return lines != NULL;
}

/* A call without an id is named by its place; calls that are added come behind. */
static void name_calls(json_t *document) {
    size_t i;
    json_t *call;
    json_array_foreach(json_object_get(document, "calls"), i, call) {
        if (!json_object_get(call, "id")) {
            json_object_set_new(call, "id", json_sprintf("call-%zu", i + 1));
        }
    }
}
