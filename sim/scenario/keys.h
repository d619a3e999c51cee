/* Floor 7: every key of a scenario: its type, default, an example and what it means. One table: the
 * check of a file follows it (check.c), and the JSON Schema that editors use is written from it
 * (schema.c). */
#ifndef STASIM_SCENARIO_KEYS_H
#define STASIM_SCENARIO_KEYS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum value_kind {
    VALUE_TEXT,
    VALUE_INTEGER,
    VALUE_TRUTH,
    VALUE_NULL,
    VALUE_ANY,
    VALUE_OBJECT,
    VALUE_LIST,
    VALUE_MAP,    /* an object whose keys are free */
    VALUE_EITHER, /* one of several, told apart by their JSON type */
};

/* What a text must look like beyond being one. */
struct format {
    const char *name;    /* in messages: "a duration such as \"20ms\"" */
    const char *pattern; /* for the schema; NULL: any */
    bool (*check)(const char *text, char *why, size_t size); /* NULL: any; `why`: "has no unit" */
    const char *const *words;          /* the only texts there are, ended by NULL; NULL: any */
    const char *(*word)(size_t index); /* the n-th of them, where no list of them is written */
};

struct value {
    enum value_kind kind;
    const struct format *format; /* of a text; of the keys of a map; NULL: free */
    const struct object_type *object;
    const struct value *items;         /* of a list, of a map */
    const struct value *const *either; /* ends with NULL */
    json_int_t min;                    /* of an integer; of a list: how many at least */
    json_int_t max;
};

struct key {
    const char *name;
    const struct value *value;
    const char *description;
    const char *fallback; /* what holds without it, as JSON; NULL: nothing */
    const char *example;  /* as JSON; NULL: the default is one */
    bool required;
    bool choice; /* one of the keys of which an object has exactly one */
};

/* Which keys the objects of one type have. */
struct object_type {
    const char *name; /* in messages "a claim", in the schema "claim" */
    const char *description;
    const struct key *keys;         /* the last has no name */
    const struct object_type *more; /* whose keys this one has too; NULL: none */
    const struct value *others;     /* of keys that are not listed; NULL: there are none */
    bool choice_optional;           /* at most one of the choices */
};

/* The whole document; and single ones that other files speak of. */
extern const struct object_type OBJECT_SCENARIO;
extern const struct object_type OBJECT_REACTION;
extern const struct object_type OBJECT_TIMED;
extern const struct object_type OBJECT_EXPECTATION;
extern const struct object_type OBJECT_FAULT;

/* An object as a value; what else there is to say of the object stands behind its keys. */
#define OBJECT_VALUE(object_name, object_keys, ...)                                                \
    {                                                                                              \
        .kind = VALUE_OBJECT, .object = &(const struct object_type) {                              \
            .name = (object_name), .keys = (object_keys), __VA_ARGS__                              \
        }                                                                                          \
    }

/* The n-th key of an object, those of `more` behind its own; NULL at the end. */
const struct key *object_key(const struct object_type *object, size_t index);
/* NULL when there is none of that name. */
const struct key *object_find_key(const struct object_type *object, const char *name);

/* The n-th of the words of a format; NULL at the end, and where any text is good. */
const char *format_word(const struct format *format, size_t index);

extern const struct value VALUE_TEXT_ANY;
extern const struct value VALUE_DURATION;
extern const struct value VALUE_TRUE_FALSE;
extern const struct value VALUE_TEXTS;
extern const struct value VALUE_APP;
extern const struct value VALUE_APPS;
extern const struct value VALUE_NAME; /* of a channel, a client, a program */
extern const struct value VALUE_EVENT_TYPE;
extern const struct value VALUE_EVENT_TYPES;
extern const struct value VALUE_NOTE_KIND;
extern const struct value VALUE_PLACE;
extern const struct value VALUE_NTH;
extern const struct value VALUE_STATUS;
extern const struct value VALUE_WHERE;
extern const struct value VALUE_REQUEST;
extern const struct value VALUE_MODULE;
extern const struct value VALUE_CLIENT_LIST;
extern const struct value VALUE_EXPECT_LIST;
extern const struct value VALUE_RULES;
extern const struct value VALUE_FAULT_LIST;
extern const struct value VALUE_PROGRAM_LIST;
extern const struct value VALUE_CONDUCT;
extern const struct value VALUE_CLAIM_ORDER;
extern const struct value VALUE_EACH_ORDER;
extern const struct value VALUE_START;
extern const struct value VALUE_ANYTHING;

extern const struct format FORMAT_EVENT_TYPE;

/* Their words in the order of the enum that they stand for. */
extern const struct format FORMAT_MODULE;      /* broadcast_module */
extern const struct format FORMAT_ORDER;       /* order */
extern const struct format FORMAT_ANSWER_LOSS; /* answer_loss */
extern const struct format FORMAT_BREAKAGE;    /* breakage */
extern const struct format FORMAT_GIFT;        /* gift */

#endif
