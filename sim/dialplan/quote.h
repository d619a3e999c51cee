/* Floor 5: writing an argument into an extensions.conf so that it arrives as it is: the inverse of
 * reading the line, substituting (subst.h) and splitting (args.h). */
#ifndef STASIM_DIALPLAN_QUOTE_H
#define STASIM_DIALPLAN_QUOTE_H

#include <stddef.h>

enum quote_error {
    QUOTE_OK = 0,
    QUOTE_NEWLINE = -1, /* a newline ends the line, however it is written */
    QUOTE_TOO_LONG = -2,
};

/* What had to be done to an argument. */
enum quote_change {
    QUOTE_AROUND = 1, /* quotes: a comma outside ( ) and [ ], or some of these not in pairs (R1) */
    QUOTE_BACKSLASH = 2, /* a backslash before a backslash: splitting removes one (R2) */
    QUOTE_QUOTE = 4,     /* a backslash before a quote: splitting removes it otherwise (R2) */
    QUOTE_DOLLAR = 8,    /* a backslash within `${` or `$[`, which would be substituted */
    QUOTE_SEMICOLON = 16 /* a backslash before a semicolon, which would begin a comment */
};

/* Writes an argument to `out`, always with a NUL; `*changes` gets what was done to it, of enum
 * quote_change. Where it cannot be written `out` is empty. */
enum quote_error quote_argument(const char *argument, char *out, size_t size, unsigned *changes);

#endif
