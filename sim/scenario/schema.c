/* The table of keys as a JSON Schema (2020-12): every object is a definition, named as it is in
 * messages. And the table of the journal. */
#include "sim/scenario/schema.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/scenario/journal.h"
#include "sim/scenario/keys.h"

enum { REFERENCE_BYTES = 80 };

static json_t *of_object(const struct object_type *object, json_t *definitions);
static json_t *of_key(const struct key *key, json_t *definitions);
static json_t *of_value(const struct value *value, json_t *definitions);
static json_t *of_text(const struct format *format);
static json_t *of_map(const struct value *value, json_t *definitions);
static json_t *reference(const struct object_type *object, json_t *definitions);
static json_t *choice_rule(const struct object_type *object);
static json_t *literal(const char *text);
static json_t *of_entry(const struct journal_kind *kind);
static json_t *of_field(const struct journal_field *field);

char *scenario_schema_text(void) {
    json_t *definitions = json_object();
    json_t *root =
        json_pack("{s:s, s:s}", "$schema", "https://json-schema.org/draft/2020-12/schema", "title",
                  "A scenario of stasim");
    json_t *body = of_object(&OBJECT_SCENARIO, definitions);
    json_object_update(root, body);
    json_decref(body);
    json_object_set_new(root, "$defs", definitions);
    char *text = json_dumps(root, JSON_INDENT(2));
    json_decref(root);
    return text;
}

char *journal_schema_text(void) {
    json_t *kinds = json_array();
    const struct journal_kind *kind;
    for (size_t i = 0; (kind = journal_kind(i)); i++) {
        json_array_append_new(kinds, json_pack("{s:{s:{s:{s:s}}}, s:{s:{s:o}}}", "if", "properties",
                                               "name", "const", kind->event->name, "then",
                                               "properties", "data", of_entry(kind)));
    }
    json_t *journal =
        json_pack("{s:s, s:o}", "description",
                  "What entries of the journal say that are no events of ARI.", "allOf", kinds);
    char *text = json_dumps(journal, JSON_INDENT(2));
    json_decref(journal);
    return text;
}

static json_t *of_object(const struct object_type *object, json_t *definitions) {
    json_t *properties = json_object();
    json_t *required = json_array();
    const struct key *key;
    for (size_t i = 0; (key = object_key(object, i)); i++) {
        json_object_set_new(properties, key->name, of_key(key, definitions));
        if (key->required) {
            json_array_append_new(required, json_string(key->name));
        }
    }
    json_t *schema = json_pack("{s:s, s:s, s:o}", "description", object->description, "type",
                               "object", "properties", properties);
    if (json_array_size(required) > 0) {
        json_object_set(schema, "required", required);
    }
    json_decref(required);
    json_object_set_new(schema, "additionalProperties",
                        object->others ? of_value(object->others, definitions) : json_false());
    json_t *choice = choice_rule(object);
    if (choice) {
        json_object_set_new(schema, "oneOf", choice);
    }
    return schema;
}

static json_t *of_key(const struct key *key, json_t *definitions) {
    json_t *schema = of_value(key->value, definitions);
    json_object_set_new(schema, "description", json_string(key->description));
    if (key->fallback) {
        json_object_set_new(schema, "default", literal(key->fallback));
    }
    if (key->example) {
        json_object_set_new(schema, "examples", json_pack("[o]", literal(key->example)));
    }
    return schema;
}

static json_t *of_value(const struct value *value, json_t *definitions) {
    json_t *alternatives;
    switch (value->kind) {
    case VALUE_TEXT:
        return of_text(value->format);
    case VALUE_INTEGER:
        return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", value->min, "maximum",
                         value->max);
    case VALUE_TRUTH:
        return json_pack("{s:s}", "type", "boolean");
    case VALUE_NULL:
        return json_pack("{s:s}", "type", "null");
    case VALUE_ANY:
        return json_object();
    case VALUE_OBJECT:
        return reference(value->object, definitions);
    case VALUE_LIST:
        return json_pack("{s:s, s:o, s:I, s:I}", "type", "array", "items",
                         of_value(value->items, definitions), "minItems", value->min, "maxItems",
                         value->max);
    case VALUE_MAP:
        return of_map(value, definitions);
    case VALUE_EITHER:
        break;
    }
    must(value->kind == VALUE_EITHER);
    alternatives = json_array();
    for (const struct value *const *one = value->either; *one; one++) {
        json_array_append_new(alternatives, of_value(*one, definitions));
    }
    return json_pack("{s:o}", "anyOf", alternatives);
}

static json_t *of_text(const struct format *format) {
    json_t *schema = json_pack("{s:s}", "type", "string");
    if (format && format->pattern) {
        json_object_set_new(schema, "pattern", json_string(format->pattern));
    }
    const char *word;
    json_t *words = json_array();
    for (size_t i = 0; format && (word = format_word(format, i)); i++) {
        json_array_append_new(words, json_string(word));
    }
    if (json_array_size(words) > 0) {
        json_object_set(schema, "enum", words);
    }
    json_decref(words);
    return schema;
}

static json_t *of_map(const struct value *value, json_t *definitions) {
    json_t *schema = json_pack("{s:s, s:o}", "type", "object", "additionalProperties",
                               of_value(value->items, definitions));
    if (value->format) {
        json_object_set_new(schema, "propertyNames", of_text(value->format));
    }
    return schema;
}

static json_t *reference(const struct object_type *object, json_t *definitions) {
    char path[REFERENCE_BYTES];
    snprintf(path, sizeof path, "#/$defs/%s", object->name);
    for (char *space; (space = strchr(path, ' '));) {
        *space = '-';
    }
    const char *name = strrchr(path, '/') + 1;
    if (!json_object_get(definitions, name)) {
        /* Entered before its keys are looked at: an object may hold others of its own kind. */
        json_object_set_new(definitions, name, json_object());
        json_object_set_new(definitions, name, of_object(object, definitions));
    }
    return json_pack("{s:s}", "$ref", path);
}

/* Exactly one of the choices; or, where that is allowed, none of them. */
static json_t *choice_rule(const struct object_type *object) {
    json_t *rules = NULL;
    json_t *any = json_array();
    const struct key *key;
    for (size_t i = 0; (key = object_key(object, i)); i++) {
        if (key->choice) {
            rules = rules ? rules : json_array();
            json_array_append_new(rules, json_pack("{s:[s]}", "required", key->name));
            json_array_append_new(any, json_pack("{s:[s]}", "required", key->name));
        }
    }
    if (rules && object->choice_optional) {
        json_array_append_new(rules, json_pack("{s:{s:O}}", "not", "anyOf", any));
    }
    json_decref(any);
    return rules;
}

static json_t *literal(const char *text) {
    return json_loads(text, JSON_DECODE_ANY, NULL);
}

static json_t *of_entry(const struct journal_kind *kind) {
    json_t *properties = json_object();
    json_t *required = json_array();
    for (const struct journal_field *field = kind->fields; field->name; field++) {
        json_object_set_new(properties, field->name, of_field(field));
        if (!field->optional) {
            json_array_append_new(required, json_string(field->name));
        }
    }
    return json_pack("{s:s, s:s, s:o, s:o, s:b}", "description", kind->description, "type",
                     "object", "properties", properties, "required", required,
                     "additionalProperties", 0);
}

static json_t *of_field(const struct journal_field *field) {
    bool number = field->member == JOURNAL_NUMBER && !field->words;
    json_t *schema = json_pack("{s:s, s:s}", "description", field->description, "type",
                               number ? "integer" : "string");
    if (field->words) {
        json_t *words = json_array();
        for (size_t i = 0; field->words[i]; i++) {
            json_array_append_new(words, json_string(field->words[i]));
        }
        json_object_set_new(schema, "enum", words);
    }
    return schema;
}
