/* Floor 8: compares two transcripts, fact by fact. */
#ifndef STASIM_CLI_DIFF_COMPARE_H
#define STASIM_CLI_DIFF_COMPARE_H

#include "cli/diff/findings.h"
#include "cli/diff/renaming.h"
#include "cli/diff/transcript.h"

struct comparison {
    const struct transcript *transcripts[2];
    bool strict;      /* also what a network may order otherwise */
    double within_ms; /* by how much moments may differ; negative: by any */
    struct renaming *renaming;
    size_t facts; /* that were compared */
    struct findings findings;
};

/* Compares all of it. */
void compare_recordings(struct comparison *comparison);
void comparison_free(struct comparison *comparison);

/* For the files that compare: what they share. */

/* Two texts that may have generated ids in them. */
void compare_texts(struct comparison *comparison, const struct pair *pair, const char *field,
                   const char *a, const char *b);
/* The same of bodies, which may be JSON: what differs is named by its path below `field`. */
enum body_kind {
    BODY_AS_IT_IS,
    BODY_UNORDERED, /* lists in it have no order */
    BODY_SHAPE,     /* only which members it has, and of which type */
};
void compare_bodies(struct comparison *comparison, const struct pair *pair, const char *field,
                    const char *a, const char *b, enum body_kind kind);
/* Moments, if they count. */
void compare_moments(struct comparison *comparison, const struct pair *pair);
/* What a socket got, or sent. `place` is the socket. */
void compare_frames(struct comparison *comparison, const char *place, const struct rows *a,
                    const struct rows *b);
/* The order in which all answers and frames have come, whatever their connections. */
void compare_arrival(struct comparison *comparison);
/* Two whole messages: request with request, answer with answer. */
void compare_heads(struct comparison *comparison, const struct pair *pair);

#endif
