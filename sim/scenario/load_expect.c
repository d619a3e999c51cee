/* The expectations of a scenario. */
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/duration.h"
#include "sim/scenario/load.h"

static void load_lines(struct loader *loader, const struct place *list);
static void load_expectation(struct loader *loader, json_t *json, const struct place *place,
                             struct expectation *expectation);
static bool load_happening(struct loader *loader, json_t *json, const struct place *place,
                           struct happening *happening);
static void load_list(struct loader *loader, const json_t *list, const struct place *place,
                      struct expectation *expectation);
static void load_any(struct loader *loader, const json_t *list, const struct place *place,
                     struct expectation *expectation);
static void load_count(struct loader *loader, const json_t *json, const struct place *place,
                       struct expectation *expectation);
static void load_times(struct loader *loader, json_t *json, const struct place *place,
                       struct expectation *expectation);
static void load_variables(struct loader *loader, json_t *json, const struct place *place,
                           struct expectation *expectation);
static void load_channel(struct loader *loader, json_t *json, const struct place *place,
                         struct expectation *expectation);
static void check_places(struct loader *loader, const json_t *json, const struct place *place,
                         const struct expectation *expectation);

void load_expectations(struct loader *loader, json_t *root) {
    struct scenario *scenario = loader->scenario;
    const json_t *list = json_object_get(root, "expect");
    scenario->expectations =
        load_array(loader, json_array_size(list), sizeof *scenario->expectations,
                   &scenario->expectations_count);
    struct place at = {.key = "expect"};
    for (size_t i = 0; i < scenario->expectations_count; i++) {
        struct place place = {.up = &at, .index = i};
        load_expectation(loader, json_array_get(list, i), &place, &scenario->expectations[i]);
    }
    load_lines(loader, &at);
    if (json_array_size(list) == 0) {
        source_warning(&loader->source, NULL,
                       "nothing is expected: it holds whatever happens: \"expect\": [{\"claim\": "
                       "{\"status\": 204}}]");
    }
}

/* Where each stands, for its verdict. */
static void load_lines(struct loader *loader, const struct place *list) {
    struct scenario *scenario = loader->scenario;
    size_t count = scenario->expectations_count;
    unsigned *lines = load_array(loader, count, sizeof *lines, &count);
    if (!lines) {
        return;
    }
    place_element_lines(loader->source.text, loader->source.size, list, lines, count);
    for (size_t i = 0; i < count; i++) {
        char where[PLACE_TEXT_BYTES];
        place_text(&(struct place){.up = list, .index = i}, where);
        scenario->expectations[i].where = load_copy(loader, where, strlen(where));
        scenario->expectations[i].line = lines[i];
    }
    free(lines);
}

static void load_expectation(struct loader *loader, json_t *json, const struct place *place,
                             struct expectation *expectation) {
    json_t *value;
    if (load_happening(loader, json, place, &expectation->happening)) {
        expectation->kind = EXPECT_HAPPENING;
    } else if ((value = json_object_get(json, "variable"))) {
        expectation->kind = EXPECT_VARIABLE;
        load_variables(loader, value, place, expectation);
    } else if ((value = json_object_get(json, "channel"))) {
        expectation->kind = EXPECT_CHANNEL;
        load_channel(loader, value, place, expectation);
    } else if ((value = json_object_get(json, "program"))) {
        struct place at = {.up = place, .key = "program"};
        expectation->kind = EXPECT_PROGRAM;
        load_conduct(loader, value, &at, &expectation->conduct);
    } else if ((value = json_object_get(json, "order"))) {
        expectation->kind = EXPECT_ORDER;
        load_list(loader, value, place, expectation);
    } else {
        expectation->kind = EXPECT_ANY;
        if (!(value = json_object_get(json, "any"))) {
            return;
        }
        load_any(loader, value, place, expectation);
    }
    load_count(loader, json, place, expectation);
    load_times(loader, json, place, expectation);
    check_places(loader, json, place, expectation);
}

static bool load_happening(struct loader *loader, json_t *json, const struct place *place,
                           struct happening *happening) {
    static const char *const kinds[] = {
        [HAPPENING_CLAIM] = "claim",
        [HAPPENING_EVENT] = "event",
        [HAPPENING_ANSWER] = "answer",
        [HAPPENING_NOTE] = "note",
    };
    size_t kind = 0;
    while (kind < sizeof kinds / sizeof kinds[0] && !json_object_get(json, kinds[kind])) {
        kind++;
    }
    if (kind == sizeof kinds / sizeof kinds[0]) {
        return false;
    }
    json_t *value = json_object_get(json, kinds[kind]);
    struct place at = {.up = place, .key = kinds[kind]};
    happening->kind = (enum happening_kind)kind;
    happening->app = load_text(value, "app", NULL);
    happening->client = load_text(value, "client", NULL);
    happening->channel = load_text(value, "channel", NULL);
    happening->type = load_text(value, kind == HAPPENING_NOTE ? "kind" : "type", NULL);
    happening->request = load_text(value, "request", NULL);
    happening->nth = (unsigned)load_integer(value, "nth", 0);
    happening->status = (int)load_integer(value, "status", 0);
    happening->args = json_object_get(value, "args");
    load_conditions(loader, json_object_get(value, "where"), &happening->where);
    if (happening->app) {
        known_app(loader, happening->app, &at, "app");
    }
    if (happening->client) {
        known_client(loader, happening->client, &at, "client");
    }
    if (happening->channel) {
        known_channel(loader, happening->channel, &at, "channel");
    }
    struct place where = {.up = &at, .key = "where"};
    if (happening->kind == HAPPENING_NOTE && happening->type) {
        known_fields(loader, happening->type, json_object_get(value, "where"), &where);
    } else if (happening->kind == HAPPENING_EVENT) {
        known_paths(loader, happening->type, json_object_get(value, "where"), &where);
    }
    return true;
}

static void load_list(struct loader *loader, const json_t *list, const struct place *place,
                      struct expectation *expectation) {
    struct place at = {.up = place, .key = "order"};
    expectation->order = load_array(loader, json_array_size(list), sizeof *expectation->order,
                                    &expectation->order_count);
    for (size_t i = 0; i < expectation->order_count; i++) {
        struct place element = {.up = &at, .index = i};
        load_happening(loader, json_array_get(list, i), &element, &expectation->order[i]);
    }
}

static void load_any(struct loader *loader, const json_t *list, const struct place *place,
                     struct expectation *expectation) {
    struct place at = {.up = place, .key = "any"};
    size_t depth = 0;
    for (const struct place *up = place; up; up = up->up) {
        depth++;
    }
    if (depth > PLACE_DEPTH_MAX - 8) {
        source_error(&loader->source, place, "\"any\" is nested too deeply");
        return;
    }
    expectation->any = load_array(loader, json_array_size(list), sizeof *expectation->any,
                                  &expectation->any_count);
    for (size_t i = 0; i < expectation->any_count; i++) {
        struct place element = {.up = &at, .index = i};
        load_expectation(loader, json_array_get(list, i), &element, &expectation->any[i]);
    }
}

static void load_count(struct loader *loader, const json_t *json, const struct place *place,
                       struct expectation *expectation) {
    const json_t *count = json_object_get(json, "count");
    bool never = load_truth(json, "never", false);
    expectation->min = 1;
    expectation->max = SIZE_MAX;
    if (never) {
        expectation->min = 0;
        expectation->max = 0;
    }
    if (json_is_integer(count)) {
        expectation->min = (size_t)json_integer_value(count);
        expectation->max = expectation->min;
    } else if (json_is_object(count)) {
        json_int_t max = load_integer(count, "max", -1);
        expectation->min = (size_t)load_integer(count, "min", 0);
        expectation->max = max < 0 ? SIZE_MAX : (size_t)max;
    }
    struct place at = {.up = place, .key = "count"};
    if (count && never) {
        source_error(&loader->source, &at, "\"count\" and \"never\" say the same: keep one");
    } else if (expectation->min > expectation->max) {
        source_error(&loader->source, &at, "min is %zu and max is %zu: nothing is between them",
                     expectation->min, expectation->max);
    }
}

static void load_times(struct loader *loader, json_t *json, const struct place *place,
                       struct expectation *expectation) {
    json_t *of = json_object_get(json, "of");
    expectation->has_within = json_object_get(json, "within") != NULL;
    expectation->within_us = load_duration(json, "within", 0);
    expectation->after_us = load_duration(json, "after", 0);
    expectation->before_us = load_duration(json, "before", UINT64_MAX);
    expectation->has_at = json_object_get(json, "at") != NULL;
    expectation->at_us = load_duration(json, "at", 0);
    known_moment(loader, expectation->after_us, place, "after");
    known_moment(loader, expectation->at_us, place, "at");
    if (expectation->after_us > expectation->before_us) {
        struct place at = {.up = place, .key = "after"};
        source_error(&loader->source, &at,
                     "no moment is both after this and before what \"before\" says");
    }
    if (of) {
        size_t count;
        struct place at = {.up = place, .key = "of"};
        expectation->of = load_array(loader, 1, sizeof *expectation->of, &count);
        if (expectation->of) {
            load_happening(loader, of, &at, expectation->of);
        }
    }
    bool claim =
        expectation->kind == EXPECT_HAPPENING && expectation->happening.kind == HAPPENING_CLAIM;
    if (of && !expectation->has_within) {
        struct place at = {.up = place, .key = "of"};
        source_error(&loader->source, &at, "\"of\" needs \"within\": how long after it?");
    } else if (expectation->has_within && !of && !claim) {
        struct place at = {.up = place, .key = "within"};
        source_error(
            &loader->source, &at,
            "within this time of what? \"of\": {\"event\": {\"type\": \"CallBroadcast\"}}");
    }
}

static void load_variables(struct loader *loader, json_t *json, const struct place *place,
                           struct expectation *expectation) {
    const struct scenario *scenario = loader->scenario;
    struct place at = {.up = place, .key = "variable"};
    expectation->channel = load_text(json, "channel", NULL);
    size_t names = json_object_size(json) - (json_object_get(json, "channel") ? 1 : 0);
    if (expectation->channel) {
        known_channel(loader, expectation->channel, &at, "channel");
    } else if (scenario->calls_count == 1) {
        expectation->channel = scenario->calls[0].id;
    } else {
        source_error(&loader->source, &at,
                     "which channel? There are %zu calls: say \"channel\": \"call-1\"",
                     scenario->calls_count);
    }
    if (json_is_object(json) && names == 0) {
        source_error(&loader->source, &at,
                     "no variable is named: for instance \"STASISSTATUS\": \"SUCCESS\"");
    }
    if (!json_is_object(json)) {
        return;
    }
    expectation->wishes =
        load_array(loader, names, sizeof *expectation->wishes, &expectation->wishes_count);
    void *iterator = json_object_iter(json);
    for (size_t i = 0; i < expectation->wishes_count;) {
        if (strcmp(json_object_iter_key(iterator), "channel") != 0) {
            expectation->wishes[i++] = (struct wish){.name = json_object_iter_key(iterator),
                                                     .value = json_object_iter_value(iterator)};
        }
        iterator = json_object_iter_next(json, iterator);
    }
}

static void load_channel(struct loader *loader, json_t *json, const struct place *place,
                         struct expectation *expectation) {
    struct place at = {.up = place, .key = "channel"};
    expectation->channel = load_text(json, "id", "");
    expectation->gone = json_object_get(json, "gone");
    expectation->state = load_text(json, "state", NULL);
    expectation->place = load_text(json, "place", NULL);
    if (expectation->channel[0] != '\0') {
        known_channel(loader, expectation->channel, &at, "id");
    }
    if (json_is_object(json) && !expectation->gone && !expectation->state && !expectation->place) {
        source_error(&loader->source, &at,
                     "what of it? \"gone\", \"state\" or \"place\" is missing: \"gone\": true");
    }
}

/* Keys that mean nothing beside this kind of expectation. */
static void check_places(struct loader *loader, const json_t *json, const struct place *place,
                         const struct expectation *expectation) {
    static const struct {
        const char *key;
        bool of_happening; /* else of a variable or a channel */
    } keys[] = {
        {"count", true}, {"never", true},  {"within", true}, {"of", true},
        {"after", true}, {"before", true}, {"at", false},
    };
    bool state = expectation->kind == EXPECT_VARIABLE || expectation->kind == EXPECT_CHANNEL;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        bool fits = keys[i].of_happening ? expectation->kind == EXPECT_HAPPENING : state;
        if (!fits && json_object_get(json, keys[i].key)) {
            struct place at = {.up = place, .key = keys[i].key};
            source_error(&loader->source, &at, "\"%s\" belongs beside %s", keys[i].key,
                         keys[i].of_happening
                             ? "\"claim\", \"event\", \"answer\" or \"note\""
                             : "\"variable\" or \"channel\": elsewhere use \"after\" and "
                               "\"before\"");
        }
    }
}
