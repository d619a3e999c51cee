/* Floor 8: the world of a server, and the clock that moves it. */
#ifndef STASIM_CLI_SERVER_LIVE_H
#define STASIM_CLI_SERVER_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/server/diary.h"
#include "cli/server/settings.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

struct live {
    struct world *world;
    struct scenario *scenario; /* whose clients and callers play along; NULL: nobody's */
    struct dialplan *dialplan; /* NULL: the scenario's */
    struct sound *sounds;
    struct phone *phones;
    struct diary diary;
    enum settings_clock clock;
    uint64_t began_us; /* on the monotonic clock */
};

/* Makes and furnishes the world; `settings` outlive it. False, with a message on standard error,
 * when that cannot be. */
bool live_begin(struct live *live, const struct settings *settings);
/* False, with a message, when the trace could not be written. */
bool live_end(struct live *live);

/* Does what is due by `now_us` of the monotonic clock. False when the world broke. */
bool live_run(struct live *live, uint64_t now_us);

/* How long from then until something is due; UINT64_MAX: nothing will be, unless somebody acts. */
uint64_t live_pause_us(const struct live *live, uint64_t now_us);

/* The monotonic clock. */
uint64_t live_clock_us(void);

#endif
