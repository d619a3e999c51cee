/* Floor 5, inside the dialplan only: checks that read arguments. */
#ifndef STASIM_DIALPLAN_LINT_ARGS_H
#define STASIM_DIALPLAN_LINT_ARGS_H

#include "sim/dialplan/dialplan_private.h"
#include "sim/dialplan/match.h"

/* Reports what is doubtful in the arguments of one step. */
void lint_args(struct dialplan *dp, const struct dialplan_context *context,
               const struct dialplan_extension *extension, const struct dialplan_step *step);

/* A context that `name` may have been meant to be; NULL if none is near. */
const char *lint_nearest_context(const struct dialplan *dp, const char *name);

#endif
