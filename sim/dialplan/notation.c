/* Assignments, choices, calls and places, cut out in place. */
#include "sim/dialplan/notation.h"

#include <string.h>

#include "sim/base/conf.h"
#include "sim/base/must.h"
#include "sim/dialplan/args.h"

enum { PLACE_PARTS = 3 };

static bool are_assignments(char *text);

size_t notation_assignments(char *text, char *parts[], size_t max) {
    must(max > 0);
    bool several = are_assignments(text);
    size_t count = 0;
    parts[count++] = text;
    while (several && count < max && (text = args_find(text, ',')) != NULL) {
        *text++ = '\0';
        parts[count++] = text;
    }
    return count;
}

bool notation_choice(char *text, struct notation_choice *choice) {
    char *question = args_find(text, '?');
    if (!question) {
        return false;
    }
    *question = '\0';
    *choice = (struct notation_choice){.condition = text, .yes = question + 1};
    char *colon = args_find(choice->yes, ':');
    if (colon) {
        *colon = '\0';
        choice->no = colon + 1;
    }
    return true;
}

/* The last parenthesis is the closing one. */
char *notation_call(char *text, char **args) {
    char *open = strchr(text, '(');
    *args = text + strlen(text);
    if (open) {
        *open = '\0';
        *args = open + 1;
        char *close = strrchr(*args, ')');
        if (close) {
            *close = '\0';
        }
    }
    return conf_trim(text);
}

bool notation_place(char *text, struct notation_place *place) {
    char *parts[PLACE_PARTS];
    *place = (struct notation_place){.context = NULL};
    size_t count = args_split(notation_call(text, &place->args), parts, PLACE_PARTS);
    if (count == 0) {
        return false;
    }
    place->context = count == PLACE_PARTS ? conf_trim(parts[0]) : NULL;
    place->exten = count >= 2 ? conf_trim(parts[count - 2]) : NULL;
    place->priority = conf_trim(parts[count - 1]);
    return true;
}

static bool are_assignments(char *text) {
    while (text) {
        char *comma = args_find(text, ',');
        if (!memchr(text, '=', comma ? (size_t)(comma - text) : strlen(text))) {
            return false;
        }
        text = comma ? comma + 1 : NULL;
    }
    return true;
}
