/* Frames and what they are called. */
#include "cli/diff/frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/server/ws_frame.h"
#include "sim/base/text.h"

static void add(struct frames *frames, struct row *row, size_t number);
static bool is_keepalive(const struct row *row);
static void describe(struct frame *frame);
static const char *subject_of(const json_t *event);
static const char *label_of(const struct row *row);

struct frames frames_of_socket(const struct rows *rows, bool strict) {
    struct frames frames = {.items = memory_new(rows->count * sizeof *frames.items)};
    for (size_t i = 0; i < rows->count; i++) {
        if (strict || !is_keepalive(rows->items[i])) {
            add(&frames, rows->items[i], frames.count + 1);
        }
    }
    return frames;
}

struct frames frames_of_all(const struct rows *rows) {
    struct frames frames = {.items = memory_new(rows->count * sizeof *frames.items)};
    for (size_t i = 0; i < rows->count; i++) {
        enum row_kind kind = rows->items[i]->kind;
        if (kind == ROW_ANSWER || kind == ROW_OPENED || kind == ROW_FRAME_IN) {
            add(&frames, rows->items[i], 0);
        }
    }
    return frames;
}

void frames_free(struct frames *frames) {
    free(frames->items);
}

static void add(struct frames *frames, struct row *row, size_t number) {
    struct frame *frame = &frames->items[frames->count++];
    *frame = (struct frame){.row = row, .number = number, .partner = FRAME_NONE};
    describe(frame);
}

/* Pings come when time has passed, and each is answered. */
static bool is_keepalive(const struct row *row) {
    json_int_t opcode = row_opcode(row);
    return opcode == WS_PING || (opcode == WS_PONG && row->kind == ROW_FRAME_OUT);
}

static void describe(struct frame *frame) {
    bool is_text = frame->row->kind == ROW_FRAME_IN || frame->row->kind == ROW_FRAME_OUT;
    json_t *event = is_text ? json_loads(row_text(frame->row, "raw"), 0, NULL) : NULL;
    const char *type = json_string_value(json_object_get(event, "type"));
    snprintf(frame->type, sizeof frame->type, "%s", text_or_empty(type));
    if (!type) {
        snprintf(frame->type, sizeof frame->type, "%.*s", (int)strcspn(frame->row->key, " {["),
                 frame->row->key);
    }
    if (frame->row->kind == ROW_ANSWER || frame->row->kind == ROW_OPENED) {
        const char *status = row_text(frame->row, "status_line");
        const char *code = strchr(status, ' ');
        snprintf(frame->type, sizeof frame->type, "answer%s", text_or_empty(code));
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
    return text_or_empty(subject);
}

const char *frame_name(const struct frame *frame, char name[FRAME_NAME_BYTES]) {
    const char *of = frame->subject[0] != '\0' ? " of " : "";
    bool is_out = frame->row->kind == ROW_FRAME_OUT || frame->row->kind == ROW_DROP;
    if (frame->number == 0) {
        snprintf(name, FRAME_NAME_BYTES, "%s%s%s to %s", frame->type, of, frame->subject,
                 label_of(frame->row));
    } else {
        snprintf(name, FRAME_NAME_BYTES, "%sframe %zu, %s%s%s", is_out ? "sent " : "",
                 frame->number, frame->type, of, frame->subject);
    }
    return name;
}

static const char *label_of(const struct row *row) {
    const char *label = row_text(row, row->kind == ROW_FRAME_IN ? "ws" : "label");
    return label[0] != '\0' ? label : "whoever asked";
}
