/* Topics: made with the first subscription, gone with the last. */
#include "sim/calls/topic.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/calls/calls.h"

static struct topic *find(const struct world *w, enum topic_kind kind, const char *name) {
    struct topic *found = NULL;
    must(kind < TOPIC_KINDS);
    HASH_FIND(hh, calls_of(w)->topics[kind], name, strlen(name), found);
    return found;
}

void topic_subscribe(struct world *w, enum topic_kind kind, const char *name,
                     struct application *application) {
    struct topic *topic = find(w, kind, name);
    if (!topic) {
        topic = world_alloc(w, sizeof *topic);
        topic->name = world_strdup(w, name);
        HASH_ADD_KEYPTR(hh, calls_of(w)->topics[kind], topic->name, strlen(name), topic);
    }
    subscription_add(w, &topic->subscriptions, application, SUBSCRIBED_BY_REQUEST);
}

bool topic_unsubscribe(struct world *w, enum topic_kind kind, const char *name,
                       struct application *application) {
    struct topic *topic = find(w, kind, name);
    if (!topic || !subscription_end(w, &topic->subscriptions, application, SUBSCRIBED_BY_REQUEST)) {
        return false;
    }
    if (!topic->subscriptions) {
        HASH_DELETE(hh, calls_of(w)->topics[kind], topic);
        world_strfree(w, topic->name);
        world_release(w, topic, sizeof *topic);
    }
    return true;
}

bool topic_is_subscribed(const struct world *w, enum topic_kind kind, const char *name,
                         const struct application *application) {
    return subscription_find(topic_audience(w, kind, name), application) != NULL;
}

struct subscription *topic_audience(const struct world *w, enum topic_kind kind, const char *name) {
    const struct topic *topic = find(w, kind, name);
    return topic ? topic->subscriptions : NULL;
}

struct topic *topic_first(const struct world *w, enum topic_kind kind) {
    return calls_of(w)->topics[kind];
}

struct topic *topic_next(const struct topic *topic) {
    return topic->hh.next;
}
