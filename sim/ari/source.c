/* Event sources: a scheme, and what it names. */
#include "sim/ari/source.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/calls/topic.h"
#include "sim/dialplan/outgoing.h"

static void find(const struct world *w, struct source *source);
static enum topic_kind topic_of(enum source_kind kind);
static struct subscription **own_list(const struct source *source);

struct source source_read(const struct world *w, const char *text) {
    static const struct {
        const char *scheme;
        enum source_kind kind;
    } schemes[] = {
        {"channel:", SOURCE_CHANNEL},
        {"bridge:", SOURCE_BRIDGE},
        {"endpoint:", SOURCE_ENDPOINT},
        {"deviceState:", SOURCE_DEVICE_STATE},
    };
    struct source source = {.kind = SOURCE_UNKNOWN, .rest = text};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t size = strlen(schemes[i].scheme);
        if (strncmp(text, schemes[i].scheme, size) == 0) {
            source.kind = schemes[i].kind;
            source.rest = text + size;
            find(w, &source);
        }
    }
    return source;
}

/* Channels and bridges keep their own subscriptions, the rest is subscribed to by name. */
void source_subscribe(struct world *w, const struct source *source,
                      struct application *application) {
    must(source->exists);
    struct subscription **list = own_list(source);
    if (list) {
        subscription_add(w, list, application, SUBSCRIBED_BY_REQUEST);
    } else {
        topic_subscribe(w, topic_of(source->kind), source->rest, application);
    }
}

bool source_unsubscribe(struct world *w, const struct source *source,
                        struct application *application) {
    struct subscription **list = own_list(source);
    return list ? subscription_end(w, list, application, SUBSCRIBED_BY_REQUEST)
                : topic_unsubscribe(w, topic_of(source->kind), source->rest, application);
}

bool source_is_subscribed(const struct world *w, const struct source *source,
                          const struct application *application) {
    struct subscription **list = own_list(source);
    if (!list) {
        return topic_is_subscribed(w, topic_of(source->kind), source->rest, application);
    }
    const struct subscription *found = subscription_find(*list, application);
    return found && found->requested;
}

static void find(const struct world *w, struct source *source) {
    switch (source->kind) {
    case SOURCE_CHANNEL:
        source->channel = channel_find(w, source->rest);
        source->exists = source->channel || source->rest[0] == '\0';
        break;
    case SOURCE_BRIDGE:
        source->bridge = bridge_find(w, source->rest);
        source->exists = source->bridge != NULL;
        break;
    case SOURCE_ENDPOINT:
        source->exists = phone_find(w, source->rest) != NULL;
        break;
    case SOURCE_DEVICE_STATE:
        source->exists = true;
        break;
    case SOURCE_UNKNOWN:
        break;
    }
}

static enum topic_kind topic_of(enum source_kind kind) {
    must(kind != SOURCE_UNKNOWN && kind != SOURCE_BRIDGE);
    return kind == SOURCE_CHANNEL    ? TOPIC_CHANNEL
           : kind == SOURCE_ENDPOINT ? TOPIC_ENDPOINT
                                     : TOPIC_DEVICE;
}

/* NULL: it is subscribed to by name. */
static struct subscription **own_list(const struct source *source) {
    return source->channel  ? &source->channel->subscriptions
           : source->bridge ? &source->bridge->subscriptions
                            : NULL;
}
