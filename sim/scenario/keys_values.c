/* The values that keys have: texts of a certain look, numbers, lists; and the words that are known.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "sim/ari/model.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/application.h"
#include "sim/scenario/duration.h"
#include "sim/scenario/journal.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/moment.h"
#include "sim/scenario/regex.h"

enum { LIST_MAX = 128, NAME_BYTES_MAX = 64, PLACE_BYTES_MAX = 160 };

static bool check_duration(const char *text, char *why, size_t size);
static bool check_app(const char *text, char *why, size_t size);
static bool check_name(const char *text, char *why, size_t size);
static bool check_place(const char *text, char *why, size_t size);
static bool check_rule(const char *text, char *why, size_t size);
static bool check_request(const char *text, char *why, size_t size);
static bool check_moment(const char *text, char *why, size_t size);
static bool check_regex(const char *text, char *why, size_t size);
static const char *event_type(size_t index);
static const char *note_kind(size_t index);

static const struct format FORMAT_DURATION = {
    .name = "a duration such as \"20ms\"",
    .pattern = "^[0-9]+(\\.[0-9]+)?(us|ms|s|m|h)$",
    .check = check_duration,
};
static const struct format FORMAT_APP = {
    .name = "an application's name", .pattern = "^[^,]{1,73}$", .check = check_app};
static const struct format FORMAT_NAME = {
    .name = "a name", .pattern = "^.{1,64}$", .check = check_name};
static const struct format FORMAT_PLACE = {
    .name = "an extension and its context such as \"100@in\"",
    .pattern = "^[^@]+@[^@]+$",
    .check = check_place,
};
static const struct format FORMAT_RULE = {
    .name = "the number of a rule such as \"R22\"",
    .pattern = "^R[1-9][0-9]{0,3}$",
    .check = check_rule,
};
static const struct format FORMAT_REQUEST = {
    .name = "a method and a path such as \"GET /ari/channels\"",
    .pattern = "^[A-Za-z]+ /",
    .check = check_request,
};
static const struct format FORMAT_MOMENT = {
    .name = "a moment such as \"2026-01-01T00:00:00Z\"",
    .pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
    .check = check_moment,
};
static const struct format FORMAT_REGEX = {
    .name = "a regular expression", .pattern = NULL, .check = check_regex};
static const struct format FORMAT_NOTE_KIND = {.name = "a kind of note", .word = note_kind};
const struct format FORMAT_MODULE = {
    .name = "\"res\" or \"app\"",
    .words = (const char *const[]){[MODULE_RES] = "res", [MODULE_APP] = "app", NULL},
};
const struct format FORMAT_EVENT_TYPE = {.name = "a type of event", .word = event_type};

const struct value VALUE_TEXT_ANY = {.kind = VALUE_TEXT};
const struct value VALUE_ANYTHING = {.kind = VALUE_ANY};
const struct value VALUE_TRUE_FALSE = {.kind = VALUE_TRUTH};
const struct value VALUE_DURATION = {.kind = VALUE_TEXT, .format = &FORMAT_DURATION};
const struct value VALUE_APP = {.kind = VALUE_TEXT, .format = &FORMAT_APP};
const struct value VALUE_NAME = {.kind = VALUE_TEXT, .format = &FORMAT_NAME};
const struct value VALUE_PLACE = {.kind = VALUE_TEXT, .format = &FORMAT_PLACE};
const struct value VALUE_REQUEST = {.kind = VALUE_TEXT, .format = &FORMAT_REQUEST};
const struct value VALUE_EVENT_TYPE = {.kind = VALUE_TEXT, .format = &FORMAT_EVENT_TYPE};
const struct value VALUE_NOTE_KIND = {.kind = VALUE_TEXT, .format = &FORMAT_NOTE_KIND};
const struct value VALUE_MODULE = {.kind = VALUE_TEXT, .format = &FORMAT_MODULE};
const struct value VALUE_NTH = {.kind = VALUE_INTEGER, .min = 1, .max = 1000000};
const struct value VALUE_STATUS = {.kind = VALUE_INTEGER, .min = 100, .max = 599};

static const struct value VALUE_RULE = {.kind = VALUE_TEXT, .format = &FORMAT_RULE};
static const struct value VALUE_REGEX = {.kind = VALUE_TEXT, .format = &FORMAT_REGEX};
static const struct value VALUE_MOMENT = {.kind = VALUE_TEXT, .format = &FORMAT_MOMENT};
static const struct value VALUE_EPOCH = {
    .kind = VALUE_INTEGER, .min = 0, .max = (json_int_t)4102444800};

const struct value VALUE_TEXTS = {.kind = VALUE_LIST, .items = &VALUE_TEXT_ANY, .max = LIST_MAX};
const struct value VALUE_APPS = {
    .kind = VALUE_LIST, .items = &VALUE_APP, .min = 1, .max = LIST_MAX};
const struct value VALUE_EVENT_TYPES = {
    .kind = VALUE_LIST, .items = &VALUE_EVENT_TYPE, .max = LIST_MAX};
const struct value VALUE_RULES = {.kind = VALUE_LIST, .items = &VALUE_RULE, .max = LIST_MAX};
const struct value VALUE_START = {
    .kind = VALUE_EITHER,
    .either = (const struct value *const[]){&VALUE_MOMENT, &VALUE_EPOCH, NULL},
};

static const struct key MATCHER_KEYS[] = {
    {.name = "equals",
     .value = &VALUE_ANYTHING,
     .description = "The field has this value.",
     .example = "\"200\"",
     .choice = true},
    {.name = "absent",
     .value = &VALUE_TRUE_FALSE,
     .description = "True: there is no such field. False: there is one, whatever it says.",
     .example = "true",
     .choice = true},
    {.name = "matches",
     .value = &VALUE_REGEX,
     .description = "The field is a text in which this regular expression (PCRE2) finds a match.",
     .example = "\"^Local/\"",
     .choice = true},
    {.name = "contains",
     .value = &VALUE_ANYTHING,
     .description = "The field is a text that contains this one, or a list that has this element.",
     .example = "\"vip\"",
     .choice = true},
    {0},
};
static const struct value VALUE_MATCHER =
    OBJECT_VALUE("matcher", MATCHER_KEYS, .description = "What a field must be like.");
static const struct value VALUE_ANY_INTEGER = {
    .kind = VALUE_INTEGER, .min = LLONG_MIN, .max = LLONG_MAX};
static const struct value VALUE_LIST_ANY = {
    .kind = VALUE_LIST, .items = &VALUE_ANYTHING, .max = LIST_MAX};
static const struct value VALUE_FIELD = {
    .kind = VALUE_EITHER,
    .either = (const struct value *const[]){&VALUE_TEXT_ANY, &VALUE_ANY_INTEGER, &VALUE_TRUE_FALSE,
                                            &VALUE_LIST_ANY, &VALUE_MATCHER, NULL},
};
const struct value VALUE_WHERE = {.kind = VALUE_MAP, .items = &VALUE_FIELD};

static bool refuse(char *why, size_t size, const char *reason) {
    snprintf(why, size, "%s", reason);
    return false;
}

/* An answer over the WebSocket has the model of an event and is none. */
static const char *event_type(size_t index) {
    for (const struct model *model = MODELS_EVENTS; model->name; model++) {
        bool happens = model->parent && strcmp(model->parent, "Event") == 0 &&
                       strcmp(model->name, "RESTResponse") != 0;
        if (happens && index-- == 0) {
            return model->name;
        }
    }
    return NULL;
}

/* The journal's own, then the events: it has all of them. */
static const char *note_kind(size_t index) {
    size_t own = 0;
    while (journal_kind(own)) {
        own++;
    }
    return index < own ? journal_kind(index)->event->name : event_type(index - own);
}

static bool check_duration(const char *text, char *why, size_t size) {
    uint64_t us;
    const char *reason;
    return duration_parse(text, &us, &reason) || refuse(why, size, reason);
}

static bool check_app(const char *text, char *why, size_t size) {
    size_t length = strlen(text);
    if (length == 0) {
        return refuse(why, size, "is empty");
    }
    if (length > APPLICATION_NAME_MAX_BYTES) {
        return refuse(why, size, "is longer than 73 bytes");
    }
    return !strchr(text, ',') || refuse(why, size, "has a comma: write several as \"apps\": [...]");
}

static bool check_name(const char *text, char *why, size_t size) {
    if (text[0] == '\0') {
        return refuse(why, size, "is empty");
    }
    return strlen(text) <= NAME_BYTES_MAX || refuse(why, size, "is longer than 64 bytes");
}

static bool check_place(const char *text, char *why, size_t size) {
    const char *at = strchr(text, '@');
    if (!at || at == text || at[1] == '\0' || strchr(at + 1, '@')) {
        return refuse(why, size, "does not name both, with one @ between them");
    }
    return strlen(text) <= PLACE_BYTES_MAX || refuse(why, size, "is longer than 160 bytes");
}

static bool check_rule(const char *text, char *why, size_t size) {
    size_t digits = text[0] == 'R' ? strspn(text + 1, "0123456789") : 0;
    bool good = digits > 0 && digits <= 4 && text[1] != '0' && text[1 + digits] == '\0';
    return good || refuse(why, size, "is no R followed by a number");
}

static bool check_request(const char *text, char *why, size_t size) {
    size_t method = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    bool good = method > 0 && method <= 16 && text[method] == ' ' && text[method + 1] == '/' &&
                !strchr(text + method + 1, ' ');
    return good || refuse(why, size, "is not a method, one space and a path without spaces");
}

static bool check_moment(const char *text, char *why, size_t size) {
    uint64_t seconds;
    return moment_parse(text, &seconds) || refuse(why, size, "is no such moment after 1970");
}

static bool check_regex(const char *text, char *why, size_t size) {
    struct regex *regex = regex_new(text, why, size);
    regex_free(regex);
    return regex != NULL;
}
