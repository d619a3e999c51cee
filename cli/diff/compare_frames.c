/* Comparing what went over a WebSocket: frames are paired by what they say, those left over by what
 * they are about; then whether they came in the same order. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/diff/compare.h"
#include "sim/base/must.h"

/* Threads of a server that are about different things, or that give the winner of a claim what it
 * gets, send in any order what they send within this time. */
static const double RACE_MS = 8;

enum { ABOUT_BYTES = 128, FRAME_BYTES = 320 };
#define NOBODY SIZE_MAX

struct frame {
    struct row *row;
    size_t number;  /* on its socket, from 1; 0: among all that has come */
    size_t partner; /* which of the other recording; NOBODY: none */
    size_t before;  /* of a rising row of partners that ends with this one; NOBODY: it begins */
    bool is_steady; /* it has kept its place among the others */
    char type[ABOUT_BYTES];
    char subject[ABOUT_BYTES];
};

struct frames {
    struct frame *items;
    size_t count;
};

static void pair_partners(struct frames *a, struct frames *b);
static bool take(struct frames *frames, const struct rows *rows, bool strict);
static bool is_keepalive(const struct row *row);
static void describe(struct frame *frame);
static const char *subject_of(const json_t *event);
static void pair_same(struct comparison *comparison, struct frames *a, struct frames *b);
static void pair_similar(struct frames *a, struct frames *b);
static void pair_neighbours(struct frames *a, struct frames *b);
static void compare_contents(struct comparison *comparison, const char *place,
                             const struct frames *a, const struct frames *b);
static void compare_frame(struct comparison *comparison, const struct pair *pair);
static void compare_lengths(struct comparison *comparison, const struct pair *pair,
                            const json_t *const frames[2], const char *const texts[2]);
static void compare_order(struct comparison *comparison, const char *place, struct frames *a,
                          const struct frames *b);
static bool find_steady(struct frames *a);
static size_t displaced(const struct comparison *comparison, const struct frames *a,
                        const struct frames *b, size_t index);
static bool may_swap(const struct frame *x, const struct frame *y);
static const char *name_frame(char text[FRAME_BYTES], const struct frame *frame);
static const char *label_of(const struct row *row);

void compare_frames(struct comparison *comparison, const char *place, const struct rows *a,
                    const struct rows *b) {
    struct frames left = {0}, right = {0};
    if (take(&left, a, comparison->strict) && take(&right, b, comparison->strict)) {
        pair_same(comparison, &left, &right);
        pair_similar(&left, &right);
        pair_neighbours(&left, &right);
        compare_contents(comparison, place, &left, &right);
        bool has_come = a->count > 0 && a->items[0]->kind == ROW_FRAME_IN;
        if (!comparison->strict || !has_come) { /* else compare_arrival() looks at the order */
            compare_order(comparison, place, &left, &right);
        }
    } else {
        comparison->failed = true;
    }
    free(left.items);
    free(right.items);
}

void compare_arrival(struct comparison *comparison) {
    struct frames sides[2] = {{0}, {0}};
    bool taken = true;
    for (int side = 0; side < 2; side++) {
        const struct rows *rows = &comparison->transcripts[side]->rows;
        sides[side].items = calloc(rows->count + 1, sizeof *sides[side].items);
        taken &= sides[side].items != NULL;
        for (size_t i = 0; taken && i < rows->count; i++) {
            struct row *row = rows->items[i];
            if (row->kind == ROW_ANSWER || row->kind == ROW_OPENED || row->kind == ROW_FRAME_IN) {
                struct frame *frame = &sides[side].items[sides[side].count++];
                *frame = (struct frame){.row = row, .partner = NOBODY};
                describe(frame);
            }
        }
    }
    comparison->failed |= !taken;
    if (taken) {
        pair_partners(&sides[0], &sides[1]);
        compare_order(comparison, "all connections", &sides[0], &sides[1]);
    }
    free(sides[0].items);
    free(sides[1].items);
}

/* As they were compared: both lists are by rising line. */
static void pair_partners(struct frames *a, struct frames *b) {
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
            a->items[i].partner = low;
            b->items[low].partner = i;
        }
    }
}

static bool take(struct frames *frames, const struct rows *rows, bool strict) {
    frames->items = calloc(rows->count + 1, sizeof *frames->items);
    for (size_t i = 0; frames->items && i < rows->count; i++) {
        if (strict || !is_keepalive(rows->items[i])) {
            struct frame *frame = &frames->items[frames->count++];
            *frame =
                (struct frame){.row = rows->items[i], .number = frames->count, .partner = NOBODY};
            describe(frame);
        }
    }
    return frames->items != NULL;
}

/* Pings come when time has passed, and each is answered. */
static bool is_keepalive(const struct row *row) {
    const json_t *frame = json_object_get(row->json, "frame");
    json_int_t op = json_integer_value(json_object_get(frame ? frame : row->json, "op"));
    return op == 9 || (op == 10 && row->kind == ROW_FRAME_OUT);
}

static void describe(struct frame *frame) {
    bool is_text = frame->row->kind == ROW_FRAME_IN || frame->row->kind == ROW_FRAME_OUT;
    json_t *event = is_text ? json_loads(row_text(frame->row, "raw"), 0, NULL) : NULL;
    const char *type = json_string_value(json_object_get(event, "type"));
    snprintf(frame->type, sizeof frame->type, "%s", type ? type : "");
    if (!type) {
        snprintf(frame->type, sizeof frame->type, "%.*s", (int)strcspn(frame->row->key, " {["),
                 frame->row->key);
    }
    if (frame->row->kind == ROW_ANSWER || frame->row->kind == ROW_OPENED) {
        const char *status = row_text(frame->row, "status_line");
        const char *code = strchr(status, ' ');
        snprintf(frame->type, sizeof frame->type, "answer%s", code ? code : "");
    }
    snprintf(frame->subject, sizeof frame->subject, "%s", subject_of(event));
    json_decref(event);
}

/* The channel or whatever else an event is about. */
static const char *subject_of(const json_t *event) {
    static const char *const wholes[] = {"channel", "bridge", "replace_channel", "endpoint"};
    static const char *const parts[] = {"playback", "recording"};
    const char *subject = json_string_value(json_object_get(event, "request_id"));
    for (size_t i = 0; !subject && i < sizeof wholes / sizeof wholes[0]; i++) {
        subject = json_string_value(json_object_get(json_object_get(event, wholes[i]), "id"));
    }
    for (size_t i = 0; !subject && i < sizeof parts / sizeof parts[0]; i++) {
        subject =
            json_string_value(json_object_get(json_object_get(event, parts[i]), "target_uri"));
        const char *colon = subject ? strchr(subject, ':') : NULL;
        subject = colon ? colon + 1 : subject;
    }
    return subject ? subject : "";
}

/* Of several that say the same the first whose ids are known to be the same, or not yet known. */
static void pair_same(struct comparison *comparison, struct frames *a, struct frames *b) {
    size_t open = 0; /* all before are paired */
    for (size_t i = 0; i < a->count; i++) {
        struct frame *x = &a->items[i];
        for (size_t j = open; x->partner == NOBODY && j < b->count; j++) {
            struct frame *y = &b->items[j];
            if (y->partner == NOBODY && x->row->kind == y->row->kind &&
                strcmp(x->row->key, y->row->key) == 0 &&
                renaming_learn(comparison->renaming, row_text(x->row, "raw"),
                               row_text(y->row, "raw")) == ALIKE) {
                x->partner = j;
                y->partner = i;
            }
        }
        while (open < b->count && b->items[open].partner != NOBODY) {
            open++;
        }
    }
}

static void pair_similar(struct frames *a, struct frames *b) {
    for (size_t i = 0; i < a->count; i++) {
        struct frame *x = &a->items[i];
        for (size_t j = 0; x->partner == NOBODY && j < b->count; j++) {
            struct frame *y = &b->items[j];
            if (y->partner == NOBODY && x->row->kind == y->row->kind &&
                strcmp(x->type, y->type) == 0 && strcmp(x->subject, y->subject) == 0) {
                x->partner = j;
                y->partner = i;
            }
        }
    }
}

/* Those between the same two: one in the place of the other. */
static void pair_neighbours(struct frames *a, struct frames *b) {
    for (size_t i = 0; i < a->count; i++) {
        size_t j = i == 0 ? 0 : a->items[i - 1].partner;
        j += i > 0 && j != NOBODY;
        if (a->items[i].partner == NOBODY && j < b->count && b->items[j].partner == NOBODY &&
            a->items[i].row->kind == b->items[j].row->kind) {
            a->items[i].partner = j;
            b->items[j].partner = i;
        }
    }
}

static void compare_contents(struct comparison *comparison, const char *place,
                             const struct frames *a, const struct frames *b) {
    char name[FRAME_BYTES];
    for (size_t i = 0; i < a->count; i++) {
        const struct frame *x = &a->items[i];
        struct pair pair = {.rows = {x->row}, .place = place, .frame = name_frame(name, x)};
        if (x->partner == NOBODY) {
            compare_find(comparison, &pair, "frame", x->row->key, NULL);
        } else {
            pair.rows[1] = b->items[x->partner].row;
            x->row->partner = b->items[x->partner].row;
            compare_frame(comparison, &pair);
        }
    }
    for (size_t j = 0; j < b->count; j++) {
        const struct frame *y = &b->items[j];
        struct pair pair = {.rows = {NULL, y->row}, .place = place, .frame = name_frame(name, y)};
        if (y->partner == NOBODY) {
            compare_find(comparison, &pair, "frame", NULL, y->row->key);
        }
    }
}

static void compare_frame(struct comparison *comparison, const struct pair *pair) {
    static const char *const members[] = {"fin", "masked", "op"};
    const json_t *frames[2];
    const char *texts[2];
    must(pair->rows[0] && pair->rows[1]);
    for (int side = 0; side < 2; side++) {
        frames[side] = json_object_get(pair->rows[side]->json, "frame");
        frames[side] = frames[side] ? frames[side] : pair->rows[side]->json;
        texts[side] = row_text(pair->rows[side], "raw");
    }
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        json_t *a = json_object_get(frames[0], members[i]);
        json_t *b = json_object_get(frames[1], members[i]);
        if (!a != !b || (a && !json_equal(a, b))) {
            char *values[2] = {a ? json_dumps(a, JSON_ENCODE_ANY) : NULL,
                               b ? json_dumps(b, JSON_ENCODE_ANY) : NULL};
            compare_find(comparison, pair, members[i], values[0], values[1]);
            free(values[0]);
            free(values[1]);
        }
    }
    size_t found = comparison->findings_count;
    bool is_text = json_integer_value(json_object_get(frames[0], "op")) < 8 &&
                   pair->rows[0]->kind != ROW_CLOSED && pair->rows[0]->kind != ROW_DROP;
    if (is_text) {
        compare_bodies(comparison, pair, "", texts[0], texts[1], BODY_AS_IT_IS);
    } else {
        compare_texts(comparison, pair, "", pair->rows[0]->key, pair->rows[1]->key);
    }
    if (found == comparison->findings_count) {
        compare_lengths(comparison, pair, frames, texts);
    }
    compare_moments(comparison, pair);
}

/* Ids may be of any length: by how much a frame is longer than its text. */
static void compare_lengths(struct comparison *comparison, const struct pair *pair,
                            const json_t *const frames[2], const char *const texts[2]) {
    json_int_t lengths[2];
    for (int side = 0; side < 2; side++) {
        json_int_t length = json_integer_value(json_object_get(frames[side], "len"));
        lengths[side] = length - (json_int_t)strlen(texts[side]);
    }
    if (lengths[0] != lengths[1]) {
        char values[2][32];
        for (int side = 0; side < 2; side++) {
            snprintf(values[side], sizeof values[side], "%lld",
                     (long long)json_integer_value(json_object_get(frames[side], "len")));
        }
        compare_find(comparison, pair, "len", values[0], values[1]);
    }
}

/* As many as can be are taken to have kept their order; the others have moved. */
static void compare_order(struct comparison *comparison, const char *place, struct frames *a,
                          const struct frames *b) {
    comparison->failed |= !find_steady(a);
    for (size_t i = 0; i < a->count; i++) {
        const struct frame *frame = &a->items[i];
        bool may_have_moved = frame->partner != NOBODY && !frame->is_steady;
        size_t other = may_have_moved ? displaced(comparison, a, b, i) : NOBODY;
        if (other == NOBODY) {
            continue;
        }
        char name[FRAME_BYTES], with[FRAME_BYTES], values[2][FRAME_BYTES + 16];
        struct pair pair = {.rows = {frame->row, b->items[frame->partner].row},
                            .place = place,
                            .frame = name_frame(name, frame)};
        name_frame(with, &a->items[other]);
        snprintf(values[0], sizeof values[0], "%s %s", other < i ? "behind" : "before", with);
        snprintf(values[1], sizeof values[1], "%s it", other < i ? "before" : "behind");
        compare_find(comparison, &pair, "order", values[0], values[1]);
    }
}

/* Marks the frames whose partners are a longest rising row. False without memory. */
static bool find_steady(struct frames *a) {
    size_t *ends = calloc(a->count + 1, sizeof *ends); /* of the best row of each length */
    size_t longest = 0;
    for (size_t i = 0; ends && i < a->count; i++) {
        struct frame *frame = &a->items[i];
        size_t low = 0, high = longest;
        while (low < high) {
            size_t middle = (low + high) / 2;
            bool is_below = a->items[ends[middle]].partner < frame->partner;
            low = is_below ? middle + 1 : low;
            high = is_below ? high : middle;
        }
        if (frame->partner != NOBODY) {
            frame->before = low > 0 ? ends[low - 1] : NOBODY;
            ends[low] = i;
            longest = low == longest ? longest + 1 : longest;
        }
    }
    size_t next = ends && longest > 0 ? ends[longest - 1] : NOBODY;
    for (; next != NOBODY; next = a->items[next].before) {
        a->items[next].is_steady = true;
    }
    bool found = ends != NULL;
    free(ends);
    return found;
}

/* One that is on its other side in b, and not by chance: the nearest before it, or else the first
 * behind it; NOBODY: none. */
static size_t displaced(const struct comparison *comparison, const struct frames *a,
                        const struct frames *b, size_t index) {
    const struct frame *frame = &a->items[index];
    size_t found = NOBODY;
    for (size_t i = 0; i < a->count && (i < index || found == NOBODY); i++) {
        const struct frame *other = &a->items[i];
        if (i == index || other->partner == NOBODY ||
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

static const char *name_frame(char text[FRAME_BYTES], const struct frame *frame) {
    if (frame->number == 0) {
        snprintf(text, FRAME_BYTES, "%s%s%s to %s", frame->type, frame->subject[0] ? " of " : "",
                 frame->subject, label_of(frame->row));
        return text;
    }
    bool is_out = frame->row->kind == ROW_FRAME_OUT || frame->row->kind == ROW_DROP;
    snprintf(text, FRAME_BYTES, "%sframe %zu, %s%s%s", is_out ? "sent " : "", frame->number,
             frame->type, frame->subject[0] ? " of " : "", frame->subject);
    return text;
}

static const char *label_of(const struct row *row) {
    const char *label = row_text(row, row->kind == ROW_FRAME_IN ? "ws" : "label");
    return label[0] != '\0' ? label : "whoever asked";
}
