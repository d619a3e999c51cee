/* Operations on any channel. */
#include "sim/ari/channels.h"

#include <stdlib.h>
#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/render.h"
#include "sim/ari/variables.h"
#include "sim/calls/cause.h"
#include "sim/calls/channel.h"
#include "sim/dialplan/subst.h"
#include "sim/dialplan/values.h"

static bool read_cause(const struct request *request, int *cause, struct reply *refusal);

static const char NO_CHANNEL[] = "Channel not found";

struct reply channels_list(struct world *w, struct request *request) {
    (void)request;
    /* Snapshots may take memory of the world, which must not happen between JSON values. */
    for (struct channel *c = channel_first(w); c; c = channel_next(c)) {
        channel_snapshot(w, c);
    }
    json_t *array = json_array();
    for (struct channel *c = channel_first(w); c; c = channel_next(c)) {
        array = array_with(array, render_channel(w, channel_snapshot(w, c)));
    }
    return reply_json(array);
}

struct reply channels_get(struct world *w, struct request *request) {
    struct channel *channel = channel_find(w, request_text(request, "channelId"));
    if (!channel) {
        return reply_error(404, NO_CHANNEL);
    }
    return reply_json(render_channel(w, channel_snapshot(w, channel)));
}

/* (R127) A channel's name will do; whatever the reason, what is seen is a soft request with 32. */
struct reply channels_hangup(struct world *w, struct request *request) {
    const char *id = request_text(request, "channelId");
    struct channel *channel = channel_find(w, id);
    if (!channel) {
        channel = channel_find_by_name(w, id);
    }
    if (!channel) {
        return reply_error(404, NO_CHANNEL);
    }
    struct hangup how = {.shown_cause = CAUSE_REQUESTED, .soft = true};
    struct reply refusal;
    if (!read_cause(request, &how.cause, &refusal)) {
        return refusal;
    }
    channel_hangup(w, channel, how);
    return reply_none();
}

struct reply channels_get_variable(struct world *w, struct request *request) {
    struct channel *channel = channel_find(w, request_text(request, "channelId"));
    if (!channel) {
        return reply_odd(404, "Channel Not Found", "Provided channel was not found");
    }
    const char *name = request_text(request, "variable");
    char value[SUBST_SIZE] = "";
    if (!dialplan_read(w, channel, name, value, sizeof value)) {
        if (strchr(name, '(')) {
            return reply_odd(500, "Error With Function", "Unable to read provided function");
        }
        return reply_odd(404, "Variable Not Found", "Provided variable was not found");
    }
    struct object body = object_new();
    object_add_text(&body, "value", value);
    return reply_json(object_finish(&body));
}

/* (R128) At once, also while the channel is busy with something; a function that cannot be set is
 * passed over. */
struct reply channels_set_variable(struct world *w, struct request *request) {
    struct reply refusal;
    struct channel *channel = channels_held(w, request, &refusal);
    if (!channel) {
        return refusal;
    }
    const char *name = request_text(request, "variable");
    const char *value = request_text(request, "value");
    if (value) {
        dialplan_write(w, channel, name, value);
    } else { /* without a word: recorded */
        variable_unset(w, &channel->variables, name);
        channel_changed(w, channel);
    }
    return reply_none();
}

static const char *read_variable(struct world *w, void *of, const char *name, char *room,
                                 size_t size) {
    return dialplan_read(w, of, name, room, size) ? room : NULL;
}

void channels_write_variable(struct world *w, void *of, const char *name, const char *value) {
    dialplan_write(w, of, name, value);
}

struct reply channels_get_variables(struct world *w, struct request *request) {
    struct channel *channel = channel_find(w, request_text(request, "channelId"));
    return channel ? variables_show(w, request, read_variable, channel)
                   : reply_odd(404, "Channel Not Found", "Provided channel was not found");
}

struct reply channels_set_variables(struct world *w, struct request *request) {
    struct reply refusal;
    struct channel *channel = channels_held(w, request, &refusal);
    return channel ? variables_take(w, request, channels_write_variable, channel) : refusal;
}

/* (R126) */
struct channel *channels_held(struct world *w, const struct request *request,
                              struct reply *refusal) {
    struct channel *channel = channel_find(w, request_text(request, "channelId"));
    if (!channel) {
        *refusal = reply_error(404, NO_CHANNEL);
        return NULL;
    }
    if (!channel->session) {
        *refusal = reply_error(409, "Channel not in Stasis application");
        return NULL;
    }
    return channel;
}

static bool read_cause(const struct request *request, int *cause, struct reply *refusal) {
    const char *reason = request_filled(request, "reason");
    const char *code = request_filled(request, "reason_code");
    *cause = CAUSE_NORMAL;
    if (reason && code) {
        *refusal = reply_error(400, "The reason and reason_code can't both be specified");
        return false;
    }
    if (reason && !cause_of_reason(reason, cause)) {
        *refusal = reply_odd(400, "Invalid Reason", "Invalid reason for hangup reason provided");
        return false;
    }
    if (code) {
        char *end;
        long number = strtol(code, &end, 10);
        if (end == code || *end != '\0' || number < 0 || number > INT32_MAX) {
            *refusal = reply_odd(400, "Invalid Reason Code",
                                 "Invalid reason for hangup reason code provided");
            return false;
        }
        *cause = (int)number;
    }
    return true;
}
