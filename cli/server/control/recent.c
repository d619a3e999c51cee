/* The newest entries, in a ring. They are made into text only when somebody reads them. */
#include "cli/server/control/recent.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "sim/base/must.h"

enum {
    NODE_BYTES = 50, /* of a JSON value, about */
    SEQ_BYTES = 40,
    LOST_BYTES = 100,
};

struct recent {
    struct recent_entry ring[RECENT_ENTRIES_MAX];
    uint64_t first;
    uint64_t next;
    uint64_t began; /* the number of the mark, or 1 */
    size_t bytes;
};

static char *mark_text(const char *why);
static struct recent_entry *slot(struct recent *recent, uint64_t number);
static struct recent_entry *take_slot(struct recent *recent);
static void drop_first(struct recent *recent);
static size_t weight_of(json_t *json);

struct recent *recent_new(void) {
    struct recent *recent = memory_new(sizeof *recent);
    recent->first = recent->next = recent->began = 1;
    return recent;
}

void recent_free(struct recent *recent) {
    while (recent && recent->first < recent->next) {
        drop_first(recent);
    }
    free(recent);
}

void recent_add(struct recent *recent, const struct log_entry *entry) {
    struct recent_entry *kept = take_slot(recent);
    *kept = (struct recent_entry){.entry = *entry};
    json_incref(kept->entry.data);
    size_t size;
    kept->strings = log_entry_copy(&kept->entry, &size);
    if (!kept->strings) {
        memory_end();
    }
    kept->bytes = sizeof *kept + size + weight_of(kept->entry.data);
    recent->bytes += kept->bytes;
    while (recent->bytes > RECENT_BYTES_MAX && recent->first + 1 < recent->next) {
        drop_first(recent);
    }
}

void recent_begin_anew(struct recent *recent, const char *why) {
    while (recent->first < recent->next) {
        drop_first(recent);
    }
    recent->began = recent->next;
    *take_slot(recent) = (struct recent_entry){.mark = why};
}

uint64_t recent_first(const struct recent *recent) {
    return recent->first;
}

uint64_t recent_last(const struct recent *recent) {
    return recent->next - 1;
}

bool recent_is_whole(const struct recent *recent) {
    return recent->first == recent->began;
}

const struct recent_entry *recent_at(const struct recent *recent, uint64_t number) {
    must(number >= recent->first && number < recent->next);
    return &recent->ring[number % RECENT_ENTRIES_MAX];
}

char *recent_text(const struct recent *recent, uint64_t number) {
    const struct recent_entry *kept = recent_at(recent, number);
    char *line = kept->mark ? mark_text(kept->mark) : log_entry_text(&kept->entry);
    must(line && line[0] == '{');
    char *text = memory_new(strlen(line) + SEQ_BYTES);
    snprintf(text, strlen(line) + SEQ_BYTES, "{\"seq\":%" PRIu64 ",%s", number, line + 1);
    free(line);
    return text;
}

char *recent_lost_text(uint64_t count, uint64_t number) {
    char *text = memory_new(LOST_BYTES);
    snprintf(text, LOST_BYTES, "{\"kind\":\"lost\",\"count\":%" PRIu64 ",\"seq\":%" PRIu64 "}",
             count, number);
    return text;
}

struct log *recent_log(const struct recent *recent) {
    struct log *log = log_new(true);
    for (uint64_t number = recent->first; number < recent->next; number++) {
        const struct recent_entry *kept = recent_at(recent, number);
        json_incref(kept->entry.data);
        if (!log || (!kept->mark && !log_add(log, &kept->entry))) {
            memory_end();
        }
    }
    return log;
}

static char *mark_text(const char *why) {
    json_t *json = json_pack("{s:s, s:s}", "kind", "reset", "why", why);
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    return text;
}

static struct recent_entry *slot(struct recent *recent, uint64_t number) {
    return &recent->ring[number % RECENT_ENTRIES_MAX];
}

static struct recent_entry *take_slot(struct recent *recent) {
    if (recent->next - recent->first == RECENT_ENTRIES_MAX) {
        drop_first(recent);
    }
    return slot(recent, recent->next++);
}

static void drop_first(struct recent *recent) {
    struct recent_entry *kept = slot(recent, recent->first++);
    must(recent->bytes >= kept->bytes);
    recent->bytes -= kept->bytes;
    json_decref(kept->entry.data);
    free(kept->strings);
    *kept = (struct recent_entry){0};
}

/* What a value takes, about. The depth is that of what ARI renders, or of a body, which the JSON
 * library bounds. */
static size_t weight_of(json_t *json) {
    size_t bytes = NODE_BYTES;
    size_t index;
    const char *key;
    json_t *item;
    json_array_foreach(json, index, item) {
        bytes += weight_of(item);
    }
    json_object_foreach(json, key, item) {
        bytes += strlen(key) + weight_of(item);
    }
    return bytes + json_string_length(json);
}
