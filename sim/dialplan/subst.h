/* Floor 5: `${NAME}`, `${NAME:offset:length}`, `${FUNCTION(args)}` and `$[expression]` in a text.
 *
 * Nested ones are worked out from the inside; a value is never looked into again. What the text
 * asks about comes through callbacks, so no world is needed. */
#ifndef STASIM_DIALPLAN_SUBST_H
#define STASIM_DIALPLAN_SUBST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SUBST_SIZE = 8192, /* of a result, with its NUL */
    SUBST_DEPTH_MAX = 32,
};

/* The first thing that went wrong; the result stands nevertheless. */
enum subst_error {
    SUBST_OK = 0,
    SUBST_CUT = -1,         /* the result, or a part on the way to it, did not fit */
    SUBST_TOO_DEEP = -2,    /* nested deeper than SUBST_DEPTH_MAX: that part is empty */
    SUBST_UNBALANCED = -3,  /* a `${` or `$[` that never ends: everything behind it belongs to it */
    SUBST_NO_FUNCTION = -4, /* no function of this name, or one that does not know its argument */
    SUBST_BAD_ARGUMENT = -5, /* of a function, or an offset or length that is no number */
    SUBST_BAD_EXPRESSION = -6,
    SUBST_NO_MEMORY = -7, /* for a regular expression */
};

struct dialplan_env {
    void *ctx;
    /* The value of a variable (a channel's, then a global one; EXTEN, EPOCH and the like too), NULL
     * if unset. It need live only until the next callback. */
    const char *(*variable)(void *ctx, const char *name);
    /* What GLOBAL(args), CALLERID(args) and CHANNEL(args) are; NULL if `args` is not known. */
    const char *(*function)(void *ctx, const char *name, const char *args);
    /* A number from 0 to below - 1, evenly; below is at least 1. */
    uint32_t (*random)(void *ctx, uint32_t below);
    /* Seconds since 1970, UTC. */
    int64_t (*now_s)(void *ctx);
    /* Told of each thing that went wrong, as it does; may be NULL. */
    void (*problem)(void *ctx, enum subst_error error, const char *text);
};

/* Writes `text` with everything substituted to `out`, always with a NUL. */
enum subst_error subst(const struct dialplan_env *env, const char *text, char *out, size_t size);

/* The value of "FUNCTION(args)" alone, args taken as they are: for reading one over ARI. */
enum subst_error subst_function(const struct dialplan_env *env, const char *call, char *out,
                                size_t size);

/* What follows the `${...}` or `$[...]` that `text` begins with. */
const char *subst_skip(const char *text);

/* Whether a substituted condition (of GotoIf, ExecIf, While, IF) holds: neither empty nor 0. */
bool subst_true(const char *condition);

#endif
