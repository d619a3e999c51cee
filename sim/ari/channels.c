/* Operations on any channel. */
#include "sim/ari/channels.h"

#include <stdlib.h>

#include "sim/ari/json.h"
#include "sim/ari/render.h"
#include "sim/calls/cause.h"
#include "sim/calls/channel.h"

static void *find(struct world *w, const struct request *request);
static void *find_named(struct world *w, const struct request *request);
static bool is_held(const void *found);
static bool read_cause(const struct request *request, int *cause, struct reply *refusal);

static const char NOT_FOUND[] = "Channel not found";

const struct subject SUBJECT_CHANNEL = {.find = find, .missing = NOT_FOUND};
const struct subject SUBJECT_CHANNEL_PROVIDED = {.find = find,
                                                 .missing = "Provided channel was not found",
                                                 .missing_reason = "Channel Not Found"};
const struct subject SUBJECT_CHANNEL_NAMED = {.find = find_named, .missing = NOT_FOUND};
const struct subject SUBJECT_CHANNEL_HELD = {.find = find,
                                             .missing = NOT_FOUND,
                                             .is_ready = is_held,
                                             .not_ready = "Channel not in Stasis application"};

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
    return reply_json(render_channel(w, channel_snapshot(w, request->found)));
}

/* (R127) Whatever the reason, what is seen is a soft request with 32. */
struct reply channels_hangup(struct world *w, struct request *request) {
    struct hangup how = {.shown_cause = CAUSE_REQUESTED, .soft = true};
    struct reply refusal;
    if (!read_cause(request, &how.cause, &refusal)) {
        return refusal;
    }
    channel_hangup(w, request->found, how);
    return reply_none();
}

static void *find(struct world *w, const struct request *request) {
    return channel_find(w, request_text(request, "channelId"));
}

static void *find_named(struct world *w, const struct request *request) {
    struct channel *channel = find(w, request);
    return channel ? channel : channel_find_by_name(w, request_text(request, "channelId"));
}

static bool is_held(const void *found) {
    const struct channel *channel = found;
    return channel->session != NULL;
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
