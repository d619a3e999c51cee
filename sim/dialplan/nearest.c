/* Edit distance: insert, delete and replace cost one each, and so does swapping two neighbours. */
#include "sim/dialplan/nearest.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"

enum { NAME_MAX_LEN = 40, DISTANCE_MAX = 2 };

static unsigned distance(const char *a, size_t a_len, const char *b, size_t b_len);
static unsigned min(unsigned a, unsigned b);
static char lower(char c);

void nearest_begin(struct nearest *nearest, const char *wanted) {
    must(nearest && wanted);
    unsigned third =
        (unsigned)(strlen(wanted) + 1) / 3; /* two letters are not near any other two */
    *nearest = (struct nearest){.wanted = wanted, .distance = min(third, DISTANCE_MAX) + 1};
}

void nearest_offer(struct nearest *nearest, const char *known) {
    size_t wanted_len = strlen(nearest->wanted), known_len = strlen(known);
    if (wanted_len > NAME_MAX_LEN || known_len > NAME_MAX_LEN) {
        return;
    }
    unsigned candidate = distance(nearest->wanted, wanted_len, known, known_len);
    if (candidate < nearest->distance) {
        nearest->distance = candidate;
        nearest->best = known;
    }
}

const char *nearest_question(const char *best, char out[NEAREST_QUESTION_SIZE]) {
    out[0] = '\0';
    if (best) {
        snprintf(out, NEAREST_QUESTION_SIZE, ": did you mean '%s'?", best);
    }
    return out;
}

static unsigned distance(const char *a, size_t a_len, const char *b, size_t b_len) {
    unsigned rows[3][NAME_MAX_LEN + 1];
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_len; j++) {
        before[j] = last[j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_len; j++) {
            unsigned differs = lower(a[i - 1]) != lower(b[j - 1]);
            row[j] = min(min(last[j], row[j - 1]) + 1, last[j - 1] + differs);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1])) {
                row[j] = min(row[j], before[j - 2] + 1);
            }
        }
        unsigned *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[b_len];
}

static unsigned min(unsigned a, unsigned b) {
    return a < b ? a : b;
}

static char lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}
