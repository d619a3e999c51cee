/* The world of a server: furnished from its settings and a scenario, and moved by the clock. */
#include "cli/server/live.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/base/memory.h"
#include "cli/base/output.h"
#include "cli/base/problem.h"
#include "cli/server/control/control.h"
#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/scenario/client.h"
#include "sim/scenario/furnish.h"
#include "sim/scenario/observe.h"

enum {
    STEPS_MAX = 1000000, /* at a time: sockets want to be looked after too */
    NS_PER_US = 1000,
};

/* Any extension broadcasts to everyone, and who has nothing to do waits. */
const char LIVE_DIALPLAN[] = "[default]\n"
                             "exten => _.,1,StasisBroadcast()\n"
                             " same => n,Hangup()\n"
                             "exten => h,1,NoOp()\n"
                             "[wait]\n"
                             "exten => _.,1,Answer()\n"
                             " same => n,Wait(86400)\n";

static bool load_scenario(struct live *live, const char *path);
static bool load_dialplan(struct live *live, const char *path);
static void gather(struct live *live, const struct settings *settings, struct furniture *furniture);
static void *join(const void *first, size_t first_count, const void *second, size_t second_count,
                  size_t size);
static bool make_world(struct live *live, const struct settings *settings, bool is_first);
static void leave_world(struct live *live);
static bool begin_diary(struct live *live, const struct settings *settings);
static uint64_t moment_us(const struct live *live, uint64_t now_us);
static uint64_t clock_us(clockid_t clock);

bool live_begin(struct live *live, const struct settings *settings, const struct fault_host *host,
                struct control *control) {
    *live = (struct live){.clock = settings->clock, .stock = fault_stock_new()};
    live->diary.also = control ? control_tell : NULL;
    live->diary.also_context = control;
    if (!live->stock) {
        memory_end();
    }
    if (settings->scenario_path && !load_scenario(live, settings->scenario_path)) {
        return false;
    }
    uint64_t seed = settings->seed;
    if (live->scenario && !settings->seed_given) {
        seed = scenario_seed(live->scenario);
    }
    live->stage = (struct stage){.scenario = live->scenario, .seed = seed, .host = host};
    bool brings_dialplan = live->scenario && !settings->dialplan_path;
    if (!brings_dialplan && !load_dialplan(live, settings->dialplan_path)) {
        return false;
    }
    return make_world(live, settings, true);
}

bool live_stage(struct live *live, const struct settings *settings, const struct stage *stage) {
    leave_world(live);
    live->stage = *stage;
    live->scenario = stage->scenario;
    live->offset_us = 0;
    live->diary.log = stage->log;
    fault_stock_clear(live->stock);
    return make_world(live, settings, false);
}

void live_be_silent(struct live *live) {
    live->diary.log = NULL;
    world_observe(live->world, (struct world_observer){0});
    players_of(live->world)->log = NULL;
}

bool live_restart(struct live *live, const struct settings *settings) {
    live->offset_us = world_now_us(live->world);
    fault_stock_remember(live->world);
    leave_world(live);
    return make_world(live, settings, false);
}

/* A scenario that came later may bring none. */
bool live_has_own_dialplan(const struct live *live) {
    const struct scenario *later = live->scenario != live->own_scenario ? live->scenario : NULL;
    return live->dialplan && !(later && (json_object_get(later->root, "dialplan") ||
                                         json_object_get(later->root, "extensions")));
}

uint64_t live_speed(const struct live *live) {
    return live->stage.speed > 0 ? live->stage.speed : 1;
}

bool live_end(struct live *live) {
    const struct world *w = live->world; /* NULL: it never began */
    bool good =
        diary_end(&live->diary, w ? world_now_us(w) : 0, w ? world_failure(w) : "it did not begin");
    leave_world(live);
    dialplan_free(live->dialplan);
    scenario_free(live->own_scenario);
    fault_stock_free(live->stock);
    *live = (struct live){0};
    return good;
}

bool live_run(struct live *live, uint64_t now_us) {
    struct world *w = live->world;
    if (live->clock == CLOCK_WALL) {
        return world_run(w, moment_us(live, now_us), STEPS_MAX) != WORLD_BROKEN;
    }
    bool sound = world_run(w, world_now_us(w), STEPS_MAX) != WORLD_BROKEN;
    uint64_t due_us = live_pause_us(live, now_us) == 0 ? world_next_due_us(w) : TASK_FOREVER;
    return sound && (due_us == TASK_FOREVER || world_run(w, due_us, STEPS_MAX) != WORLD_BROKEN);
}

bool live_advance(struct live *live, uint64_t until_us) {
    must(live->clock == CLOCK_VIRTUAL);
    return world_run(live->world, until_us, STEPS_MAX) != WORLD_BROKEN;
}

/* A clock that stands still is moved by the plans of a scenario alone. */
uint64_t live_pause_us(const struct live *live, uint64_t now_us) {
    uint64_t due_us = world_next_due_us(live->world);
    if (due_us == TASK_FOREVER) {
        return UINT64_MAX;
    }
    if (live->clock == CLOCK_VIRTUAL) {
        bool planned = !live->is_paused && players_have_plans(live->world);
        return planned || due_us <= world_now_us(live->world) ? 0 : UINT64_MAX;
    }
    uint64_t passed_us = moment_us(live, now_us);
    uint64_t rest_us = due_us > passed_us ? due_us - passed_us : 0;
    return (rest_us + live_speed(live) - 1) / live_speed(live);
}

uint64_t live_clock_us(void) {
    return clock_us(CLOCK_MONOTONIC);
}

static bool load_scenario(struct live *live, const char *path) {
    struct problems problems = {0};
    live->own_scenario = scenario_of_file(path, &problems);
    live->scenario = live->own_scenario;
    print_problems(stderr, &problems);
    problems_free(&problems);
    return live->scenario != NULL;
}

/* NULL: the one that is built in. */
static bool load_dialplan(struct live *live, const char *path) {
    enum dialplan_error error =
        path ? dialplan_load(path, &live->dialplan)
             : dialplan_parse("built-in", LIVE_DIALPLAN, sizeof LIVE_DIALPLAN - 1, &live->dialplan);
    if (error == DIALPLAN_NO_MEMORY) {
        memory_end();
    }
    if (error != DIALPLAN_OK) {
        complain("%s: %s", path, error == DIALPLAN_CANNOT_READ ? strerror(errno) : "is too large");
        return false;
    }
    size_t count;
    const struct dialplan_problem *problems = dialplan_problems(live->dialplan, &count);
    for (size_t i = 0; i < count; i++) {
        complain("%s:%u: %s", dialplan_file(live->dialplan), problems[i].line, problems[i].text);
    }
    return true;
}

/* What a scenario brings along, and what the settings say in place of it or in addition. */
static void gather(struct live *live, const struct settings *settings,
                   struct furniture *furniture) {
    *furniture = live->scenario
                     ? furniture_of(live->scenario, NULL)
                     : (struct furniture){.loaded = {[MODULE_RES] = true, [MODULE_APP] = true}};
    struct dialplan_config *dialplan = &furniture->dialplan;
    live->sounds = join(settings->sounds, settings->sounds_count, dialplan->sounds,
                        dialplan->sounds_count, sizeof *live->sounds);
    live->phones = join(settings->phones, settings->phones_count, dialplan->phones,
                        dialplan->phones_count, sizeof *live->phones);
    dialplan->sounds = live->sounds;
    dialplan->sounds_count += settings->sounds_count;
    dialplan->phones = live->phones;
    dialplan->phones_count += settings->phones_count;
    if (live_has_own_dialplan(live)) {
        dialplan->dialplan = live->dialplan;
    }
    if (settings->channelvars.count > 0) {
        furniture->calls.channelvars = (const char *const *)settings->channelvars.items;
        furniture->calls.channelvars_count = settings->channelvars.count;
    }
    furniture->ari.pretty = settings->pretty;
}

/* Two lists in one; of one name the first counts. */
static void *join(const void *first, size_t first_count, const void *second, size_t second_count,
                  size_t size) {
    char *both = memory_grow(NULL, (first_count + second_count) * size);
    if (first_count > 0) {
        memcpy(both, first, first_count * size);
    }
    if (second_count > 0) {
        memcpy(both + first_count * size, second, second_count * size);
    }
    return both;
}

/* The first one has a diary made for it. */
static bool make_world(struct live *live, const struct settings *settings, bool is_first) {
    const struct scenario *scenario = live->scenario;
    bool wall = settings->clock == CLOCK_WALL;
    uint64_t epoch_us = scenario ? scenario_epoch_us(scenario) : 0;
    struct furniture furniture;
    gather(live, settings, &furniture);
    live->world = world_new(&(struct world_config){
        .seed = live->stage.seed,
        .epoch_us = wall ? clock_us(CLOCK_REALTIME) - live->offset_us : epoch_us});
    if (!live->world) {
        memory_end();
    }
    if (is_first && !begin_diary(live, settings)) {
        return false;
    }
    if (live->diary.log) {
        observe(live->world, live->diary.log);
    }
    furniture.log = live->diary.log;
    furniture.host = live->stage.host;
    furniture.stock = live->stock;
    live->diary.epoch_us = world_epoch_us(live->world);
    live->began_us = live_clock_us();
    world_run(live->world, live->offset_us, 0); /* nothing is in it yet: the clock moves */
    if (!furnish(live->world, &furniture)) {    /* only for want of memory */
        memory_end();
    }
    return true;
}

static void leave_world(struct live *live) {
    world_free(live->world);
    free(live->sounds);
    free(live->phones);
    live->world = NULL;
    live->sounds = NULL;
    live->phones = NULL;
}

static bool begin_diary(struct live *live, const struct settings *settings) {
    const struct scenario *scenario = live->scenario;
    return diary_begin(&live->diary, &(struct diary_config){
                                         .prints = settings->log,
                                         .trace_path = settings->trace_path,
                                         .scenario = scenario ? scenario_name(scenario) : "serve",
                                         .file = scenario ? scenario_path(scenario) : "",
                                         .seed = live->stage.seed,
                                         .epoch_us = world_epoch_us(live->world),
                                     });
}

/* The world's, at that of the clock. A round may have begun before its world. */
static uint64_t moment_us(const struct live *live, uint64_t now_us) {
    uint64_t passed_us = now_us > live->began_us ? now_us - live->began_us : 0;
    return live->offset_us + passed_us * live_speed(live);
}

static uint64_t clock_us(clockid_t clock) {
    struct timespec now;
    must(clock_gettime(clock, &now) == 0);
    return (uint64_t)now.tv_sec * US_PER_S + (uint64_t)now.tv_nsec / NS_PER_US;
}
