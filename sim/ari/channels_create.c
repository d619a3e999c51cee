/* A channel that an application makes for itself, and dials when it likes. */
#include <stdlib.h>
#include <string.h>

#include "sim/ari/channels.h"
#include "sim/ari/endpoint.h"
#include "sim/ari/render.h"
#include "sim/ari/variables.h"
#include "sim/base/text.h"
#include "sim/calls/application.h"
#include "sim/calls/local.h"
#include "sim/dialplan/outgoing.h"
#include "sim/dialplan/values.h"

static struct channel *make_pair(struct world *w, const struct request *request,
                                 const struct endpoint *endpoint);
static struct channel *make_phone(struct world *w, const struct request *request,
                                  const struct phone *phone);

/* (R140) The application has the channel at once, before anybody has been called. Refused in the
 * order of originate. (R133) */
struct reply channels_create(struct world *w, struct request *request) {
    struct endpoint endpoint;
    struct reply refusal;
    if (!endpoint_check_form(request, &refusal) || !endpoint_check_app(request, &refusal) ||
        !endpoint_check_legs(w, request, &refusal) ||
        !endpoint_read(w, request, &endpoint, &refusal)) {
        return refusal;
    }
    struct channel *channel =
        endpoint.phone ? make_phone(w, request, endpoint.phone) : make_pair(w, request, &endpoint);
    channel->is_created = true;
    variables_set(w, request, channels_write_variable, channel);
    struct application *application = application_find(w, request_text(request, "app"));
    if (application) {
        subscription_add(w, &channel->subscriptions, application, SUBSCRIBED_BY_REQUEST);
    }
    dialplan_start_application(w, channel, "Stasis", endpoint_app_data(w, request), false);
    return reply_json(render_channel(w, channel_snapshot(w, channel)));
}

/* The caller's variables and its name are passed on, as to whatever is dialled for it. */
struct reply channels_dial(struct world *w, struct request *request) {
    struct channel *channel = request->found;
    if (channel->state != CHANNEL_DOWN || channel->dialstring) {
        return reply_error(409, "Channel is not in the 'Down' state");
    }
    const char *caller_id = request_filled(request, "caller");
    const struct channel *caller = caller_id ? channel_find(w, caller_id) : NULL;
    if (caller_id && (!caller || caller == channel)) {
        return reply_error(404, "The calling channel was not found");
    }
    if (!channel->is_created) {
        return reply_error(409, "Channel was not made to be dialled");
    }
    if (caller) {
        channel_inherit_variables(w, caller, channel);
        channel_set_connected(w, channel, text_or_empty(caller->caller_name),
                              text_or_empty(caller->caller_number));
    }
    outgoing_dial(w, channel, endpoint_timeout_us(request));
    return reply_none();
}

static struct channel *make_pair(struct world *w, const struct request *request,
                                 const struct endpoint *endpoint) {
    const char *id = request_filled(request, "channelId");
    struct local_pair pair = local_new(w, &(struct local_config){
                                              .exten = endpoint->exten,
                                              .context = endpoint->context,
                                              .id = id,
                                              .other_id = endpoint_other_id(w, request, id),
                                              .caller_name = "",
                                              .caller_number = "",
                                          });
    dialplan_start_when_dialled(w, pair.far);
    return pair.near;
}

static struct channel *make_phone(struct world *w, const struct request *request,
                                  const struct phone *phone) {
    char name[PHONE_CHANNEL_NAME_BYTES];
    return channel_new(w, &(struct channel_config){
                              .id = request_filled(request, "channelId"),
                              .name = phone_channel_name(w, phone->name, name),
                              .state = CHANNEL_DOWN,
                              .context = DIALPLAN_DEFAULT_CONTEXT,
                              .exten = DIALPLAN_DEFAULT_EXTEN,
                              .priority = 1,
                          });
}
