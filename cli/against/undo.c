/* Undoing: for each operation that leaves something behind, the one that takes it away. */
#include "cli/against/undo.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/against/http_ask.h"
#include "cli/base/memory.h"
#include "cli/server/outbox.h"
#include "sim/base/must.h"

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

static bool add(struct undo_list *list, const char *method, char *uri, const char *body);
static bool path_fits(const char *pattern, const char *path, size_t size);
static char *fill_in(const char *template, const struct sources *sources);
static bool add_value(struct outbox *uri, const struct sources *sources, const char *key);

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
        bool fits =
            strcmp(TABLE[i].method, method) == 0 && path_fits(TABLE[i].path, uri, path_size);
        char *undoing = fits ? fill_in(TABLE[i].undo_uri, &sources) : NULL;
        if (undoing) {
            bool is_of_application = strstr(TABLE[i].path, "/applications/") != NULL;
            struct undo_list *list = is_of_application ? &undo->subscriptions : &undo->things;
            learnt = add(list, TABLE[i].undo_method, undoing, TABLE[i].undo_body) && learnt;
        }
    }
    json_decref(sources.body);
    json_decref(sources.answer);
    return learnt;
}

bool undo_channel(struct undo *undo, const char *id) {
    char *value = http_ask_value(id);
    char *uri = memory_print("/ari/channels/%s", value);
    free(value);
    return add(&undo->things, "DELETE", uri, NULL);
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

/* Takes `uri` over. */
static bool add(struct undo_list *list, const char *method, char *uri, const char *body) {
    const struct undo_item *newest = list->count > 0 ? &list->items[list->count - 1] : NULL;
    bool is_known = newest && strcmp(newest->method, method) == 0 && strcmp(newest->uri, uri) == 0;
    if (is_known || list->count == UNDO_MAX) {
        free(uri);
        return is_known; /* two rows say the same */
    }
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 16;
        list->items = memory_grow(list->items, list->capacity * sizeof *list->items);
    }
    must(list->items);
    list->items[list->count++] = (struct undo_item){.method = method, .uri = uri, .body = body};
    return true;
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

/* NULL when something in it is not known. To be freed. */
static char *fill_in(const char *template, const struct sources *sources) {
    struct outbox uri = {0};
    for (;;) {
        size_t plain = strcspn(template, "{");
        outbox_add(&uri, template, plain);
        if (template[plain] == '\0') {
            break;
        }
        const char *name = &template[plain + 1];
        size_t length = strcspn(name, "}");
        char *key = memory_part(name, length);
        bool is_known = add_value(&uri, sources, key);
        free(key);
        if (!is_known) {
            outbox_free(&uri);
            return NULL;
        }
        template = &name[length + 1];
    }
    outbox_add(&uri, "", 1);
    return uri.bytes;
}

static bool add_value(struct outbox *uri, const struct sources *sources, const char *key) {
    size_t length = strlen(key);
    if (strcmp(key, "path") == 0) {
        outbox_add(uri, sources->path, sources->path_size);
        return true;
    }
    for (const char *member = sources->query; *member != '\0';) {
        size_t size = strcspn(member, "&");
        if (size > length && strncmp(member, key, length) == 0 && member[length] == '=') {
            outbox_add(uri, member + length + 1, size - length - 1); /* escaped already */
            return true;
        }
        member += size + (member[size] == '&');
    }
    const char *value = json_string_value(json_object_get(sources->answer, key));
    value = value ? value : json_string_value(json_object_get(sources->body, key));
    if (!value) {
        return false;
    }
    char *escaped = http_ask_value(value);
    outbox_text(uri, escaped);
    free(escaped);
    return true;
}
