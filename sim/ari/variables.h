/* Floor 6: variables of channels and bridges, several at once. */
#ifndef STASIM_ARI_VARIABLES_H
#define STASIM_ARI_VARIABLES_H

#include "sim/ari/request.h"

/* The value of a variable `of` something, which may be put into `room`; NULL when it is not set. */
typedef const char *variables_read(struct world *w, void *of, const char *name, char *room,
                                   size_t size);
typedef void variables_write(struct world *w, void *of, const char *name, const char *value);

/* {"value":…}; 404 for NULL: one that is not set. */
struct reply variables_show_one(const char *value);
/* The values of the request's list `variables`; those that are not set are empty. */
struct reply variables_show(struct world *w, const struct request *request, variables_read *read,
                            void *of);
/* Sets what the request's body has under `variables`; 400 when it has none, or too many. */
struct reply variables_take(struct world *w, const struct request *request, variables_write *write,
                            void *of);
/* The same where they may be missing. Values that are no strings are passed over. */
void variables_set(struct world *w, const struct request *request, variables_write *write,
                   void *of);

#endif
