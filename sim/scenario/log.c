/* The log: entries in pages that never move, and each as a line of the trace. */
#include "sim/scenario/log.h"

#include <stdlib.h>
#include <string.h>

#include "sim/ari/json.h"
#include "sim/base/must.h"

enum {
    PAGE_ENTRIES = 512,
    STRINGS = 5,
    PAGES_MAX = (LOG_ENTRIES_MAX + PAGE_ENTRIES - 1) / PAGE_ENTRIES,
};

/* What the members of a trace's line are called, by the kind of entry. */
static const struct {
    const char *kind;
    const char *name;
    const char *text;
} KEYS[] = {
    [LOG_STEP] = {"step", "task", "step"},        [LOG_NOTE] = {"note", "name", "text"},
    [LOG_EVENT] = {"event", "name", "text"},      [LOG_REQUEST] = {"request", "name", "request"},
    [LOG_ANSWER] = {"answer", "name", "request"}, [LOG_CLIENT] = {"client", "client", "did"},
    [LOG_END] = {"end", "state", "why"},
};
enum { KINDS = sizeof KEYS / sizeof KEYS[0] };

struct stored {
    struct log_entry entry;
    char *strings; /* all of the entry's, in one block */
};

struct log {
    bool steps;
    bool incomplete;
    bool lacked_memory;
    log_teller *tell; /* NULL: entries are kept */
    void *context;
    size_t count;
    size_t count_data;
    struct stored *pages[PAGES_MAX];
};

static struct stored *next_entry(struct log *log);
static void add_text(struct object *line, const char *key, const char *text);
static const char *text_of(const json_t *line, const char *key);
static json_int_t integer_of(const json_t *line, const char *key);
static unsigned rule_of(const json_t *line);

const char *log_kind_name(enum log_kind kind) {
    must(kind <= LOG_END);
    return KEYS[kind].kind;
}

struct log *log_new(bool steps) {
    struct log *log = calloc(1, sizeof *log);
    if (log) {
        log->steps = steps;
    }
    return log;
}

struct log *log_new_told(bool steps, log_teller *tell, void *context) {
    struct log *log = log_new(steps);
    if (log) {
        log->tell = tell;
        log->context = context;
    }
    return log;
}

void log_free(struct log *log) {
    if (!log) {
        return;
    }
    for (size_t i = 0; !log->tell && i < log->count; i++) {
        struct stored *stored = &log->pages[i / PAGE_ENTRIES][i % PAGE_ENTRIES];
        json_decref(stored->entry.data);
        free(stored->strings);
    }
    for (size_t i = 0; i < PAGES_MAX; i++) {
        free(log->pages[i]);
    }
    free(log);
}

bool log_add(struct log *log, const struct log_entry *entry) {
    must(entry->name);
    if (entry->kind == LOG_STEP && !log->steps) {
        must(!entry->data);
        return true;
    }
    if (log->tell) {
        struct log_entry told = *entry;
        told.serial = ++log->count;
        bool good = log->tell(log->context, &told);
        log->incomplete = log->incomplete || !good;
        log->lacked_memory = log->lacked_memory || !good;
        json_decref(entry->data);
        return good;
    }
    bool is_full =
        log->count == LOG_ENTRIES_MAX || (entry->data && log->count_data == LOG_DATA_MAX);
    struct stored *added = is_full ? NULL : next_entry(log);
    size_t size;
    if (added) {
        added->entry = *entry;
        added->strings = log_entry_copy(&added->entry, &size);
    }
    if (!added || !added->strings) {
        log->incomplete = true;
        log->lacked_memory = log->lacked_memory || !is_full;
        json_decref(entry->data);
        return false;
    }
    log->count_data += entry->data != NULL;
    added->entry.serial = ++log->count;
    return true;
}

char *log_entry_copy(struct log_entry *entry, size_t *size) {
    const char **strings[STRINGS] = {&entry->name, &entry->text, &entry->client,
                                     &entry->application, &entry->channel};
    *size = 0;
    for (size_t i = 0; i < STRINGS; i++) {
        *size += *strings[i] ? strlen(*strings[i]) + 1 : 0;
    }
    char *block = malloc(*size);
    char *next = block;
    for (size_t i = 0; block && i < STRINGS; i++) {
        if (*strings[i]) {
            size_t bytes = strlen(*strings[i]) + 1;
            *strings[i] = memcpy(next, *strings[i], bytes);
            next += bytes;
        }
    }
    return block;
}

bool log_is_complete(const struct log *log) {
    return !log->incomplete;
}

bool log_lacked_memory(const struct log *log) {
    return log->lacked_memory;
}

const char *log_data_text(const struct log_entry *entry, const char *key) {
    return json_string_value(json_object_get(entry->data, key));
}

size_t log_count(const struct log *log) {
    return log->count;
}

const struct log_entry *log_at(const struct log *log, size_t index) {
    must(!log->tell && index < log->count);
    return &log->pages[index / PAGE_ENTRIES][index % PAGE_ENTRIES].entry;
}

char *log_header_text(const char *scenario, uint64_t seed, const char *file) {
    json_t *line =
        json_pack("{s:i, s:o, s:I, s:o}", "stasim_trace", TRACE_FORMAT, "scenario",
                  text_json(scenario), "seed", (json_int_t)seed, "file", text_json(file));
    char *text = line ? json_text(line, JSON_COMPACT) : NULL;
    json_decref(line);
    return text;
}

char *log_entry_text(const struct log_entry *entry) {
    must((size_t)entry->kind < KINDS);
    struct object line = object_new();
    object_add(&line, "serial", json_integer((json_int_t)entry->serial));
    object_add(&line, "t_us", json_integer((json_int_t)entry->at_us));
    object_add_text(&line, "kind", KEYS[entry->kind].kind);
    add_text(&line, KEYS[entry->kind].name, entry->name);
    add_text(&line, KEYS[entry->kind].text, entry->text);
    add_text(&line, "client", entry->client);
    add_text(&line, "app", entry->application);
    add_text(&line, "channel", entry->channel);
    if (entry->kind == LOG_ANSWER) {
        object_add(&line, "status", json_integer(entry->status));
    }
    if (entry->rule != 0) {
        object_add(&line, "rule", json_sprintf("R%u", entry->rule));
    }
    if (entry->data) {
        object_add(&line, "data", json_incref(entry->data));
    }
    json_t *json = object_finish(&line);
    char *text = json ? json_text(json, JSON_COMPACT) : NULL;
    json_decref(json);
    return text;
}

bool log_add_line(struct log *log, const char *line) {
    json_t *json = json_loads(line, 0, NULL);
    const char *kind = text_of(json, "kind");
    size_t index = 0;
    while (kind && index < KINDS && strcmp(KEYS[index].kind, kind) != 0) {
        index++;
    }
    bool added = kind && index < KINDS && text_of(json, KEYS[index].name) &&
                 log_add(log, &(struct log_entry){
                                  .kind = (enum log_kind)index,
                                  .name = text_of(json, KEYS[index].name),
                                  .text = text_of(json, KEYS[index].text),
                                  .at_us = (uint64_t)integer_of(json, "t_us"),
                                  .client = index == LOG_CLIENT ? NULL : text_of(json, "client"),
                                  .application = text_of(json, "app"),
                                  .channel = text_of(json, "channel"),
                                  .status = (int)integer_of(json, "status"),
                                  .rule = rule_of(json),
                                  .data = json_incref(json_object_get(json, "data")),
                              });
    json_decref(json);
    return added;
}

static const char *text_of(const json_t *line, const char *key) {
    return json_string_value(json_object_get(line, key));
}

static json_int_t integer_of(const json_t *line, const char *key) {
    return json_integer_value(json_object_get(line, key));
}

/* "R22" is 22. */
static unsigned rule_of(const json_t *line) {
    const char *rule = text_of(line, "rule");
    return rule && rule[0] == 'R' ? (unsigned)strtoul(&rule[1], NULL, 10) : 0;
}

static struct stored *next_entry(struct log *log) {
    size_t page = log->count / PAGE_ENTRIES;
    must(page < PAGES_MAX);
    if (!log->pages[page]) {
        log->pages[page] = calloc(PAGE_ENTRIES, sizeof *log->pages[page]);
    }
    return log->pages[page] ? &log->pages[page][log->count % PAGE_ENTRIES] : NULL;
}

static void add_text(struct object *line, const char *key, const char *text) {
    if (text) {
        object_add_text(line, key, text); /* whatever its bytes */
    }
}
