/* Comparing what went over a WebSocket: what each frame says, and whether all came in the same
 * order.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli/diff/compare.h"
#include "cli/diff/frames.h"
#include "sim/base/must.h"

static void compare_contents(struct comparison *comparison, const char *place,
                             const struct frames *a, const struct frames *b);
static void find_lonely(struct comparison *comparison, const char *place, const struct frame *frame,
                        int side);
static void compare_frame(struct comparison *comparison, const struct pair *pair);
static void compare_flag(struct comparison *comparison, const struct pair *pair, const char *name);
static void compare_lengths(struct comparison *comparison, const struct pair *pair);
static json_int_t length_of(const struct row *row);

void compare_frames(struct comparison *comparison, const char *place, const struct rows *a,
                    const struct rows *b) {
    struct frames left = frames_of_socket(a, comparison->strict);
    struct frames right = frames_of_socket(b, comparison->strict);
    frames_pair(comparison, &left, &right);
    compare_contents(comparison, place, &left, &right);
    bool has_come = a->count > 0 && a->items[0]->kind == ROW_FRAME_IN;
    if (!comparison->strict || !has_come) { /* else compare_arrival() looks at the order */
        frames_compare_order(comparison, place, &left, &right);
    }
    frames_free(&left);
    frames_free(&right);
}

void compare_arrival(struct comparison *comparison) {
    struct frames left = frames_of_all(&comparison->transcripts[0]->rows);
    struct frames right = frames_of_all(&comparison->transcripts[1]->rows);
    frames_pair_rows(&left, &right);
    frames_compare_order(comparison, "all connections", &left, &right);
    frames_free(&left);
    frames_free(&right);
}

static void compare_contents(struct comparison *comparison, const char *place,
                             const struct frames *a, const struct frames *b) {
    for (size_t i = 0; i < a->count; i++) {
        const struct frame *frame = &a->items[i];
        if (frame->partner == FRAME_NONE) {
            find_lonely(comparison, place, frame, 0);
            continue;
        }
        char name[FRAME_NAME_BYTES];
        struct pair pair = {.rows = {frame->row, b->items[frame->partner].row},
                            .place = place,
                            .frame = frame_name(frame, name)};
        frame->row->partner = b->items[frame->partner].row;
        compare_frame(comparison, &pair);
    }
    for (size_t i = 0; i < b->count; i++) {
        if (b->items[i].partner == FRAME_NONE) {
            find_lonely(comparison, place, &b->items[i], 1);
        }
    }
}

static void find_lonely(struct comparison *comparison, const char *place, const struct frame *frame,
                        int side) {
    char name[FRAME_NAME_BYTES];
    struct pair pair = {.place = place, .frame = frame_name(frame, name)};
    pair.rows[side] = frame->row;
    findings_add(&comparison->findings, &pair, "frame", side == 0 ? frame->row->key : NULL,
                 side == 1 ? frame->row->key : NULL);
}

static void compare_frame(struct comparison *comparison, const struct pair *pair) {
    const struct row *a = pair->rows[0], *b = pair->rows[1];
    must(a && b);
    compare_flag(comparison, pair, "fin");
    compare_flag(comparison, pair, "masked");
    compare_flag(comparison, pair, "op");
    size_t found = comparison->findings.count;
    if (row_is_message(a)) {
        compare_bodies(comparison, pair, "", row_text(a, "raw"), row_text(b, "raw"), BODY_AS_IT_IS);
    } else {
        compare_texts(comparison, pair, "", a->key, b->key);
    }
    if (found == comparison->findings.count) {
        compare_lengths(comparison, pair);
    }
    compare_moments(comparison, pair);
}

static void compare_flag(struct comparison *comparison, const struct pair *pair, const char *name) {
    json_t *a = json_object_get(row_frame(pair->rows[0]), name);
    json_t *b = json_object_get(row_frame(pair->rows[1]), name);
    if (!a != !b || (a && !json_equal(a, b))) {
        findings_add_json(&comparison->findings, pair, name, a, b);
    }
}

/* Ids may be of any length: by how much a frame is longer than its text. Shorter is a large number,
 * as unsigned ones have it. */
static void compare_lengths(struct comparison *comparison, const struct pair *pair) {
    json_int_t lengths[2];
    uint64_t beyond[2];
    for (int side = 0; side < 2; side++) {
        lengths[side] = length_of(pair->rows[side]);
        beyond[side] = (uint64_t)lengths[side] - strlen(row_text(pair->rows[side], "raw"));
    }
    if (beyond[0] != beyond[1]) {
        char values[2][32];
        snprintf(values[0], sizeof values[0], "%lld", (long long)lengths[0]);
        snprintf(values[1], sizeof values[1], "%lld", (long long)lengths[1]);
        findings_add(&comparison->findings, pair, "len", values[0], values[1]);
    }
}

static json_int_t length_of(const struct row *row) {
    return json_integer_value(json_object_get(row_frame(row), "len"));
}
