/* Floor 8: the dialplans of several scenarios as one, and what keeps them from being one. */
#ifndef STASIM_CLI_DIALPLAN_MERGE_H
#define STASIM_CLI_DIALPLAN_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "sim/dialplan/dialplan.h"

/* An extension, the includes of a context or a global variable, and where it comes from. */
struct merge_part {
    const char *context; /* NULL: a global variable */
    const struct dialplan_extension *extension;
    char *includes; /* the contexts it includes, in their order: "a,b" */
    const struct dialplan_global *global;
    const char *file;
    unsigned line;
    size_t order; /* of being added */
    size_t from;  /* which dialplan */
};

struct merge {
    struct merge_part *parts;
    size_t count;
    size_t room;
    size_t dialplans;
    bool no_memory;
};

/* The dialplan must outlive the merge. */
void merge_add(struct merge *merge, const struct dialplan *dp);

/* Finds what is in several of them: the same is kept once; if it differs, an error on standard
 * error names both places. What one has and calls of others would run into is a warning. Answers
 * whether there was no error. */
bool merge_settle(struct merge *merge);

/* Writes what was settled as an extensions.conf. */
void merge_write(const struct merge *merge, FILE *out);

void merge_free(struct merge *merge);

#endif
