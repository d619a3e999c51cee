/* Reading what is to be called, and how. */
#include "sim/ari/endpoint.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/ari/state.h"
#include "sim/base/unit.h"
#include "sim/calls/channel.h"
#include "sim/dialplan/outgoing.h"

static const char LOCAL[] = "Local/";

static bool is_beginning(const char *id, const char *of);
static struct reply id_is_taken(void);
static bool read_local(const char *text, struct endpoint *endpoint);

bool endpoint_check_form(const struct request *request, struct reply *refusal) {
    const char *text = request_filled(request, "endpoint");
    if (!text) {
        *refusal = reply_error(400, "Endpoint must be specified");
    } else if (!strchr(text, '/')) {
        *refusal = reply_error(400, "Invalid endpoint specified");
    }
    return text && strchr(text, '/');
}

bool endpoint_read(const struct world *w, const struct request *request, struct endpoint *endpoint,
                   struct reply *refusal) {
    const char *text = request_text(request, "endpoint");
    *endpoint = (struct endpoint){.phone = phone_find(w, text)};
    bool is_local = strncasecmp(text, LOCAL, strlen(LOCAL)) == 0;
    if (endpoint->phone || (is_local && read_local(text + strlen(LOCAL), endpoint))) {
        return true;
    }
    json_t *body = json_pack("{s:s}", "error", "Allocation failed"); /* word for word: recorded */
    *refusal = reply_json(body);
    if (body) {
        refusal->status = 500;
        refusal->reason = reply_reason(500);
    }
    return false;
}

bool endpoint_check_app(const struct request *request, struct reply *refusal) {
    bool named = request_filled(request, "app") != NULL;
    if (!named) {
        *refusal = reply_error(400, "Application name is required");
    }
    return named;
}

bool endpoint_check_legs(struct world *w, const struct request *request, struct reply *refusal) {
    const char *id = request_filled(request, "channelId");
    const char *other_id = request_filled(request, "otherChannelId");
    if (!endpoint_check_formats(w, request_filled(request, "formats"), refusal) ||
        !endpoint_check_id(w, id, refusal) || !endpoint_check_id(w, other_id, refusal)) {
        return false;
    }
    bool taken = id && other_id && is_beginning(other_id, id);
    if (taken) { /* once the first channel is there */
        *refusal = id_is_taken();
    }
    return !taken;
}

bool endpoint_check_formats(struct world *w, const char *formats, struct reply *refusal) {
    static const char *const known[] = {"slin", "ulaw", "alaw", "gsm",
                                        "g722", "g729", "opus", NULL};
    char format[ENDPOINT_BYTES];
    while (argument_next(&formats, format, sizeof format)) {
        if (word_find(known, format) == WORD_UNKNOWN) {
            *refusal = request_error(w, 400, "Provided format (%s) was not found", format);
            return false;
        }
    }
    return true;
}

bool endpoint_check_id(const struct world *w, const char *id, struct reply *refusal) {
    for (const struct channel *c = channel_first(w); id && c; c = channel_next(c)) {
        if (is_beginning(id, c->id)) {
            *refusal = id_is_taken();
            return false;
        }
    }
    return true;
}

const char *endpoint_other_id(struct world *w, const struct request *request, const char *id) {
    const char *other = request_filled(request, "otherChannelId");
    return other || !id ? other : outside_format(ari_of(w)->outside, "%s;2", id);
}

uint64_t endpoint_timeout_us(const struct request *request) {
    long seconds = request_number(request, "timeout");
    if (seconds <= 0) {
        return 0;
    }
    return (uint64_t)(seconds < INT32_MAX ? seconds : INT32_MAX) * US_PER_S;
}

const char *endpoint_app_data(struct world *w, const struct request *request) {
    const char *app = request_filled(request, "app");
    const char *args = request_filled(request, "appArgs");
    return !app || !args ? app : outside_format(ari_of(w)->outside, "%s,%s", app, args);
}

/* Whatever the case. */
static bool is_beginning(const char *id, const char *of) {
    return strncasecmp(of, id, strlen(id)) == 0;
}

static struct reply id_is_taken(void) {
    return reply_error(409, "Channel with given unique ID already exists");
}

/* "EXTEN@CONTEXT", with options behind a slash that change nothing here. */
static bool read_local(const char *text, struct endpoint *endpoint) {
    size_t size = strcspn(text, "@/");
    const char *context = text[size] == '@' ? text + size + 1 : DIALPLAN_DEFAULT_CONTEXT;
    size_t context_size = strcspn(context, "/");
    snprintf(endpoint->exten, ENDPOINT_BYTES, "%.*s", (int)size, text);
    snprintf(endpoint->context, ENDPOINT_BYTES, "%.*s", (int)context_size, context);
    return size > 0 && size < ENDPOINT_BYTES && context_size < ENDPOINT_BYTES;
}
