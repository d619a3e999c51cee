/* Floor 6: what a media URI such as "sound:hello-world" plays. */
#ifndef STASIM_ARI_MEDIA_H
#define STASIM_ARI_MEDIA_H

#include "sim/calls/playback.h"

enum { MEDIA_URI_BYTES = 512 };

/* Reads a comma-separated list; the first medium begins at `offset_ms`. The URIs, owned by the
 * caller; NULL when there is none, one that is empty, or one too many. */
struct texts *media_read(struct world *w, const char *list, long offset_ms,
                         struct media media[PLAYBACK_MEDIA_MAX]);

#endif
