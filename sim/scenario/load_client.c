/* The clients of a scenario: their names, their applications, what they do. */
#include <string.h>

#include "sim/scenario/load.h"

static void load_client(struct loader *loader, const json_t *json, const struct place *place,
                        struct script_client *client);
static void load_apps(struct loader *loader, const json_t *json, const struct place *place,
                      struct script_client *client);
static size_t count_registered(const json_t *json);
static void load_reactions(struct loader *loader, json_t *on, const struct place *place,
                           struct script_client *client);
static void load_timed(struct loader *loader, const json_t *list, const struct place *place,
                       struct script_client *client);
static void check_name(struct loader *loader, size_t index);

void load_clients(struct loader *loader, json_t *root) {
    struct scenario *scenario = loader->scenario;
    const json_t *clients = json_object_get(root, "clients");
    scenario->clients = load_array(loader, json_array_size(clients), sizeof *scenario->clients,
                                   &scenario->clients_count);
    struct place list = {.key = "clients"};
    for (size_t i = 0; i < scenario->clients_count; i++) {
        struct place place = {.up = &list, .index = i};
        load_client(loader, json_array_get(clients, i), &place, &scenario->clients[i]);
        check_name(loader, i);
    }
}

static void load_client(struct loader *loader, const json_t *json, const struct place *place,
                        struct script_client *client) {
    load_apps(loader, json, place, client);
    client->name = load_text(json, "name", client->apps_initial > 0 ? client->apps[0] : "");
    client->subscribe_all = load_truth(json, "subscribeAll", false);
    client->asks_over_websocket = strcmp(load_text(json, "requests", "http"), "websocket") == 0;
    client->connected = load_truth(json, "connected", true);
    load_reactions(loader, json_object_get(json, "on"), place, client);
    load_timed(loader, json_object_get(json, "at"), place, client);
}

static void load_apps(struct loader *loader, const json_t *json, const struct place *place,
                      struct script_client *client) {
    size_t initial = load_apps_count(json);
    client->apps = load_array(loader, initial + count_registered(json), sizeof *client->apps,
                              &client->apps_count);
    client->apps_initial = client->apps ? initial : 0;
    /* Those that are registered later follow when the actions are read. */
    client->apps_count = client->apps_initial;
    for (size_t i = 0; i < client->apps_initial; i++) {
        client->apps[i] = load_app(json, i);
        for (size_t j = 0; j < i; j++) {
            if (strcmp(client->apps[j], client->apps[i]) == 0) {
                struct place list = {.up = place, .key = "apps"};
                struct place at = {.up = &list, .index = i};
                source_error(&loader->source, &at, "\"%s\" is in the list already",
                             client->apps[i]);
            }
        }
    }
}

/* How many applications its "register" actions name. */
static size_t count_registered(const json_t *json) {
    size_t count = 0;
    const json_t *timed = json_object_get(json, "at");
    for (size_t i = 0; i < json_array_size(timed); i++) {
        const json_t *action = json_object_get(json_array_get(timed, i), "register");
        count += json_array_size(json_object_get(action, "apps"));
    }
    json_t *on = json_object_get(json, "on");
    for (void *it = json_object_iter(on); it; it = json_object_iter_next(on, it)) {
        const json_t *list = json_object_iter_value(it);
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *action = json_object_get(json_array_get(list, i), "register");
            count += json_array_size(json_object_get(action, "apps"));
        }
    }
    return count;
}

static void load_reactions(struct loader *loader, json_t *on, const struct place *place,
                           struct script_client *client) {
    struct place at = {.up = place, .key = "on"};
    client->on = load_array(loader, json_object_size(on), sizeof *client->on, &client->on_count);
    void *iterator = json_object_iter(on);
    for (size_t i = 0; i < client->on_count; i++) {
        struct reactions *reactions = &client->on[i];
        const json_t *list = json_object_iter_value(iterator);
        reactions->type = json_object_iter_key(iterator);
        struct place type = {.up = &at, .key = reactions->type};
        reactions->actions = load_array(loader, json_array_size(list), sizeof *reactions->actions,
                                        &reactions->count);
        for (size_t a = 0; a < reactions->count; a++) {
            struct place element = {.up = &type, .index = a};
            json_t *json = json_array_get(list, a);
            struct action *action = &reactions->actions[a];
            load_action(loader, json, &element, client, action);
            action->delay_us = load_duration(json, "after", 0);
            action->nth = (unsigned)load_integer(json, "nth", 0);
            action->only = load_text(json, "channel", NULL);
            if (action->only) {
                known_channel(loader, action->only, &element, "channel");
            }
            struct place when = {.up = &element, .key = "if"};
            load_conditions(loader, json_object_get(json, "if"), &action->when);
            known_paths(loader, reactions->type, json_object_get(json, "if"), &when);
            action->number = client->reactions_count++;
            known_moment(loader, action->delay_us, &element, "after");
        }
        iterator = json_object_iter_next(on, iterator);
    }
}

static void load_timed(struct loader *loader, const json_t *list, const struct place *place,
                       struct script_client *client) {
    struct place at = {.up = place, .key = "at"};
    client->timed =
        load_array(loader, json_array_size(list), sizeof *client->timed, &client->timed_count);
    for (size_t i = 0; i < client->timed_count; i++) {
        struct place element = {.up = &at, .index = i};
        json_t *json = json_array_get(list, i);
        struct action *action = &client->timed[i];
        load_action(loader, json, &element, client, action);
        action->delay_us = load_duration(json, "at", 0);
        known_moment(loader, action->delay_us, &element, "at");
        if (!action->request || action->channel || !strstr(action->request, "{channel}")) {
            continue;
        }
        const struct scenario *scenario = loader->scenario;
        if (scenario->calls_count == 1) {
            action->channel = scenario->calls[0].id;
        } else if (!json_object_get(json, "request")) {
            struct place key = {.up = &element, .key = action->name};
            source_error(&loader->source, &key,
                         "which channel? There are %zu calls: say \"channel\": \"call-1\"",
                         scenario->calls_count);
        }
    }
}

static void check_name(struct loader *loader, size_t index) {
    const struct script_client *clients = loader->scenario->clients;
    struct place list = {.key = "clients"};
    struct place place = {.up = &list, .index = index};
    for (size_t i = 0; i < index; i++) {
        if (clients[index].name[0] != '\0' && strcmp(clients[i].name, clients[index].name) == 0) {
            source_error(&loader->source, &place,
                         "clients[%zu] is called \"%s\" too: give this one a \"name\" of its own",
                         i, clients[index].name);
            return;
        }
    }
}
