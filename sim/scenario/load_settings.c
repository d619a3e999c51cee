/* The scenario's settings: name, seed, modules, sounds, phones, limits, and a fixed schedule. */
#include "sim/base/text.h"
#include "sim/base/unit.h"
#include "sim/scenario/load.h"
#include "sim/scenario/moment.h"

static void load_modules(struct loader *loader, const json_t *modules);
static void load_start(struct scenario *scenario, const json_t *start);
static void load_sounds(struct loader *loader, json_t *sounds);
static void load_phones(struct loader *loader, json_t *phones);
static void load_schedule(struct loader *loader, const json_t *schedule);

void load_settings(struct loader *loader, json_t *root) {
    struct scenario *scenario = loader->scenario;
    const json_t *limits = json_object_get(root, "limits");
    scenario->name = load_text(root, "name", "");
    scenario->description = load_text(root, "description", "");
    scenario->seed = (uint64_t)load_integer(root, "seed", 1);
    scenario->seeds = (unsigned)load_integer(root, "seeds", 1);
    scenario->steps_max = (uint64_t)load_integer(limits, "steps", SCENARIO_STEPS_DEFAULT);
    scenario->time_given = json_object_get(limits, "time") != NULL;
    scenario->time_max_us = load_duration(limits, "time", SCENARIO_TIME_DEFAULT_US);
    const json_t *shown = json_object_get(root, "channelvars");
    scenario->channelvars = load_array(loader, json_array_size(shown),
                                       sizeof *scenario->channelvars, &scenario->channelvars_count);
    for (size_t i = 0; i < scenario->channelvars_count; i++) {
        const char *name = json_string_value(json_array_get(shown, i));
        scenario->channelvars[i] = text_or_empty(name);
    }
    load_modules(loader, json_object_get(root, "modules"));
    load_start(scenario, json_object_get(root, "start"));
    load_sounds(loader, json_object_get(root, "sounds"));
    load_phones(loader, json_object_get(root, "phones"));
    scenario->order = (enum order)load_word(
        json_object_get(json_object_get(root, "explore"), "order"), &FORMAT_ORDER, ORDER_ANY);
    load_schedule(loader, json_object_get(root, "schedule"));
}

static void load_modules(struct loader *loader, const json_t *modules) {
    bool *loaded = loader->scenario->loaded;
    bool listed = json_is_array(modules);
    loaded[MODULE_RES] = load_truth(modules, "res", !listed);
    loaded[MODULE_APP] = load_truth(modules, "app", !listed);
    for (size_t i = 0; i < json_array_size(modules); i++) {
        size_t module = load_word(json_array_get(modules, i), &FORMAT_MODULE, MODULES);
        if (module < MODULES) {
            loaded[module] = true;
        }
    }
    bool app_is_meant = listed || json_object_get(modules, "app");
    if (loaded[MODULE_APP] && !loaded[MODULE_RES] && !app_is_meant) {
        struct place place = {.key = "modules"};
        source_error(&loader->source, &place,
                     "app needs res: say {\"res\": false, \"app\": false}, or [\"app\"] if its "
                     "broadcasts are to fail");
    }
}

static void load_start(struct scenario *scenario, const json_t *start) {
    uint64_t seconds = 0;
    if (json_is_integer(start)) {
        seconds = (uint64_t)json_integer_value(start);
    } else if (json_is_string(start) && !moment_parse(json_string_value(start), &seconds)) {
        seconds = 0;
    }
    scenario->epoch_us = seconds * US_PER_S;
}

static void load_sounds(struct loader *loader, json_t *sounds) {
    struct scenario *scenario = loader->scenario;
    scenario->sounds = load_array(loader, json_object_size(sounds), sizeof *scenario->sounds,
                                  &scenario->sounds_count);
    void *iterator = json_object_iter(sounds);
    for (size_t i = 0; i < scenario->sounds_count; i++) {
        const char *name = json_object_iter_key(iterator);
        scenario->sounds[i] =
            (struct sound){.name = name, .length_us = load_duration(sounds, name, 0)};
        iterator = json_object_iter_next(sounds, iterator);
    }
}

static void load_phones(struct loader *loader, json_t *phones) {
    static const struct {
        const char *key;
        enum phone_behaviour behaviour;
    } behaviours[] = {
        {"answers", PHONE_ANSWERS}, {"busy", PHONE_BUSY}, {"unanswered", PHONE_NO_ANSWER}};
    struct scenario *scenario = loader->scenario;
    scenario->phones = load_array(loader, json_object_size(phones), sizeof *scenario->phones,
                                  &scenario->phones_count);
    void *iterator = json_object_iter(phones);
    for (size_t i = 0; i < scenario->phones_count; i++) {
        struct phone *phone = &scenario->phones[i];
        const json_t *given = json_object_iter_value(iterator);
        phone->name = json_object_iter_key(iterator);
        for (size_t b = 0; b < sizeof behaviours / sizeof behaviours[0]; b++) {
            if (json_object_get(given, behaviours[b].key)) {
                phone->behaviour = behaviours[b].behaviour;
                phone->after_us = load_duration(given, behaviours[b].key, 0);
            }
        }
        iterator = json_object_iter_next(phones, iterator);
    }
}

static void load_schedule(struct loader *loader, const json_t *schedule) {
    struct scenario *scenario = loader->scenario;
    scenario->schedule = load_array(loader, json_array_size(schedule), sizeof *scenario->schedule,
                                    &scenario->schedule_count);
    for (size_t i = 0; i < scenario->schedule_count; i++) {
        const json_t *given = json_array_get(schedule, i);
        struct script_step *step = &scenario->schedule[i];
        step->task =
            json_is_string(given) ? json_string_value(given) : load_text(given, "task", "");
        step->step = load_text(given, "step", NULL);
    }
}
