/* The rows of a recording: which members each kind has, and what it says in one text. */
#include "cli/diff/row.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/base/memory.h"
#include "cli/diff/token.h"
#include "cli/server/ws_frame.h"
#include "sim/base/must.h"
#include "sim/base/text.h"

/* What a member must be: 't' a text, 'T' a text or null, 'n' a number, 'i' an integer, 'h' headers,
 * 'f' a frame. */
struct member {
    const char *name;
    char type;
};
enum { MEMBERS_MAX = 5 };

static const struct shape {
    const char *dir;
    enum row_kind kind;
    const char *instead; /* the member that stands for all others, if it is there */
    struct member members[MEMBERS_MAX];
} SHAPES[] = {
    {"meta", ROW_ASIDE, NULL, {{0}}},
    {"note", ROW_ASIDE, NULL, {{0}}},
    {"result", ROW_ASIDE, NULL, {{0}}},
    {"ami", ROW_ASIDE, NULL, {{0}}},
    {"cli", ROW_ASIDE, NULL, {{0}}},
    {"http-req", ROW_REQUEST, "raw", {{"line", 't'}, {"headers", 'h'}, {"body", 'T'}}},
    {"http-resp", ROW_ANSWER, "error", {{"status_line", 't'}, {"headers", 'h'}, {"body", 'T'}}},
    {"ws-handshake-req", ROW_OPENING, NULL, {{"raw", 't'}}},
    {"ws-handshake-resp",
     ROW_OPENED,
     "error",
     {{"status_line", 't'}, {"headers", 'h'}, {"body", 'T'}}},
    {"ws-in", ROW_FRAME_IN, NULL, {{"frame", 'f'}}},
    {"ws-out", ROW_FRAME_OUT, NULL, {{"op", 'i'}, {"raw", 't'}}},
    {"ws-drop", ROW_DROP, NULL, {{0}}},
    {"ws-closed", ROW_CLOSED, NULL, {{"by", 't'}}},
};

static struct row_fault check_members(const struct shape *shape, const json_t *json);
static const char *check_type(const json_t *value, char type);
static bool is_headers(const json_t *value);
static char *frame_text(const struct row *row);

struct row_fault row_check(struct row *row) {
    if (!json_is_object(row->json)) {
        return (struct row_fault){"", "a row is a JSON object"};
    }
    const char *dir = json_string_value(json_object_get(row->json, "dir"));
    if (!dir) {
        return (struct row_fault){"dir", "it is missing, or no text"};
    }
    const struct shape *shape = NULL;
    for (size_t i = 0; i < sizeof SHAPES / sizeof SHAPES[0]; i++) {
        shape = strcmp(SHAPES[i].dir, dir) == 0 ? &SHAPES[i] : shape;
    }
    if (!shape) {
        return (struct row_fault){"dir", "there is no such kind of row"};
    }
    const json_t *t_ms = json_object_get(row->json, "t_ms");
    if (!json_is_number(t_ms)) {
        return (struct row_fault){"t_ms", "it is missing, or no number"};
    }
    row->kind = shape->kind;
    row->t_ms = json_number_value(t_ms);
    if (row->kind == ROW_ASIDE) {
        return (struct row_fault){0};
    }
    const json_t *conn = json_object_get(row->json, "conn");
    if (!json_is_integer(conn)) {
        return (struct row_fault){"conn", "it is missing, or no integer"};
    }
    row->conn = json_integer_value(conn);
    return check_members(shape, row->json);
}

static struct row_fault check_members(const struct shape *shape, const json_t *json) {
    /* Compared wherever they are, also beside what stands for them. */
    const json_t *headers = json_object_get(json, "headers");
    if (headers && !is_headers(headers)) {
        return (struct row_fault){"headers", check_type(headers, 'h')};
    }
    if (shape->instead && json_object_get(json, shape->instead)) {
        const char *fault = check_type(json_object_get(json, shape->instead), 't');
        return (struct row_fault){shape->instead, fault};
    }
    for (size_t i = 0; i < MEMBERS_MAX && shape->members[i].name; i++) {
        const struct member *member = &shape->members[i];
        const json_t *value = json_object_get(json, member->name);
        const char *fault = value ? check_type(value, member->type) : "it is missing";
        if (fault) {
            return (struct row_fault){member->name, fault};
        }
    }
    const json_t *raw = json_object_get(json, "raw");
    if (shape->kind == ROW_FRAME_IN) {
        json_int_t op = json_integer_value(json_object_get(json_object_get(json, "frame"), "op"));
        if (op < WS_CLOSE && !json_is_string(raw)) {
            return (struct row_fault){"raw", "it is missing, or no text"};
        }
    }
    return (struct row_fault){0};
}

static const char *check_type(const json_t *value, char type) {
    switch (type) {
    case 't':
        return json_is_string(value) ? NULL : "it is no text";
    case 'T':
        return json_is_string(value) || json_is_null(value) ? NULL : "it is no text";
    case 'i':
        return json_is_integer(value) ? NULL : "it is no integer";
    case 'h':
        return is_headers(value) ? NULL
                                 : "it is no list of pairs of texts: [[\"Name\", \"value\"]]";
    default:
        must(type == 'f');
        return json_is_integer(json_object_get(value, "op")) ? NULL : "it has no integer \"op\"";
    }
}

static bool is_headers(const json_t *value) {
    bool good = json_is_array(value);
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *pair = json_array_get(value, i);
        good &= json_array_size(pair) == 2 && json_is_string(json_array_get(pair, 0)) &&
                json_is_string(json_array_get(pair, 1));
    }
    return good;
}

char *row_host(const struct row *row) {
    const json_t *headers = json_object_get(row->json, "headers");
    for (size_t i = 0; i < json_array_size(headers); i++) {
        const json_t *pair = json_array_get(headers, i);
        if (strcasecmp(json_string_value(json_array_get(pair, 0)), "Host") == 0) {
            const char *host = json_string_value(json_array_get(pair, 1));
            return host[0] != '\0' ? memory_text(host) : NULL;
        }
    }
    const char *found = strstr(row_text(row, "raw"), "\r\nHost: ");
    const char *host = found ? found + strlen("\r\nHost: ") : "";
    size_t length = strcspn(host, "\r\n");
    return length > 0 ? memory_part(host, length) : NULL;
}

char *row_key(const struct row *row, const char *host) {
    char *text;
    char *line;
    switch (row->kind) {
    case ROW_REQUEST:
        if (json_object_get(row->json, "raw")) {
            text = memory_text(row_text(row, "raw"));
            break;
        } /* fall through */
    case ROW_OPENING:
        line = row_request_line(row);
        text = memory_print("%s\n%s", line, row_text(row, "body"));
        free(line);
        break;
    case ROW_FRAME_IN:
    case ROW_FRAME_OUT:
        text = frame_text(row);
        break;
    case ROW_DROP:
        text = memory_text("drop");
        break;
    case ROW_CLOSED:
        text = memory_print("closed by %s", row_text(row, "by"));
        break;
    default:
        text = memory_print("%s\n%s", row_text(row, "status_line"), row_text(row, "body"));
    }
    char *key = token_normal(text, host);
    free(text);
    return key;
}

void row_set_raw(struct row *row, const char *raw, const char *host) {
    json_t *frame = json_object_get(row->json, "frame");
    json_t *length = json_object_get(frame, "len");
    if (length) {
        uint64_t size = (uint64_t)json_integer_value(length);
        size += strlen(raw) - strlen(row_text(row, "raw")); /* unsigned: no end of numbers is met */
        json_object_set_new(frame, "len", json_integer((json_int_t)size));
    }
    json_object_set_new(row->json, "raw", json_string(raw));
    free(row->key);
    row->key = row_key(row, host);
}

/* A close frame's bytes are its code; a pong's are its payload. */
static char *frame_text(const struct row *row) {
    json_int_t op = row_opcode(row);
    if (op == WS_CLOSE) {
        return memory_print("close %lld %s",
                            (long long)json_integer_value(json_object_get(row->json, "close_code")),
                            row_text(row, "close_reason"));
    }
    return op < WS_CLOSE ? memory_text(row_text(row, "raw"))
                         : memory_print("op %lld %s", (long long)op, row_text(row, "payload"));
}

char *row_request_line(const struct row *row) {
    const char *line = row_text(row, "line");
    if (line[0] == '\0') {
        line = row_text(row, "raw");
    }
    size_t length = strcspn(line, "\r\n");
    static const char version[] = " HTTP/1.1";
    size_t tail = sizeof version - 1;
    if (length >= tail && memcmp(&line[length - tail], version, tail) == 0) {
        length -= tail;
    }
    return memory_part(line, length);
}

const char *row_text(const struct row *row, const char *name) {
    const char *text = json_string_value(json_object_get(row->json, name));
    return text_or_empty(text);
}

const json_t *row_frame(const struct row *row) {
    const json_t *frame = json_object_get(row->json, "frame");
    return frame ? frame : row->json;
}

json_int_t row_opcode(const struct row *row) {
    return json_integer_value(json_object_get(row_frame(row), "op"));
}

bool row_is_message(const struct row *row) {
    return (row->kind == ROW_FRAME_IN || row->kind == ROW_FRAME_OUT) && row_opcode(row) < WS_CLOSE;
}

bool row_is_socket(const struct row *row) {
    return row->kind >= ROW_OPENING;
}
