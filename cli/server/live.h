/* Floor 8: a world under the clock of the wall. */
#ifndef STASIM_CLI_SERVER_LIVE_H
#define STASIM_CLI_SERVER_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/server/settings.h"
#include "sim/dialplan/dialplan.h"
#include "sim/world/world.h"

struct live {
    struct world *world;
    struct dialplan *dialplan;
    struct dialplan_config config;
    enum settings_clock clock;
    uint64_t began_us; /* on the monotonic clock */
};

/* Makes and furnishes the world; `settings` outlive it. False, with a message on standard error,
 * when that cannot be. */
bool live_begin(struct live *live, const struct settings *settings);
void live_end(struct live *live);

/* Does what is due by now. False when the world broke. */
bool live_run(struct live *live);

/* How long until something is due; UINT64_MAX: nothing will be, unless somebody acts. */
uint64_t live_pause_us(const struct live *live);

/* The monotonic clock. */
uint64_t live_clock_us(void);

#endif
