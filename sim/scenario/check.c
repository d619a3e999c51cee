/* Walks a document and the table of keys side by side, and says of each difference what would be
 * right. */
#include "sim/scenario/check.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/dialplan/nearest.h"
#include "sim/scenario/words.h"

enum { NAME_BYTES = 160, WHY_BYTES = 160, TEXT_LEN_MAX = 8191, SHOWN_LEN = 60 };

static void check_value(const struct source *source, const struct value *value, json_t *json,
                        const struct place *place);
static void check_members(const struct source *source, const struct object_type *object,
                          json_t *json, const struct place *place);
static void check_required(const struct source *source, const struct object_type *object,
                           json_t *json, const struct place *place);
static void check_choice(const struct source *source, const struct object_type *object,
                         json_t *json, const struct place *place);
static void check_either(const struct source *source, const struct value *value, json_t *json,
                         const struct place *place);
static void check_text(const struct source *source, const struct format *format, const char *text,
                       const struct place *place);
static void check_word(const struct source *source, const struct format *format, const char *text,
                       const struct place *place);
static void check_integer(const struct source *source, const struct value *value, json_t *json,
                          const struct place *place);
static void check_list(const struct source *source, const struct value *value, json_t *json,
                       const struct place *place);
static void check_map(const struct source *source, const struct value *value, json_t *json,
                      const struct place *place);
static bool has_type(const struct value *value, json_t *json);
static void add_wanted(struct words *words, const struct value *value);
static const char *given(json_t *json, char out[NAME_BYTES]);
static void wrong_type(const struct source *source, const struct value *value, json_t *json,
                       const struct place *place);
static void unknown_key(const struct source *source, const struct object_type *object,
                        const char *name, const struct place *place);
static const struct key *nearest_key(const struct object_type *object, const char *name);
static bool is_meant(const struct object_type *object, const struct key *key, json_t *json);
static struct words choices(const struct object_type *object);

void check_object(const struct source *source, const struct object_type *object, json_t *json,
                  const struct place *place) {
    check_members(source, object, json, place);
    check_required(source, object, json, place);
    check_choice(source, object, json, place);
}

static void check_value(const struct source *source, const struct value *value, json_t *json,
                        const struct place *place) {
    if (value->kind == VALUE_EITHER) {
        check_either(source, value, json, place);
        return;
    }
    if (!has_type(value, json)) {
        wrong_type(source, value, json, place);
        return;
    }
    switch (value->kind) {
    case VALUE_TEXT:
        check_text(source, value->format, json_string_value(json), place);
        break;
    case VALUE_INTEGER:
        check_integer(source, value, json, place);
        break;
    case VALUE_OBJECT:
        check_object(source, value->object, json, place);
        break;
    case VALUE_LIST:
        check_list(source, value, json, place);
        break;
    case VALUE_MAP:
        check_map(source, value, json, place);
        break;
    case VALUE_TRUTH:
    case VALUE_NULL:
    case VALUE_ANY:
    case VALUE_EITHER:
        break;
    }
}

static void check_members(const struct source *source, const struct object_type *object,
                          json_t *json, const struct place *place) {
    void *iterator = json_object_iter(json);
    for (; iterator; iterator = json_object_iter_next(json, iterator)) {
        const char *name = json_object_iter_key(iterator);
        json_t *member = json_object_iter_value(iterator);
        const struct key *key = object_find_key(object, name);
        struct place at = {.up = place, .key = name};
        if (key) {
            check_value(source, key->value, member, &at);
        } else if (object->others) {
            check_value(source, object->others, member, &at);
        } else {
            unknown_key(source, object, name, &at);
        }
    }
}

static void check_required(const struct source *source, const struct object_type *object,
                           json_t *json, const struct place *place) {
    const struct key *key;
    for (size_t i = 0; (key = object_key(object, i)); i++) {
        if (key->required && !json_object_get(json, key->name) && !is_meant(object, key, json)) {
            source_error(source, place, "\"%s\" is missing: for instance \"%s\": %s", key->name,
                         key->name, key->example);
        }
    }
}

static void check_choice(const struct source *source, const struct object_type *object,
                         json_t *json, const struct place *place) {
    const char *first = NULL;
    const struct key *key;
    bool has_choices = false;
    bool mistyped = false;
    for (size_t i = 0; (key = object_key(object, i)); i++) {
        if (!key->choice) {
            continue;
        }
        has_choices = true;
        mistyped |= is_meant(object, key, json);
        if (!json_object_get(json, key->name)) {
            continue;
        }
        if (first) {
            struct place at = {.up = place, .key = key->name};
            source_error(source, &at, "\"%s\" stands beside \"%s\": there can be only one of %s",
                         key->name, first, choices(object).text);
        }
        first = key->name;
    }
    if (has_choices && !first && !mistyped && !object->choice_optional) {
        source_error(source, place, "one of %s is missing", choices(object).text);
    }
}

static void check_either(const struct source *source, const struct value *value, json_t *json,
                         const struct place *place) {
    for (const struct value *const *one = value->either; *one; one++) {
        if (has_type(*one, json)) {
            check_value(source, *one, json, place);
            return;
        }
    }
    wrong_type(source, value, json, place);
}

static void check_text(const struct source *source, const struct format *format, const char *text,
                       const struct place *place) {
    char why[WHY_BYTES];
    if (strlen(text) > TEXT_LEN_MAX) {
        source_error(source, place, "the text is longer than %d bytes", TEXT_LEN_MAX);
    } else if (format && format_word(format, 0)) {
        check_word(source, format, text, place);
    } else if (format && format->check && !format->check(text, why, sizeof why)) {
        source_error(source, place, "\"%.*s\" %s: this must be %s", SHOWN_LEN, text, why,
                     format->name);
    }
}

static void check_word(const struct source *source, const struct format *format, const char *text,
                       const struct place *place) {
    struct nearest nearest;
    nearest_begin(&nearest, text);
    const char *word;
    for (size_t i = 0; (word = format_word(format, i)); i++) {
        if (strcmp(word, text) == 0) {
            return;
        }
        nearest_offer(&nearest, word);
    }
    char question[NEAREST_QUESTION_SIZE];
    source_error(source, place, "\"%.*s\" is not %s%s", SHOWN_LEN, text, format->name,
                 nearest_question(nearest.best, question));
}

static void check_integer(const struct source *source, const struct value *value, json_t *json,
                          const struct place *place) {
    json_int_t number = json_integer_value(json);
    if (number < value->min || number > value->max) {
        source_error(source, place,
                     "%" JSON_INTEGER_FORMAT " is out of range: from %" JSON_INTEGER_FORMAT
                     " to %" JSON_INTEGER_FORMAT,
                     number, value->min, value->max);
    }
}

static void check_list(const struct source *source, const struct value *value, json_t *json,
                       const struct place *place) {
    size_t count = json_array_size(json);
    if (count < (size_t)value->min) {
        source_error(source, place,
                     "the list has %zu elements: at least %" JSON_INTEGER_FORMAT " belong there",
                     count, value->min);
    }
    if (count > (size_t)value->max) {
        source_error(source, place,
                     "the list has %zu elements: %" JSON_INTEGER_FORMAT " are the most", count,
                     value->max);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct place at = {.up = place, .index = i};
        check_value(source, value->items, json_array_get(json, i), &at);
    }
}

static void check_map(const struct source *source, const struct value *value, json_t *json,
                      const struct place *place) {
    void *iterator = json_object_iter(json);
    for (; iterator; iterator = json_object_iter_next(json, iterator)) {
        const char *name = json_object_iter_key(iterator);
        struct place at = {.up = place, .key = name};
        check_text(source, value->format, name, &at);
        check_value(source, value->items, json_object_iter_value(iterator), &at);
    }
}

static bool has_type(const struct value *value, json_t *json) {
    switch (value->kind) {
    case VALUE_TEXT:
        return json_is_string(json);
    case VALUE_INTEGER:
        return json_is_integer(json);
    case VALUE_TRUTH:
        return json_is_boolean(json);
    case VALUE_NULL:
        return json_is_null(json);
    case VALUE_OBJECT:
    case VALUE_MAP:
        return json_is_object(json);
    case VALUE_LIST:
        return json_is_array(json);
    case VALUE_ANY:
        return true;
    case VALUE_EITHER:
        break; /* an alternative has no alternatives of its own */
    }
    must(false);
    return false;
}

static void wrong_type(const struct source *source, const struct value *value, json_t *json,
                       const struct place *place) {
    struct words want = {0};
    char have[NAME_BYTES];
    const char *hint = "";
    if (value->kind == VALUE_LIST && has_type(value->items, json)) {
        hint = ": put it into [ ]";
    } else if (value->kind == VALUE_TEXT && value->format == VALUE_DURATION.format &&
               json_is_number(json)) {
        hint = ": put it into quotes, with its unit";
    }
    add_wanted(&want, value);
    source_error(source, place, "%s stands where %s belongs%s", given(json, have), want.text, hint);
}

static void unknown_key(const struct source *source, const struct object_type *object,
                        const char *name, const struct place *place) {
    const struct key *meant = nearest_key(object, name);
    if (meant) {
        source_error(source, place, "\"%.*s\" is no key of %s: did you mean '%s'?", SHOWN_LEN, name,
                     object->name, meant->name);
        return;
    }
    const struct key *key;
    struct words known = {0};
    for (size_t i = 0; (key = object_key(object, i)); i++) {
        words_add(&known, "%s%s", i ? ", " : "", key->name);
    }
    source_error(source, place, "\"%.*s\" is no key of %s: it has %s", SHOWN_LEN, name,
                 object->name, known.used ? known.text : "none");
}

static const struct key *nearest_key(const struct object_type *object, const char *name) {
    struct nearest nearest;
    const struct key *key;
    nearest_begin(&nearest, name);
    for (size_t i = 0; (key = object_key(object, i)); i++) {
        nearest_offer(&nearest, key->name);
    }
    return nearest.best ? object_find_key(object, nearest.best) : NULL;
}

/* The object has a mistyped key that was meant to be this one: it has been told once. */
static bool is_meant(const struct object_type *object, const struct key *key, json_t *json) {
    if (object->others) {
        return false;
    }
    for (void *it = json_object_iter(json); it; it = json_object_iter_next(json, it)) {
        const char *name = json_object_iter_key(it);
        if (!object_find_key(object, name) && nearest_key(object, name) == key) {
            return true;
        }
    }
    return false;
}

static struct words choices(const struct object_type *object) {
    const struct key *key;
    struct words list = {0};
    for (size_t i = 0; (key = object_key(object, i)); i++) {
        if (key->choice) {
            words_add(&list, "%s\"%s\"", list.used ? ", " : "", key->name);
        }
    }
    return list;
}

static void add_wanted(struct words *words, const struct value *value) {
    static const char *const names[] = {
        [VALUE_TEXT] = "a text",         [VALUE_INTEGER] = "a whole number",
        [VALUE_TRUTH] = "true or false", [VALUE_NULL] = "null",
        [VALUE_ANY] = "any value",       [VALUE_LIST] = "a list",
        [VALUE_OBJECT] = "an object",    [VALUE_MAP] = "an object",
    };
    if (value->kind != VALUE_EITHER) {
        bool looks = value->kind == VALUE_TEXT && value->format;
        words_add(words, "%s", looks ? value->format->name : names[value->kind]);
        return;
    }
    for (const struct value *const *one = value->either; *one; one++) {
        words_add(words, "%s", one != value->either ? " or " : "");
        add_wanted(words, *one);
    }
}

static const char *given(json_t *json, char out[NAME_BYTES]) {
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        snprintf(out, NAME_BYTES, "the text \"%.*s\"", SHOWN_LEN, json_string_value(json));
        return out;
    case JSON_INTEGER:
        snprintf(out, NAME_BYTES, "the number %" JSON_INTEGER_FORMAT, json_integer_value(json));
        return out;
    case JSON_REAL:
        snprintf(out, NAME_BYTES, "the number %g", json_real_value(json));
        return out;
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        break;
    }
    return "null";
}
