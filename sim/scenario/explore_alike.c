/* Interchangeable applications: found by what the scenario's document says of them. */
#include "sim/scenario/explore_alike.h"

#include <stdlib.h>
#include <string.h>

#include "sim/scenario/plan.h"

static void merge(struct alike *alike, const struct scenario *scenario);
static bool is_named(const struct scenario *scenario, const struct part *part);
static bool speaks_of(json_t *value, const char *name);
static bool same_script(const struct scenario *scenario, const struct part *a,
                        const struct part *b);
static bool has_own_part(const struct script_client *client);
static json_t *behaviour(const struct scenario *scenario, const struct part *part);

bool alike_new(struct alike *alike, const struct scenario *scenario, bool apart) {
    size_t count = 0;
    for (size_t i = 0; i < scenario->clients_count; i++) {
        count += scenario->clients[i].apps_count;
    }
    *alike = (struct alike){.parts = calloc(count + 1, sizeof *alike->parts)};
    if (!alike->parts) {
        return false;
    }
    for (size_t i = 0; i < scenario->clients_count; i++) {
        const struct script_client *client = &scenario->clients[i];
        for (size_t a = 0; a < client->apps_count; a++) {
            alike->parts[alike->count] = (struct part){
                .client = client, .app = client->apps[a], .kind = (uint32_t)alike->count};
            alike->count++;
        }
    }
    if (!apart) {
        merge(alike, scenario);
    }
    return true;
}

void alike_free(struct alike *alike) {
    free(alike->parts);
}

uint32_t alike_find(const struct alike *alike, const char *client, const char *app) {
    for (uint32_t i = 0; app && i < alike->count; i++) {
        const struct part *part = &alike->parts[i];
        if (strcmp(part->app, app) == 0 && (!client || strcmp(part->client->name, client) == 0)) {
            return i;
        }
    }
    return ALIKE_NOBODY;
}

static void merge(struct alike *alike, const struct scenario *scenario) {
    for (uint32_t i = 0; i < alike->count; i++) {
        struct part *part = &alike->parts[i];
        if (is_named(scenario, part)) {
            continue;
        }
        for (uint32_t j = 0; j < i; j++) {
            const struct part *other = &alike->parts[j];
            if (other->kind == j && !is_named(scenario, other) &&
                same_script(scenario, other, part) &&
                plan_treats_alike(scenario->dialplan, other->app, part->app)) {
                part->kind = j;
                alike->merged++;
                break;
            }
        }
    }
}

/* An expectation or a client speaks of it, or another client has an application of that name. */
static bool is_named(const struct scenario *scenario, const struct part *part) {
    const json_t *root = scenario->root;
    if (speaks_of(json_object_get(root, "expect"), part->app) ||
        speaks_of(json_object_get(root, "expect"), part->client->name) ||
        speaks_of(json_object_get(root, "dialplan"), part->app)) {
        return true;
    }
    for (size_t i = 0; i < scenario->clients_count; i++) {
        const struct script_client *client = &scenario->clients[i];
        const json_t *json = json_array_get(json_object_get(root, "clients"), i);
        if (speaks_of(json_object_get(json, "on"), part->app) ||
            speaks_of(json_object_get(json, "at"), part->app)) {
            return true;
        }
        for (size_t a = 0; client != part->client && a < client->apps_count; a++) {
            if (strcmp(client->apps[a], part->app) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Anywhere in the value, as a part of a text: "app=sales-1" speaks of sales-1, and of sales. */
static bool speaks_of(json_t *value, const char *name) {
    const char *key;
    json_t *member;
    if (json_is_string(value)) {
        return strstr(json_string_value(value), name) != NULL;
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (speaks_of(json_array_get(value, i), name)) {
            return true;
        }
    }
    void *iterator = json_object_iter(value);
    for (; iterator; iterator = json_object_iter_next(value, iterator)) {
        key = json_object_iter_key(iterator);
        member = json_object_iter_value(iterator);
        if (strstr(key, name) || speaks_of(member, name)) {
            return true;
        }
    }
    return false;
}

static bool same_script(const struct scenario *scenario, const struct part *a,
                        const struct part *b) {
    if (a->client == b->client) {
        return has_own_part(a->client);
    }
    json_t *of_a = behaviour(scenario, a);
    json_t *of_b = behaviour(scenario, b);
    bool same = of_a && of_b && a->client->apps_count == 1 && b->client->apps_count == 1 &&
                json_equal(of_a, of_b);
    json_decref(of_a);
    json_decref(of_b);
    return same;
}

/* What the applications of one client do they do each for itself. */
static bool has_own_part(const struct script_client *client) {
    if (client->timed_count > 0 || client->apps_initial != client->apps_count) {
        return false;
    }
    for (size_t i = 0; i < client->on_count; i++) {
        for (size_t a = 0; a < client->on[i].count; a++) {
            const struct action *action = &client->on[i].actions[a];
            if (action->nth > 0 || action->when.count > 0 || action->deed != DEED_REQUEST) {
                return false;
            }
        }
    }
    return true;
}

/* All that the document says of the client but its names. Delays that are kept make a difference,
 * and so does an order of events that a shuffle has made. */
static json_t *behaviour(const struct scenario *scenario, const struct part *part) {
    size_t index = (size_t)(part->client - scenario->clients);
    const json_t *json = json_array_get(json_object_get(scenario->root, "clients"), index);
    json_t *copy = json_deep_copy(json);
    static const char *const names[] = {"app", "apps", "name"};
    for (size_t i = 0; copy && i < sizeof names / sizeof names[0]; i++) {
        json_object_del(copy, names[i]);
    }
    json_t *on = json_object_get(copy, "on");
    void *iterator = scenario->order == ORDER_ANY ? json_object_iter(on) : NULL;
    for (; iterator; iterator = json_object_iter_next(on, iterator)) {
        json_t *list = json_object_iter_value(iterator);
        for (size_t i = 0; i < json_array_size(list); i++) {
            json_object_del(json_array_get(list, i), "after");
        }
    }
    json_t *timed = json_object_get(copy, "at");
    for (size_t i = 0; scenario->order == ORDER_ANY && i < json_array_size(timed); i++) {
        json_object_del(json_array_get(timed, i), "at");
    }
    return copy;
}
