/* Floor 6: what the operations on recordings do; their table is in ops_recordings.c. */
#ifndef STASIM_ARI_RECORDINGS_H
#define STASIM_ARI_RECORDINGS_H

#include "sim/ari/request.h"

/* recordings_stored.c: those that have ended. */
/* The struct stored that a path names. */
extern const struct subject SUBJECT_RECORDING_STORED;
struct reply recordings_list_stored(struct world *w, struct request *request);
struct reply recordings_get_stored(struct world *w, struct request *request);
struct reply recordings_delete_stored(struct world *w, struct request *request);
struct reply recordings_fetch_stored(struct world *w, struct request *request);
struct reply recordings_copy_stored(struct world *w, struct request *request);

/* recordings_live.c: those under way. */
/* The struct recording that a path names; one that has begun, and so can be paused and muted. */
extern const struct subject SUBJECT_RECORDING_LIVE;
extern const struct subject SUBJECT_RECORDING_BEGUN;
struct reply recordings_get_live(struct world *w, struct request *request);
struct reply recordings_cancel(struct world *w, struct request *request);
struct reply recordings_stop(struct world *w, struct request *request);
struct reply recordings_pause(struct world *w, struct request *request);
struct reply recordings_unpause(struct world *w, struct request *request);
struct reply recordings_mute(struct world *w, struct request *request);
struct reply recordings_unmute(struct world *w, struct request *request);

#endif
