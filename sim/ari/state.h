/* Floor 6: the state of this floor in a world. */
#ifndef STASIM_ARI_STATE_H
#define STASIM_ARI_STATE_H

#include "sim/ari/ari.h"
#include "sim/ari/outside.h"
#include "sim/calls/playback.h"
#include "sim/world/world.h"

struct ari {
    char *asterisk_id;
    struct playbacks *playbacks;
    struct log_channel *logs;
    struct outside *outside;
    struct ari_hook hook;
};

struct ari *ari_of(const struct world *w);

#endif
