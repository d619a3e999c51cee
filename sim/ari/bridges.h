/* Floor 6: what the operations on bridges do; their table is in ops_bridges.c. */
#ifndef STASIM_ARI_BRIDGES_H
#define STASIM_ARI_BRIDGES_H

#include "sim/ari/request.h"
#include "sim/calls/bridge.h"

/* bridges.c: bridges and who is in them. */
struct reply bridges_list(struct world *w, struct request *request);
struct reply bridges_create(struct world *w, struct request *request);
struct reply bridges_get(struct world *w, struct request *request);
struct reply bridges_destroy(struct world *w, struct request *request);
struct reply bridges_add_channel(struct world *w, struct request *request);
struct reply bridges_remove_channel(struct world *w, struct request *request);

/* The struct bridge that a path names; the same, refused in other words. */
extern const struct subject SUBJECT_BRIDGE;
extern const struct subject SUBJECT_BRIDGE_DOOMED;

/* 409: nobody else can enter. */
struct reply bridges_full(void);

/* bridges_media.c: what they hear and see. */
struct reply bridges_set_video_source(struct world *w, struct request *request);
struct reply bridges_clear_video_source(struct world *w, struct request *request);
struct reply bridges_start_moh(struct world *w, struct request *request);
struct reply bridges_stop_moh(struct world *w, struct request *request);
struct reply bridges_play(struct world *w, struct request *request);
struct reply bridges_record(struct world *w, struct request *request);

/* bridges_variables.c */
struct reply bridges_get_variable(struct world *w, struct request *request);
struct reply bridges_set_variable(struct world *w, struct request *request);
struct reply bridges_get_variables(struct world *w, struct request *request);
struct reply bridges_set_variables(struct world *w, struct request *request);
/* Sets a variable of a bridge: a variables_put. */
void bridges_write_variable(struct world *w, void *of, const char *name, const char *value);

#endif
