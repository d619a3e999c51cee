/* Routing: per decoded segment, first the resource, then the operations that are still possible. */
#include "sim/ari/route.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "sim/ari/api_docs.h"
#include "sim/ari/outside.h"
#include "sim/base/must.h"

static bool split(struct outside *outside, const char *path, struct route *route);
static void find_api_docs(enum method method, struct route *route);
static uint64_t narrow(const struct resource *resource, uint64_t possible, size_t index,
                       const char *segment);
static void choose(const struct resource *resource, uint64_t possible, enum method method,
                   struct route *route);
static const char *segment_of(const char *path, size_t index, size_t *size);
static const char *allow_text(unsigned methods);
static int hex_digit(char c);

static const char PREFIX[] = "/ari";

const char *route_behind_prefix(const char *path) {
    size_t size = strlen(PREFIX);
    if (strncasecmp(path, PREFIX, size) != 0 || (path[size] != '/' && path[size] != '\0')) {
        return NULL;
    }
    return path + size;
}

bool route_find(struct outside *outside, const char *method_text, const char *path,
                struct route *route) {
    *route = (struct route){.allow = allow_text(0)};
    if (!split(outside, path, route)) {
        return false;
    }
    if (route->count == 0) {
        route->path_exists = true;
        return true;
    }
    enum method method = method_read(method_text);
    if (strcmp(route->segments[0], "api-docs") == 0) {
        find_api_docs(method, route);
        return true;
    }
    const struct resource *resource =
        route->count <= SEGMENTS_MAX ? resource_find(route->segments[0]) : NULL;
    if (!resource) {
        return true;
    }
    uint64_t possible = ~UINT64_C(0);
    for (size_t i = 1; i < route->count; i++) {
        possible = narrow(resource, possible, i, route->segments[i]);
    }
    route->path_exists = possible != 0;
    choose(resource, possible, method, route);
    return true;
}

size_t route_decode(const char *text, size_t size, bool plus, char *out) {
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '%' && i + 2 < size && hex_digit(text[i + 1]) >= 0 &&
            hex_digit(text[i + 2]) >= 0) {
            c = (char)(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (c == '\0') {
            break;
        }
        out[length++] = c;
    }
    out[length] = '\0';
    return length;
}

size_t route_encode(const char *text, char *out) {
    static const char digits[] = "0123456789ABCDEF";
    char *end = out;
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < 0x80 && isalnum(c)) || strchr("-_.~", c)) {
            *end++ = (char)c;
        } else {
            *end++ = '%';
            *end++ = digits[c >> 4];
            *end++ = digits[c & 15];
        }
    }
    *end = '\0';
    return (size_t)(end - out);
}

static bool split(struct outside *outside, const char *path, struct route *route) {
    while (path[0] == '/') {
        path++;
        size_t size = strcspn(path, "/");
        if (size == 0) {
            break;
        }
        char *segment = outside_room(outside, size + 1);
        if (!segment) {
            return false;
        }
        route_decode(path, size, false, segment);
        if (route->count < SEGMENTS_MAX) {
            route->segments[route->count] = segment;
        }
        route->count++;
        path += size;
    }
    return true;
}

/* (R138) The descriptions are no resource: below their folder every path exists for all methods but
 * GET. */
static void find_api_docs(enum method method, struct route *route) {
    route->allow = NULL;
    route->path_exists = method == METHOD_GET ? route->count == 2 : route->count >= 2;
    route->operation = route->path_exists && method == METHOD_GET ? &API_DOCS : NULL;
}

/* Of the operations that are possible (a bit each), those whose segment at `index` is this one. */
static uint64_t narrow(const struct resource *resource, uint64_t possible, size_t index,
                       const char *segment) {
    must(resource->count <= 64);
    uint64_t literal = 0;
    uint64_t wild = 0;
    for (size_t i = 0; i < resource->count; i++) {
        size_t size;
        const char *own = segment_of(resource->operations[i].path, index, &size);
        if ((possible >> i & 1) == 0 || !own) {
            continue;
        }
        if (own[0] == '{') {
            wild |= UINT64_C(1) << i;
        } else if (strlen(segment) == size && memcmp(own, segment, size) == 0) {
            literal |= UINT64_C(1) << i;
        }
    }
    return literal ? literal : wild;
}

/* Of the possible operations whose path ends here, the one with this method; Allow has them all. */
static void choose(const struct resource *resource, uint64_t possible, enum method method,
                   struct route *route) {
    unsigned methods = 0;
    for (size_t i = 0; i < resource->count; i++) {
        const struct operation *operation = &resource->operations[i];
        size_t size;
        if ((possible >> i & 1) == 0 || segment_of(operation->path, route->count, &size)) {
            continue;
        }
        if (operation->method == method) {
            route->operation = operation;
        }
        methods |= operation->is_websocket ? 0 : 1U << operation->method;
    }
    route->allow = allow_text(methods);
}

static const char *segment_of(const char *path, size_t index, size_t *size) {
    must(path[0] == '/');
    for (; index > 0 && path; index--) {
        path = strchr(path + 1, '/');
    }
    if (!path) {
        return NULL;
    }
    *size = strcspn(path + 1, "/");
    return path + 1;
}

static const char *allow_text(unsigned methods) {
    static const char *const texts[] = {
        "OPTIONS",
        "OPTIONS,GET",
        "OPTIONS,POST",
        "OPTIONS,GET,POST",
        "OPTIONS,PUT",
        "OPTIONS,GET,PUT",
        "OPTIONS,POST,PUT",
        "OPTIONS,GET,POST,PUT",
        "OPTIONS,DELETE",
        "OPTIONS,GET,DELETE",
        "OPTIONS,POST,DELETE",
        "OPTIONS,GET,POST,DELETE",
        "OPTIONS,PUT,DELETE",
        "OPTIONS,GET,PUT,DELETE",
        "OPTIONS,POST,PUT,DELETE",
        "OPTIONS,GET,POST,PUT,DELETE",
    };
    must(METHOD_GET == 0 && METHOD_DELETE == 3);
    must(methods < sizeof texts / sizeof texts[0]);
    return texts[methods];
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
