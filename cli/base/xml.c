/* Escaping for XML. */
#include "cli/base/xml.h"

#include <stddef.h>

#include "cli/base/visible.h"

static const char *entity_of(char byte);

void xml_print(FILE *out, const char *text) {
    char shown[VISIBLE_SIZE];
    while (*text != '\0') {
        char first = *text;
        const char *entity = entity_of(first);
        text += visible_next(text, shown);
        fputs(entity ? entity : shown[0] == first ? shown : "?", out);
    }
}

/* NULL: it needs none. */
static const char *entity_of(char byte) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    default:
        return NULL;
    }
}
