/* Floor 7: checks a document against the table of keys. */
#ifndef STASIM_SCENARIO_CHECK_H
#define STASIM_SCENARIO_CHECK_H

#include "sim/scenario/keys.h"
#include "sim/scenario/problems.h"

/* Every value of the object: unknown and missing keys, wrong types, texts of the wrong look. */
void check_object(const struct source *source, const struct object_type *object, json_t *json,
                  const struct place *place);

#endif
