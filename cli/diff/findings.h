/* Floor 8: the facts on which two recordings differ. */
#ifndef STASIM_CLI_DIFF_FINDINGS_H
#define STASIM_CLI_DIFF_FINDINGS_H

#include "cli/diff/row.h"

/* Two rows that are compared, and how to call them. */
struct pair {
    const struct row *rows[2]; /* NULL: it has none */
    const char *place;
    const char *frame; /* NULL: they are no frames */
};
/* A fact on which they differ. */
struct finding {
    char *place;       /* "GET /ari/channels", "socket sales-1" */
    char *frame;       /* of a socket: "frame 3, StasisStart of call-1"; else NULL */
    char *field;       /* "status", "body.channel.state" */
    char *values[2];   /* as JSON or as it was sent; NULL: there is none */
    unsigned lines[2]; /* 0: there is none */
    size_t number;     /* of being found */
};

/* All zero: none. */
struct findings {
    struct finding *items;
    size_t count;
    size_t room;
};

/* They differ in `field`. All texts are copied; `a` or `b` NULL: there is none. */
void findings_add(struct findings *findings, const struct pair *pair, const char *field,
                  const char *a, const char *b);
/* The same of JSON. */
void findings_add_json(struct findings *findings, const struct pair *pair, const char *field,
                       const json_t *a, const json_t *b);
/* In the order of the first recording, or of the second where that says nothing. */
void findings_sort(struct findings *findings);
void findings_free(struct findings *findings);

#endif
