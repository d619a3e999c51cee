/* Floor 5: the dialplan applications stasim knows by name. Carrying them out is somebody else's. */
#ifndef STASIM_DIALPLAN_APPLICATIONS_H
#define STASIM_DIALPLAN_APPLICATIONS_H

#include <stdbool.h>
#include <stddef.h>

enum { APPLICATION_ARGS_ANY = -1 };

struct application_info {
    const char *name;
    int args_min;
    int args_max;   /* APPLICATION_ARGS_ANY: no bound; with one text argument commas do not split */
    bool supported; /* false: the real system has it, stasim names it and does not run it */
    bool leaves;    /* the next priority is never reached from here */
};

/* The application of this name, in any case; NULL if there is none. */
const struct application_info *application_info_find(const char *name);

/* The name of a supported application that `name` may have been meant to be; NULL if none is near.
 */
const char *application_info_nearest(const char *name);

#endif
