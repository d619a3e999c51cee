/* Quotes around the whole where it would fall apart, and a backslash before each byte that would
 * not stand for itself: whoever reads that byte later takes the backslash away. */
#include "sim/dialplan/quote.h"

#include <stdbool.h>
#include <string.h>

#include "sim/base/must.h"

static bool falls_apart(const char *argument);
static unsigned change_of(char before, char byte);

enum quote_error quote_argument(const char *argument, char *out, size_t size, unsigned *changes) {
    must(argument && out && size > 0 && changes);
    out[0] = '\0';
    *changes = 0;
    if (strchr(argument, '\n')) {
        return QUOTE_NEWLINE;
    }
    bool around = falls_apart(argument);
    unsigned all_changes = around ? QUOTE_AROUND : 0;
    size_t length = around;
    char before = '\0';
    for (const char *from = argument; *from; before = *from++) {
        unsigned change = change_of(before, *from);
        size_t end = (around ? 1U : 0U) + 1; /* the quote and the NUL */
        if (length + (change != 0) + 1 + end > size) {
            out[0] = '\0';
            return QUOTE_TOO_LONG;
        }
        if (change != 0) {
            out[length++] = '\\';
        }
        out[length++] = *from;
        all_changes |= change;
    }
    if (around) {
        out[0] = out[length++] = '"';
    }
    out[length] = '\0';
    must(length < size);
    *changes = all_changes;
    return QUOTE_OK;
}

/* Whether a comma would split it, or keep the arguments behind it from being split off. (R1) */
static bool falls_apart(const char *argument) {
    int parentheses = 0, brackets = 0;
    char before = '\0';
    for (const char *byte = argument; *byte; before = *byte++) {
        if (change_of(before, *byte) != 0) {
            continue; /* behind a backslash nothing opens */
        }
        parentheses += (*byte == '(') - (*byte == ')');
        brackets += (*byte == '[') - (*byte == ']');
        bool splits = *byte == ',' && parentheses == 0 && brackets == 0;
        if (splits || parentheses < 0 || brackets < 0) {
            return true;
        }
    }
    return parentheses != 0 || brackets != 0;
}

/* Why this byte needs a backslash; 0: it needs none. */
static unsigned change_of(char before, char byte) {
    if (byte == '\\') {
        return QUOTE_BACKSLASH;
    }
    if (byte == '"') {
        return QUOTE_QUOTE;
    }
    if (byte == ';') {
        return QUOTE_SEMICOLON;
    }
    return before == '$' && (byte == '{' || byte == '[') ? QUOTE_DOLLAR : 0;
}
