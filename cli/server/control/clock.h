/* Floor 8: the clock of a server, as it is shown. */
#ifndef STASIM_CLI_SERVER_CONTROL_CLOCK_H
#define STASIM_CLI_SERVER_CONTROL_CLOCK_H

#include <jansson.h>

struct live;

/* {"kind", "paused", "now_ms"}, owned by the caller; NULL without memory. */
json_t *clock_json(const struct live *live);

#endif
