/* Floor 8: what was seen, as a scenario: who was connected when, who asked what, which calls came
 * in, and as expectations what came of it. */
#ifndef STASIM_CLI_SERVER_CONTROL_RECORD_H
#define STASIM_CLI_SERVER_CONTROL_RECORD_H

#include <jansson.h>

#include "sim/scenario/log.h"

struct server;

/* Of a log that begins with the server's world. Owned by the caller. NULL when the dialplan cannot
 * be read any more, or without memory. */
json_t *record_of_server(const struct server *server, const struct log *log, const char *name);

#endif
