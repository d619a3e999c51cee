/* A scanner that finds values by their path in a JSON text that is known to be sound. It looks at
 * every byte before it goes on, all the same: a wrong line is better than a wrong read. */
#include "sim/scenario/where.h"

#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct scan {
    const char *at;
    const char *end;
};

static bool find(struct scan *scan, const struct place *place, const char **found);
static size_t read_steps(const struct place *place, const struct place *steps[PLACE_DEPTH_MAX]);
static bool enter_member(struct scan *scan, const char *key, const char **found);
static bool enter_element(struct scan *scan, size_t index);
static bool key_is(const char *quoted, size_t size, const char *key);
static void skip_space(struct scan *scan);
static void skip_string(struct scan *scan);
static void skip_value(struct scan *scan);
static bool take(struct scan *scan, char c);
static unsigned line_at(const char *text, const char *at);
static bool is_plain(const char *key);

unsigned place_line(const char *text, size_t size, const struct place *place) {
    struct scan scan = {.at = text, .end = text + size};
    skip_space(&scan);
    const char *found = scan.at;
    find(&scan, place, &found);
    return line_at(text, found);
}

size_t place_element_lines(const char *text, size_t size, const struct place *place,
                           unsigned *lines, size_t max) {
    struct scan scan = {.at = text, .end = text + size};
    skip_space(&scan);
    const char *found = scan.at;
    if (!find(&scan, place, &found) || !take(&scan, '[')) {
        return 0;
    }
    const char *counted = text;
    unsigned line = 1;
    size_t count = 0;
    for (; count < max && scan.at < scan.end && *scan.at != ']'; count++) {
        for (; counted < scan.at; counted++) {
            line += *counted == '\n';
        }
        lines[count] = line;
        skip_value(&scan);
        take(&scan, ',');
    }
    return count;
}

const char *place_text(const struct place *place, char out[PLACE_TEXT_BYTES]) {
    const struct place *steps[PLACE_DEPTH_MAX];
    size_t depth = read_steps(place, steps);
    size_t used = 0;
    out[0] = '\0';
    while (depth-- > 0 && used < PLACE_TEXT_BYTES) {
        const struct place *step = steps[depth];
        char *to = out + used;
        size_t room = PLACE_TEXT_BYTES - used;
        int written;
        if (!step->key) {
            written = snprintf(to, room, "[%zu]", step->index);
        } else if (is_plain(step->key)) {
            written = snprintf(to, room, "%s%s", used ? "." : "", step->key);
        } else {
            written = snprintf(to, room, "[\"%s\"]", step->key);
        }
        used += written > 0 ? (size_t)written : 0;
    }
    return out;
}

/* Moves to the value at `place`; *found is where the last step that exists begins. */
static bool find(struct scan *scan, const struct place *place, const char **found) {
    const struct place *steps[PLACE_DEPTH_MAX];
    size_t depth = read_steps(place, steps);
    while (depth-- > 0) {
        const struct place *step = steps[depth];
        if (step->key) {
            if (!enter_member(scan, step->key, found)) {
                return false;
            }
        } else {
            if (!enter_element(scan, step->index)) {
                return false;
            }
            *found = scan->at;
        }
    }
    return true;
}

/* The steps from `place` up to the document, innermost first; returns how many. Of a place that is
 * too deep: those of the one around it that is not. */
static size_t read_steps(const struct place *place, const struct place *steps[PLACE_DEPTH_MAX]) {
    size_t depth = 0;
    for (const struct place *up = place; up; up = up->up) {
        depth++;
    }
    for (; depth > PLACE_DEPTH_MAX; depth--) {
        place = place->up;
    }
    for (size_t i = 0; i < depth; i++, place = place->up) {
        steps[i] = place;
    }
    return depth;
}

static bool enter_member(struct scan *scan, const char *key, const char **found) {
    if (!take(scan, '{')) {
        return false;
    }
    while (scan->at < scan->end && *scan->at == '"') {
        const char *name = scan->at;
        skip_string(scan);
        size_t size = (size_t)(scan->at - name);
        skip_space(scan);
        take(scan, ':');
        if (key_is(name, size, key)) {
            *found = name;
            return true;
        }
        skip_value(scan);
        take(scan, ',');
    }
    return false;
}

static bool enter_element(struct scan *scan, size_t index) {
    if (!take(scan, '[')) {
        return false;
    }
    for (; scan->at < scan->end && *scan->at != ']'; index--) {
        if (index == 0) {
            return true;
        }
        skip_value(scan);
        take(scan, ',');
    }
    return false;
}

/* Keys with escapes are rare: Jansson reads them. */
static bool key_is(const char *quoted, size_t size, const char *key) {
    if (size < 2) {
        return false;
    }
    if (!memchr(quoted, '\\', size)) {
        return strlen(key) == size - 2 && memcmp(quoted + 1, key, size - 2) == 0;
    }
    json_t *text = json_loadb(quoted, size, JSON_DECODE_ANY, NULL);
    bool same = json_is_string(text) && strcmp(json_string_value(text), key) == 0;
    json_decref(text);
    return same;
}

static void skip_space(struct scan *scan) {
    while (scan->at < scan->end && strchr(" \t\r\n", *scan->at) && *scan->at) {
        scan->at++;
    }
}

static void skip_string(struct scan *scan) {
    scan->at++;
    while (scan->at < scan->end && *scan->at != '"') {
        scan->at += *scan->at == '\\' && scan->end - scan->at > 1 ? 2 : 1;
    }
    if (scan->at < scan->end) {
        scan->at++;
    }
}

/* A value and the space behind it. */
static void skip_value(struct scan *scan) {
    size_t depth = 0;
    do {
        char c = (char)(scan->at < scan->end ? *scan->at : '\0');
        if (c == '"') {
            skip_string(scan);
        } else if (c == '{' || c == '[') {
            depth++;
            scan->at++;
        } else if (c == '}' || c == ']') {
            if (depth == 0) {
                return;
            }
            depth--;
            scan->at++;
        } else if (depth > 0 && scan->at < scan->end) {
            scan->at++;
        } else {
            while (scan->at < scan->end && !strchr(",]} \t\r\n", *scan->at)) {
                scan->at++;
            }
        }
    } while (depth > 0 && scan->at < scan->end);
    skip_space(scan);
}

static bool take(struct scan *scan, char c) {
    if (scan->at == scan->end || *scan->at != c) {
        return false;
    }
    scan->at++;
    skip_space(scan);
    return true;
}

static unsigned line_at(const char *text, const char *at) {
    unsigned line = 1;
    for (const char *c = text; c < at; c++) {
        line += *c == '\n';
    }
    return line;
}

static bool is_plain(const char *key) {
    if (key[0] == '\0') {
        return false;
    }
    for (; *key; key++) {
        if (!isalnum((unsigned char)*key) && !strchr("_-$", *key)) {
            return false;
        }
    }
    return true;
}
