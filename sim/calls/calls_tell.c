/* What this floor keeps, told to a digest. Left out is what only shows: names that count how many
 * channels were made before, and moments. */
#include "sim/calls/application.h"
#include "sim/calls/bridge.h"
#include "sim/calls/calls.h"
#include "sim/calls/device.h"
#include "sim/calls/mailbox.h"
#include "sim/calls/recording.h"
#include "sim/calls/snapshot.h"
#include "sim/calls/stored.h"
#include "sim/world/digest.h"

static void tell_channel(struct digest *digest, const struct channel *channel);
static void tell_application(struct digest *digest, const struct application *application);
static void tell_bridge(struct digest *digest, const struct bridge *bridge);
static void tell_subscriptions(struct digest *digest, const struct subscription *subscriptions,
                               uint64_t thing);
static void tell_topics(struct digest *digest, const struct calls *calls);
static void tell_names(struct digest *digest, const struct calls *calls);

void calls_tell(struct digest *digest, const struct world *w) {
    const struct calls *calls = calls_of(w);
    for (const struct channel *c = channel_first(w); c; c = channel_next(c)) {
        tell_channel(digest, c);
    }
    for (const struct application *a = application_first(w); a; a = application_next(a)) {
        tell_application(digest, a);
    }
    for (const struct bridge *b = bridge_first(w); b; b = bridge_next(b)) {
        tell_bridge(digest, b);
    }
    for (const struct recording *r = calls->recordings; r; r = r->by_name.next) {
        recording_tell(digest, r);
        digest_add(digest);
    }
    tell_topics(digest, calls);
    tell_names(digest, calls);
}

/* Its place has been shown once a snapshot has been taken there. That it is hung up follows, too,
 * from the cause it got, from the peer it lost, or from its thread, which hangs up. That it is in a
 * session its thread tells: the session's activity stands on it just as long. */
static void tell_channel(struct digest *digest, const struct channel *channel) {
    uint64_t id = hash_text(0, channel->id);
    const char *const texts[] = {
        channel->context,        channel->exten,
        channel->app_name,       channel->app_data,
        channel->caller_name,    channel->caller_number,
        channel->connected_name, channel->connected_number,
        channel->accountcode,    channel->dnid,
        channel->dialstring,     channel->rdnis,
        channel->language,
    };
    digest_number(digest, id);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        digest_text(digest, texts[i]);
    }
    digest_number(digest, (uint64_t)channel->priority << 32 | (uint32_t)channel->hangup_cause);
    digest_number(digest,
                  (uint64_t)(channel->newest ? channel->newest->priority : channel->priority));
    digest_number(digest, (uint64_t)channel->state << 32 |
                              (uint64_t)(channel->hung_up | channel->jump << 1 |
                                         channel->leaving << 2 | channel->is_created << 3));
    digest_text(digest, channel->peer ? channel->peer->id : NULL);
    digest_text(digest, channel->spied ? channel->spied->id : NULL);
    digest_text(digest, channel->bridge ? channel->bridge->id : NULL);
    variables_tell(digest, channel->variables);
    digest_add(digest);
    tell_subscriptions(digest, channel->subscriptions, id);
}

/* How many subscriptions keep it follows from those of channels, bridges and topics. */
static void tell_application(struct digest *digest, const struct application *application) {
    const struct recipient *client = application->client;
    digest_owner(digest, client ? client->client : NULL, application->name);
    digest_number(digest, (uint64_t)((client != NULL) | application->subscribe_all << 1));
    texts_tell(digest, application->allowed);
    texts_tell(digest, application->disallowed);
    digest_add(digest);
}

/* What plays in it is told by its player, a task. */
static void tell_bridge(struct digest *digest, const struct bridge *bridge) {
    uint64_t id = hash_text(1, bridge->id);
    digest_number(digest, id);
    digest_text(digest, bridge->name);
    digest_text(digest, bridge->video_source);
    digest_text(digest, bridge->shown_video_source);
    digest_number(digest, (uint64_t)bridge->type << 32 | bridge->video_mode);
    digest_number(digest, (uint64_t)((bridge->music != NULL) | (bridge->player != NULL) << 1));
    variables_tell(digest, bridge->variables);
    uint64_t place = id;
    for (const struct bridge_member *m = bridge->members; m; m = m->next) {
        digest_text(digest, m->channel ? m->channel->id : m->guest);
        place++;
        if (m->subscriber) {
            digest_add_of(digest, m->subscriber->name, place);
        }
    }
    digest_add(digest);
    tell_subscriptions(digest, bridge->subscriptions, id);
}

static void tell_subscriptions(struct digest *digest, const struct subscription *subscriptions,
                               uint64_t thing) {
    for (const struct subscription *s = subscriptions; s; s = s->next) {
        uint64_t reasons = (uint64_t)s->sessions << 1 | s->requested;
        digest_add_of(digest, s->application->name, hash_mix(thing, reasons));
    }
}

static void tell_topics(struct digest *digest, const struct calls *calls) {
    for (size_t kind = 0; kind < TOPIC_KINDS; kind++) {
        for (const struct topic *t = calls->topics[kind]; t; t = topic_next(t)) {
            tell_subscriptions(digest, t->subscriptions, hash_text(2 + kind, t->name));
        }
    }
}

/* What clients have set or stored by name. */
static void tell_names(struct digest *digest, const struct calls *calls) {
    for (const struct stored *s = calls->stored; s; s = stored_next(s)) {
        digest_text(digest, s->name);
        digest_text(digest, s->format);
        digest_add(digest);
    }
    for (const struct device *d = calls->devices; d; d = device_next(d)) {
        digest_text(digest, d->name);
        digest_number(digest, (uint64_t)d->state);
        digest_add(digest);
    }
    for (const struct mailbox *m = calls->mailboxes; m; m = mailbox_next(m)) {
        digest_text(digest, m->name);
        digest_number(digest, (uint64_t)m->old_messages << 32 | (uint32_t)m->new_messages);
        digest_add(digest);
    }
}
