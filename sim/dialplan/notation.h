/* Floor 5: what is written within the arguments of Set(), Goto(), ExecIf() and their kin: the same
 * for a call that gets there and for who checks a dialplan before. All texts are rewritten. */
#ifndef STASIM_DIALPLAN_NOTATION_H
#define STASIM_DIALPLAN_NOTATION_H

#include <stdbool.h>
#include <stddef.h>

/* "a=b" or "a=b,c=d": several assignments only if every part between commas is one. Stores the
 * first `max` (at least 1), quotes and backslashes as they are; returns how many. */
size_t notation_assignments(char *text, char *parts[], size_t max);

/* "condition?yes:no" */
struct notation_choice {
    char *condition;
    char *yes;
    char *no; /* NULL: there is none */
};

/* False without a `?`. */
bool notation_choice(char *text, struct notation_choice *choice);

/* "name(args)": returns the name, without the blanks around it; *args is empty without a ( ). */
char *notation_call(char *text, char **args);

/* "[[context,]exten,]priority[(args)]": a place in the dialplan. */
struct notation_place {
    const char *context;  /* NULL: the present one */
    const char *exten;    /* NULL: the present one */
    const char *priority; /* a number or a label */
    char *args;           /* of Gosub(); empty: none */
};

/* False for a text that names none. */
bool notation_place(char *text, struct notation_place *place);

#endif
