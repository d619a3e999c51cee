/* Replies: reason phrases, and the JSON text of a body. */
#include "sim/ari/reply.h"

#include <stdio.h>
#include <string.h>

#include "sim/ari/ari.h"
#include "sim/ari/json.h"
#include "sim/ari/outside.h"
#include "sim/base/must.h"

static const char *message_text(struct outside *outside, const char *message);

struct reply reply_none(void) {
    return (struct reply){.status = 204, .reason = reply_reason(204)};
}

struct reply reply_json(json_t *body) {
    if (!body) {
        return reply_no_memory();
    }
    return (struct reply){.status = 200, .reason = reply_reason(200), .body = body};
}

struct reply reply_error(int status, const char *message) {
    return reply_odd(status, reply_reason(status), message);
}

struct reply reply_no_memory(void) {
    return (struct reply){.status = REPLY_NO_MEMORY_STATUS};
}

struct reply reply_odd(int status, const char *reason, const char *message) {
    return (struct reply){.status = status, .reason = reason, .message = message};
}

bool reply_finish(struct outside *outside, const struct reply *reply,
                  struct ari_response *response) {
    if (reply->status == REPLY_NO_MEMORY_STATUS) {
        return false;
    }
    must(reply->status >= 200 && reply->status < 600);
    must(!reply->message || !reply->body);
    *response = (struct ari_response){
        .status = reply->status,
        .reason = reply->reason,
        .allow = reply->allow,
        .location = reply->location,
        .rule = reply->rule,
    };
    if (reply->content_type) {
        response->content_type = reply->content_type;
        response->body = reply->bytes;
        response->body_size = reply->bytes_size;
        return true;
    }
    if (reply->message) {
        response->body = message_text(outside, reply->message);
    } else if (reply->body) {
        response->body = outside_keep(&outside->text, json_text(reply->body, outside->json_format));
        json_decref(reply->body);
    }
    response->body_size = response->body ? strlen(response->body) : 0;
    return response->body || (!reply->message && !reply->body);
}

/* Most messages are short and need no escaping, and so no memory either: a lost claim costs none.
 */
static const char *message_text(struct outside *outside, const char *message) {
    bool plain = outside->json_format == JSON_COMPACT;
    for (const char *c = message; *c != '\0'; c++) {
        plain = plain && *c >= ' ' && *c <= '~' && *c != '"' && *c != '\\';
    }
    if (plain && strlen(message) < sizeof outside->message - sizeof "{\"message\":\"\"}") {
        snprintf(outside->message, sizeof outside->message, "{\"message\":\"%s\"}", message);
        return outside->message;
    }
    struct object body = object_new();
    object_add_text(&body, "message", message);
    json_t *json = object_finish(&body);
    char *text = json ? json_text(json, outside->json_format) : NULL;
    json_decref(json);
    return outside_keep(&outside->text, text);
}

/* A status that nobody has heard of means what the first of its class means, as HTTP has it. */
const char *reply_reason(int status) {
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {300, "Multiple Choices"},
        {301, "Moved Permanently"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {412, "Precondition Failed"},
        {413, "Request Entity Too Large"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Entity"},
        {426, "Upgrade Required"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].status == status) {
            return reasons[i].reason;
        }
    }
    must(status > 200 && status < 600 && status % 100 != 0);
    return reply_reason(status / 100 * 100);
}
