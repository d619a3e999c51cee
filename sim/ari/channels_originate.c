/* Originating a call: a Local pair, or the channel of a simulated phone, is dialled and then handed
 * to an application or to the dialplan. */
#include <string.h>

#include "sim/ari/channels.h"
#include "sim/ari/endpoint.h"
#include "sim/ari/render.h"
#include "sim/ari/variables.h"
#include "sim/calls/application.h"
#include "sim/dialplan/outgoing.h"

/* The parts of a call that need room of their own. */
struct parts {
    struct endpoint endpoint;
    char caller_name[ENDPOINT_BYTES];
    char caller_number[ENDPOINT_BYTES];
    const char *variables[VARIABLES_STRINGS_MAX];
};

static bool check(struct world *w, const struct request *request, struct reply *refusal);
static bool read_target(struct world *w, const struct request *request, struct call_config *config,
                        struct reply *refusal);
static struct channel *place(struct world *w, const struct parts *parts,
                             struct call_config *config);

struct reply channels_originate(struct world *w, struct request *request) {
    struct parts parts;
    struct call_config config = {.near_id = request_filled(request, "channelId")};
    struct reply refusal;
    if (!check(w, request, &refusal) || !endpoint_read(w, request, &parts.endpoint, &refusal) ||
        !read_target(w, request, &config, &refusal)) {
        return refusal;
    }
    config.id = endpoint_other_id(w, request, config.near_id);
    const char *caller = request_filled(request, "callerId");
    if (caller) {
        call_split_caller(caller, parts.caller_name, parts.caller_number, ENDPOINT_BYTES);
        config.caller_name = parts.caller_name;
        config.caller_number = parts.caller_number;
    }
    config.variables = parts.variables;
    config.variables_count = variables_read_body(request, parts.variables);
    config.near_timeout_us = endpoint_timeout_us(request);
    struct channel *channel = place(w, &parts, &config);
    return reply_json(render_channel(w, channel_snapshot(w, channel)));
}

/* What does not depend on the endpoint's kind, in this order. (R133) */
static bool check(struct world *w, const struct request *request, struct reply *refusal) {
    if (!endpoint_check_form(request, refusal)) {
        return false;
    }
    if (!request_filled(request, "app") && !request_filled(request, "extension")) {
        *refusal = reply_error(400, "Application or extension must be specified");
        return false;
    }
    return endpoint_check_legs(w, request, refusal);
}

/* Where the originated channel goes once it is answered. */
static bool read_target(struct world *w, const struct request *request, struct call_config *config,
                        struct reply *refusal) {
    const char *app = request_filled(request, "app");
    if (app) {
        config->near_app = "Stasis";
        config->near_app_data = endpoint_app_data(w, request);
        config->near_subscriber = application_find(w, app);
        return true;
    }
    const char *context = request_filled(request, "context");
    config->near_exten = request_text(request, "extension");
    config->near_context = context ? context : DIALPLAN_DEFAULT_CONTEXT;
    return channels_read_priority(w, request, config->near_context, config->near_exten,
                                  &config->near_priority, refusal);
}

static struct channel *place(struct world *w, const struct parts *parts,
                             struct call_config *config) {
    const struct phone *phone = parts->endpoint.phone;
    if (!phone) {
        config->exten = parts->endpoint.exten;
        config->context = parts->endpoint.context;
        return call_place(w, config)->peer;
    }
    char name[PHONE_CHANNEL_NAME_BYTES];
    const char *slash = strchr(phone->name, '/');
    return outgoing_place(w, &(struct outgoing_config){
                                 .name = phone_channel_name(w, phone->name, name),
                                 .dialstring = slash ? slash + 1 : phone->name,
                                 .behaviour = phone->behaviour,
                                 .after_us = phone->after_us,
                                 .call = config,
                             });
}
