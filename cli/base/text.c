/* Characters are counted by their first bytes. */
#include "cli/base/text.h"

#include <string.h>

/* The bytes of a character behind its first are 10xxxxxx. */
static bool begins_character(char byte) {
    return ((unsigned char)byte & 0xC0) != 0x80;
}

int text_columns(const char *text, size_t bytes) {
    int columns = 0;
    for (size_t i = 0; i < bytes; i++) {
        columns += begins_character(text[i]);
    }
    return columns;
}

size_t text_fit(const char *text, int columns) {
    size_t bytes = 0;
    for (; text[bytes] != '\0'; bytes++) {
        if (begins_character(text[bytes]) && columns-- == 0) {
            break;
        }
    }
    return bytes;
}

size_t text_fit_words(const char *text, int columns) {
    size_t fit = text_fit(text, columns);
    if (text[fit] == '\0' || text[fit] == ' ') {
        return fit;
    }
    size_t bytes = fit;
    while (bytes > 0 && text[bytes - 1] != ' ') {
        bytes--;
    }
    return bytes > 0 ? bytes - 1 : fit;
}

bool text_ends_with(const char *text, const char *end) {
    size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && strcmp(&text[length - end_length], end) == 0;
}

size_t text_stem(const char *name, const char *end) {
    size_t length = strlen(name);
    return text_ends_with(name, end) ? length - strlen(end) : length;
}
