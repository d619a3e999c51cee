/* Floor 5: the value of what stands inside `$[...]`, after everything in it was substituted.
 *
 * From the loosest to the tightest: `a ? b :: c`; `|`; `&`; `= == != < > <= >=`; `+ -`; `* / %`;
 * `-a` and `!a`; `a : regex` and `a =~ regex`; `( )`. Operators of one level are taken from the
 * left. */
#ifndef STASIM_DIALPLAN_EXPR_H
#define STASIM_DIALPLAN_EXPR_H

#include <stddef.h>

enum { EXPR_DEPTH_MAX = 64, EXPR_REGEX_LEN_MAX = 256 };

/* The first thing that went wrong. */
enum expr_error {
    EXPR_OK = 0,
    EXPR_SYNTAX = -1,           /* the result is empty */
    EXPR_TOO_DEEP = -2,         /* nested deeper than EXPR_DEPTH_MAX: the result is empty */
    EXPR_NOT_A_NUMBER = -3,     /* an operand of arithmetic: it counted as 0 */
    EXPR_DIVISION_BY_ZERO = -4, /* the quotient counted as 0 */
    EXPR_BAD_REGEX = -5,        /* it counted as no match */
    EXPR_NO_MEMORY = -6,
    EXPR_CUT = -7, /* the result did not fit */
};

/* Writes the value of `text` to `out`, which may be the same buffer, always with a NUL. */
enum expr_error expr_eval(const char *text, char *out, size_t size);

/* What went wrong, in words. */
const char *expr_error_text(enum expr_error error);

#endif
