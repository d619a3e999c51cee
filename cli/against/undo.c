/* Undoing: for each operation that leaves something behind, the one that takes it away. */
#include "cli/against/undo.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/against/http_ask.h"
#include "sim/base/must.h"

enum { URI_BYTES = 4096 };

/* All rows that fit and can be filled in are learnt. In a path an asterisk is any one segment. In
 * what undoes it, {path} is the path it was asked with, {id} is a member of the answer, {name} of
 * the answer or the request; the others are parameters of the request: of one without an answer
 * there is nothing else. */
static const struct {
    const char *method;
    const char *path;
    const char *undo_method;
    const char *undo_uri;
    const char *undo_body;
} TABLE[] = {
    {"POST", "/ari/channels", "DELETE", "/ari/channels/{id}", NULL},
    {"POST", "/ari/channels", "DELETE", "/ari/channels/{channelId}", NULL},
    {"POST", "/ari/channels/*", "DELETE", "/ari/channels/{id}", NULL},
    {"POST", "/ari/channels/*", "DELETE", "/ari/channels/{channelId}", NULL},
    {"POST", "/ari/channels/*", "DELETE", "{path}", NULL}, /* of create: nothing is called so */
    {"POST", "/ari/channels/*/snoop", "DELETE", "/ari/channels/{id}", NULL},
    {"POST", "/ari/channels/*/snoop", "DELETE", "/ari/channels/{snoopId}", NULL},
    {"POST", "/ari/channels/*/snoop/*", "DELETE", "/ari/channels/{id}", NULL},
    {"POST", "/ari/bridges", "DELETE", "/ari/bridges/{id}", NULL},
    {"POST", "/ari/bridges", "DELETE", "/ari/bridges/{bridgeId}", NULL},
    {"POST", "/ari/bridges/*", "DELETE", "{path}", NULL},
    {"POST", "/ari/channels/*/record", "DELETE", "/ari/recordings/stored/{name}", NULL},
    {"POST", "/ari/channels/*/record", "DELETE", "/ari/recordings/live/{name}", NULL},
    {"POST", "/ari/bridges/*/record", "DELETE", "/ari/recordings/stored/{name}", NULL},
    {"POST", "/ari/bridges/*/record", "DELETE", "/ari/recordings/live/{name}", NULL},
    {"POST", "/ari/recordings/stored/*/copy", "DELETE", "/ari/recordings/stored/{name}", NULL},
    {"POST", "/ari/applications/*/subscription", "DELETE", "{path}?eventSource={eventSource}",
     NULL},
    {"PUT", "/ari/applications/*/eventFilter", "PUT", "{path}", "{}"},
    {"PUT", "/ari/deviceStates/*", "DELETE", "{path}", NULL},
    {"PUT", "/ari/mailboxes/*", "DELETE", "{path}", NULL},
    {"PUT", "/ari/asterisk/config/dynamic/*/*/*", "DELETE", "{path}", NULL},
    {"POST", "/ari/asterisk/logging/*", "DELETE", "{path}", NULL},
    {"POST", "/ari/asterisk/modules/*", "DELETE", "{path}", NULL},
    {"DELETE", "/ari/asterisk/modules/*", "POST", "{path}", NULL},
};
enum { TABLE_COUNT = sizeof TABLE / sizeof TABLE[0] };

struct sources {
    const char *path;
    size_t path_size;
    const char *query; /* empty: none */
    json_t *body;
    json_t *answer;
};

static bool add(struct undo_list *list, const char *method, const char *uri, const char *body);
static bool path_fits(const char *pattern, const char *path, size_t size);
static bool fill_in(const char *template, const struct sources *sources, char uri[URI_BYTES]);
static bool put_value(const struct sources *sources, const char *name, size_t length,
                      char uri[URI_BYTES], size_t *used);
static bool put(const char *text, size_t size, char uri[URI_BYTES], size_t *used);

bool undo_learn(struct undo *undo, const char *method, const char *uri, const char *body,
                const char *answer) {
    size_t path_size = strcspn(uri, "?");
    struct sources sources = {
        .path = uri,
        .path_size = path_size,
        .query = uri[path_size] == '?' ? &uri[path_size + 1] : "",
        .body = body ? json_loads(body, 0, NULL) : NULL,
        .answer = answer ? json_loads(answer, 0, NULL) : NULL,
    };
    bool learnt = true;
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        char text[URI_BYTES];
        if (strcmp(TABLE[i].method, method) == 0 && path_fits(TABLE[i].path, uri, path_size) &&
            fill_in(TABLE[i].undo_uri, &sources, text)) {
            bool is_of_application = strstr(TABLE[i].path, "/applications/") != NULL;
            struct undo_list *list = is_of_application ? &undo->subscriptions : &undo->things;
            learnt = add(list, TABLE[i].undo_method, text, TABLE[i].undo_body) && learnt;
        }
    }
    json_decref(sources.body);
    json_decref(sources.answer);
    return learnt;
}

bool undo_channel(struct undo *undo, const char *id) {
    char uri[URI_BYTES];
    char *value = http_ask_value(id);
    int size = value ? snprintf(uri, sizeof uri, "/ari/channels/%s", value) : -1;
    free(value);
    return size > 0 && (size_t)size < sizeof uri && add(&undo->things, "DELETE", uri, NULL);
}

bool undo_next(struct undo *undo, struct undo_item *item) {
    struct undo_list *list = undo->subscriptions.count > 0 ? &undo->subscriptions : &undo->things;
    if (list->count == 0) {
        return false;
    }
    *item = list->items[--list->count];
    return true;
}

void undo_free(struct undo *undo) {
    struct undo_item item;
    while (undo_next(undo, &item)) {
        free(item.uri);
    }
    free(undo->subscriptions.items);
    free(undo->things.items);
    *undo = (struct undo){0};
}

static bool add(struct undo_list *list, const char *method, const char *uri, const char *body) {
    const struct undo_item *newest = list->count > 0 ? &list->items[list->count - 1] : NULL;
    if (newest && strcmp(newest->method, method) == 0 && strcmp(newest->uri, uri) == 0) {
        return true; /* two rows say the same */
    }
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 16;
        struct undo_item *larger =
            capacity <= UNDO_MAX ? realloc(list->items, capacity * sizeof *larger) : NULL;
        if (!larger) {
            return false;
        }
        list->items = larger;
        list->capacity = capacity;
    }
    must(list->items);
    char *copy = strdup(uri);
    if (copy) {
        list->items[list->count++] =
            (struct undo_item){.method = method, .uri = copy, .body = body};
    }
    return copy != NULL;
}

static bool path_fits(const char *pattern, const char *path, size_t size) {
    const char *end = path + size;
    for (; *pattern != '\0'; pattern++) {
        if (*pattern == '*') {
            const char *segment = path;
            while (path < end && *path != '/') {
                path++;
            }
            if (path == segment) {
                return false;
            }
        } else if (path == end || *path++ != *pattern) {
            return false;
        }
    }
    return path == end;
}

static bool fill_in(const char *template, const struct sources *sources, char uri[URI_BYTES]) {
    size_t used = 0;
    bool fits = true;
    while (fits && *template != '\0') {
        size_t length = strcspn(template, "}");
        if (*template == '{' && template[length] == '}') {
            fits = put_value(sources, template + 1, length - 1, uri, &used);
            template += length + 1;
        } else {
            length = strcspn(template + 1, "{") + 1;
            fits = put(template, length, uri, &used);
            template += length;
        }
    }
    uri[used] = '\0';
    return fits;
}

static bool put_value(const struct sources *sources, const char *name, size_t length,
                      char uri[URI_BYTES], size_t *used) {
    char key[32];
    snprintf(key, sizeof key, "%.*s", (int)length, name);
    if (strcmp(key, "path") == 0) {
        return put(sources->path, sources->path_size, uri, used);
    }
    for (const char *member = sources->query; *member != '\0';) {
        size_t size = strcspn(member, "&");
        if (size > length && strncmp(member, key, length) == 0 && member[length] == '=') {
            return put(member + length + 1, size - length - 1, uri, used); /* escaped already */
        }
        member += size + (member[size] == '&');
    }
    const char *value = json_string_value(json_object_get(sources->answer, key));
    value = value ? value : json_string_value(json_object_get(sources->body, key));
    char *escaped = value ? http_ask_value(value) : NULL;
    bool fits = escaped && put(escaped, strlen(escaped), uri, used);
    free(escaped);
    return fits;
}

static bool put(const char *text, size_t size, char uri[URI_BYTES], size_t *used) {
    if (size >= URI_BYTES - *used) {
        return false;
    }
    memcpy(uri + *used, text, size);
    *used += size;
    return true;
}
