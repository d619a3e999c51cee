/* Comparing: requests are paired by what they ask, in their order; then what came of each pair is
 * compared. */
#include "cli/diff/compare.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"

#define NOBODY SIZE_MAX

/* Of each talk of one recording, which one of the other it is compared with. */
struct pairing {
    size_t *partners[2];
};

static struct pairing pairing_new(const struct comparison *comparison);
static void pair_alike(const struct comparison *comparison, struct pairing *pairing);
static void pair_neighbours(const struct comparison *comparison, struct pairing *pairing);
static void compare_all(struct comparison *comparison, const struct pairing *pairing,
                        enum row_kind kind);
static void compare_talks(struct comparison *comparison, const struct talk *a,
                          const struct talk *b);
static void compare_answers(struct comparison *comparison, const char *place, const struct talk *a,
                            const struct talk *b);
static char *place_of(const struct talk *talk);
static void find_lonely(struct comparison *comparison, const struct talk *talk, int side);

void compare_recordings(struct comparison *comparison) {
    const struct transcript *const *transcripts = comparison->transcripts;
    const char *hosts[2] = {transcripts[0]->host, transcripts[1]->host};
    comparison->renaming = renaming_new(hosts);
    struct pairing pairing = pairing_new(comparison);
    pair_alike(comparison, &pairing);
    pair_neighbours(comparison, &pairing);
    /* Answers first: what a server has made up it mostly tells who asked. */
    compare_all(comparison, &pairing, ROW_REQUEST);
    compare_all(comparison, &pairing, ROW_OPENING);
    for (size_t i = 0; i < transcripts[1]->talks_count; i++) {
        if (pairing.partners[1][i] == NOBODY) {
            find_lonely(comparison, &transcripts[1]->talks[i], 1);
        }
    }
    free(pairing.partners[0]);
    free(pairing.partners[1]);
    if (comparison->strict) {
        compare_arrival(comparison);
    }
    findings_sort(&comparison->findings);
}

void comparison_free(struct comparison *comparison) {
    findings_free(&comparison->findings);
    renaming_free(comparison->renaming);
}

static struct pairing pairing_new(const struct comparison *comparison) {
    struct pairing pairing;
    for (int side = 0; side < 2; side++) {
        size_t count = comparison->transcripts[side]->talks_count;
        pairing.partners[side] = memory_new(count * sizeof(size_t));
        for (size_t i = 0; i < count; i++) {
            pairing.partners[side][i] = NOBODY;
        }
    }
    return pairing;
}

/* Those that ask the same, the first with the first. */
static void pair_alike(const struct comparison *comparison, struct pairing *pairing) {
    const struct transcript *a = comparison->transcripts[0], *b = comparison->transcripts[1];
    size_t open = 0; /* all before are paired */
    for (size_t i = 0; i < a->talks_count; i++) {
        for (size_t j = open; j < b->talks_count; j++) {
            const struct row *left = a->talks[i].request, *right = b->talks[j].request;
            if (pairing->partners[1][j] == NOBODY && left->kind == right->kind &&
                strcmp(left->key, right->key) == 0) {
                pairing->partners[0][i] = j;
                pairing->partners[1][j] = i;
                break;
            }
        }
        while (open < b->talks_count && pairing->partners[1][open] != NOBODY) {
            open++;
        }
    }
}

/* Of the others those that stand behind a pair: the same request, with something else in it. */
static void pair_neighbours(const struct comparison *comparison, struct pairing *pairing) {
    const struct transcript *a = comparison->transcripts[0], *b = comparison->transcripts[1];
    for (size_t i = 0; i < a->talks_count; i++) {
        size_t j = i == 0 ? 0 : pairing->partners[0][i - 1];
        j += i > 0 && j != NOBODY;
        if (pairing->partners[0][i] == NOBODY && j < b->talks_count &&
            pairing->partners[1][j] == NOBODY &&
            a->talks[i].request->kind == b->talks[j].request->kind) {
            pairing->partners[0][i] = j;
            pairing->partners[1][j] = i;
        }
    }
}

static void compare_all(struct comparison *comparison, const struct pairing *pairing,
                        enum row_kind kind) {
    const struct transcript *const *transcripts = comparison->transcripts;
    for (size_t i = 0; i < transcripts[0]->talks_count; i++) {
        const struct talk *talk = &transcripts[0]->talks[i];
        size_t partner = pairing->partners[0][i];
        if (talk->request->kind != kind) {
            continue;
        }
        if (partner == NOBODY) {
            find_lonely(comparison, talk, 0);
        } else {
            compare_talks(comparison, talk, &transcripts[1]->talks[partner]);
        }
    }
}

static void compare_talks(struct comparison *comparison, const struct talk *a,
                          const struct talk *b) {
    char *place = place_of(a);
    struct pair pair = {.rows = {a->request, b->request}, .place = place};
    compare_heads(comparison, &pair);
    compare_answers(comparison, place, a, b);
    if (a->request->kind == ROW_OPENING) {
        compare_frames(comparison, place, &a->in, &b->in);
        compare_frames(comparison, place, &a->out, &b->out);
    }
    free(place);
}

static void compare_answers(struct comparison *comparison, const char *place, const struct talk *a,
                            const struct talk *b) {
    for (size_t i = 0; i < a->answers.count || i < b->answers.count; i++) {
        struct pair pair = {
            .rows = {i < a->answers.count ? a->answers.items[i] : NULL,
                     i < b->answers.count ? b->answers.items[i] : NULL},
            .place = place,
        };
        if (pair.rows[0] && pair.rows[1]) {
            a->answers.items[i]->partner = b->answers.items[i];
            compare_heads(comparison, &pair);
            compare_moments(comparison, &pair);
        } else {
            findings_add(&comparison->findings, &pair, "answer",
                         pair.rows[0] ? row_text(pair.rows[0], "status_line") : NULL,
                         pair.rows[1] ? row_text(pair.rows[1], "status_line") : NULL);
        }
    }
}

void compare_moments(struct comparison *comparison, const struct pair *pair) {
    double a = pair->rows[0]->t_ms, b = pair->rows[1]->t_ms;
    if (comparison->within_ms < 0) {
        return;
    }
    comparison->facts++;
    if (fabs(a - b) > comparison->within_ms) {
        char texts[2][32];
        snprintf(texts[0], sizeof texts[0], "%.2f", a);
        snprintf(texts[1], sizeof texts[1], "%.2f", b);
        findings_add(&comparison->findings, pair, "t_ms", texts[0], texts[1]);
    }
}

/* A socket by its label or its application. */
static char *place_of(const struct talk *talk) {
    const char *label = row_text(talk->request, "label");
    if (talk->request->kind == ROW_OPENING && label[0] != '\0') {
        return memory_print("socket %s", label);
    }
    return row_request_line(talk->request);
}

static void find_lonely(struct comparison *comparison, const struct talk *talk, int side) {
    char *place = place_of(talk);
    char *line = row_request_line(talk->request);
    struct pair pair = {.place = place};
    pair.rows[side] = talk->request;
    findings_add(&comparison->findings, &pair, "request", side == 0 ? line : NULL,
                 side == 1 ? line : NULL);
    free(place);
    free(line);
}
