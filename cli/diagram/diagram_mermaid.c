/* The picture as a sequence diagram of Mermaid, which GitHub and others draw. */
#include <string.h>

#include "cli/diagram/diagram.h"
#include "sim/scenario/duration.h"

static void write_moment(const struct diagram *diagram, FILE *out, size_t row);
static void write_row(FILE *out, const struct diagram_row *row);
static void write_spans(const struct diagram *diagram, FILE *out, size_t row);
static void write_text(FILE *out, const char *text);

void diagram_write_mermaid(const struct diagram *diagram, FILE *out) {
    fputs("sequenceDiagram\n", out);
    if (diagram->title[0] != '\0') {
        fputs("    title ", out);
        write_text(out, diagram->title);
        fputc('\n', out);
    }
    for (int i = 0; i < diagram->lanes_count; i++) {
        fprintf(out, "    participant p%d as ", i);
        write_text(out, diagram->lanes[i].title);
        fputc('\n', out);
    }
    for (size_t i = 0; i < diagram->rows_count; i++) {
        if (diagram_begins_moment(diagram, i)) {
            write_moment(diagram, out, i);
        }
        write_row(out, &diagram->rows[i]);
        write_spans(diagram, out, i);
    }
}

static void write_moment(const struct diagram *diagram, FILE *out, size_t row) {
    char text[DURATION_TEXT_BYTES];
    fprintf(out, "    Note left of p0: %s\n", duration_text(diagram->rows[row].at_us, text));
}

static void write_row(FILE *out, const struct diagram_row *row) {
    if (row->from == row->to) {
        fprintf(out, "    Note over p%d: ", row->from);
    } else {
        fprintf(out, "    p%d%sp%d: ", row->from, row->is_answer ? "-->>" : "->>", row->to);
    }
    write_text(out, row->text);
    fputc('\n', out);
}

/* Bars begin behind the row that begins them, and end behind the row that ends them. */
static void write_spans(const struct diagram *diagram, FILE *out, size_t row) {
    for (size_t i = 0; i < diagram->spans_count; i++) {
        const struct diagram_span *span = &diagram->spans[i];
        if (span->last == row && span->first < row) {
            fprintf(out, "    deactivate p%d\n", span->lane);
        }
        if (span->first == row && span->last > row) {
            fprintf(out, "    activate p%d\n", span->lane);
        }
    }
}

/* What Mermaid would read as something else is written by its number. */
static void write_text(FILE *out, const char *text) {
    for (; *text != '\0'; text++) {
        if (strchr("#;<>", *text)) {
            fprintf(out, "#%d;", *text);
        } else {
            fputc(*text, out);
        }
    }
}
