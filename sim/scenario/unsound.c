/* Jansson says what it would have liked to read; what people mostly did instead is told here. */
#include "sim/scenario/unsound.h"
#include "sim/base/text.h"

#include <stdio.h>
#include <string.h>

static const char *habit(const char *text, size_t size, size_t end);
static size_t without_blanks(const char *text, size_t size);

const char *unsound_why(const char *text, size_t size, const json_error_t *error,
                        char out[UNSOUND_BYTES]) {
    if (without_blanks(text, size) == 0) {
        snprintf(out, UNSOUND_BYTES, "there is nothing in this file");
        return out;
    }
    const char *hint = NULL;
    switch (json_error_code(error)) {
    case json_error_null_character:
    case json_error_null_byte_in_key:
        snprintf(out, UNSOUND_BYTES, "\\u0000 cannot be part of a text");
        return out;
    case json_error_stack_overflow:
        hint = "lists and objects are nested too deeply";
        break;
    case json_error_invalid_utf8:
        hint = "a file of text in UTF-8 belongs here";
        break;
    case json_error_invalid_syntax:
        hint = habit(text, size, error->position > 0 ? (size_t)error->position : 0);
        break;
    default:
        break;
    }
    snprintf(out, UNSOUND_BYTES, "this is no sound JSON: %s%s%s", error->text, hint ? ": " : "",
             text_or_empty(hint));
    return out;
}

/* By the character that was not understood, the last before `end`. */
static const char *habit(const char *text, size_t size, size_t end) {
    if (end == 0 || end > size) {
        return NULL;
    }
    size_t before = without_blanks(text, end - 1);
    switch (text[end - 1]) {
    case '}':
    case ']':
        return before > 0 && text[before - 1] == ',' ? "no comma stands behind the last" : NULL;
    case '/':
    case '#':
        return "there are no comments in JSON";
    case '\'':
        return "texts stand in double quotes";
    default:
        return NULL;
    }
}

static size_t without_blanks(const char *text, size_t size) {
    while (size > 0 && strchr(" \t\r\n", text[size - 1]) && text[size - 1] != '\0') {
        size--;
    }
    return size;
}
