/* Comparing bodies and events: member by member, each named by its path. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/diff/compare.h"
#include "sim/base/must.h"

/* Both are generated, so that they differ says nothing; but one stood for another one before. */
static const char ANOTHER_NAME[] = " (each stood for another one before)";

enum { PATH_BYTES = 512, DEPTH_MAX = 64 };

struct walk {
    struct comparison *comparison;
    const struct pair *pair;
    enum body_kind kind;
    char path[PATH_BYTES];
    unsigned depth;
    bool is_lenient; /* something differs that says nothing */
};

static void compare_values(struct walk *walk, json_t *a, json_t *b);
static bool is_same_duration(const struct walk *walk, const json_t *a, const json_t *b);
static void compare_members(struct walk *walk, json_t *a, json_t *b);
static bool is_port(const json_t *object, const char *name);
static void compare_elements(struct walk *walk, json_t *a, json_t *b);
static json_t *sorted_like(struct walk *walk, json_t *a, json_t *b);
static void compare_strings(struct walk *walk, json_t *a, json_t *b);
static void find(struct walk *walk, json_t *a, json_t *b);
static size_t enter_member(struct walk *walk, const char *name);
static size_t enter_element(struct walk *walk, size_t index);
static void leave(struct walk *walk, size_t length);
static bool is_alike(struct walk *walk, json_t *a, json_t *b);

void compare_texts(struct comparison *comparison, const struct pair *pair, const char *field,
                   const char *a, const char *b) {
    comparison->facts++;
    enum likeness likeness = renaming_learn(comparison->renaming, a, b);
    if (likeness != ALIKE) {
        char name[PATH_BYTES];
        snprintf(name, sizeof name, "%s%s", field, likeness == OTHER_NAME ? ANOTHER_NAME : "");
        findings_add(&comparison->findings, pair, name, a, b);
    }
}

void compare_bodies(struct comparison *comparison, const struct pair *pair, const char *field,
                    const char *a, const char *b, enum body_kind kind) {
    comparison->facts++;
    if (renaming_learn(comparison->renaming, a, b) == ALIKE) {
        return;
    }
    json_t *left = json_loads(a, JSON_REJECT_DUPLICATES, NULL);
    json_t *right = json_loads(b, JSON_REJECT_DUPLICATES, NULL);
    if (!left || !right) {
        findings_add(&comparison->findings, pair, field, a, b);
    } else {
        struct walk walk = {.comparison = comparison, .pair = pair, .kind = kind};
        snprintf(walk.path, sizeof walk.path, "%s", field);
        size_t found = comparison->findings.count;
        compare_values(&walk, left, right);
        bool is_same = found == comparison->findings.count;
        if (is_same && kind == BODY_AS_IT_IS && !walk.is_lenient) {
            char *name =
                memory_print("%s%sblanks or order of members", field, field[0] ? ": " : "");
            findings_add(&comparison->findings, pair, name, a, b);
            free(name);
        }
    }
    json_decref(left);
    json_decref(right);
}

static void compare_values(struct walk *walk, json_t *a, json_t *b) {
    bool both_numbers = json_is_number(a) && json_is_number(b);
    if (json_typeof(a) != json_typeof(b) && !both_numbers) {
        find(walk, a, b);
    } else if (walk->depth == DEPTH_MAX) {
        if (!json_equal(a, b)) {
            find(walk, a, b);
        }
    } else if (json_is_object(a)) {
        compare_members(walk, a, b);
    } else if (json_is_array(a)) {
        compare_elements(walk, a, b);
    } else if (walk->kind == BODY_SHAPE) {
        return;
    } else if (json_is_string(a)) {
        compare_strings(walk, a, b);
    } else if (!json_equal(a, b)) {
        walk->is_lenient |= is_same_duration(walk, a, b);
        if (!is_same_duration(walk, a, b)) {
            find(walk, a, b);
        }
    }
}

/* How long something lasted is told in whole seconds, which a millisecond makes one more. */
static bool is_same_duration(const struct walk *walk, const json_t *a, const json_t *b) {
    static const char name[] = "duration";
    size_t length = strlen(walk->path), tail = sizeof name - 1;
    json_int_t x = json_integer_value(a), y = json_integer_value(b);
    uint64_t apart = x > y ? (uint64_t)x - (uint64_t)y : (uint64_t)y - (uint64_t)x;
    return !walk->comparison->strict && json_is_integer(a) && json_is_integer(b) &&
           length >= tail && strcmp(&walk->path[length - tail], name) == 0 && apart <= 1;
}

static void compare_members(struct walk *walk, json_t *a, json_t *b) {
    const char *name;
    json_t *value;
    json_object_foreach(a, name, value) {
        size_t length = enter_member(walk, name);
        json_t *other = json_object_get(b, name);
        if (!other) {
            find(walk, value, NULL);
        } else if (!is_port(a, name) || !is_port(b, name)) {
            compare_values(walk, value, other);
        }
        leave(walk, length);
    }
    json_object_foreach(b, name, value) {
        if (!json_object_get(a, name)) {
            size_t length = enter_member(walk, name);
            find(walk, NULL, value);
            leave(walk, length);
        }
    }
}

/* A port that the server chose: see token.h, which knows it by what stands before it. */
static bool is_port(const json_t *object, const char *name) {
    const char *variable = json_string_value(json_object_get(object, "variable"));
    bool is_value = variable && strcmp(name, "value") == 0;
    return json_is_string(json_object_get(object, name)) &&
           strcmp(is_value ? variable : name, "UNICASTRTP_LOCAL_PORT") == 0;
}

static void compare_elements(struct walk *walk, json_t *a, json_t *b) {
    json_t *others = walk->kind == BODY_UNORDERED ? sorted_like(walk, a, b) : json_incref(b);
    size_t counts[2] = {json_array_size(a), json_array_size(others)};
    if (walk->kind == BODY_SHAPE) {
        counts[0] = counts[1] = counts[0] < counts[1] ? counts[0] : counts[1];
    }
    for (size_t i = 0; i < counts[0] || i < counts[1]; i++) {
        json_t *value = i < counts[0] ? json_array_get(a, i) : NULL;
        json_t *other = i < counts[1] ? json_array_get(others, i) : NULL;
        size_t length = enter_element(walk, i);
        if (value && other) {
            compare_values(walk, value, other);
        } else {
            find(walk, value, other);
        }
        leave(walk, length);
    }
    json_decref(others);
}

/* The elements of b in the order of those of a that they are like; the others fill what is left. */
static json_t *sorted_like(struct walk *walk, json_t *a, json_t *b) {
    json_t *rest = json_copy(b);
    json_t *sorted = json_array();
    for (size_t i = 0; i < json_array_size(a); i++) {
        size_t j = 0;
        while (j < json_array_size(rest) &&
               !is_alike(walk, json_array_get(a, i), json_array_get(rest, j))) {
            j++;
        }
        json_t *found = json_array_get(rest, j);
        json_array_append_new(sorted, found ? json_incref(found) : json_null());
        json_array_remove(rest, j);
    }
    for (size_t i = 0; i < json_array_size(sorted) && json_array_size(rest) > 0; i++) {
        if (json_is_null(json_array_get(sorted, i))) {
            json_array_set(sorted, i, json_array_get(rest, 0));
            json_array_remove(rest, 0);
        }
    }
    while (json_array_size(sorted) > json_array_size(b) &&
           json_is_null(json_array_get(sorted, json_array_size(sorted) - 1))) {
        json_array_remove(sorted, json_array_size(sorted) - 1);
    }
    json_array_extend(sorted, rest);
    json_decref(rest);
    return sorted;
}

/* They differ in nothing but generated ids, and in those as far as is known. */
static bool is_alike(struct walk *walk, json_t *a, json_t *b) {
    char *left = json_dumps(a, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    char *right = json_dumps(b, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    bool alike = renaming_compare(walk->comparison->renaming, left, right) == ALIKE;
    free(left);
    free(right);
    return alike;
}

/* A text may itself be a JSON document: the body of an answer over the WebSocket. */
static void compare_strings(struct walk *walk, json_t *a, json_t *b) {
    const char *left = json_string_value(a), *right = json_string_value(b);
    enum likeness likeness = renaming_learn(walk->comparison->renaming, left, right);
    if (likeness == ALIKE) {
        return;
    }
    bool nested = strchr("{[", left[0]) && left[0] != '\0' && left[0] == right[0];
    json_t *inner[2] = {nested ? json_loads(left, 0, NULL) : NULL,
                        nested ? json_loads(right, 0, NULL) : NULL};
    size_t found = walk->comparison->findings.count;
    if (inner[0] && inner[1]) {
        walk->depth++;
        compare_values(walk, inner[0], inner[1]);
        walk->depth--;
    }
    if (found == walk->comparison->findings.count) {
        size_t length = strlen(walk->path);
        if (likeness == OTHER_NAME) {
            snprintf(&walk->path[length], sizeof walk->path - length, "%s", ANOTHER_NAME);
        }
        find(walk, a, b);
        walk->path[length] = '\0';
    }
    json_decref(inner[0]);
    json_decref(inner[1]);
}

static void find(struct walk *walk, json_t *a, json_t *b) {
    findings_add_json(&walk->comparison->findings, walk->pair, walk->path, a, b);
}

/* Each answers how long the path was; one that has no room for more is cut. */
static size_t enter_member(struct walk *walk, const char *name) {
    size_t length = strlen(walk->path);
    snprintf(&walk->path[length], sizeof walk->path - length, "%s%s", length > 0 ? "." : "", name);
    walk->depth++;
    return length;
}

static size_t enter_element(struct walk *walk, size_t index) {
    size_t length = strlen(walk->path);
    snprintf(&walk->path[length], sizeof walk->path - length, "[%zu]", index);
    walk->depth++;
    return length;
}

static void leave(struct walk *walk, size_t length) {
    must(length < sizeof walk->path && walk->depth > 0);
    walk->path[length] = '\0';
    walk->depth--;
}
