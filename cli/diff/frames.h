/* Floor 8: what has come over WebSockets, as a list: what each frame is called, which frame of the
 * other recording it is compared with, and which have changed their places. */
#ifndef STASIM_CLI_DIFF_FRAMES_H
#define STASIM_CLI_DIFF_FRAMES_H

#include "cli/diff/compare.h"

enum { FRAME_ABOUT_BYTES = 128, FRAME_NAME_BYTES = 320 };
#define FRAME_NONE SIZE_MAX

struct frame {
    struct row *row;
    size_t number;  /* on its socket, from 1; 0: among all that has come */
    size_t partner; /* which of the other recording; FRAME_NONE: none */
    char type[FRAME_ABOUT_BYTES];
    char subject[FRAME_ABOUT_BYTES]; /* the channel or whatever else it is about; empty: nothing */
};

struct frames {
    struct frame *items;
    size_t count;
};

/* Those of a socket, in their order; keepalives only if it is `strict`. */
struct frames frames_of_socket(const struct rows *rows, bool strict);
/* All answers and frames that have come, whatever their connections. */
struct frames frames_of_all(const struct rows *rows);
void frames_free(struct frames *frames);

/* "frame 3, StasisStart of call-1" */
const char *frame_name(const struct frame *frame, char name[FRAME_NAME_BYTES]);

/* Pairs frames by what they say, those left over by what they are about or where they stand: sets
 * the partners of both. */
void frames_pair(struct comparison *comparison, struct frames *a, struct frames *b);
/* Pairs them as their rows were compared before. */
void frames_pair_rows(struct frames *a, struct frames *b);

/* Whether those that are paired have come in the same order. `place` is where. */
void frames_compare_order(struct comparison *comparison, const char *place, const struct frames *a,
                          const struct frames *b);

#endif
