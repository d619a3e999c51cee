/* Floor 6: the tables of operations and models as clients load them: /ari/api-docs/resources.json,
 * and a file for each resource, in the form of Swagger 1.1. */
#ifndef STASIM_ARI_API_DOCS_H
#define STASIM_ARI_API_DOCS_H

#include "sim/ari/operation.h"

/* GET /api-docs/{file}. It stands in no resource: it describes them. */
extern const struct operation API_DOCS;

#endif
