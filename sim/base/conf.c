/* What all texts of a server's configuration have in common. */
#include "sim/base/conf.h"

#include <string.h>
#include <strings.h>

enum { WORDS = 6 };

static bool is_one_of(const char *text, const char *const words[WORDS]);

/* `;---` opens no block comment: rules made of dashes are common in real files. */
void conf_strip_comments(char *line, unsigned number, unsigned *opened_at) {
    char *to = line;
    for (const char *from = line; *from;) {
        if (*opened_at > 0) {
            const char *end = strstr(from, "--;");
            if (!end) {
                break;
            }
            *opened_at = 0;
            from = end + 3;
        } else if (from[0] == '\\' && from[1] == ';') {
            *to++ = ';';
            from += 2;
        } else if (strncmp(from, ";--", 3) == 0 && from[3] != '-') {
            *opened_at = number;
            from += 3;
        } else if (*from == ';') {
            break;
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
}

char *conf_trim(char *text) {
    static const char blanks[] = " \t\r\n\v\f";
    text += strspn(text, blanks);
    size_t size = strlen(text);
    while (size > 0 && strchr(blanks, text[size - 1])) {
        text[--size] = '\0';
    }
    return text;
}

bool conf_is_yes(const char *text) {
    return is_one_of(text, (const char *const[WORDS]){"yes", "true", "y", "t", "1", "on"});
}

bool conf_is_no(const char *text) {
    return is_one_of(text, (const char *const[WORDS]){"no", "false", "n", "f", "0", "off"});
}

static bool is_one_of(const char *text, const char *const words[WORDS]) {
    for (int i = 0; i < WORDS; i++) {
        if (strcasecmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}
