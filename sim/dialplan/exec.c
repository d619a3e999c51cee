/* Furnishing a world with the dialplan's floor: what it runs on. */
#include "sim/dialplan/exec.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/dialplan/subst.h"
#include "sim/dialplan/thread.h"
#include "sim/dialplan/values.h"
#include "sim/world/digest.h"

enum { RNG_LABEL = 0x6469616c /* "dial": a stream of its own */ };

static const uint64_t SOUND_DEFAULT_US = US_PER_S;

void dialplan_new(struct world *w, const struct dialplan_config *config) {
    must(!world_floor(w, WORLD_FLOOR_DIALPLAN));
    must(config->dialplan);
    struct dialplan_state *state = world_alloc(w, sizeof *state);
    state->config = *config;
    state->rng = world_rng(w, RNG_LABEL);
    world_set_floor(w, WORLD_FLOOR_DIALPLAN, state);
    size_t count;
    const struct dialplan_global *globals = dialplan_globals(config->dialplan, &count);
    for (size_t i = 0; i < count; i++) {
        char value[SUBST_SIZE];
        dialplan_substitute(w, NULL, globals[i].value, value, sizeof value);
        dialplan_set_global(w, globals[i].name, value);
    }
}

struct dialplan_state *dialplan_state_of(const struct world *w) {
    struct dialplan_state *state = world_floor(w, WORLD_FLOOR_DIALPLAN);
    must(state);
    return state;
}

const struct dialplan_config *dialplan_config_of(const struct world *w) {
    return &dialplan_state_of(w)->config;
}

const struct dialplan *dialplan_of(const struct world *w) {
    return dialplan_config_of(w)->dialplan;
}

void dialplan_tell(struct digest *digest, const struct world *w) {
    const struct dialplan_state *state = dialplan_state_of(w);
    variables_tell(digest, state->globals);
    for (size_t i = 0; i < RNG_WORDS; i++) {
        digest_number(digest, state->rng.state[i]);
    }
    digest_add(digest);
}

bool dialplan_sound(const struct world *w, const char *name, uint64_t *length_us) {
    const struct dialplan_config *config = dialplan_config_of(w);
    *length_us = SOUND_DEFAULT_US;
    for (size_t i = 0; i < config->sounds_count; i++) {
        if (strcmp(config->sounds[i].name, name) == 0) {
            *length_us = config->sounds[i].length_us;
            return true;
        }
    }
    return config->sounds_count == 0;
}
