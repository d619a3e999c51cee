/* Floor 5: the functions of `${FUNCTION(args)}`. */
#ifndef STASIM_DIALPLAN_FUNC_H
#define STASIM_DIALPLAN_FUNC_H

#include "sim/dialplan/subst.h"

struct func {
    const char *name;
    /* Writes the value for `args`, already substituted, to `out`, always with a NUL; `args` lies
     * within `out` and may be rewritten. */
    enum subst_error (*run)(const struct dialplan_env *env, char *args, char *out, size_t size);
};

/* The function of this name, upper case; NULL if there is none. */
const struct func *func_find(const char *name);

/* The name of a function that `name` may have been meant to be; NULL if none is near. */
const char *func_nearest(const char *name);

#endif
