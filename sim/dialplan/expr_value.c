/* Numbers and strings of expressions. */
#include "sim/dialplan/expr_value.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"

static bool read_number(const char *text, size_t len, double *number);

struct value value_of_number(double number) {
    const double exact_below = 9007199254740992.0; /* 2 to the 53rd */
    number += 0.0;                                 /* no negative zero */
    bool whole = fabs(number) < exact_below && floor(number) == number;
    struct value value = {.is_number = true, .number = number};
    int len = snprintf(value.own, sizeof value.own, whole ? "%.0f" : "%.15g", number);
    must(len > 0 && (size_t)len < sizeof value.own);
    value.len = (size_t)len;
    return value;
}

struct value value_of_text(const char *text, size_t len) {
    struct value value = {.slice = text, .len = len};
    value.is_number = read_number(text, len, &value.number);
    return value;
}

struct value value_part(const struct value *value, size_t start, size_t end) {
    must(start <= end && end <= value->len);
    struct value result = value_of_text(value_bytes(value) + start, end - start);
    if (!value->slice) {
        memcpy(result.own, result.slice, result.len);
        result.slice = NULL;
    }
    return result;
}

const char *value_bytes(const struct value *value) {
    return value->slice ? value->slice : value->own;
}

int value_compare(const struct value *a, const struct value *b) {
    if (a->is_number && b->is_number) {
        return (a->number > b->number) - (a->number < b->number);
    }
    int order = memcmp(value_bytes(a), value_bytes(b), a->len < b->len ? a->len : b->len);
    return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

bool value_is_true(const struct value *value) {
    if (value->is_number) {
        return value->number != 0;
    }
    return value->len > 0 && !(value_is_quoted(value) && value->len == 2);
}

bool value_is_quoted(const struct value *value) {
    const char *text = value_bytes(value);
    return value->len >= 2 && text[0] == '"' && text[value->len - 1] == '"';
}

static bool read_number(const char *text, size_t len, double *number) {
    *number = 0;
    size_t digits = 0, points = 0;
    double scale = 1;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '.' && points == 0) {
            points++;
        } else if (text[i] >= '0' && text[i] <= '9' && digits < VALUE_DIGITS_MAX) {
            digits++;
            *number = *number * 10 + (text[i] - '0');
            scale = points > 0 ? scale * 10 : scale;
        } else {
            *number = 0;
            return false;
        }
    }
    *number /= scale; /* both are exact, so this is the nearest double */
    return digits > 0;
}
