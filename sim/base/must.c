/* Where a broken assertion ends up. */
#include "sim/base/must.h"

#include <stdio.h>
#include <stdlib.h>

static must_handler *installed;

void must_fail(const char *condition, const char *file, int line) {
    if (installed) {
        installed(condition, file, line);
    }
    fprintf(stderr, "stasim: internal error: %s:%d: %s\n", file, line, condition);
    abort();
}

void must_install(must_handler *handler) {
    installed = handler;
}
