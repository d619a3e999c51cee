/* The finding for programs. */
#include <stdio.h>

#include "cli/base/visible.h"
#include "cli/filter/filter_finding.h"
#include "sim/ari/json.h"

static json_t *reason_of(const struct finding *finding);
static json_t *offset_of(const struct finding *finding);
static json_t *names_with(const struct finding *finding, enum filter_answer answer);
static json_t *warnings_of(const struct finding *finding);
static json_t *warning_of(const struct finding_warning *warning);
static json_t *dialplan_of(const struct finding *finding);

bool finding_print_json(const struct finding *finding) {
    struct object object = object_new();
    object_add_text(&object, "pattern", finding->pattern);
    object_add(&object, "accepted", json_boolean(finding->accepted));
    object_add(&object, "reason", reason_of(finding));
    object_add(&object, "offset", offset_of(finding));
    object_add(&object, "compiles", json_boolean(finding->compiles));
    object_add(&object, "matches", names_with(finding, FILTER_YES));
    object_add(&object, "undecided", names_with(finding, FILTER_UNDECIDED));
    object_add(&object, "warnings", warnings_of(finding));
    object_add(&object, "dialplan", dialplan_of(finding));
    json_t *json = object_finish(&object);
    if (!json) {
        return false;
    }
    int written = json_dumpf(json, stdout, JSON_COMPACT);
    json_decref(json);
    putchar('\n');
    return written == 0 || ferror(stdout); /* what cannot be written is told at the end */
}

static json_t *reason_of(const struct finding *finding) {
    return finding->reason ? text_json(finding->reason) : json_null();
}

static json_t *offset_of(const struct finding *finding) {
    return finding->reason ? json_integer((json_int_t)finding->offset) : json_null();
}

static json_t *names_with(const struct finding *finding, enum filter_answer answer) {
    json_t *array = json_array();
    for (size_t i = 0; array && i < finding->names->count; i++) {
        if (finding->answers[i] == answer) {
            array = array_with(array, text_json(finding->names->items[i]));
        }
    }
    return array;
}

static json_t *warnings_of(const struct finding *finding) {
    json_t *array = json_array();
    for (size_t i = 0; array && i < finding->warnings_count; i++) {
        array = array_with(array, warning_of(&finding->warnings[i]));
    }
    return array;
}

static json_t *warning_of(const struct finding_warning *warning) {
    return warning->has_offset ? json_sprintf("at byte %zu: %s", warning->offset, warning->text)
                               : text_json(warning->text);
}

/* With a byte replaced, it would yield another pattern. */
static json_t *dialplan_of(const struct finding *finding) {
    bool exact = finding->quote_error == QUOTE_OK && visible_is_utf8(finding->dialplan);
    return exact ? text_json(finding->dialplan) : json_null();
}
