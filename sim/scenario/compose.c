/* Composing requests without allocating: this runs inside the world, where nothing may be held that
 * a breaking world would leave behind. */
#include "sim/scenario/compose.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { NAME_BYTES = 32 };

enum escape { ESCAPE_NOT, ESCAPE_URI, ESCAPE_JSON };

struct values {
    const struct moment *moment;
    const json_t *parameters; /* NULL: a {name} that is none of the moment's stands for itself */
};

struct text {
    char *to;
    size_t room; /* 0: nothing fits any more */
};

static bool compose_line(const struct action *action, const struct values *values,
                         struct composed *composed);
static bool compose_member(struct text *out, const char *member, size_t length,
                           const struct values *values, char separator);
static void expand(struct text *out, const char *template, size_t length,
                   const struct values *values, enum escape own, enum escape replaced);
static bool read_name(const char *at, const char *end, char name[NAME_BYTES]);
static bool value_of(const struct values *values, const char *name, char number[NAME_BYTES],
                     const char **value);
static void put(struct text *out, char c, enum escape escape);
static void put_raw(struct text *out, char c);
static void cut(struct composed *composed);

bool compose(const struct action *action, const struct moment *moment, struct composed *composed) {
    struct values values = {.moment = moment, .parameters = action->parameters};
    memset(&composed->request, 0, sizeof composed->request);
    if (!compose_line(action, &values, composed)) {
        return false;
    }
    cut(composed);
    composed->request.access = ARI_ACCESS_WRITE;
    if (action->body) {
        struct text body = {.to = composed->body, .room = sizeof composed->body};
        expand(&body, action->body, strlen(action->body), &values, ESCAPE_NOT, ESCAPE_JSON);
        if (body.room == 0) {
            return false;
        }
        *body.to = '\0';
        composed->request.content_type = "application/json";
        composed->request.body = composed->body;
        composed->request.body_size = (size_t)(body.to - composed->body);
    }
    subject_read(&composed->request, &composed->subject);
    return true;
}

static bool compose_line(const struct action *action, const struct values *values,
                         struct composed *composed) {
    struct text line = {.to = composed->text, .room = sizeof composed->text};
    const char *query = strchr(action->request, '?');
    size_t path = query ? (size_t)(query - action->request) : strlen(action->request);
    expand(&line, action->request, path, values, ESCAPE_NOT, ESCAPE_URI);
    char separator = '?';
    while (query) {
        const char *member = query + 1;
        query = strchr(member, '&');
        size_t length = query ? (size_t)(query - member) : strlen(member);
        if (compose_member(&line, member, length, values, separator)) {
            separator = '&';
        }
    }
    if (line.room == 0) {
        return false;
    }
    *line.to = '\0';
    return true;
}

/* False when it is left out because a value of it is missing. */
static bool compose_member(struct text *out, const char *member, size_t length,
                           const struct values *values, char separator) {
    const char *end = member + length;
    for (const char *at = member; at < end; at++) {
        char name[NAME_BYTES];
        char number[NAME_BYTES];
        const char *value;
        if (read_name(at, end, name) && value_of(values, name, number, &value) && !value) {
            return false;
        }
    }
    put(out, separator, ESCAPE_NOT);
    expand(out, member, length, values, ESCAPE_NOT, ESCAPE_URI);
    return true;
}

static void expand(struct text *out, const char *template, size_t length,
                   const struct values *values, enum escape own, enum escape replaced) {
    const char *end = template + length;
    for (const char *at = template; at < end; at++) {
        char name[NAME_BYTES];
        char number[NAME_BYTES];
        const char *value;
        if (!read_name(at, end, name) || !value_of(values, name, number, &value)) {
            put(out, *at, own);
            continue;
        }
        if (value) {
            /* A parameter may name the moment's values, which name nothing more. */
            struct values inner = {.moment = values->parameters ? values->moment : NULL};
            expand(out, value, strlen(value), &inner, replaced, replaced);
        }
        at += strlen(name) + 1;
    }
}

/* A small word in braces at `at`. */
static bool read_name(const char *at, const char *end, char name[NAME_BYTES]) {
    size_t length = 0;
    if (*at != '{') {
        return false;
    }
    for (at++; at < end && *at >= 'a' && *at <= 'z' && length < NAME_BYTES - 1; at++) {
        name[length++] = *at;
    }
    name[length] = '\0';
    return length > 0 && at < end && *at == '}';
}

/* False for a name that stands for itself; *value is NULL for one without a value. */
static bool value_of(const struct values *values, const char *name, char number[NAME_BYTES],
                     const char **value) {
    const json_t *parameter = json_object_get(values->parameters, name);
    *value = NULL;
    if (json_is_string(parameter)) {
        *value = json_string_value(parameter);
        return true;
    }
    if (json_is_integer(parameter)) {
        snprintf(number, NAME_BYTES, "%" JSON_INTEGER_FORMAT, json_integer_value(parameter));
        *value = number;
        return true;
    }
    if (!values->moment) {
        return false;
    }
    if (strcmp(name, "channel") == 0) {
        *value = values->moment->channel;
    } else if (strcmp(name, "app") == 0) {
        *value = values->moment->app;
    } else if (strcmp(name, "client") == 0) {
        *value = values->moment->client;
    } else {
        return values->parameters != NULL;
    }
    return true;
}

static void put(struct text *out, char c, enum escape escape) {
    static const char digits[] = "0123456789ABCDEF";
    unsigned char byte = (unsigned char)c;
    if (escape == ESCAPE_URI && !isalnum(byte) && !strchr("-._~:,@", c)) {
        put_raw(out, '%');
        put_raw(out, digits[byte >> 4]);
        put_raw(out, digits[byte & 15]);
    } else if (escape == ESCAPE_JSON && (c == '"' || c == '\\')) {
        put_raw(out, '\\');
        put_raw(out, c);
    } else if (escape == ESCAPE_JSON && byte < 0x20) {
        for (const char *u = "\\u00"; *u; u++) {
            put_raw(out, *u);
        }
        put_raw(out, digits[byte >> 4]);
        put_raw(out, digits[byte & 15]);
    } else {
        put_raw(out, c);
    }
}

/* The last byte of the room is kept for the end. */
static void put_raw(struct text *out, char c) {
    if (out->room > 1) {
        *out->to++ = c;
        out->room--;
    } else {
        out->room = 0;
    }
}

/* The line into method, path and query, in a copy. */
static void cut(struct composed *composed) {
    struct ari_request *request = &composed->request;
    memcpy(composed->line, composed->text, sizeof composed->line);
    char *space = strchr(composed->line, ' ');
    if (space) {
        *space = '\0';
    }
    request->method = composed->line;
    request->path = space ? space + 1 : "";
    char *query = space ? strchr(space + 1, '?') : NULL;
    if (query) {
        *query = '\0';
        request->query = query + 1;
    }
}
