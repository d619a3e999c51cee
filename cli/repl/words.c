/* Cutting a line into words. */
#include "cli/repl/words.h"

#include <string.h>

static const char SPACES[] = " \t\r\n";

static const char *copy_word(const char **at, char **to);

const char *words_cut(struct words *words, const char *line) {
    words->count = 0;
    if (strlen(line) >= WORDS_BYTES_MAX - WORDS_MAX) {
        return "the line is too long";
    }
    char *to = words->bytes;
    const char *at = line + strspn(line, SPACES);
    while (*at != '\0') {
        if (words->count == WORDS_MAX) {
            return "the line has too many words";
        }
        words->starts[words->count] = (size_t)(at - line);
        words->items[words->count++] = to;
        const char *wrong = copy_word(&at, &to);
        if (wrong) {
            return wrong;
        }
        at += strspn(at, SPACES);
    }
    return NULL;
}

static const char *copy_word(const char **at, char **to) {
    char quote = '\0';
    const char *from = *at;
    for (; *from != '\0' && (quote != '\0' || !strchr(SPACES, *from)); from++) {
        if (quote == '\0' && (*from == '"' || *from == '\'')) {
            quote = *from;
        } else if (*from == quote) {
            quote = '\0';
        } else {
            from += quote == '"' && from[0] == '\\' && from[1] != '\0';
            *(*to)++ = *from;
        }
    }
    *(*to)++ = '\0';
    *at = from;
    return quote != '\0' ? "a quote is not closed" : NULL;
}
