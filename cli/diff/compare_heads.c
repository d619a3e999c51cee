/* Comparing requests and answers: first line, headers, body. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/base/memory.h"
#include "cli/diff/compare.h"

enum { FIELD_BYTES = 160 };

/* Their values say nothing about what the server does. */
static const char *const VOLATILE[] = {
    "Date",  "Sec-WebSocket-Key", "Sec-WebSocket-Accept", "User-Agent", "Host", "Authorization",
    "Server"};

static void compare_request(struct comparison *comparison, const struct pair *pair);
static void compare_status(struct comparison *comparison, const struct pair *pair);
static void compare_headers(struct comparison *comparison, const struct pair *pair);
static void compare_header(struct comparison *comparison, const struct pair *pair,
                           const json_t *const headers[2], size_t index);
static void compare_values(struct comparison *comparison, const struct pair *pair, const json_t *a,
                           const json_t *b);
static void compare_rest(struct comparison *comparison, const struct pair *pair);
static const json_t *find_header(const json_t *headers, const char *name, size_t nth);
static size_t nth_of(const json_t *headers, size_t index);
static unsigned long long beyond_body(const struct row *row, const char *length);
static bool has_other_body(const struct comparison *comparison, const struct pair *pair);
static bool is_volatile(const struct comparison *comparison, const char *name);
static enum body_kind kind_of_body(const struct comparison *comparison, const struct pair *pair);

static const char *name_of(const json_t *header) {
    return json_string_value(json_array_get(header, 0));
}

static const char *value_of(const json_t *header) {
    return json_string_value(json_array_get(header, 1));
}

void compare_heads(struct comparison *comparison, const struct pair *pair) {
    enum row_kind kind = pair->rows[0]->kind;
    if (kind == ROW_REQUEST || kind == ROW_OPENING) {
        compare_request(comparison, pair);
    } else {
        compare_status(comparison, pair);
        compare_rest(comparison, pair);
    }
    compare_headers(comparison, pair);
    bool is_request = kind == ROW_REQUEST || kind == ROW_OPENING;
    compare_bodies(comparison, pair, is_request ? "request body" : "body",
                   row_text(pair->rows[0], "body"), row_text(pair->rows[1], "body"),
                   is_request ? BODY_AS_IT_IS : kind_of_body(comparison, pair));
}

static void compare_request(struct comparison *comparison, const struct pair *pair) {
    char *lines[2] = {row_request_line(pair->rows[0]), row_request_line(pair->rows[1])};
    compare_texts(comparison, pair, "request", lines[0], lines[1]);
    free(lines[0]);
    free(lines[1]);
}

/* "HTTP/1.1 204 No Content" */
static void compare_status(struct comparison *comparison, const struct pair *pair) {
    static const char *const fields[] = {"version", "status", "reason"};
    const char *lines[2] = {row_text(pair->rows[0], "status_line"),
                            row_text(pair->rows[1], "status_line")};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        char *parts[2];
        for (int side = 0; side < 2; side++) {
            size_t length = i == 2 ? strlen(lines[side]) : strcspn(lines[side], " ");
            parts[side] = memory_part(lines[side], length);
            lines[side] += length + (lines[side][length] == ' ');
        }
        compare_texts(comparison, pair, fields[i], parts[0], parts[1]);
        free(parts[0]);
        free(parts[1]);
    }
}

static void compare_headers(struct comparison *comparison, const struct pair *pair) {
    const json_t *headers[2] = {json_object_get(pair->rows[0]->json, "headers"),
                                json_object_get(pair->rows[1]->json, "headers")};
    size_t found = comparison->findings.count;
    for (size_t i = 0; i < json_array_size(headers[0]); i++) {
        compare_header(comparison, pair, headers, i);
    }
    for (size_t i = 0; i < json_array_size(headers[1]); i++) {
        const json_t *extra = json_array_get(headers[1], i);
        if (!find_header(headers[0], name_of(extra), nth_of(headers[1], i))) {
            char field[FIELD_BYTES];
            snprintf(field, sizeof field, "header %s", name_of(extra));
            findings_add(&comparison->findings, pair, field, NULL, value_of(extra));
        }
    }
    for (size_t i = 0; found == comparison->findings.count && i < json_array_size(headers[0]);
         i++) {
        const char *a = name_of(json_array_get(headers[0], i));
        const char *b = name_of(json_array_get(headers[1], i));
        if (strcmp(a, b) != 0) {
            findings_add(&comparison->findings, pair,
                         strcasecmp(a, b) == 0 ? "name of a header" : "order of headers", a, b);
            return;
        }
    }
}

static void compare_header(struct comparison *comparison, const struct pair *pair,
                           const json_t *const headers[2], size_t index) {
    const json_t *a = json_array_get(headers[0], index);
    const json_t *b = find_header(headers[1], name_of(a), nth_of(headers[0], index));
    if (b) {
        compare_values(comparison, pair, a, b);
        return;
    }
    char field[FIELD_BYTES];
    snprintf(field, sizeof field, "header %s", name_of(a));
    findings_add(&comparison->findings, pair, field, value_of(a), NULL);
}

static void compare_values(struct comparison *comparison, const struct pair *pair, const json_t *a,
                           const json_t *b) {
    char field[FIELD_BYTES];
    snprintf(field, sizeof field, "header %s", name_of(a));
    bool is_length = strcasecmp(name_of(a), "Content-Length") == 0;
    bool is_sound = is_length && (beyond_body(pair->rows[0], value_of(a)) ==
                                      beyond_body(pair->rows[1], value_of(b)) ||
                                  has_other_body(comparison, pair));
    if (is_sound || is_volatile(comparison, name_of(a))) {
        comparison->facts++;
    } else {
        compare_texts(comparison, pair, field, value_of(a), value_of(b));
    }
}

/* By how much a length is more than that of the body: ids may be of any length. Less is a large
 * number, as unsigned ones have it. */
static unsigned long long beyond_body(const struct row *row, const char *length) {
    return strtoull(length, NULL, 10) - strlen(row_text(row, "body"));
}

/* Then its length is no fact of its own. */
static bool has_other_body(const struct comparison *comparison, const struct pair *pair) {
    const char *a = row_text(pair->rows[0], "body"), *b = row_text(pair->rows[1], "body");
    return renaming_compare(comparison->renaming, a, b) == UNLIKE;
}

/* What the recording says besides. */
static void compare_rest(struct comparison *comparison, const struct pair *pair) {
    static const char *const members[] = {"closed_by_server", "body_bytes", "error"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        json_t *a = json_object_get(pair->rows[0]->json, members[i]);
        json_t *b = json_object_get(pair->rows[1]->json, members[i]);
        comparison->facts += a || b;
        if ((a || b) && !json_equal(a, b)) {
            findings_add_json(&comparison->findings, pair, members[i], a, b);
        }
    }
}

/* The nth of that name, from 0, whatever its letter case; NULL: there are not so many. */
static const json_t *find_header(const json_t *headers, const char *name, size_t nth) {
    for (size_t i = 0; i < json_array_size(headers); i++) {
        const json_t *header = json_array_get(headers, i);
        if (strcasecmp(name_of(header), name) == 0 && nth-- == 0) {
            return header;
        }
    }
    return NULL;
}

static size_t nth_of(const json_t *headers, size_t index) {
    size_t nth = 0;
    for (size_t i = 0; i < index; i++) {
        nth += strcasecmp(name_of(json_array_get(headers, i)),
                          name_of(json_array_get(headers, index))) == 0;
    }
    return nth;
}

static bool is_volatile(const struct comparison *comparison, const char *name) {
    for (size_t i = 0; i < sizeof VOLATILE / sizeof VOLATILE[0]; i++) {
        if (strcasecmp(VOLATILE[i], name) == 0) {
            return !(comparison->strict && strcmp(VOLATILE[i], "Server") == 0);
        }
    }
    return false;
}

/* A real server keeps what it lists in the order of a hash table; what it says about itself is
 * another one's on another machine. */
static enum body_kind kind_of_body(const struct comparison *comparison, const struct pair *pair) {
    static const char *const lists[] = {"channels",  "bridges",          "applications",
                                        "endpoints", "deviceStates",     "mailboxes",
                                        "sounds",    "recordings/stored"};
    static const char *const about[] = {"asterisk/info", "asterisk/modules", "asterisk/logging"};
    static const char get[] = "GET /ari/";
    const char *path = pair->place + sizeof get - 1;
    if (comparison->strict || strncmp(pair->place, get, sizeof get - 1) != 0) {
        return BODY_AS_IT_IS;
    }
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        size_t length = strlen(lists[i]);
        if (strncmp(path, lists[i], length) == 0 && strchr("/?", path[length])) {
            return BODY_UNORDERED;
        }
    }
    for (size_t i = 0; i < sizeof about / sizeof about[0]; i++) {
        size_t length = strlen(about[i]);
        if (strncmp(path, about[i], length) == 0 && strchr("/?", path[length])) {
            return BODY_SHAPE;
        }
    }
    return BODY_AS_IT_IS;
}
