/* Reading a scenario: the file, its JSON, the check against the table of keys, then part after
 * part. */
#include "sim/scenario/load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/scenario/check.h"
#include "sim/scenario/duration.h"
#include "sim/scenario/unsound.h"

enum { MESSAGE_BYTES = 256 };

static const char NO_MEMORY[] = "there is no memory to read it";

static struct scenario *load(const char *path, const char *text, size_t size,
                             struct problems *problems);
static bool read_file(struct loader *loader);
static bool take_text(struct loader *loader, const char *text, size_t size);
static bool read_stream(struct loader *loader, FILE *file);
static bool parse(struct loader *loader);
static void skip_mark(struct loader *loader);
static void file_problem(const struct loader *loader, unsigned line, const char *text);

struct scenario *scenario_load(const char *path, struct problems *problems) {
    return load(path, NULL, 0, problems);
}

struct scenario *scenario_load_text(const char *path, const char *text, size_t size,
                                    struct problems *problems) {
    return load(path, text, size, problems);
}

/* Without a text it is that of the file. */
static struct scenario *load(const char *path, const char *text, size_t size,
                             struct problems *problems) {
    struct scenario *scenario = calloc(1, sizeof *scenario);
    if (!scenario) {
        problems_add(problems, path, 0, "", false, NO_MEMORY);
        problems->no_memory = true;
        return NULL;
    }
    struct problems own = {0};
    struct loader loader = {.source = {.file = path, .problems = &own}, .scenario = scenario};
    scenario->path = load_copy(&loader, path, strlen(path));
    bool read = text ? take_text(&loader, text, size) : read_file(&loader);
    if (read && parse(&loader)) {
        json_t *root = scenario->root;
        check_object(&loader.source, &OBJECT_SCENARIO, root, NULL);
        load_settings(&loader, root);
        load_dialplan(&loader, root);
        load_calls(&loader, root);
        load_programs(&loader, root);
        load_clients(&loader, root);
        load_faults(&loader, root);
        load_orders(&loader, root);
        load_expectations(&loader, root);
    }
    if (loader.no_memory) {
        file_problem(&loader, 0, NO_MEMORY);
        own.no_memory = true;
    }
    problems_sort(&own);
    bool usable = !problems_have_error(&own);
    problems_move(problems, &own);
    if (!usable) {
        scenario_free(scenario);
        return NULL;
    }
    return scenario;
}

static bool read_file(struct loader *loader) {
    FILE *file = fopen(loader->source.file, "rb");
    if (!file) {
        char text[MESSAGE_BYTES];
        loader->no_memory = errno == ENOMEM;
        snprintf(text, sizeof text, "cannot be opened: %s", strerror(errno));
        file_problem(loader, 0, text);
        return false;
    }
    bool read = read_stream(loader, file);
    fclose(file);
    return read;
}

static bool take_text(struct loader *loader, const char *text, size_t size) {
    struct scenario *scenario = loader->scenario;
    scenario->text = load_copy(loader, text, size);
    scenario->text_size = scenario->text ? strlen(scenario->text) : 0;
    loader->source.text = scenario->text;
    loader->source.size = scenario->text_size;
    return scenario->text != NULL;
}

static bool read_stream(struct loader *loader, FILE *file) {
    struct scenario *scenario = loader->scenario;
    size_t capacity = 0;
    char text[MESSAGE_BYTES];
    do {
        capacity = capacity ? 2 * capacity : 16384;
        char *larger = realloc(scenario->text, capacity);
        if (!larger) {
            loader->no_memory = true;
            return false;
        }
        scenario->text = larger;
        scenario->text_size +=
            fread(larger + scenario->text_size, 1, capacity - scenario->text_size, file);
    } while (scenario->text_size == capacity && capacity <= SCENARIO_FILE_BYTES_MAX);
    if (ferror(file)) {
        snprintf(text, sizeof text, "cannot be read: %s", strerror(errno));
        file_problem(loader, 0, text);
        return false;
    }
    if (scenario->text_size > SCENARIO_FILE_BYTES_MAX) {
        snprintf(text, sizeof text, "is larger than %d bytes", SCENARIO_FILE_BYTES_MAX);
        file_problem(loader, 0, text);
        return false;
    }
    loader->source.text = scenario->text;
    loader->source.size = scenario->text_size;
    return true;
}

static bool parse(struct loader *loader) {
    struct scenario *scenario = loader->scenario;
    json_error_t error;
    skip_mark(loader);
    scenario->root =
        json_loadb(scenario->text, scenario->text_size, JSON_REJECT_DUPLICATES, &error);
    if (!scenario->root) {
        char why[UNSOUND_BYTES];
        file_problem(loader, error.line > 0 ? (unsigned)error.line : 0,
                     unsound_why(scenario->text, scenario->text_size, &error, why));
        return false;
    }
    if (!json_is_object(scenario->root)) {
        file_problem(loader, 1, "a scenario is one JSON object: { \"name\": … }");
        return false;
    }
    return true;
}

/* Editors on Windows begin a file with a byte order mark, which is no JSON. */
static void skip_mark(struct loader *loader) {
    static const char mark[] = {'\xEF', '\xBB', '\xBF'};
    struct scenario *scenario = loader->scenario;
    if (scenario->text_size >= sizeof mark && memcmp(scenario->text, mark, sizeof mark) == 0) {
        scenario->text_size -= sizeof mark;
        memmove(scenario->text, scenario->text + sizeof mark, scenario->text_size);
        loader->source.size = scenario->text_size;
    }
}

static void file_problem(const struct loader *loader, unsigned line, const char *text) {
    problems_add(loader->source.problems, loader->source.file, line, "", false, text);
}

void *load_array(struct loader *loader, size_t count, size_t size, size_t *kept) {
    *kept = 0;
    if (count == 0) {
        return NULL;
    }
    void *items = calloc(count, size);
    loader->no_memory |= !items;
    *kept = items ? count : 0;
    return items;
}

char *load_copy(struct loader *loader, const char *text, size_t length) {
    char *copy = strndup(text, length);
    loader->no_memory |= !copy;
    return copy;
}

bool load_path(const char *scenario_path, const char *name, char path[LOAD_PATH_BYTES]) {
    const char *slash = strrchr(scenario_path, '/');
    int folder = slash && name[0] != '/' ? (int)(slash - scenario_path) + 1 : 0;
    int length = snprintf(path, LOAD_PATH_BYTES, "%.*s%s", folder, scenario_path, name);
    return length >= 0 && length < LOAD_PATH_BYTES;
}

size_t load_apps_count(const json_t *json) {
    return load_text(json, "app", NULL) ? 1 : json_array_size(json_object_get(json, "apps"));
}

const char *load_app(const json_t *json, size_t index) {
    const char *name = json_string_value(json_array_get(json_object_get(json, "apps"), index));
    return load_text(json, "app", text_or_empty(name));
}

const char *load_text(const json_t *object, const char *key, const char *fallback) {
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? json_string_value(value) : fallback;
}

uint64_t load_duration(const json_t *object, const char *key, uint64_t fallback_us) {
    const char *text = load_text(object, key, "");
    const char *why;
    uint64_t us;
    return duration_parse(text, &us, &why) ? us : fallback_us;
}

json_int_t load_integer(const json_t *object, const char *key, json_int_t fallback) {
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : fallback;
}

bool load_truth(const json_t *object, const char *key, bool fallback) {
    const json_t *value = json_object_get(object, key);
    return json_is_boolean(value) ? json_is_true(value) : fallback;
}

size_t load_word(const json_t *value, const struct format *format, size_t fallback) {
    const char *text = json_string_value(value);
    const char *word;
    for (size_t i = 0; text && (word = format_word(format, i)); i++) {
        if (strcmp(word, text) == 0) {
            return i;
        }
    }
    return fallback;
}
