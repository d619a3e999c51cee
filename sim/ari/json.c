/* JSON values that fail as a whole, and strings of any bytes. */
#include "sim/ari/json.h"

#include <stdlib.h>
#include <string.h>

/* A text that grows. */
struct text {
    char *bytes;
    size_t size;
    size_t capacity;
    bool no_memory;
};
enum { TEXT_FIRST_BYTES = 256 };

static int add_bytes(const char *bytes, size_t size, void *context);
static size_t utf8_length(const unsigned char *bytes);

struct object object_new(void) {
    return (struct object){json_object()};
}

void object_add(struct object *object, const char *key, json_t *value) {
    if (json_object_set_new(object->json, key, value) != 0) {
        json_decref(object->json);
        object->json = NULL;
    }
}

void object_add_text(struct object *object, const char *key, const char *text) {
    object_add(object, key, text_json(text));
}

void object_add_named(struct object *object, const char *key, const char *text) {
    json_t *name = text_json(key);
    object_add(object, name ? json_string_value(name) : NULL, text_json(text));
    json_decref(name);
}

json_t *object_finish(struct object *object) {
    json_t *json = object->json;
    object->json = NULL;
    return json;
}

char *json_text(const json_t *json, size_t flags) {
    struct text text = {0};
    int error = json_dump_callback(json, add_bytes, &text, flags);
    if (error != 0 || text.no_memory || add_bytes("", 1, &text) != 0) {
        free(text.bytes);
        return NULL;
    }
    return text.bytes;
}

static int add_bytes(const char *bytes, size_t size, void *context) {
    struct text *text = context;
    size_t capacity = text->capacity > 0 ? text->capacity : TEXT_FIRST_BYTES;
    while (capacity - text->size < size) {
        capacity *= 2;
    }
    char *grown = capacity > text->capacity ? realloc(text->bytes, capacity) : text->bytes;
    if (!grown) {
        text->no_memory = true;
        return -1;
    }
    memcpy(grown + text->size, bytes, size);
    text->bytes = grown;
    text->size += size;
    text->capacity = capacity;
    return 0;
}

json_t *array_with(json_t *array, json_t *value) {
    if (json_array_append_new(array, value) != 0) {
        json_decref(array);
        return NULL;
    }
    return array;
}

json_t *text_json(const char *text) {
    json_t *json = json_string(text);
    if (json) {
        return json;
    }
    static const char replacement[] = "\xEF\xBF\xBD";
    char *sound = malloc(strlen(text) * (sizeof replacement - 1) + 1);
    if (!sound) {
        return NULL;
    }
    char *end = sound;
    while (*text != '\0') {
        size_t length = utf8_length((const unsigned char *)text);
        const char *from = length > 0 ? text : replacement;
        size_t bytes = length > 0 ? length : sizeof replacement - 1;
        memcpy(end, from, bytes);
        end += bytes;
        text += length > 0 ? length : 1;
    }
    json = json_stringn(sound, (size_t)(end - sound));
    free(sound);
    return json;
}

/* The length of the well-formed character that begins here, 0 if none does. */
static size_t utf8_length(const unsigned char *bytes) {
    static const struct {
        unsigned char mask, lead;
        unsigned long least;
    } forms[] = {{0x80, 0x00, 0x0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
    for (size_t extra = 0; extra < sizeof forms / sizeof forms[0]; extra++) {
        if ((bytes[0] & forms[extra].mask) != forms[extra].lead) {
            continue;
        }
        unsigned long code = bytes[0] & (unsigned char)~forms[extra].mask;
        for (size_t i = 1; i <= extra; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
            code = code << 6 | (bytes[i] & 0x3FU);
        }
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        return code >= forms[extra].least && code <= 0x10FFFF && !surrogate ? extra + 1 : 0;
    }
    return 0;
}
