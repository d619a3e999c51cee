/* Floor 6: the variables of a request, of channels and of bridges, several at once. */
#ifndef STASIM_ARI_VARIABLES_H
#define STASIM_ARI_VARIABLES_H

#include "sim/ari/request.h"

enum { VARIABLES_MAX = 128, VARIABLES_STRINGS_MAX = 2 * VARIABLES_MAX };

/* Names and values of what the request's body has under `variables`, in turn: how many strings,
 * which stand as long as the request. Values that are no strings are passed over, and so are
 * variables beyond the limit. */
size_t variables_read_body(const struct request *request,
                           const char *strings[VARIABLES_STRINGS_MAX]);

/* The value of a variable `of` something, which may be put into `room`; NULL when it is not set. */
typedef const char *variables_get(struct world *w, void *of, const char *name, char *room,
                                  size_t size);
typedef void variables_put(struct world *w, void *of, const char *name, const char *value);

/* {"value":…}; 404 for NULL: one that is not set. */
struct reply variables_show_one(const char *value);
/* The values of the request's list `variables`; those that are not set are empty. */
struct reply variables_show(struct world *w, const struct request *request, variables_get *get,
                            void *of);
/* Sets what the request's body has under `variables`; 400 when it has none, or too many. */
struct reply variables_take(struct world *w, const struct request *request, variables_put *put,
                            void *of);
/* The same where they may be missing. */
void variables_set(struct world *w, const struct request *request, variables_put *put, void *of);

#endif
