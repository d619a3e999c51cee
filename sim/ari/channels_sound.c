/* What an application lets the caller of a channel hear, and what it hears of the caller. No sound
 * is simulated: music, silence and muting are taken note of by nobody. */
#include <string.h>

#include "sim/ari/channels.h"
#include "sim/ari/record.h"
#include "sim/base/rule.h"
#include "sim/calls/dtmf.h"
#include "sim/calls/events.h"

enum { PAUSE_MS_MAX = 3600000 };

static struct reply hold(struct world *w, const struct channel *channel,
                         const struct event_kind *kind);
static bool read_ms(const struct request *request, const char *name, uint32_t *ms);

/* A class of music that does not exist is accepted as well: recorded. */
struct reply channels_play_to_nobody(struct world *w, struct request *request) {
    (void)w;
    (void)request;
    return reply_none();
}

/* The documented default of the direction is not applied: recorded. */
struct reply channels_mute(struct world *w, struct request *request) {
    (void)w;
    switch (request_word(request, "direction")) {
    case WORD_MISSING:
        return reply_error(400, "Direction is required");
    case WORD_UNKNOWN:
        return reply_error(400, "Invalid direction specified");
    default:
        return reply_none();
    }
}

struct reply channels_hold(struct world *w, struct request *request) {
    return hold(w, request->found, &EVENT_CHANNEL_HOLD);
}

struct reply channels_unhold(struct world *w, struct request *request) {
    return hold(w, request->found, &EVENT_CHANNEL_UNHOLD);
}

struct reply channels_send_dtmf(struct world *w, struct request *request) {
    struct channel *channel = request->found;
    const char *digits = request_filled(request, "dtmf");
    if (!digits) {
        return reply_error(400, "DTMF is required");
    }
    struct dtmf_timing timing;
    bool sound = read_ms(request, "before", &timing.before_ms) &&
                 read_ms(request, "between", &timing.between_ms) &&
                 read_ms(request, "duration", &timing.duration_ms) &&
                 read_ms(request, "after", &timing.after_ms);
    if (!sound || strlen(digits) > DTMF_DIGITS_MAX) {
        return reply_error(400, "Too many digits, or a time that is out of range");
    }
    dtmf_send(w, channel, digits, &timing);
    return reply_none();
}

struct reply channels_record(struct world *w, struct request *request) {
    struct channel *channel = request->found;
    struct recording_config config;
    struct reply refusal;
    if (!record_read_request(w, request, &config, &refusal)) {
        return refusal;
    }
    if (channel->bridge) {
        return reply_error(409, "Channel is in a bridge");
    }
    return record_created(w, recording_start(w, channel, &config));
}

/* The other half of a Local pair is told, and so is who watches that one. */
static struct reply hold(struct world *w, const struct channel *channel,
                         const struct event_kind *kind) {
    struct channel *peer = channel->peer;
    if (peer && channel_has_audience(w, peer)) {
        call_event_publish(w, peer, call_event_new(w, kind, peer, RULE_NONE));
    }
    return reply_none();
}

static bool read_ms(const struct request *request, const char *name, uint32_t *ms) {
    long number = request_number(request, name);
    *ms = (uint32_t)number;
    return number >= 0 && number <= PAUSE_MS_MAX;
}
