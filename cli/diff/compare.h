/* Floor 8: compares two transcripts, fact by fact. */
#ifndef STASIM_CLI_DIFF_COMPARE_H
#define STASIM_CLI_DIFF_COMPARE_H

#include "cli/diff/renaming.h"
#include "cli/diff/transcript.h"

/* A fact on which they differ. */
struct finding {
    char *place;       /* "GET /ari/channels", "socket sales-1" */
    char *frame;       /* of a socket: "frame 3, StasisStart of call-1"; else NULL */
    char *field;       /* "status", "body.channel.state" */
    char *values[2];   /* as JSON or as it was sent; NULL: there is none */
    unsigned lines[2]; /* 0: there is none */
    size_t number;     /* of being found */
};

struct comparison {
    const struct transcript *transcripts[2];
    bool strict;      /* also what a network may order otherwise */
    double within_ms; /* by how much moments may differ; negative: by any */
    struct renaming *renaming;
    size_t facts; /* that were compared */
    struct finding *findings;
    size_t findings_count;
    size_t findings_room;
};

/* Compares all of it. */
void compare_recordings(struct comparison *comparison);
void comparison_free(struct comparison *comparison);

/* For the files that compare: what they share. */

/* Two rows that are compared, and how to call them. */
struct pair {
    const struct row *rows[2]; /* NULL: it has none */
    const char *place;
    const char *frame; /* NULL: they are no frames */
};
/* They differ in `field`. All texts are copied; `a` or `b` NULL: there is none. */
void compare_find(struct comparison *comparison, const struct pair *pair, const char *field,
                  const char *a, const char *b);
/* The same of JSON. */
void compare_find_json(struct comparison *comparison, const struct pair *pair, const char *field,
                       const json_t *a, const json_t *b);
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
