/* Floor 8: who asks, and what he may. */
#ifndef STASIM_CLI_SERVER_ACCESS_H
#define STASIM_CLI_SERVER_ACCESS_H

#include <stdbool.h>

#include "cli/server/settings.h"
#include "sim/ari/ari.h"

/* By the header Authorization if it is Basic, or else by api_key=NAME:PASSWORD in the query or in a
 * form. Any of them may be NULL. *who, if not NULL, becomes the name of the user whose password is
 * right. */
enum ari_access access_of(struct settings *settings, const char *authorization, const char *query,
                          const char *form, size_t form_size, const char **who);

/* The value of a parameter in a query, decoded into `out`, whose size is enough for the query.
 * False when it is not there. */
bool access_parameter(const char *query, size_t size, const char *name, char *out);

#endif
