/* Floor 5, inside the dialplan: what expressions work with: numbers and strings. */
#ifndef STASIM_DIALPLAN_EXPR_VALUE_H
#define STASIM_DIALPLAN_EXPR_VALUE_H

#include <stdbool.h>
#include <stddef.h>

enum { VALUE_NUMBER_SIZE = 32, VALUE_DIGITS_MAX = 15 };

/* A string is a slice of the expression, quotes included; what was computed has its own bytes. */
struct value {
    const char *slice; /* NULL: the bytes are in `own` */
    char own[VALUE_NUMBER_SIZE];
    size_t len;
    bool is_number;
    double number; /* 0: it is none */
};

struct value value_of_number(double number);
/* A string, which is a number, too, when it reads as one: digits, perhaps with a point. More than
 * VALUE_DIGITS_MAX digits make none: two long telephone numbers are only the same if every digit
 * is. */
struct value value_of_text(const char *text, size_t len);
/* The bytes from `start` to before `end`. */
struct value value_part(const struct value *value, size_t start, size_t end);

/* Not ended by a NUL: there are value->len. */
const char *value_bytes(const struct value *value);

/* Below, at or above 0: numbers when both are, else strings by their bytes. */
int value_compare(const struct value *a, const struct value *b);

/* Neither empty nor 0; a pair of quotes around nothing is empty too. */
bool value_is_true(const struct value *value);

bool value_is_quoted(const struct value *value);

#endif
