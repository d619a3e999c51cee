/* Floor 5: the known name nearest to one that was mistyped, for a message that helps. */
#ifndef STASIM_DIALPLAN_NEAREST_H
#define STASIM_DIALPLAN_NEAREST_H

#include <stddef.h>

enum { NEAREST_QUESTION_SIZE = 64 };

struct nearest {
    const char *wanted;
    const char *best; /* NULL as long as nothing is near enough */
    unsigned distance;
};

/* Begins a search for a name like `wanted`, which must outlive it. */
void nearest_begin(struct nearest *nearest, const char *wanted);

/* Considers one known name: it becomes the best if fewer keystrokes, case ignored, lead to it. */
void nearest_offer(struct nearest *nearest, const char *known);

/* Writes `: did you mean '...'?` for the end of a message, or nothing; returns `out`. */
const char *nearest_question(const char *best, char out[NEAREST_QUESTION_SIZE]);

#endif
