/* Splitting at commas, in place: what is written never overtakes what is read. */
#include "sim/dialplan/args.h"

#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/unit.h"

/* A day is longer than any call a scenario needs. */
enum { SECONDS_MAX = 24 * 60 * 60 };

/* Where a comma splits: outside of everything. */
struct nesting {
    bool quoted;
    unsigned parentheses;
    unsigned brackets;
};

static void nest(struct nesting *nesting, char byte);
static bool is_outside(const struct nesting *nesting);

size_t args_split(char *text, char *argv[], size_t max) {
    must(text && argv && max > 0);
    if (text[0] == '\0') {
        return 0;
    }
    struct nesting nesting = {.quoted = false};
    char *to = text;
    size_t argc = 0;
    argv[argc++] = to;
    for (const char *from = text; *from; from++) {
        if (*from == ',' && argc < max && is_outside(&nesting)) { /* (R1) */
            *to++ = '\0';
            argv[argc++] = to;
        } else if (*from == '\\' && from[1] != '\0') { /* (R2) */
            *to++ = *++from;
        } else if (*from != '\\') {
            nest(&nesting, *from);
            if (*from != '"') {
                *to++ = *from;
            }
        }
    }
    *to = '\0';
    must(argc <= max);
    return argc;
}

void args_read(char *text, char *argv[], size_t count) {
    for (size_t i = args_split(text, argv, count); i < count; i++) {
        char *last = i > 0 ? argv[i - 1] : text;
        argv[i] = last + strlen(last);
    }
}

char *args_find(char *text, char wanted) {
    must(wanted != '\0');
    struct nesting nesting = {.quoted = false};
    for (; *text; text++) {
        if (*text == wanted && is_outside(&nesting)) {
            return text;
        }
        if (*text == '\\' && text[1] != '\0') {
            text++;
        } else {
            nest(&nesting, *text);
        }
    }
    return NULL;
}

char *args_next(char **rest, char separator) {
    must(rest && separator != '\0');
    char *item = *rest;
    if (item) {
        *rest = strchr(item, separator);
        if (*rest) {
            *(*rest)++ = '\0';
        }
    }
    return item;
}

bool args_seconds(const char *text, uint64_t *us) {
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || !(seconds >= 0) || seconds > SECONDS_MAX) {
        return false;
    }
    *us = (uint64_t)(seconds * (double)US_PER_S + 0.5);
    return true;
}

uint64_t args_seconds_or(const char *text, uint64_t fallback_us) {
    uint64_t us = fallback_us;
    return args_seconds(text, &us) ? us : fallback_us;
}

/* An opener that is never closed holds every comma behind it; a closer too many counts nothing. */
static void nest(struct nesting *nesting, char byte) {
    if (byte == '"') {
        nesting->quoted = !nesting->quoted;
    } else if (nesting->quoted) {
        return;
    } else if (byte == '(') {
        nesting->parentheses++;
    } else if (byte == ')' && nesting->parentheses > 0) {
        nesting->parentheses--;
    } else if (byte == '[') {
        nesting->brackets++;
    } else if (byte == ']' && nesting->brackets > 0) {
        nesting->brackets--;
    }
}

static bool is_outside(const struct nesting *nesting) {
    return !nesting->quoted && nesting->parentheses == 0 && nesting->brackets == 0;
}
