/* Floor 8: a session as a scenario that `stasim run` passes. */
#ifndef STASIM_CLI_REPL_RECORD_H
#define STASIM_CLI_REPL_RECORD_H

#include "cli/repl/session.h"

/* The scenario, called `name`: what was done, and as its expectations what came of it. With a fixed
 * schedule only if it would come out otherwise without one. NULL, with an `error`, if it does not
 * pass. */
json_t *record_of(const struct session *session, const char *name, char error[SESSION_ERROR_SIZE]);

#endif
