/* The faults of a scenario. */
#include <string.h>

#include "sim/ari/made.h"
#include "sim/scenario/check.h"
#include "sim/scenario/fault_parts.h"
#include "sim/scenario/load.h"

static void load_fault(struct loader *loader, json_t *json, const struct place *place,
                       struct fault *fault);
static const char *key_of(enum effect effect, const json_t *json);
static void load_trigger(struct loader *loader, const json_t *json, const struct place *place,
                         struct trigger *trigger);
static void load_effect(struct loader *loader, const json_t *json, const struct place *place,
                        struct fault *fault);
static void load_answer(const json_t *value, struct fault *fault);
static void refuse_trigger(struct loader *loader, const struct place *place,
                           const struct fault *fault);
static void check_sent(struct loader *loader, const struct place *place, struct fault *fault);
static void check_message(struct loader *loader, const struct place *place,
                          const struct fault *fault);
static void check_times(struct loader *loader, const struct place *place,
                        const struct trigger *trigger);

enum {
    OF_EVENT = 1 << TRIGGER_EVENT,
    OF_REQUEST = 1 << TRIGGER_REQUEST,
    OF_ANY = OF_EVENT | OF_REQUEST | 1 << TRIGGER_ANSWER | 1 << TRIGGER_AT,
};

/* The triggers that each effect can have. */
static const unsigned TRIGGERS[EFFECTS] = {
    [EFFECT_DELAY] = OF_EVENT | OF_REQUEST,
    [EFFECT_DELAY_ANSWER] = OF_REQUEST,
    [EFFECT_HOLD] = OF_EVENT | OF_REQUEST,
    [EFFECT_STATUS] = OF_REQUEST,
    [EFFECT_ANSWER] = OF_REQUEST,
    [EFFECT_COPIES] = OF_EVENT,
    [EFFECT_LOSE] = OF_EVENT,
    [EFFECT_BEHIND] = OF_EVENT,
    [EFFECT_CHANGE] = OF_EVENT,
    [EFFECT_SEND] = OF_ANY,
    [EFFECT_BREAK] = OF_ANY,
    [EFFECT_REFUSE] = OF_ANY,
    [EFFECT_RESTART] = OF_ANY,
    [EFFECT_IGNORE_PINGS] = OF_ANY,
    [EFFECT_SLOW] = OF_ANY,
};

void load_faults(struct loader *loader, json_t *root) {
    struct scenario *scenario = loader->scenario;
    const json_t *list = json_object_get(root, "faults");
    scenario->faults = load_array(loader, json_array_size(list), sizeof *scenario->faults,
                                  &scenario->faults_count);
    struct place at = {.key = "faults"};
    for (size_t i = 0; i < scenario->faults_count; i++) {
        struct place place = {.up = &at, .index = i};
        load_fault(loader, json_array_get(list, i), &place, &scenario->faults[i]);
    }
}

bool load_lone_fault(json_t *json, struct fault *fault, struct problems *problems) {
    struct scenario nobodys = {.time_max_us = UINT64_MAX};
    struct problems own = {0};
    struct loader loader = {.source = {.file = "fault", .text = "", .problems = &own},
                            .scenario = &nobodys,
                            .is_alone = true};
    check_object(&loader.source, &OBJECT_FAULT, json, NULL);
    load_fault(&loader, json, NULL, fault);
    bool good = !problems_have_error(&own);
    problems_move(problems, &own);
    return good;
}

static void load_fault(struct loader *loader, json_t *json, const struct place *place,
                       struct fault *fault) {
    fault->source = json;
    fault->message = load_text(json, "message", NULL);
    struct place on = {.up = place, .key = "on"};
    load_trigger(loader, json_object_get(json, "on"), &on, &fault->on);
    fault->to = load_text(json, "to", fault->on.app);
    if (fault->to && fault->to != fault->on.app) {
        known_app(loader, fault->to, place, "to");
    }
    for (enum effect effect = 0; effect < EFFECTS; effect++) {
        const char *key = key_of(effect, json);
        if (!key) {
            continue;
        }
        struct place at = {.up = place, .key = key};
        fault->effect = effect;
        fault->json = json_object_get(json, key);
        load_effect(loader, json, &at, fault);
        if (json_is_false(fault->json)) {
            source_error(&loader->source, &at, "false means nothing: leave it out");
        }
        if (!(TRIGGERS[effect] & 1u << fault->on.kind)) {
            refuse_trigger(loader, &at, fault);
        }
        if (strcmp(key, "send") == 0) {
            check_sent(loader, &at, fault);
        }
    }
    if (fault->effect == EFFECT_SEND && fault->on.kind == TRIGGER_AT && !fault->to) {
        source_error(&loader->source, &on, "to whom is it sent? \"app\" is missing");
    }
    check_message(loader, place, fault);
    check_times(loader, &on, &fault->on);
}

/* The one that the fault has this effect under; NULL: it has another. */
static const char *key_of(enum effect effect, const json_t *json) {
    static const char unchecked[] = "sendUnchecked";
    if (json_object_get(json, effect_name(effect))) {
        return effect_name(effect);
    }
    return effect == EFFECT_SEND && json_object_get(json, unchecked) ? unchecked : NULL;
}

static void load_trigger(struct loader *loader, const json_t *json, const struct place *place,
                         struct trigger *trigger) {
    const char *event = load_text(json, "event", NULL);
    const char *answer = load_text(json, "answer", NULL);
    trigger->request = load_text(json, "request", answer);
    trigger->app = load_text(json, "app", NULL);
    trigger->client = load_text(json, "client", NULL);
    trigger->channel = load_text(json, "channel", NULL);
    trigger->nth = (unsigned)load_integer(json, "nth", 0);
    trigger->percent = (unsigned)load_integer(json, "chance", 100);
    trigger->at_us = load_duration(json, "at", 0);
    trigger->since_us = load_duration(json, "since", 0);
    trigger->until_us = load_duration(json, "until", UINT64_MAX);
    trigger->kind = event              ? TRIGGER_EVENT
                    : answer           ? TRIGGER_ANSWER
                    : trigger->request ? TRIGGER_REQUEST
                                       : TRIGGER_AT;
    trigger->type = event && strcmp(event, "any") != 0 ? event : NULL;
    if (trigger->app) {
        known_app(loader, trigger->app, place, "app");
    }
    if (trigger->client) {
        known_client(loader, trigger->client, place, "client");
    }
    if (trigger->channel) {
        known_channel(loader, trigger->channel, place, "channel");
    }
    known_moment(loader, trigger->at_us, place, "at");
    known_moment(loader, trigger->since_us, place, "since");
}

/* What belongs to the effect lies under its key. */
static void load_effect(struct loader *loader, const json_t *json, const struct place *place,
                        struct fault *fault) {
    const char *key = place->key;
    const json_t *value = json_object_get(json, key);
    fault->lasting_us = load_duration(json, key, 0);
    fault->count = (unsigned)load_integer(json, key, 0);
    fault->status = (int)load_integer(json, key, 0);
    fault->read_bytes_s = (uint64_t)load_integer(value, "read", 0);
    fault->write_bytes_s = (uint64_t)load_integer(value, "write", 0);
    if (fault->effect == EFFECT_ANSWER) {
        load_answer(value, fault);
    }
    fault->breakage = (enum breakage)load_word(value, &FORMAT_BREAKAGE, BREAK_BEFORE);
    fault->until_released = fault->effect == EFFECT_HOLD && json_is_boolean(value);
    if (fault->effect == EFFECT_HOLD && !fault->until_released) {
        load_trigger(loader, value, place, &fault->until);
    }
}

static void load_answer(const json_t *value, struct fault *fault) {
    static const enum ari_fate fates[] = {
        [ANSWER_UNHEARD] = ARI_FATE_RESET, [ANSWER_LOST] = ARI_FATE_RESET,
        [ANSWER_CUT] = ARI_FATE_CUT,       [ANSWER_HALF_CLOSED] = ARI_FATE_HALF,
        [ANSWER_SILENT] = ARI_FATE_SILENT,
    };
    size_t loss = load_word(value, &FORMAT_ANSWER_LOSS, ANSWER_LOST);
    fault->fate = fates[loss];
    fault->unheard = loss == ANSWER_UNHEARD;
}

static void refuse_trigger(struct loader *loader, const struct place *place,
                           const struct fault *fault) {
    static const char *const names[] = {[TRIGGER_EVENT] = "an event",
                                        [TRIGGER_REQUEST] = "a request",
                                        [TRIGGER_ANSWER] = "an answer that has gone out",
                                        [TRIGGER_AT] = "a moment"};
    source_error(&loader->source, place, "\"%s\" cannot be done to %s", place->key,
                 names[fault->on.kind]);
}

static void check_sent(struct loader *loader, const struct place *place, struct fault *fault) {
    char why[PROBLEM_TEXT_BYTES];
    if (json_is_object(fault->json) && !made_check(fault->json, why, sizeof why)) {
        source_error(&loader->source, place, "%s", why);
    }
}

static void check_message(struct loader *loader, const struct place *place,
                          const struct fault *fault) {
    if (fault->message && fault->effect != EFFECT_STATUS) {
        struct place at = {.up = place, .key = "message"};
        source_error(&loader->source, &at, "only an answer with a \"status\" has one");
    }
}

static void check_times(struct loader *loader, const struct place *place,
                        const struct trigger *trigger) {
    struct place since = {.up = place, .key = "since"};
    struct place until = {.up = place, .key = "until"};
    if (trigger->kind == TRIGGER_AT && (trigger->since_us > 0 || trigger->until_us < UINT64_MAX)) {
        source_error(&loader->source, trigger->since_us > 0 ? &since : &until,
                     "\"at\" is the only moment at which it strikes");
    } else if (trigger->until_us < trigger->since_us) {
        source_error(&loader->source, &until, "it ends before it begins");
    }
}
