/* The order of frames, as far as it is no matter of chance. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/diff/frames.h"

/* Threads of a server that are about different things, or that give the winner of a claim what it
 * gets, send in any order what they send within this time. */
static const double RACE_MS = 8;

static bool *find_steady(const struct frames *a);
static size_t displaced(const struct comparison *comparison, const struct frames *a,
                        const struct frames *b, size_t index);
static bool may_swap(const struct frame *x, const struct frame *y);

/* As many as can be are taken to have kept their places; the others have moved. */
void frames_compare_order(struct comparison *comparison, const char *place, const struct frames *a,
                          const struct frames *b) {
    bool *is_steady = find_steady(a);
    for (size_t i = 0; i < a->count; i++) {
        const struct frame *frame = &a->items[i];
        bool may_have_moved = frame->partner != FRAME_NONE && !is_steady[i];
        size_t other = may_have_moved ? displaced(comparison, a, b, i) : FRAME_NONE;
        if (other == FRAME_NONE) {
            continue;
        }
        char name[FRAME_NAME_BYTES], with[FRAME_NAME_BYTES], values[2][FRAME_NAME_BYTES + 16];
        struct pair pair = {.rows = {frame->row, b->items[frame->partner].row},
                            .place = place,
                            .frame = frame_name(frame, name)};
        snprintf(values[0], sizeof values[0], "%s %s", other < i ? "behind" : "before",
                 frame_name(&a->items[other], with));
        snprintf(values[1], sizeof values[1], "%s it", other < i ? "before" : "behind");
        findings_add(&comparison->findings, &pair, "order", values[0], values[1]);
    }
    free(is_steady);
}

/* Of each frame whether it is one of the longest row of frames whose partners rise. */
static bool *find_steady(const struct frames *a) {
    bool *is_steady = memory_new(a->count * sizeof *is_steady);
    size_t *ends = memory_new(a->count * sizeof *ends);     /* of the best row of each length */
    size_t *before = memory_new(a->count * sizeof *before); /* of each frame, in its row */
    size_t longest = 0;
    for (size_t i = 0; i < a->count; i++) {
        size_t partner = a->items[i].partner;
        size_t low = 0, high = longest;
        if (partner == FRAME_NONE) {
            continue;
        }
        while (low < high) {
            size_t middle = (low + high) / 2;
            bool is_below = a->items[ends[middle]].partner < partner;
            low = is_below ? middle + 1 : low;
            high = is_below ? high : middle;
        }
        before[i] = low > 0 ? ends[low - 1] : FRAME_NONE;
        ends[low] = i;
        longest = low == longest ? longest + 1 : longest;
    }
    for (size_t i = longest > 0 ? ends[longest - 1] : FRAME_NONE; i != FRAME_NONE; i = before[i]) {
        is_steady[i] = true;
    }
    free(ends);
    free(before);
    return is_steady;
}

/* One that is on its other side in b, and not by chance: the nearest before it, or else the first
 * behind it; FRAME_NONE: there is none. */
static size_t displaced(const struct comparison *comparison, const struct frames *a,
                        const struct frames *b, size_t index) {
    const struct frame *frame = &a->items[index];
    size_t found = FRAME_NONE;
    for (size_t i = 0; i < a->count && (i < index || found == FRAME_NONE); i++) {
        const struct frame *other = &a->items[i];
        if (i == index || other->partner == FRAME_NONE ||
            (other->partner < frame->partner) == (i < index)) {
            continue;
        }
        bool by_chance = may_swap(other, frame) &&
                         may_swap(&b->items[frame->partner], &b->items[other->partner]);
        if (comparison->strict || !by_chance) {
            found = i;
        }
    }
    return found;
}

/* The second may as well have come before the first. */
static bool may_swap(const struct frame *x, const struct frame *y) {
    static const char *const races[][2] = {{"StasisStart", "CallClaimed"},
                                           {"StasisEnd", "CallBroadcast"},
                                           {"CallBroadcast", "CallBroadcast"}};
    if (fabs(x->row->t_ms - y->row->t_ms) > RACE_MS || x->row->kind != ROW_FRAME_IN ||
        y->row->kind != ROW_FRAME_IN) {
        return false;
    }
    bool x_answers = strcmp(x->type, "RESTResponse") == 0;
    bool y_answers = strcmp(y->type, "RESTResponse") == 0;
    if (x_answers || y_answers) {
        return x_answers != y_answers;
    }
    for (size_t i = 0; i < sizeof races / sizeof races[0]; i++) {
        for (int first = 0; first < 2; first++) {
            if (strcmp(x->type, races[i][first]) == 0 &&
                strcmp(y->type, races[i][1 - first]) == 0) {
                return true;
            }
        }
    }
    return x->subject[0] != '\0' && y->subject[0] != '\0' && strcmp(x->subject, y->subject) != 0;
}
