/* Floor 6: what a request to record asks for. */
#ifndef STASIM_ARI_RECORD_H
#define STASIM_ARI_RECORD_H

#include "sim/ari/request.h"
#include "sim/calls/recording.h"

/* Reads it; the texts live as long as the request. False, and why not, when it cannot be recorded.
 */
bool record_read_request(struct world *w, const struct request *request,
                         struct recording_config *config, struct reply *refusal);

/* 201 and where it is. */
struct reply record_created(struct world *w, const struct recording *recording);

#endif
