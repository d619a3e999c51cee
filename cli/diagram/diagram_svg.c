/* The picture as SVG: it stands by itself, and needs neither a script nor a font of its own. Time
 * runs downwards, longer waits take more room up to the fold. */
#include <stdlib.h>
#include <string.h>

#include "cli/base/text.h"
#include "cli/base/xml.h"
#include "cli/diagram/diagram.h"
#include "sim/scenario/duration.h"

/* In the units of the picture, pixels where it is not scaled. */
enum {
    MARGIN = 16,
    TIME_WIDTH = 84,
    TITLE_HEIGHT = 32,
    HEAD_HEIGHT = 34,
    ROW_HEIGHT = 22,
    PAUSE_HEIGHT_MIN = 12,
    PAUSE_HEIGHT_MAX = 60,
    LANE_WIDTH_MIN = 84,
    CHARACTER_WIDTH = 8, /* of the widest fonts */
    TITLE_CHARACTER_WIDTH = 11,
    BAR_WIDTH = 10,
    WORDS_GAP = 26,
    US_PER_UNIT = 20000, /* of a pause */
};

struct drawing {
    const struct diagram *diagram;
    FILE *out;
    int x[DIAGRAM_LANES_MAX]; /* of the lanes */
    int words_x;
    int *y;  /* of the rows */
    int top; /* where the lanes begin */
    int bottom;
    int width;
};

static bool lay_out(struct drawing *drawing);
static int pause_height(uint64_t us);
static void write_head(const struct drawing *drawing);
static void write_lanes(const struct drawing *drawing);
static void write_spans(const struct drawing *drawing);
static void write_deadline(const struct drawing *drawing, const struct diagram_span *span);
static void write_rows(const struct drawing *drawing);
static void write_fold(const struct drawing *drawing, size_t row);
static void write_arrow(const struct drawing *drawing, size_t row);
static const char *class_of(const struct diagram_row *row);

static const char STYLE[] =
    "<style>\n"
    "text { font: 13px system-ui, sans-serif; fill: #24292f; }\n"
    ".title { font-weight: 600; font-size: 16px; }\n"
    ".head { font-weight: 600; text-anchor: middle; }\n"
    ".time { text-anchor: end; fill: #57606a; }\n"
    ".lane { stroke: #afb8c1; }\n"
    ".fold { fill: #57606a; font-style: italic; }\n"
    ".wait { fill: #fff8c5; stroke: #d4a72c; }\n"
    ".session { fill: #dafbe1; stroke: #4ac26b; }\n"
    ".deadline { stroke: #d4a72c; stroke-dasharray: 2 4; fill: none; }\n"
    ".line { stroke-width: 1.5; fill: none; }\n"
    ".answer .line { stroke-dasharray: 6 3; }\n"
    ".plain .line { stroke: #24292f; } .plain .point { fill: #24292f; }\n"
    ".good .line { stroke: #1a7f37; } .good .point, .good text { fill: #1a7f37; }\n"
    ".bad .line { stroke: #bc4c00; } .bad .point, .bad text { fill: #bc4c00; }\n"
    "</style>\n";

bool diagram_write_svg(const struct diagram *diagram, FILE *out) {
    struct drawing drawing = {.diagram = diagram, .out = out};
    if (!lay_out(&drawing)) {
        return false;
    }
    write_head(&drawing);
    write_lanes(&drawing);
    write_spans(&drawing);
    write_rows(&drawing);
    fputs("</svg>\n", out);
    free(drawing.y);
    return true;
}

static bool lay_out(struct drawing *drawing) {
    const struct diagram *diagram = drawing->diagram;
    int x = MARGIN + TIME_WIDTH;
    for (int i = 0; i < diagram->lanes_count; i++) {
        const char *title = diagram->lanes[i].title;
        int width = (text_columns(title, strlen(title)) + 1) * CHARACTER_WIDTH;
        width = width > LANE_WIDTH_MIN ? width : LANE_WIDTH_MIN;
        drawing->x[i] = x + width / 2;
        x += width;
    }
    drawing->words_x = x + WORDS_GAP / 2;
    int columns = 0;
    drawing->y = calloc(diagram->rows_count + 1, sizeof *drawing->y);
    if (!drawing->y) {
        return false;
    }
    drawing->top = MARGIN + HEAD_HEIGHT + (diagram->title[0] != '\0' ? TITLE_HEIGHT : 0);
    int y = drawing->top;
    for (size_t i = 0; i < diagram->rows_count; i++) {
        const struct diagram_row *row = &diagram->rows[i];
        if (i > 0) {
            y += pause_height(row->at_us - row[-1].at_us);
        }
        y += ROW_HEIGHT;
        drawing->y[i] = y;
        int words = text_columns(row->text, strlen(row->text));
        columns = words > columns ? words : columns;
    }
    drawing->bottom = y + ROW_HEIGHT;
    int title_width = text_columns(diagram->title, strlen(diagram->title)) * TITLE_CHARACTER_WIDTH;
    int words_width = drawing->words_x - MARGIN + columns * CHARACTER_WIDTH;
    drawing->width = 2 * MARGIN + (title_width > words_width ? title_width : words_width);
    return true;
}

static int pause_height(uint64_t us) {
    if (us == 0) {
        return 0;
    }
    uint64_t height = PAUSE_HEIGHT_MIN + us / US_PER_UNIT;
    return height < PAUSE_HEIGHT_MAX ? (int)height : PAUSE_HEIGHT_MAX;
}

static void write_head(const struct drawing *drawing) {
    FILE *out = drawing->out;
    int height = drawing->bottom + MARGIN;
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 "
            "%d %d\" role=\"img\">\n",
            drawing->width, height, drawing->width, height);
    if (drawing->diagram->title[0] != '\0') {
        fputs("<title>", out);
        xml_print(out, drawing->diagram->title);
        fputs("</title>\n", out);
    }
    fputs(STYLE, out);
    fprintf(out, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", drawing->width, height);
    if (drawing->diagram->title[0] != '\0') {
        fprintf(out, "<text class=\"title\" x=\"%d\" y=\"%d\">", MARGIN, MARGIN + 14);
        xml_print(out, drawing->diagram->title);
        fputs("</text>\n", out);
    }
}

static void write_lanes(const struct drawing *drawing) {
    FILE *out = drawing->out;
    for (int i = 0; i < drawing->diagram->lanes_count; i++) {
        fprintf(out, "<text class=\"head\" x=\"%d\" y=\"%d\">", drawing->x[i], drawing->top - 8);
        xml_print(out, drawing->diagram->lanes[i].title);
        fprintf(out, "</text>\n<line class=\"lane\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n",
                drawing->x[i], drawing->top, drawing->x[i], drawing->bottom);
    }
}

static void write_spans(const struct drawing *drawing) {
    const struct diagram *diagram = drawing->diagram;
    for (size_t i = 0; i < diagram->spans_count; i++) {
        const struct diagram_span *span = &diagram->spans[i];
        if (span->first == diagram->rows_count) {
            continue;
        }
        int from = drawing->y[span->first];
        int to = span->last < diagram->rows_count ? drawing->y[span->last] : drawing->bottom;
        fprintf(drawing->out,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><title>",
                span->kind == SPAN_WAIT ? "wait" : "session",
                drawing->x[span->lane] - BAR_WIDTH / 2, from, BAR_WIDTH, to - from);
        fputs(span->kind == SPAN_WAIT ? "the wait of " : "the session of ", drawing->out);
        xml_print(drawing->out, span->channel);
        fputs("</title></rect>\n", drawing->out);
        if (span->kind == SPAN_WAIT) {
            write_deadline(drawing, span);
        }
    }
}

/* How long it could have waited, as far as the picture goes. */
static void write_deadline(const struct drawing *drawing, const struct diagram_span *span) {
    const struct diagram *diagram = drawing->diagram;
    size_t row = span->last;
    while (row < diagram->rows_count && diagram->rows[row].at_us < span->deadline_us) {
        row++;
    }
    if (row == span->last || row >= diagram->rows_count) {
        return;
    }
    const struct diagram_row *before = &diagram->rows[row - 1], *behind = &diagram->rows[row];
    int room = drawing->y[row] - drawing->y[row - 1];
    int y = drawing->y[row - 1] + (int)((uint64_t)room * (span->deadline_us - before->at_us) /
                                        (behind->at_us - before->at_us));
    int x = drawing->x[span->lane];
    char text[DURATION_TEXT_BYTES];
    fprintf(drawing->out,
            "<path class=\"deadline\" d=\"M%d %dV%dM%d %dH%d\"><title>its deadline would have been "
            "at %s</title></path>\n"
            "<text class=\"fold\" x=\"%d\" y=\"%d\" text-anchor=\"end\">deadline</text>\n",
            x - BAR_WIDTH / 2, drawing->y[span->last], y, x - BAR_WIDTH, y, x + BAR_WIDTH,
            duration_text(span->deadline_us, text), x - BAR_WIDTH - 4, y + 4);
}

static void write_rows(const struct drawing *drawing) {
    const struct diagram *diagram = drawing->diagram;
    char text[DURATION_TEXT_BYTES];
    for (size_t i = 0; i < diagram->rows_count; i++) {
        const struct diagram_row *row = &diagram->rows[i];
        if (diagram_begins_moment(diagram, i)) {
            fprintf(drawing->out, "<text class=\"time\" x=\"%d\" y=\"%d\">%s</text>\n",
                    MARGIN + TIME_WIDTH - 16, drawing->y[i] + 4, duration_text(row->at_us, text));
        }
        if (i > 0 && row->at_us - row[-1].at_us > DIAGRAM_FOLD_US) {
            write_fold(drawing, i);
        }
        write_arrow(drawing, i);
    }
}

static void write_fold(const struct drawing *drawing, size_t row) {
    const struct diagram_row *it = &drawing->diagram->rows[row];
    int y = (drawing->y[row] + drawing->y[row - 1]) / 2;
    char text[DURATION_TEXT_BYTES];
    for (int i = 0; i < drawing->diagram->lanes_count; i++) {
        fprintf(drawing->out, "<path d=\"M%d %dl14 -5v6l-14 5z\" fill=\"#ffffff\"/>\n",
                drawing->x[i] - 7, y);
    }
    fprintf(drawing->out, "<text class=\"fold\" x=\"%d\" y=\"%d\">%s later</text>\n",
            drawing->words_x, y + 4, duration_text(it->at_us - it[-1].at_us, text));
}

static void write_arrow(const struct drawing *drawing, size_t row) {
    const struct diagram_row *it = &drawing->diagram->rows[row];
    FILE *out = drawing->out;
    int y = drawing->y[row], from = drawing->x[it->from], to = drawing->x[it->to];
    fprintf(out, "<g class=\"%s\">", class_of(it));
    if (it->from == it->to) {
        fprintf(out, "<circle class=\"point\" cx=\"%d\" cy=\"%d\" r=\"4\"/>", from, y);
    } else {
        int back = from < to ? -8 : 8;
        fprintf(out, "<path class=\"line\" d=\"M%d %dH%d\"/>", from, y, to + back);
        fprintf(out, "<path class=\"point\" d=\"M%d %dl%d -4v8z\"/>", to, y, back);
    }
    fprintf(out, "<text x=\"%d\" y=\"%d\">", drawing->words_x, y + 4);
    xml_print(out, it->text);
    fputs("</text></g>\n", out);
}

static const char *class_of(const struct diagram_row *row) {
    static const char *const classes[][2] = {
        [MOOD_PLAIN] = {"plain", "plain answer"},
        [MOOD_GOOD] = {"good", "good answer"},
        [MOOD_BAD] = {"bad", "bad answer"},
    };
    return classes[row->mood][row->is_answer];
}
