/* Checking requests, in the order of the real server. */
#include "sim/ari/consider.h"

#include <string.h>

#include "sim/ari/outside.h"
#include "sim/base/must.h"
#include "sim/base/rule.h"

enum { ROOM_SPARE_BYTES = 1024 }; /* for numbers and the like */

static void find_route(struct outside *outside, const struct ari_request *asked,
                       struct route *route);
static bool has_slash_behind(const char *path);
static bool refuse_access(const struct ari_request *asked, struct reply *refusal);
static bool refuse_path(struct outside *outside, const struct ari_request *asked,
                        const struct route *route, struct reply *refusal);
static bool refuse_arguments(struct outside *outside, const struct ari_request *asked,
                             struct considered *out);

void request_consider(struct outside *outside, const struct ari_request *asked,
                      struct considered *out) {
    *out = (struct considered){.refused = true};
    size_t size = strlen(asked->path) + (asked->query ? strlen(asked->query) : 0) +
                  (asked->host ? strlen(asked->host) : 0) + 2 * asked->body_size + ROOM_SPARE_BYTES;
    if (!outside_begin(outside, size)) {
        out->refusal = reply_no_memory();
        return;
    }
    if (asked->body_size > ARI_BODY_BYTES_MAX) {
        out->refusal = reply_error(413, "Request body too large");
        return;
    }
    find_route(outside, asked, &out->route);
    if (!arguments_parse_body(outside, asked)) {
        out->refusal = reply_error(400, "Error parsing request body");
        return;
    }
    out->refused = refuse_access(asked, &out->refusal) ||
                   refuse_path(outside, asked, &out->route, &out->refusal) ||
                   refuse_arguments(outside, asked, out);
}

/* An empty one where the path leads nowhere. */
static void find_route(struct outside *outside, const struct ari_request *asked,
                       struct route *route) {
    const char *path = route_behind_prefix(asked->path);
    if (!path || has_slash_behind(path) || !route_find(outside, asked->method, path, route)) {
        *route = (struct route){0};
    }
}

static bool has_slash_behind(const char *path) {
    size_t length = strlen(path);
    return length > 1 && path[length - 1] == '/';
}

static bool refuse_access(const struct ari_request *asked, struct reply *refusal) {
    if (asked->access == ARI_ACCESS_NONE) {
        *refusal = reply_error(401, "Authentication required");
        return true;
    }
    enum method method = method_read(asked->method);
    bool reads = method == METHOD_GET || method == METHOD_OPTIONS;
    if (asked->access == ARI_ACCESS_READ && !reads) {
        *refusal = reply_error(403, "Write access denied");
        return true;
    }
    return false;
}

static bool refuse_path(struct outside *outside, const struct ari_request *asked,
                        const struct route *route, struct reply *refusal) {
    const char *path = route_behind_prefix(asked->path);
    if (path && has_slash_behind(path)) {
        const char *hint = outside_format(outside, "ARI URLs do not end with a slash. Try /ari%.*s",
                                          (int)strlen(path) - 1, path);
        *refusal = reply_error(404, hint ? hint : "ARI URLs do not end with a slash.");
    } else if (!route->path_exists) {
        *refusal = reply_error(404, "Resource not found");
    } else if (!route->operation && !route->allow) {
        *refusal = reply_error(405, "Unsupported method");
    } else if (method_read(asked->method) == METHOD_OPTIONS) {
        *refusal = reply_none();
        refusal->allow = route->allow;
    } else if (!route->operation) {
        *refusal = reply_error(405, "Invalid method");
        refusal->allow = route->allow;
    }
    return !route->operation;
}

static bool refuse_arguments(struct outside *outside, const struct ari_request *asked,
                             struct considered *out) {
    const struct operation *operation = out->route.operation;
    if (operation->is_websocket) {
        out->refusal = reply_error(426, "Upgrade Required");
        return true;
    }
    if (!operation_is_simulated(operation)) {
        const char *message = outside_format(outside, "%s %s is not simulated",
                                             method_name(operation->method), operation->path);
        out->refusal = reply_error(501, message ? message : "not simulated");
        return true;
    }
    if (!arguments_read(outside, asked, &out->route, &out->arguments)) {
        out->refusal = reply_no_memory();
        return true;
    }
    const char *missing = arguments_missing(&out->arguments);
    if (missing) {
        out->refusal = reply_error(400, missing);
        out->refusal.rule = operation->is_claim ? RULE_CLAIM_PARAMETERS : RULE_NONE;
    }
    return missing != NULL;
}
