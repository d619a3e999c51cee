/* Floor 6: what an event source such as "channel:call-1" means. */
#ifndef STASIM_ARI_SOURCE_H
#define STASIM_ARI_SOURCE_H

#include "sim/calls/application.h"
#include "sim/calls/bridge.h"
#include "sim/calls/channel.h"

enum { SOURCE_BYTES = 512 };

enum source_kind {
    SOURCE_UNKNOWN, /* no such scheme, or none */
    SOURCE_CHANNEL,
    SOURCE_BRIDGE,
    SOURCE_ENDPOINT,
    SOURCE_DEVICE_STATE,
};

struct source {
    enum source_kind kind;
    const char *rest;        /* what stands behind the scheme */
    bool exists;             /* it can be subscribed to */
    struct channel *channel; /* NULL: of another kind, there is none, or it is all channels */
    struct bridge *bridge;   /* NULL: of another kind, or there is none */
};

/* A device may be any, and so exists; "channel:" alone is all channels. */
struct source source_read(const struct world *w, const char *text);

/* Of a source that exists. */
void source_subscribe(struct world *w, const struct source *source,
                      struct application *application);
/* False when the application had not asked for it. */
bool source_unsubscribe(struct world *w, const struct source *source,
                        struct application *application);
bool source_is_subscribed(const struct world *w, const struct source *source,
                          const struct application *application);

#endif
