/* Originating a call: a Local pair, or the channel of a simulated phone. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/ari/channels.h"
#include "sim/ari/render.h"
#include "sim/base/must.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/exec.h"

enum {
    NAME_BYTES = 256,
    VARIABLE_TEXTS_MAX = 2 * 128, /* a name and a value each */
    TIMEOUT_DEFAULT_S = 30,
    US_PER_S = 1000000,
};

/* The parts of a call that need room of their own. */
struct parts {
    char exten[NAME_BYTES];
    char context[NAME_BYTES];
    char caller_name[NAME_BYTES];
    char caller_number[NAME_BYTES];
    char app_data[2 * NAME_BYTES];
    const char *variables[VARIABLE_TEXTS_MAX];
};

static bool check(struct world *w, const struct request *request, struct reply *refusal);
static bool check_formats(const char *formats, struct reply *refusal);
static bool is_taken(const struct world *w, const char *id);
static bool read_endpoint(const struct world *w, const char *endpoint, struct parts *parts,
                          struct call_config *config);
static bool read_target(const struct world *w, const struct request *request, struct parts *parts,
                        struct call_config *config, struct reply *refusal);
static void read_variables(const struct request *request, struct parts *parts,
                           struct call_config *config);

struct reply channels_originate(struct world *w, struct request *request) {
    struct reply refusal;
    if (!check(w, request, &refusal)) {
        return refusal;
    }
    struct parts parts;
    struct call_config config = {
        .near_id = request_filled(request, "channelId"),
        .id = request_filled(request, "otherChannelId"),
    };
    if (!read_endpoint(w, request_text(request, "endpoint"), &parts, &config)) {
        static const char failed[] = "Allocation failed";
        struct reply reply = reply_error(500, NULL);
        reply.body = json_pack("{s:s}", "error", failed);
        return reply;
    }
    if (!read_target(w, request, &parts, &config, &refusal)) {
        return refusal;
    }
    const char *caller = request_filled(request, "callerId");
    if (caller) {
        call_split_caller(caller, parts.caller_name, parts.caller_number, NAME_BYTES);
        config.caller_name = parts.caller_name;
        config.caller_number = parts.caller_number;
    }
    read_variables(request, &parts, &config);
    long timeout_s = argument_number(request->arguments, "timeout", TIMEOUT_DEFAULT_S);
    config.near_timeout_us = timeout_s > 0 ? (uint64_t)timeout_s * US_PER_S : 0;
    struct channel *channel = call_place(w, &config);
    struct channel *originated = config.phone ? channel : channel->peer;
    must(originated);
    return reply_json(render_channel(w, channel_snapshot(w, originated)));
}

/* What does not depend on the endpoint's kind. (R133) */
static bool check(struct world *w, const struct request *request, struct reply *refusal) {
    const char *endpoint = request_filled(request, "endpoint");
    if (!endpoint) {
        *refusal = reply_error(400, "Endpoint must be specified");
        return false;
    }
    if (!strchr(endpoint, '/')) {
        *refusal = reply_error(400, "Invalid endpoint specified");
        return false;
    }
    if (!request_filled(request, "app") && !request_filled(request, "extension")) {
        *refusal = reply_error(400, "Application or extension must be specified");
        return false;
    }
    if (!check_formats(request_filled(request, "formats"), refusal)) {
        return false;
    }
    if (is_taken(w, request_filled(request, "channelId")) ||
        is_taken(w, request_filled(request, "otherChannelId"))) {
        *refusal = reply_error(409, "Channel with given unique ID already exists");
        return false;
    }
    return true;
}

static bool check_formats(const char *formats, struct reply *refusal) {
    static const char *const known[] = {"slin", "ulaw", "alaw", "gsm", "g722", "g729", "opus"};
    static const struct reply unknown = {.status = 400, .reason = "Bad Request"};
    char format[NAME_BYTES];
    while (argument_next(&formats, format, sizeof format)) {
        bool found = false;
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
            found = found || strcmp(known[i], format) == 0;
        }
        if (!found) {
            *refusal = unknown;
            refusal->body = json_pack("{s:o}", "message",
                                      json_sprintf("Provided format (%s) was not found", format));
            return false;
        }
    }
    return true;
}

/* An id that is the beginning of another one, whatever the case, is taken as well. */
static bool is_taken(const struct world *w, const char *id) {
    for (const struct channel *c = channel_first(w); id && c; c = c->newer) {
        if (strncasecmp(c->id, id, strlen(id)) == 0) {
            return true;
        }
    }
    return false;
}

/* "Local/EXTEN@CONTEXT", with options behind a slash that change nothing here, or a phone. */
static bool read_endpoint(const struct world *w, const char *endpoint, struct parts *parts,
                          struct call_config *config) {
    static const char local[] = "Local/";
    if (strncasecmp(endpoint, local, strlen(local)) == 0) {
        const char *exten = endpoint + strlen(local);
        size_t size = strcspn(exten, "@/");
        const char *context = exten[size] == '@' ? exten + size + 1 : "default";
        snprintf(parts->exten, NAME_BYTES, "%.*s", (int)size, exten);
        snprintf(parts->context, NAME_BYTES, "%.*s", (int)strcspn(context, "/"), context);
        config->exten = parts->exten;
        config->context = parts->context;
        return size > 0 && size < NAME_BYTES && strlen(context) < NAME_BYTES;
    }
    const struct dialplan_config *dialplan = dialplan_config_of(w);
    for (size_t i = 0; i < dialplan->phones_count; i++) {
        if (strcmp(dialplan->phones[i].name, endpoint) == 0) {
            config->phone = dialplan->phones[i].name;
            config->id = config->near_id;
            return true;
        }
    }
    return false;
}

/* Where the originated channel goes once it is answered. */
static bool read_target(const struct world *w, const struct request *request, struct parts *parts,
                        struct call_config *config, struct reply *refusal) {
    const char *app = request_filled(request, "app");
    if (app) {
        const char *args = request_filled(request, "appArgs");
        snprintf(parts->app_data, sizeof parts->app_data, "%s%s%s", app, args ? "," : "",
                 args ? args : "");
        config->near_app = "Stasis";
        config->near_app_data = parts->app_data;
    } else {
        const char *context = request_filled(request, "context");
        const char *label = request_filled(request, "label");
        config->near_exten = request_text(request, "extension");
        config->near_context = context ? context : "default";
        config->near_priority = (int)argument_number(request->arguments, "priority", 1);
        if (label && !channels_find_label(w, config->near_context, config->near_exten, label,
                                          &config->near_priority)) {
            *refusal = reply_error(404, "Requested label can not be found");
            return false;
        }
    }
    if (config->phone) {
        if (app) {
            *refusal = reply_error(501, "originating a phone into an application is not simulated");
            return false;
        }
        config->exten = config->near_exten;
        config->context = config->near_context;
    }
    return true;
}

/* Values that are no strings are passed over, and so are variables beyond the limit. */
static void read_variables(const struct request *request, struct parts *parts,
                           struct call_config *config) {
    json_t *variables = json_object_get(request->arguments->body, "variables");
    const char *name;
    json_t *value;
    config->variables = parts->variables;
    json_object_foreach(variables, name, value) {
        if (json_is_string(value) && config->variables_count < VARIABLE_TEXTS_MAX) {
            parts->variables[config->variables_count++] = name;
            parts->variables[config->variables_count++] = json_string_value(value);
        }
    }
}
