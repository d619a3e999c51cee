/* The calls of a scenario, and the dialplan they arrive in. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sim/base/text.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/dialplan.h"
#include "sim/dialplan/match.h"
#include "sim/scenario/load.h"

enum { ID_BYTES = 96 };

static bool dialplan_of_lines(struct loader *loader, const json_t *lines);
static bool dialplan_of_file(struct loader *loader, const char *name);
static void tell_problems(struct loader *loader, bool own_lines);
static void load_call(struct loader *loader, const json_t *json, size_t index);
static void check_id(struct loader *loader, size_t index);
static bool is_there_before(const struct script_call *calls, size_t other, size_t index);
static bool begins(const char *text, const char *beginning);
static bool same(const char *one, const char *other);
static void load_id(struct loader *loader, const json_t *json, size_t index);
static void load_place(struct loader *loader, const json_t *json, const struct place *place,
                       struct script_call *call);
static void load_variables(struct loader *loader, json_t *variables, struct script_call *call);
static void load_hangup(struct loader *loader, const json_t *json, const struct place *place,
                        struct script_call *call);

void load_dialplan(struct loader *loader, json_t *root) {
    const json_t *lines = json_object_get(root, "dialplan");
    const char *file = load_text(root, "extensions", NULL);
    bool given = lines || json_object_get(root, "extensions");
    if (file && !lines) {
        if (dialplan_of_file(loader, file)) {
            tell_problems(loader, false);
        }
    } else if (dialplan_of_lines(loader, lines)) {
        tell_problems(loader, true);
    }
    loader->dialplan_given = given;
    if (!given && json_array_size(json_object_get(root, "calls")) > 0) {
        source_error(&loader->source, NULL,
                     "\"dialplan\" is missing: the calls arrive nowhere: "
                     "\"dialplan\": [\"[in]\", \"exten => 100,1,StasisBroadcast(500)\"]");
    }
}

void load_calls(struct loader *loader, json_t *root) {
    struct scenario *scenario = loader->scenario;
    const json_t *calls = json_object_get(root, "calls");
    scenario->calls =
        load_array(loader, json_array_size(calls), sizeof *scenario->calls, &scenario->calls_count);
    for (size_t i = 0; i < scenario->calls_count; i++) {
        load_id(loader, json_array_get(calls, i), i);
        load_call(loader, json_array_get(calls, i), i);
    }
    for (size_t i = 0; i < scenario->calls_count; i++) {
        check_id(loader, i);
    }
}

static bool dialplan_of_lines(struct loader *loader, const json_t *lines) {
    size_t count = 0;
    struct dialplan_line *items = load_array(loader, json_array_size(lines), sizeof *items, &count);
    unsigned *numbers = load_array(loader, json_array_size(lines), sizeof *numbers, &count);
    struct place place = {.key = "dialplan"};
    bool read = false;
    if (numbers) {
        place_element_lines(loader->source.text, loader->source.size, &place, numbers, count);
    }
    for (size_t i = 0; items && numbers && i < count; i++) {
        const char *text = json_string_value(json_array_get(lines, i));
        items[i] = (struct dialplan_line){.text = text_or_empty(text), .number = numbers[i]};
    }
    if (!loader->no_memory) {
        enum dialplan_error error =
            dialplan_parse_lines(loader->source.file, items, count, &loader->scenario->dialplan);
        read = error == DIALPLAN_OK;
        if (error == DIALPLAN_TOO_LARGE) {
            source_error(&loader->source, &place, "the dialplan is too large");
        } else if (error == DIALPLAN_NO_MEMORY) {
            loader->no_memory = true;
        }
    }
    free(items);
    free(numbers);
    return read;
}

static bool dialplan_of_file(struct loader *loader, const char *name) {
    struct place place = {.key = "extensions"};
    char path[LOAD_PATH_BYTES];
    if (!load_path(loader->source.file, name, path)) {
        source_error(&loader->source, &place, "the path is longer than %d bytes", LOAD_PATH_BYTES);
        return false;
    }
    enum dialplan_error error = dialplan_load(path, &loader->scenario->dialplan);
    if (error == DIALPLAN_CANNOT_READ) {
        source_error(&loader->source, &place,
                     "%s cannot be read: %s: the path is counted from the scenario's folder", path,
                     strerror(errno));
    } else if (error == DIALPLAN_TOO_LARGE) {
        source_error(&loader->source, &place, "%s is too large", path);
    } else if (error == DIALPLAN_NO_MEMORY) {
        loader->no_memory = true;
    }
    return error == DIALPLAN_OK;
}

/* A part that is missing is an error; one that fails when a call gets there may be meant so. */
static void tell_problems(struct loader *loader, bool own_lines) {
    size_t count;
    const struct dialplan_problem *problems = dialplan_problems(loader->scenario->dialplan, &count);
    for (size_t i = 0; i < count; i++) {
        if (problems[i].severity != DIALPLAN_NOTE) {
            problems_add(loader->source.problems, problems[i].file, problems[i].line,
                         own_lines ? "dialplan" : "", problems[i].severity != DIALPLAN_ERROR,
                         problems[i].text);
        }
    }
}

static void load_id(struct loader *loader, const json_t *json, size_t index) {
    struct script_call *call = &loader->scenario->calls[index];
    char text[ID_BYTES];
    call->id = load_text(json, "id", NULL);
    if (!call->id) {
        int length = snprintf(text, sizeof text, "call-%zu", index + 1);
        call->made_up_id = load_copy(loader, text, (size_t)length);
        call->id = text_or_empty(call->made_up_id);
    }
    int length = snprintf(text, sizeof text, CALL_NEAR_ID, call->id);
    call->near_id =
        load_copy(loader, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

static void load_call(struct loader *loader, const json_t *json, size_t index) {
    struct script_call *call = &loader->scenario->calls[index];
    struct place list = {.key = "calls"};
    struct place place = {.up = &list, .index = index};
    call->at_us = load_duration(json, "at", 0);
    known_moment(loader, call->at_us, &place, "at");
    call->caller = load_text(json, "caller", "");
    call->phone = load_text(json, "phone", NULL);
    load_place(loader, json, &place, call);
    load_variables(loader, json_object_get(json, "variables"), call);
    load_hangup(loader, json_object_get(json, "hangup"), &place, call);
}

/* No channel is made with an id that another one has; nor, on a real server, with one that is the
 * beginning of another one's, in any case. (R133) */
static void check_id(struct loader *loader, size_t index) {
    const struct script_call *calls = loader->scenario->calls;
    const struct script_call *call = &calls[index];
    struct place list = {.key = "calls"};
    struct place element = {.up = &list, .index = index};
    struct place place = {.up = &element, .key = "id"};
    for (size_t i = 0; i < index; i++) {
        bool crossed = same(calls[i].near_id, call->id) || same(call->near_id, calls[i].id);
        if (crossed || same(calls[i].id, call->id)) {
            source_error(&loader->source, &place,
                         "the id \"%s\" is taken by calls[%zu]%s: give each call an id of its own",
                         call->id, i, crossed ? ", whose far half it would name" : "");
            return;
        }
    }
    for (size_t i = 0; i < loader->scenario->calls_count; i++) {
        bool collides = begins(calls[i].id, call->id) || begins(calls[i].near_id, call->id) ||
                        begins(calls[i].id, call->near_id);
        if (collides && is_there_before(calls, i, index)) {
            source_warning(
                &loader->source, &place,
                "\"%s\" is the beginning of an id of calls[%zu], which is there before: a "
                "real server answers 409",
                call->id, i);
            return;
        }
    }
}

/* As far as the scenario says: a client may hang it up earlier. */
static bool is_there_before(const struct script_call *calls, size_t other, size_t index) {
    uint64_t at_us = calls[index].at_us;
    bool is_placed = other < index ? calls[other].at_us <= at_us : calls[other].at_us < at_us;
    return is_placed && !(calls[other].hangs_up && calls[other].hangup_us < at_us);
}

static bool begins(const char *text, const char *beginning) {
    return text && beginning && strncasecmp(text, beginning, strlen(beginning)) == 0;
}

static bool same(const char *one, const char *other) {
    return one && other && strcmp(one, other) == 0;
}

static void load_place(struct loader *loader, const json_t *json, const struct place *place,
                       struct script_call *call) {
    const char *to = load_text(json, "to", "");
    const char *at = strchr(to, '@');
    size_t exten = at ? (size_t)(at - to) : 0;
    call->exten = load_copy(loader, to, exten);
    call->context = load_copy(loader, at ? at + 1 : "", strlen(at ? at + 1 : ""));
    const struct dialplan *dialplan = loader->scenario->dialplan;
    if (at && dialplan && loader->dialplan_given && call->exten && call->context &&
        !dialplan_find(dialplan, call->context, call->exten, 1)) {
        struct place key = {.up = place, .key = "to"};
        source_warning(&loader->source, &key,
                       "the dialplan has no priority 1 of %s in context %s: the call ends at once",
                       call->exten, call->context);
    }
}

static void load_variables(struct loader *loader, json_t *variables, struct script_call *call) {
    call->variables = load_array(loader, 2 * json_object_size(variables), sizeof *call->variables,
                                 &call->variables_count);
    void *iterator = json_object_iter(variables);
    for (size_t i = 0; i < call->variables_count; i += 2) {
        call->variables[i] = json_object_iter_key(iterator);
        const char *value = json_string_value(json_object_iter_value(iterator));
        call->variables[i + 1] = text_or_empty(value);
        iterator = json_object_iter_next(variables, iterator);
    }
}

static void load_hangup(struct loader *loader, const json_t *json, const struct place *place,
                        struct script_call *call) {
    struct place at = {.up = place, .key = "hangup"};
    call->hangs_up = json != NULL;
    call->hangup_us = load_duration(json, "at", call->at_us + load_duration(json, "after", 0));
    if (!call->hangs_up) {
        return;
    }
    known_moment(loader, call->hangup_us, &at, json_object_get(json, "at") ? "at" : "after");
    if (call->hangup_us < call->at_us) {
        struct place key = {.up = &at, .key = "at"};
        source_error(&loader->source, &key,
                     "the caller hangs up before the call is placed: \"after\" counts from there");
    }
}
