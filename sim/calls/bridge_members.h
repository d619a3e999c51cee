/* Floor 3, inside the bridges: what their two files share. */
#ifndef STASIM_CALLS_BRIDGE_MEMBERS_H
#define STASIM_CALLS_BRIDGE_MEMBERS_H

#include "sim/calls/bridge.h"

/* Channels and guests leave, because the bridge ends. */
void bridge_remove_all(struct world *w, struct bridge *bridge);

/* BridgeVideoSourceChanged, if the last event showed another one. */
void bridge_show_video_source(struct world *w, struct bridge *bridge);

#endif
