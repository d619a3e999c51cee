/* Floor 8: the world of a server, and the clock that moves it. */
#ifndef STASIM_CLI_SERVER_LIVE_H
#define STASIM_CLI_SERVER_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/server/diary.h"
#include "cli/server/settings.h"
#include "sim/scenario/fault.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

struct control;

/* What a world is made for, when it is not the only one that its server has. */
struct stage {
    const struct scenario *scenario; /* outlives the world; NULL: nobody plays */
    uint64_t seed;
    uint64_t speed;  /* so many times as fast as the clock; 0 means 1 */
    struct log *log; /* where all is told; NULL: nowhere */
    const struct fault_host *host;
};

struct live {
    struct world *world;
    const struct scenario *scenario; /* whose clients and callers play along; NULL: nobody's */
    struct scenario *own_scenario;   /* the same, if it is to be freed */
    struct stage stage;
    uint64_t offset_us;        /* of the world's time, when `began_us` was */
    struct dialplan *dialplan; /* NULL: the scenario's */
    struct sound *sounds;
    struct phone *phones;
    struct diary diary;
    enum settings_clock clock;
    bool is_paused;            /* a virtual one: not even a scenario's plans move it */
    struct fault_stock *stock; /* of faults that are added while it runs */
    uint64_t began_us;         /* on the monotonic clock */
};

/* Makes and furnishes the world; `settings` outlive it. False, with a message on standard error,
 * when that cannot be. */
bool live_begin(struct live *live, const struct settings *settings, const struct fault_host *host,
                struct control *control);
/* Another world, from its beginning. The same holds. */
bool live_stage(struct live *live, const struct settings *settings, const struct stage *stage);
/* The stage's log is told nothing more. */
void live_be_silent(struct live *live);
/* The same world anew, from its present moment on: nothing that it had become is left. */
bool live_restart(struct live *live, const struct settings *settings);
/* How many times as fast as the clock the world is. */
uint64_t live_speed(const struct live *live);
/* False, with a message, when the trace could not be written. */
bool live_end(struct live *live);

/* Its world runs on the dialplan of the settings, or the one that is built in, and not on its
 * scenario's. */
bool live_has_own_dialplan(const struct live *live);
extern const char LIVE_DIALPLAN[]; /* the latter */

/* Does what is due by `now_us` of the monotonic clock. False when the world broke. */
bool live_run(struct live *live, uint64_t now_us);

/* A virtual clock goes on to `until_us`, or TASK_FOREVER: until nothing is due, or very much has
 * been done. False when the world broke. */
bool live_advance(struct live *live, uint64_t until_us);

/* How long from then until something is due; UINT64_MAX: nothing will be, unless somebody acts. */
uint64_t live_pause_us(const struct live *live, uint64_t now_us);

/* The monotonic clock. */
uint64_t live_clock_us(void);

#endif
