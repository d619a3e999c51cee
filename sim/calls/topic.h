/* Floor 3: topics: what can be subscribed to by name alone, whether or not there is such a thing:
 * devices, endpoints, and everything of a kind. Channels and bridges keep their own lists. */
#ifndef STASIM_CALLS_TOPIC_H
#define STASIM_CALLS_TOPIC_H

#include <stdbool.h>

#include "sim/calls/subscription.h"
#include "sim/calls/table.h"

enum topic_kind { TOPIC_CHANNEL, TOPIC_BRIDGE, TOPIC_ENDPOINT, TOPIC_DEVICE, TOPIC_KINDS };

/* The name that stands for everything of a kind. */
#define TOPIC_ALL ""

struct topic {
    char *name;
    struct subscription *subscriptions; /* never empty */
    UT_hash_handle hh;                  /* hh.next: in the order of the first subscription */
};

/* Subscribes the application, once however often. */
void topic_subscribe(struct world *w, enum topic_kind kind, const char *name,
                     struct application *application);
/* False when it was not subscribed. */
bool topic_unsubscribe(struct world *w, enum topic_kind kind, const char *name,
                       struct application *application);
bool topic_is_subscribed(const struct world *w, enum topic_kind kind, const char *name,
                         const struct application *application);

/* Those subscribed to the topic; NULL: nobody. */
struct subscription *topic_audience(const struct world *w, enum topic_kind kind, const char *name);

/* The topics of a kind that have subscribers; NULL: none. */
struct topic *topic_first(const struct world *w, enum topic_kind kind);
struct topic *topic_next(const struct topic *topic);

#endif
