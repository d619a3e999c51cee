/* Floor 7: conditions on the fields of a JSON object, named by their path. */
#ifndef STASIM_SCENARIO_CONDITION_H
#define STASIM_SCENARIO_CONDITION_H

#include "sim/scenario/script.h"

/* The field at "channel.caller.number", "args.0"; NULL when there is none. Borrowed. */
json_t *field_at(json_t *object, const char *path);

/* All of them hold; else *failed, if not NULL, is the first that does not. */
bool conditions_hold(const struct conditions *conditions, json_t *object,
                     const struct condition **failed);

#endif
