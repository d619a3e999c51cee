/* One action of a client: which request it makes, with which values. */
#include <stdlib.h>
#include <string.h>

#include "sim/ari/json.h"
#include "sim/base/text.h"
#include "sim/scenario/load.h"
#include "sim/scenario/regex.h"

/* A {name} is replaced by the action's parameter of that name, {channel}, {app} and {client} else
 * by what the moment says; a member of the query whose value is missing is left out. */
static const struct {
    const char *name;
    enum deed deed;
    const char *request;
} DEEDS[] = {
    {"claim", DEED_REQUEST, "POST /ari/events/claim?channelId={channel}&application={app}"},
    {"answer", DEED_REQUEST, "POST /ari/channels/{channel}/answer"},
    {"play", DEED_REQUEST, "POST /ari/channels/{channel}/play?media={media}&playbackId={id}"},
    {"hangup", DEED_REQUEST, "DELETE /ari/channels/{channel}?reason={reason}"},
    {"continue", DEED_REQUEST,
     "POST /ari/channels/{channel}/continue?context={context}&extension={extension}"
     "&priority={priority}&label={label}"},
    {"move", DEED_REQUEST, "POST /ari/channels/{channel}/move?app={app}&appArgs={args}"},
    {"variable", DEED_REQUEST,
     "POST /ari/channels/{channel}/variable?variable={variable}&value={value}"},
    {"userevent", DEED_REQUEST,
     "POST /ari/events/user/{name}?application={app}&source=channel:{channel}"},
    {"filter", DEED_REQUEST, "PUT /ari/applications/{app}/eventFilter"},
    {"subscribe", DEED_REQUEST, "POST /ari/applications/{app}/subscription?eventSource={to}"},
    {"unsubscribe", DEED_REQUEST, "DELETE /ari/applications/{app}/subscription?eventSource={to}"},
    {"connect", DEED_CONNECT, NULL},
    {"disconnect", DEED_DISCONNECT, NULL},
    {"reconnect", DEED_RECONNECT, NULL},
    {"register", DEED_REGISTER, NULL},
    {"load", DEED_LOAD, NULL},
    {"unload", DEED_UNLOAD, NULL},
    {"request", DEED_REQUEST, NULL},
};

static void load_request(struct loader *loader, const json_t *json, const struct place *place,
                         json_t *value, struct action *action);
static void load_variable(struct loader *loader, json_t *value, const struct place *place,
                          struct action *action);
static void load_subscription(struct action *action);
static void load_filter(struct loader *loader, const json_t *value, struct action *action);
static void load_registered(const json_t *value, struct script_client *client,
                            struct action *action);
static void load_body(struct loader *loader, json_t *body, struct action *action);
static void load_condition(struct loader *loader, json_t *field, struct condition *condition);

void load_action(struct loader *loader, json_t *json, const struct place *place,
                 struct script_client *client, struct action *action) {
    for (size_t i = 0; i < sizeof DEEDS / sizeof DEEDS[0]; i++) {
        json_t *value = json_object_get(json, DEEDS[i].name);
        if (!value) {
            continue;
        }
        struct place key = {.up = place, .key = DEEDS[i].name};
        action->name = DEEDS[i].name;
        action->deed = DEEDS[i].deed;
        action->request = DEEDS[i].request;
        if (action->deed == DEED_REQUEST) {
            load_request(loader, json, &key, value, action);
        } else if (action->deed == DEED_REGISTER) {
            load_registered(value, client, action);
        } else if (action->deed == DEED_LOAD || action->deed == DEED_UNLOAD) {
            action->module = (enum broadcast_module)load_word(value, &FORMAT_MODULE, MODULE_RES);
        }
        break;
    }
    if (json_object_get(json, "body") && !json_object_get(json, "request")) {
        struct place at = {.up = place, .key = "body"};
        source_error(&loader->source, &at, "a \"body\" belongs to a \"request\"");
    }
}

static void load_request(struct loader *loader, const json_t *json, const struct place *place,
                         json_t *value, struct action *action) {
    if (!action->request) {
        action->request = json_is_string(value) ? json_string_value(value) : "GET /";
        load_body(loader, json_object_get(json, "body"), action);
        return;
    }
    action->parameters = json_incref(value);
    action->channel = load_text(value, "channel", NULL);
    if (action->channel && !strchr(action->channel, '{')) {
        known_channel(loader, action->channel, place, "channel");
    }
    if (strcmp(action->name, "variable") == 0) {
        load_variable(loader, value, place, action);
    } else if (strcmp(action->name, "filter") == 0) {
        load_filter(loader, value, action);
    } else if (strstr(action->name, "subscribe") && !json_object_get(value, "to")) {
        load_subscription(action);
    } else if (strcmp(action->name, "userevent") == 0 && json_object_get(value, "variables")) {
        json_t *body = json_pack("{s:O}", "variables", json_object_get(value, "variables"));
        load_body(loader, body, action);
        json_decref(body);
    }
}

/* {"channel": …, "AGENT": "7"}: the one key that is not the channel names the variable. */
static void load_variable(struct loader *loader, json_t *value, const struct place *place,
                          struct action *action) {
    const char *name = NULL;
    size_t names = 0;
    for (void *it = json_object_iter(value); it; it = json_object_iter_next(value, it)) {
        if (strcmp(json_object_iter_key(it), "channel") != 0) {
            name = json_object_iter_key(it);
            names++;
        }
    }
    if (names != 1) {
        source_error(&loader->source, place,
                     "%zu variables are named: one belongs here, such as {\"AGENT\": \"7\"}",
                     names);
        return;
    }
    json_decref(action->parameters);
    action->parameters =
        json_pack("{s:s, s:s}", "variable", name, "value", load_text(value, name, ""));
    loader->no_memory |= !action->parameters;
}

static void load_subscription(struct action *action) {
    static const char subscribe[] =
        "POST /ari/applications/{app}/subscription?eventSource=channel:{channel}";
    static const char unsubscribe[] =
        "DELETE /ari/applications/{app}/subscription?eventSource=channel:{channel}";
    action->request = strcmp(action->name, "subscribe") == 0 ? subscribe : unsubscribe;
}

static void load_filter(struct loader *loader, const json_t *value, struct action *action) {
    static const char *const lists[] = {"allowed", "disallowed"};
    json_t *body = json_object();
    for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++) {
        const json_t *types = json_object_get(value, lists[l]);
        json_t *wire = json_array();
        for (size_t i = 0; i < json_array_size(types); i++) {
            json_array_append_new(wire, json_pack("{s:O}", "type", json_array_get(types, i)));
        }
        if (types) {
            json_object_set(body, lists[l], wire);
        }
        json_decref(wire);
    }
    load_body(loader, body, action);
    json_decref(body);
}

static void load_registered(const json_t *value, struct script_client *client,
                            struct action *action) {
    const json_t *apps = json_object_get(value, "apps");
    action->apps_first = client->apps_count;
    for (size_t i = 0; client->apps && i < json_array_size(apps); i++) {
        const char *name = json_string_value(json_array_get(apps, i));
        client->apps[client->apps_count++] = text_or_empty(name);
    }
    action->apps_count = client->apps_count - action->apps_first;
}

static void load_body(struct loader *loader, json_t *body, struct action *action) {
    if (json_is_string(body)) {
        action->body = load_copy(loader, json_string_value(body), json_string_length(body));
    } else if (body) {
        action->body = json_text(body, JSON_COMPACT | JSON_ENCODE_ANY);
        loader->no_memory |= !action->body;
    }
}

void load_conditions(struct loader *loader, json_t *map, struct conditions *conditions) {
    conditions->items =
        load_array(loader, json_object_size(map), sizeof *conditions->items, &conditions->count);
    void *iterator = json_object_iter(map);
    for (size_t i = 0; i < conditions->count; i++) {
        conditions->items[i].path = json_object_iter_key(iterator);
        load_condition(loader, json_object_iter_value(iterator), &conditions->items[i]);
        iterator = json_object_iter_next(map, iterator);
    }
}

static void load_condition(struct loader *loader, json_t *field, struct condition *condition) {
    json_t *value;
    char why[PROBLEM_TEXT_BYTES];
    condition->kind = CONDITION_EQUALS;
    condition->value = field;
    if (!json_is_object(field)) {
        return;
    }
    if ((value = json_object_get(field, "equals"))) {
        condition->value = value;
    } else if ((value = json_object_get(field, "absent"))) {
        condition->kind = CONDITION_ABSENT;
        condition->value = value;
    } else if ((value = json_object_get(field, "contains"))) {
        condition->kind = CONDITION_CONTAINS;
        condition->value = value;
    } else if (json_is_string(value = json_object_get(field, "matches"))) {
        condition->kind = CONDITION_MATCHES;
        condition->value = value;
        condition->regex = regex_new(json_string_value(value), why, sizeof why);
        /* A bad one has been reported; it matches nothing. */
        loader->no_memory |= !condition->regex && !problems_have_error(loader->source.problems);
    }
}
