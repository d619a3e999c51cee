/* The programs under test, and what is expected of each. */
#include <string.h>

#include "sim/scenario/load.h"

static void load_program(struct loader *loader, const json_t *json, struct script_program *program);
static void check_name(struct loader *loader, const struct place *place, size_t index);

void load_programs(struct loader *loader, json_t *root) {
    struct scenario *scenario = loader->scenario;
    const json_t *list = json_object_get(root, "programs");
    scenario->programs = load_array(loader, json_array_size(list), sizeof *scenario->programs,
                                    &scenario->programs_count);
    struct place at = {.key = "programs"};
    for (size_t i = 0; i < scenario->programs_count; i++) {
        struct place place = {.up = &at, .index = i};
        load_program(loader, json_array_get(list, i), &scenario->programs[i]);
        check_name(loader, &place, i);
    }
}

void load_conduct(struct loader *loader, json_t *json, const struct place *place,
                  struct conduct *conduct) {
    const struct scenario *scenario = loader->scenario;
    conduct->name = load_text(json, "name", NULL);
    conduct->connected = json_object_get(json, "connected");
    conduct->running = json_object_get(json, "running");
    conduct->exit_code = (int)load_integer(json, "exit", -1);
    conduct->quiet_after = json_object_get(json, "quietAfter");
    conduct->waits_for_start = load_truth(json, "waitsForStart", false);
    conduct->quiet_after_end = load_truth(json, "quietAfterEnd", false);
    conduct->asks_only_known = load_truth(json, "asksOnlyKnown", false);
    if (conduct->name) {
        known_client(loader, conduct->name, place, "name");
    } else if (scenario->programs_count == 1) {
        conduct->name = scenario->programs[0].name;
    } else {
        conduct->name = "";
        source_error(&loader->source, place,
                     "which program? There are %zu: \"programs\": [{\"app\": \"agent\"}], and "
                     "\"name\": \"agent\" here if there are several",
                     scenario->programs_count);
    }
    bool asks_something = conduct->connected || conduct->running || conduct->exit_code >= 0 ||
                          conduct->quiet_after || conduct->waits_for_start ||
                          conduct->quiet_after_end || conduct->asks_only_known;
    if (!asks_something) {
        source_error(&loader->source, place, "what of it? For instance \"connected\": true");
    }
}

static void load_program(struct loader *loader, const json_t *json,
                         struct script_program *program) {
    program->apps =
        load_array(loader, load_apps_count(json), sizeof *program->apps, &program->apps_count);
    for (size_t i = 0; i < program->apps_count; i++) {
        program->apps[i] = load_app(json, i);
    }
    program->name = load_text(json, "name", program->apps_count > 0 ? program->apps[0] : "");
    program->starts_anew = strcmp(load_text(json, "start", "once"), "each") == 0;
}

static void check_name(struct loader *loader, const struct place *place, size_t index) {
    const struct script_program *programs = loader->scenario->programs;
    if (strchr(programs[index].name, ':')) {
        source_error(&loader->source, place,
                     "\"%s\" is to be the name of a user too, and so cannot have a colon: give it "
                     "a \"name\" of its own",
                     programs[index].name);
    }
    for (size_t i = 0; i < index; i++) {
        if (programs[i].name[0] != '\0' && strcmp(programs[i].name, programs[index].name) == 0) {
            source_error(&loader->source, place, "programs[%zu] is called \"%s\" too", i,
                         programs[index].name);
            return;
        }
    }
}
