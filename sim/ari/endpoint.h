/* Floor 6: what a client can call, "Local/100@in" or a phone such as "PJSIP/alice", and what all
 * operations that make a channel have in common. (R133) */
#ifndef STASIM_ARI_ENDPOINT_H
#define STASIM_ARI_ENDPOINT_H

#include "sim/ari/request.h"
#include "sim/dialplan/exec.h"

enum { ENDPOINT_BYTES = 256 };

struct endpoint {
    const struct phone *phone; /* NULL: a Local pair, which runs exten@context */
    char exten[ENDPOINT_BYTES];
    char context[ENDPOINT_BYTES];
};

/* False, and why not, when the request names no endpoint, or one without a technology. */
bool endpoint_check_form(const struct request *request, struct reply *refusal);
/* Reads an endpoint of that form. False, and why not, when nobody can call it. */
bool endpoint_read(const struct world *w, const struct request *request, struct endpoint *endpoint,
                   struct reply *refusal);

/* False, and why not, when the request names no application. */
bool endpoint_check_app(const struct request *request, struct reply *refusal);

/* False, and why not, when the request's formats are not known, or an id of its two channels is
 * taken. */
bool endpoint_check_legs(struct world *w, const struct request *request, struct reply *refusal);

/* True for a list of known formats, or NULL: none are named. */
bool endpoint_check_formats(struct world *w, const char *formats, struct reply *refusal);

/* True when a channel can have this id; NULL: it will be made up. One that is the beginning of
 * another one's, whatever the case, is taken. */
bool endpoint_check_id(const struct world *w, const char *id, struct reply *refusal);
/* The id of the ;2 of a pair: `otherChannelId`, or made from `id`; NULL: to be made up. Stands as
 * long as the request. */
const char *endpoint_other_id(struct world *w, const struct request *request, const char *id);

/* How long the request lets it ring; 0: for ever. */
uint64_t endpoint_timeout_us(const struct request *request);

/* What Stasis() is called with, "sales,a,b", of the `app` and `appArgs` of a request that may have
 * both. NULL without an application. Stands as long as the request. */
const char *endpoint_app_data(struct world *w, const struct request *request);

#endif
