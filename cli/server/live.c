/* The world of a server: furnished from its settings, and moved by the clock. */
#include "cli/server/live.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "cli/output.h"
#include "sim/ari/ari.h"
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/calls.h"

enum { STEPS_MAX = 1000000 }; /* at a time: sockets want to be looked after too */

/* Any extension broadcasts to everyone, and who has nothing to do waits. */
static const char BUILT_IN[] = "[default]\n"
                               "exten => _.,1,StasisBroadcast()\n"
                               " same => n,Hangup()\n"
                               "exten => h,1,NoOp()\n"
                               "[wait]\n"
                               "exten => _.,1,Answer()\n"
                               " same => n,Wait(86400)\n";

struct furniture {
    struct live *live;
    const struct settings *settings;
};

static bool load_dialplan(struct live *live, const struct settings *settings);
static void furnish(struct world *w, void *context);
static uint64_t clock_us(clockid_t clock);

bool live_begin(struct live *live, const struct settings *settings) {
    *live = (struct live){.clock = settings->clock};
    if (!load_dialplan(live, settings)) {
        return false;
    }
    bool wall = settings->clock == CLOCK_WALL;
    live->world = world_new(&(struct world_config){
        .seed = settings->seed, .epoch_us = wall ? clock_us(CLOCK_REALTIME) : 0});
    if (!live->world) {
        complain("there is no memory for a world");
        live_end(live);
        return false;
    }
    live->config = (struct dialplan_config){
        .dialplan = live->dialplan,
        .sounds = settings->sounds,
        .sounds_count = settings->sounds_count,
        .phones = settings->phones,
        .phones_count = settings->phones_count,
    };
    live->began_us = live_clock_us();
    struct furniture furniture = {live, settings};
    if (!world_do(live->world, furnish, &furniture)) {
        complain("the world broke: %s", world_failure(live->world));
        live_end(live);
        return false;
    }
    return true;
}

void live_end(struct live *live) {
    if (live->world) {
        world_free(live->world);
    }
    if (live->dialplan) {
        dialplan_free(live->dialplan);
    }
    *live = (struct live){0};
}

bool live_run(struct live *live) {
    uint64_t until_us =
        live->clock == CLOCK_WALL ? live_clock_us() - live->began_us : world_now_us(live->world);
    return world_run(live->world, until_us, STEPS_MAX) != WORLD_BROKEN;
}

uint64_t live_pause_us(const struct live *live) {
    uint64_t due_us = world_next_due_us(live->world);
    uint64_t now_us = live_clock_us() - live->began_us;
    if (live->clock == CLOCK_VIRTUAL) {
        now_us = world_now_us(live->world);
        return due_us <= now_us ? 0 : UINT64_MAX;
    }
    return due_us == TASK_FOREVER ? UINT64_MAX : due_us > now_us ? due_us - now_us : 0;
}

uint64_t live_clock_us(void) {
    return clock_us(CLOCK_MONOTONIC);
}

static bool load_dialplan(struct live *live, const struct settings *settings) {
    const char *path = settings->dialplan_path;
    enum dialplan_error error =
        path ? dialplan_load(path, &live->dialplan)
             : dialplan_parse("built-in", BUILT_IN, sizeof BUILT_IN - 1, &live->dialplan);
    if (error != DIALPLAN_OK) {
        complain("%s: %s", path ? path : "dialplan",
                 error == DIALPLAN_CANNOT_READ ? strerror(errno) : "is too large, or no memory");
        return false;
    }
    size_t count;
    const struct dialplan_problem *problems = dialplan_problems(live->dialplan, &count);
    for (size_t i = 0; i < count; i++) {
        complain("%s:%u: %s", dialplan_file(live->dialplan), problems[i].line, problems[i].text);
    }
    return true;
}

static void furnish(struct world *w, void *context) {
    const struct furniture *furniture = context;
    const struct settings *settings = furniture->settings;
    calls_new(w, &(struct calls_config){
                     .channelvars = (const char *const *)settings->channelvars.items,
                     .channelvars_count = settings->channelvars.count,
                 });
    broadcast_new(w);
    dialplan_new(w, &furniture->live->config);
    ari_new(w, &(struct ari_config){0});
}

static uint64_t clock_us(clockid_t clock) {
    struct timespec now;
    must(clock_gettime(clock, &now) == 0);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}
