/* Which frame of one recording is compared with which of the other. */
#include <string.h>

#include "cli/diff/frames.h"

static void pair_same(struct comparison *comparison, struct frames *a, struct frames *b);
static void pair_similar(struct frames *a, struct frames *b);
static void pair_neighbours(struct frames *a, struct frames *b);
static void pair(struct frames *a, size_t i, struct frames *b, size_t j);

void frames_pair(struct comparison *comparison, struct frames *a, struct frames *b) {
    pair_same(comparison, a, b);
    pair_similar(a, b);
    pair_neighbours(a, b);
}

/* Of several that say the same the first whose ids are known to be the same, or not yet known. */
static void pair_same(struct comparison *comparison, struct frames *a, struct frames *b) {
    size_t open = 0; /* all before are paired */
    for (size_t i = 0; i < a->count; i++) {
        const struct frame *x = &a->items[i];
        for (size_t j = open; x->partner == FRAME_NONE && j < b->count; j++) {
            const struct frame *y = &b->items[j];
            if (y->partner == FRAME_NONE && x->row->kind == y->row->kind &&
                strcmp(x->row->key, y->row->key) == 0 &&
                renaming_learn(comparison->renaming, row_text(x->row, "raw"),
                               row_text(y->row, "raw")) == ALIKE) {
                pair(a, i, b, j);
            }
        }
        while (open < b->count && b->items[open].partner != FRAME_NONE) {
            open++;
        }
    }
}

static void pair_similar(struct frames *a, struct frames *b) {
    for (size_t i = 0; i < a->count; i++) {
        const struct frame *x = &a->items[i];
        for (size_t j = 0; x->partner == FRAME_NONE && j < b->count; j++) {
            const struct frame *y = &b->items[j];
            if (y->partner == FRAME_NONE && x->row->kind == y->row->kind &&
                strcmp(x->type, y->type) == 0 && strcmp(x->subject, y->subject) == 0) {
                pair(a, i, b, j);
            }
        }
    }
}

/* Those between the same two: one in the place of the other. */
static void pair_neighbours(struct frames *a, struct frames *b) {
    for (size_t i = 0; i < a->count; i++) {
        size_t j = i == 0 ? 0 : a->items[i - 1].partner;
        j += i > 0 && j != FRAME_NONE;
        if (a->items[i].partner == FRAME_NONE && j < b->count &&
            b->items[j].partner == FRAME_NONE && a->items[i].row->kind == b->items[j].row->kind) {
            pair(a, i, b, j);
        }
    }
}

/* Both lists are by rising line. */
void frames_pair_rows(struct frames *a, struct frames *b) {
    for (size_t i = 0; i < a->count; i++) {
        const struct row *partner = a->items[i].row->partner;
        size_t low = 0, high = partner ? b->count : 0;
        while (low < high) {
            size_t middle = (low + high) / 2;
            bool is_before = b->items[middle].row->line < partner->line;
            low = is_before ? middle + 1 : low;
            high = is_before ? high : middle;
        }
        if (partner && low < b->count && b->items[low].row == partner) {
            pair(a, i, b, low);
        }
    }
}

static void pair(struct frames *a, size_t i, struct frames *b, size_t j) {
    a->items[i].partner = j;
    b->items[j].partner = i;
}
