/* The public face: worlds, their clock and their failures. */
#include "include/stasim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/broadcast/broadcast.h"
#include "sim/scenario/furnish.h"
#include "sim/scenario/log.h"
#include "sim/stasim_world.h"

static const uint64_t STEPS_MAX_DEFAULT = 10000000;

/* Of a request's name, so that its number always fits. */
enum { REQUEST_WHAT_BYTES = 70 };

static bool are_names(const char *const *texts, size_t count);
static int load_dialplan(struct stasim_world *world, const struct stasim_config *config);
static int make_world(struct stasim_world *world, const struct stasim_config *config);
static bool find_module(const char *name, enum broadcast_module *module);
static int change_module(struct stasim_world *world, const char *name,
                         bool (*change)(struct world *w, enum broadcast_module module));
static int run_until(struct stasim_world *world, uint64_t until_us);

int stasim_world_new(struct stasim_world **world, const struct stasim_config *config) {
    if (!world) {
        return STASIM_INVALID;
    }
    *world = NULL;
    if (!config || (config->dialplan && config->dialplan_file) ||
        !are_names(config->channelvars, config->channelvars_count)) {
        return STASIM_INVALID;
    }
    struct stasim_world *made = calloc(1, sizeof *made);
    if (!made) {
        return STASIM_NO_MEMORY;
    }
    made->steps_max = config->steps_max ? config->steps_max : STEPS_MAX_DEFAULT;
    int error = load_dialplan(made, config);
    if (error == STASIM_OK) {
        error = make_world(made, config);
    }
    if (error != STASIM_OK) {
        stasim_world_free(made);
        return error;
    }
    *world = made;
    return STASIM_OK;
}

void stasim_world_free(struct stasim_world *world) {
    if (!world || world->in_callback) {
        return;
    }
    world_free(world->w);
    log_free(world->log);
    dialplan_free(world->dialplan);
    while (world->clients) {
        struct client *gone = world->clients;
        world->clients = gone->next;
        free(gone);
    }
    free(world);
}

static bool are_names(const char *const *texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!texts || !is_name(texts[i])) {
            return false;
        }
    }
    return true;
}

static int load_dialplan(struct stasim_world *world, const struct stasim_config *config) {
    const char *text = text_or_empty(config->dialplan);
    enum dialplan_error error =
        config->dialplan_file ? dialplan_load(config->dialplan_file, &world->dialplan)
                              : dialplan_parse("dialplan", text, strlen(text), &world->dialplan);
    switch (error) {
    case DIALPLAN_OK:
        return STASIM_OK;
    case DIALPLAN_NO_MEMORY:
        return STASIM_NO_MEMORY;
    case DIALPLAN_CANNOT_READ:
        return STASIM_CANNOT_READ;
    case DIALPLAN_TOO_LARGE:
        break;
    }
    return STASIM_INVALID;
}

static int make_world(struct stasim_world *world, const struct stasim_config *config) {
    world->w = world_new(&(struct world_config){
        .seed = config->seed,
        .epoch_us = config->epoch_us,
        .memory_limit_bytes = config->memory_limit_bytes,
    });
    if (!world->w) {
        return STASIM_NO_MEMORY;
    }
    struct furniture furniture = {
        .calls = {config->channelvars, config->channelvars_count},
        .dialplan = {.dialplan = world->dialplan},
        .loaded = {[MODULE_RES] = true, [MODULE_APP] = true},
    };
    return furnish(world->w, &furniture) ? STASIM_OK : STASIM_BROKEN;
}

int stasim_dialplan_problem(const struct stasim_world *world, size_t index,
                            struct stasim_problem *problem) {
    if (!world || !problem) {
        return STASIM_INVALID;
    }
    static const enum stasim_severity severities[] = {
        [DIALPLAN_NOTE] = STASIM_NOTE,
        [DIALPLAN_WARNING] = STASIM_WARNING,
        [DIALPLAN_ERROR] = STASIM_SEVERE,
    };
    size_t count;
    const struct dialplan_problem *problems = dialplan_problems(world->dialplan, &count);
    if (index >= count) {
        return STASIM_NOT_FOUND;
    }
    const struct dialplan_problem *found = &problems[index];
    *problem = (struct stasim_problem){severities[found->severity], found->line, found->text};
    return STASIM_OK;
}

int stasim_module_load(struct stasim_world *world, const char *module) {
    return change_module(world, module, broadcast_module_load);
}

int stasim_module_unload(struct stasim_world *world, const char *module) {
    return change_module(world, module, broadcast_module_unload);
}

static int change_module(struct stasim_world *world, const char *name,
                         bool (*change)(struct world *w, enum broadcast_module module)) {
    if (!world || !is_name(name)) {
        return STASIM_INVALID;
    }
    int error = may_act(world);
    if (error != STASIM_OK) {
        return error;
    }
    enum broadcast_module module;
    if (!find_module(name, &module)) {
        return STASIM_NOT_FOUND;
    }
    return change(world->w, module) ? STASIM_OK : STASIM_BUSY;
}

static bool find_module(const char *name, enum broadcast_module *module) {
    for (unsigned i = 0; i < MODULES; i++) {
        *module = (enum broadcast_module)i;
        if (strcmp(broadcast_module_name(*module), name) == 0) {
            return true;
        }
    }
    return false;
}

const char *stasim_failure(const struct stasim_world *world) {
    return world ? world_failure(world->w) : NULL;
}

uint64_t stasim_now_us(const struct stasim_world *world) {
    return world ? world_now_us(world->w) : 0;
}

int stasim_run(struct stasim_world *world, uint64_t duration_us) {
    if (!world) {
        return STASIM_INVALID;
    }
    uint64_t now_us = world_now_us(world->w);
    uint64_t rest_us = TASK_FOREVER - 1 - now_us;
    return run_until(world, now_us + (duration_us < rest_us ? duration_us : rest_us));
}

int stasim_run_until_idle(struct stasim_world *world) {
    return world ? run_until(world, TASK_FOREVER) : STASIM_INVALID;
}

static int run_until(struct stasim_world *world, uint64_t until_us) {
    int error = may_act(world);
    if (error != STASIM_OK) {
        return error;
    }
    return error_of_state(world_run(world->w, until_us, world->steps_max));
}

int stasim_step(struct stasim_world *world) {
    if (!world) {
        return STASIM_INVALID;
    }
    int error = may_act(world);
    if (error != STASIM_OK) {
        return error;
    }
    uint64_t before = world_steps(world->w);
    enum world_state state = world_run(world->w, TASK_FOREVER, 1);
    if (state == WORLD_BROKEN) {
        return STASIM_BROKEN;
    }
    return world_steps(world->w) > before ? 1 : 0;
}

int error_of_state(enum world_state state) {
    switch (state) {
    case WORLD_BROKEN:
        return STASIM_BROKEN;
    case WORLD_STEPS:
        return STASIM_LIMIT;
    case WORLD_ACTIVE:
    case WORLD_WAITING:
    case WORLD_IDLE:
        break;
    }
    return STASIM_OK;
}

const char *stasim_error_text(int error) {
    switch ((enum stasim_error)error) {
    case STASIM_OK:
        return "no error";
    case STASIM_NOT_FOUND:
        return "not found";
    case STASIM_ALREADY_CLAIMED:
        return "already claimed";
    case STASIM_UNAVAILABLE:
        return "module not loaded";
    case STASIM_INVALID:
        return "bad argument";
    case STASIM_EXISTS:
        return "exists already";
    case STASIM_NOT_IN_STASIS:
        return "not in Stasis";
    case STASIM_BUSY:
        return "busy";
    case STASIM_LIMIT:
        return "limit of steps";
    case STASIM_BROKEN:
        return "world broken";
    case STASIM_NO_MEMORY:
        return "no memory";
    case STASIM_CANNOT_READ:
        return "cannot read the file";
    }
    return "unknown error";
}

const char *stasim_version(void) {
    return STASIM_VERSION;
}

int may_act(const struct stasim_world *world) {
    if (world->in_callback) {
        return STASIM_BUSY;
    }
    return world_failure(world->w) ? STASIM_BROKEN : STASIM_OK;
}

void enter_callback(struct stasim_world *world) {
    must(!world->in_callback);
    world->in_callback = true;
}

void leave_callback(struct stasim_world *world) {
    must(world->in_callback);
    world->in_callback = false;
    world_break_again(world->w);
}

const char *request_name(struct stasim_world *world, const char *what,
                         char name[REQUEST_NAME_BYTES]) {
    snprintf(name, REQUEST_NAME_BYTES, "%.*s-%llu", REQUEST_WHAT_BYTES, what,
             (unsigned long long)++world->requests);
    return name;
}

bool is_name(const char *text) {
    return text && text[0] != '\0';
}
