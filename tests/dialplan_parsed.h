/* A dialplan of a text, for the tests of dialplans. */
#ifndef STASIM_TESTS_DIALPLAN_PARSED_H
#define STASIM_TESTS_DIALPLAN_PARSED_H

#include <stdlib.h>

#include "sim/dialplan/dialplan.h"
#include "tests/tap.h"

/* The caller frees it; mistakes in the text are among its problems. */
static inline struct dialplan *parse(const char *text) {
    struct dialplan *dp;
    enum dialplan_error error = dialplan_parse("test.conf", text, strlen(text), &dp);
    if (error != DIALPLAN_OK) {
        printf("Bail out! dialplan_parse: %d\n", error);
        exit(1);
    }
    return dp;
}

#endif
