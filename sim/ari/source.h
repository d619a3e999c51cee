/* Floor 6: what an event source such as "channel:call-1" means. */
#ifndef STASIM_ARI_SOURCE_H
#define STASIM_ARI_SOURCE_H

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
    struct channel *channel; /* NULL: of another kind, or there is none */
};

struct source source_read(const struct world *w, const char *text);

#endif
