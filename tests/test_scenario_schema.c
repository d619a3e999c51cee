/* The schemas beside the scenarios: the one of scenarios is written from the table of keys, word
 * for word, the one of traces says of the journal what its table says, and every example in the
 * table of keys is what the table asks for. With `--write` the files are written anew. */
#include <jansson.h>
#include <stdlib.h>

#include "sim/scenario/check.h"
#include "sim/scenario/schema.h"
#include "tests/tap.h"

static const char SCENARIOS[] = "scenarios/scenario.schema.json";
static const char TRACES[] = "scenarios/trace.schema.json";

/* The schema of traces as it should be: what it says of the journal comes from the table. */
static char *trace_schema_text(void) {
    json_t *schema = json_load_file(TRACES, 0, NULL);
    char *text = journal_schema_text();
    json_t *journal = json_loads(text, 0, NULL);
    json_object_set_new(json_object_get(schema, "$defs"), "journal", journal);
    free(text);
    text = json_dumps(schema, JSON_INDENT(2));
    json_decref(schema);
    return text;
}

static int write_schema(const char *path, char *text) {
    FILE *file = text ? fopen(path, "w") : NULL;
    if (!file) {
        perror(path);
        return 1;
    }
    fprintf(file, "%s\n", text);
    free(text);
    return fclose(file) == 0 ? 0 : 1;
}

static void compare(const char *path, char *text) {
    size_t size = text ? strlen(text) : 0;
    char *kept = calloc(1, size + 3);
    FILE *file = fopen(path, "r");
    size_t read = file && kept ? fread(kept, 1, size + 2, file) : 0;
    if (file) {
        fclose(file);
    }
    ok(size > 0 && read == size + 1 && strncmp(kept, text, size) == 0 && kept[size] == '\n',
       "%s is what the table says (else: this test with --write)", path);
    free(kept);
    free(text);
}

/* Puts the example where the key stands, and asks the check about that key alone. */
static bool example_is_good(const struct object_type *object, const struct key *key,
                            const char *text) {
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    json_t *json = value ? json_pack("{s:o}", key->name, value) : NULL;
    struct problems problems = {0};
    struct source source = {.file = "table", .text = "{}", .size = 2, .problems = &problems};
    if (json) {
        check_object(&source, object, json, NULL);
    }
    bool good = json != NULL;
    for (size_t i = 0; i < problems.count; i++) {
        bool about_others =
            strstr(problems.items[i].text, "is missing") && !problems.items[i].where[0];
        if (!about_others) {
            fprintf(stderr, "# %s: %s: %s\n", key->name, problems.items[i].where,
                    problems.items[i].text);
            good = false;
        }
    }
    problems_free(&problems);
    json_decref(json);
    return good;
}

static void walk(const struct value *value, int depth);

static void walk_object(const struct object_type *object, int depth) {
    const struct key *key;
    int bad = 0;
    for (size_t i = 0; (key = object_key(object, i)); i++) {
        bad += key->description[0] == '\0';
        bad += !key->example && !key->fallback;
        bad += key->example && !example_is_good(object, key, key->example);
        bad += key->fallback && !example_is_good(object, key, key->fallback);
    }
    is_int(bad, 0, "%s: every key has a description and an example that passes the check",
           object->name);
    for (size_t i = 0; (key = object_key(object, i)); i++) {
        walk(key->value, depth + 1);
    }
}

static void walk(const struct value *value, int depth) {
    if (depth > 6 || value->kind == VALUE_ANY) {
        return;
    }
    for (const struct value *const *one = value->either; one && *one; one++) {
        walk(*one, depth + 1);
    }
    if (value->items) {
        walk(value->items, depth + 1);
    }
    /* An expectation can hold expectations. */
    if (value->object && (value->object != &OBJECT_EXPECTATION || depth < 3)) {
        walk_object(value->object, depth);
    }
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--write") == 0) {
        return write_schema(SCENARIOS, scenario_schema_text()) |
               write_schema(TRACES, trace_schema_text());
    }
    compare(SCENARIOS, scenario_schema_text());
    compare(TRACES, trace_schema_text());
    walk_object(&OBJECT_SCENARIO, 0);
    return done_testing();
}
