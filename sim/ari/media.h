/* Floor 6: what a media URI such as "sound:hello-world" plays. */
#ifndef STASIM_ARI_MEDIA_H
#define STASIM_ARI_MEDIA_H

#include "sim/ari/request.h"
#include "sim/calls/playback.h"

enum { MEDIA_URI_BYTES = 512 };

/* Reads a comma-separated list; the first medium begins at `offset_ms`. The URIs, owned by the
 * caller; NULL when there is none, one that is empty, or one too many. */
struct texts *media_read(struct world *w, const char *list, long offset_ms,
                         struct media media[PLAYBACK_MEDIA_MAX]);

/* What a request to play asks for, `media` being room for it; its uris are the caller's to drop.
 * False, and why not, when it cannot be played. */
bool media_read_request(struct world *w, const struct request *request, const char *language,
                        struct media media[PLAYBACK_MEDIA_MAX], struct playback_config *config,
                        struct reply *refusal);

/* 201 and where it is. */
struct reply media_created(struct world *w, const struct playback *playback);

#endif
