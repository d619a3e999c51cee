/* Floor 8: the arguments of StasisBroadcast() as somebody has typed them: they mean what they would
 * mean in a line of the dialplan. */
#ifndef STASIM_CLI_SERVER_CONTROL_TYPED_H
#define STASIM_CLI_SERVER_CONTROL_TYPED_H

#include "sim/dialplan/dialplan.h"

/* The line, with what is doubtful in it among the problems of *plan, which the caller frees in any
 * case. NULL: they cannot stand in one. */
const struct dialplan_step *typed_read(const char *arguments, struct dialplan **plan);

#endif
