/* Decodes character by character; what is no visible character is shown byte by byte. */
#include "cli/base/visible.h"

#include <stdint.h>
#include <string.h>

#include "cli/base/text.h"
#include "sim/base/must.h"
#include "sim/broadcast/ere_text.h"

static bool is_printable(uint32_t character);

size_t visible_next(const char *text, char shown[VISIBLE_SIZE]) {
    must(text[0] != '\0');
    uint32_t character;
    size_t length = ere_decode(text, &character);
    must(length < VISIBLE_SIZE);
    if (is_printable(character)) {
        memcpy(shown, text, length);
        shown[length] = '\0';
        return length;
    }
    snprintf(shown, VISIBLE_SIZE, "\\x%02x", (unsigned)(unsigned char)text[0]);
    return 1;
}

void visible_print(FILE *out, const char *text) {
    char shown[VISIBLE_SIZE];
    while (*text != '\0') {
        text += visible_next(text, shown);
        fputs(shown, out);
    }
}

int visible_columns(const char *text, size_t bytes) {
    char shown[VISIBLE_SIZE];
    int columns = 0;
    for (size_t at = 0; at < bytes && text[at] != '\0';) {
        at += visible_next(&text[at], shown);
        columns += text_columns(shown, strlen(shown));
    }
    return columns;
}

void visible_mask(char *text) {
    uint32_t character;
    while (*text != '\0') {
        size_t length = ere_decode(text, &character);
        if (!is_printable(character)) {
            *text = '?';
            length = 1;
        }
        text += length;
    }
}

bool visible_is_plain(const char *text) {
    uint32_t character;
    while (*text != '\0') {
        text += ere_decode(text, &character);
        if (!is_printable(character)) {
            return false;
        }
    }
    return true;
}

bool visible_is_utf8(const char *text) {
    uint32_t character;
    while (*text != '\0') {
        text += ere_decode(text, &character);
        if (character >= ERE_STRAY_BYTE) {
            return false;
        }
    }
    return true;
}

/* Characters without a width, as they get into a pattern that is pasted, count as not printable. */
static bool is_printable(uint32_t character) {
    static const struct {
        uint32_t first, last;
    } hidden[] = {
        {0x0, 0x1F},      {0x7F, 0x9F},     {0xAD, 0xAD},     {0x200B, 0x200F},
        {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {ERE_STRAY_BYTE, UINT32_MAX}};
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        if (character >= hidden[i].first && character <= hidden[i].last) {
            return false;
        }
    }
    return true;
}
