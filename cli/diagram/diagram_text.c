/* The picture for a terminal. Each row is one thing that happened: the moment if it is a new one,
 * the lanes with an arrow across them, and what it was, in words. A lane is drawn double while a
 * broadcast waits or a session lasts. */
#include <string.h>

#include "cli/base/colour.h"
#include "cli/base/text.h"
#include "cli/diagram/diagram.h"
#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/scenario/duration.h"

enum {
    TIME_COLUMNS = 10,
    LANE_WIDTH_MAX = 24,
    NUMBER_WIDTH = 3, /* of a lane with a number for its name */
    OTHERS_WIDTH = 8,
    WORDS_COLUMNS_MIN = 30,
    NUMBERS_MAX = 99,
    TITLE_SIZE = 12, /* of any int: a compiler cannot see that two digits are enough */
};

struct glyphs {
    const char *life, *cross, *from_left, *from_right; /* of a lane */
    const char *busy, *busy_cross, *busy_left, *busy_right;
    const char *line, *to_right, *to_left, *point, *later;
};
static const struct glyphs ASCII = {"|", "+", "|", "|", "#", "#", "#",
                                    "#", "-", ">", "<", "*", ":"};
static const struct glyphs UTF8 = {"│", "┼", "├", "┤", "║", "╫", "╟", "╢", "─", "▶", "◀", "●", "┊"};

struct column {
    char number[TITLE_SIZE];
    const char *title;
    int width;
};

struct drawing {
    FILE *out;
    const struct diagram *diagram;
    const struct diagram_style *style;
    const struct glyphs *glyphs;
    struct column columns[DIAGRAM_LANES_MAX];
    int columns_count; /* further lanes share the last one */
    bool has_numbers;
    int words_column;
};

/* Where a row is drawn: an arrow from lane to lane, or nothing (-1). */
struct arrow {
    int from, to;
    size_t row; /* whose spans are drawn */
};

static void name_columns(struct drawing *drawing);
static bool fit_names(struct drawing *drawing);
static void fit_numbers(struct drawing *drawing);
static void print_titles(const struct drawing *drawing);
static void print_legend(const struct drawing *drawing);
static void print_row(const struct drawing *drawing, size_t row);
static void print_pause(const struct drawing *drawing, size_t row);
static void print_time(const struct drawing *drawing, uint64_t at_us);
static int column_of(const struct drawing *drawing, int lane);
static void print_lanes(const struct drawing *drawing, const struct arrow *arrow);
static void print_lane(const struct drawing *drawing, int lane, const struct arrow *arrow);
static const char *node(const struct drawing *drawing, int lane, const struct arrow *arrow);
static void print_words(const struct drawing *drawing, size_t row);
static void print_repeated(FILE *out, const char *glyph, int count);

void diagram_write_text(const struct diagram *diagram, FILE *out,
                        const struct diagram_style *style) {
    struct drawing drawing = {
        .out = out, .diagram = diagram, .style = style, .glyphs = style->is_utf8 ? &UTF8 : &ASCII};
    name_columns(&drawing);
    print_titles(&drawing);
    for (size_t i = 0; i < diagram->rows_count; i++) {
        print_row(&drawing, i);
    }
}

/* By name if all have room, else the applications by number. */
static void name_columns(struct drawing *drawing) {
    if (!fit_names(drawing)) {
        fit_numbers(drawing);
    }
    drawing->words_column = TIME_COLUMNS + 1;
    for (int i = 0; i < drawing->columns_count; i++) {
        drawing->words_column += drawing->columns[i].width;
    }
}

static bool fit_names(struct drawing *drawing) {
    const struct diagram *diagram = drawing->diagram;
    int column = TIME_COLUMNS;
    for (int i = 0; i < diagram->lanes_count; i++) {
        const char *title = diagram->lanes[i].title;
        int width = text_columns(title, strlen(title)) + 2;
        width = width < LANE_WIDTH_MAX ? width : LANE_WIDTH_MAX;
        drawing->columns[i] = (struct column){.title = title, .width = width};
        column += width;
        if (column + WORDS_COLUMNS_MIN > DIAGRAM_COLUMNS && i >= PARTY_APPLICATION) {
            return false;
        }
    }
    drawing->columns_count = diagram->lanes_count;
    return true;
}

static void fit_numbers(struct drawing *drawing) {
    int lanes = drawing->diagram->lanes_count;
    int room = DIAGRAM_COLUMNS - WORDS_COLUMNS_MIN - TIME_COLUMNS;
    for (int i = 0; i < PARTY_APPLICATION; i++) {
        room -= drawing->columns[i].width;
    }
    int numbers = room / NUMBER_WIDTH;
    bool shared = lanes - PARTY_APPLICATION > numbers;
    numbers = shared ? (room - OTHERS_WIDTH) / NUMBER_WIDTH : lanes - PARTY_APPLICATION;
    must(numbers > 0 && numbers <= NUMBERS_MAX);
    for (int i = 0; i < numbers; i++) {
        struct column *column = &drawing->columns[PARTY_APPLICATION + i];
        snprintf(column->number, sizeof column->number, "%d", i + 1);
        column->title = column->number;
        column->width = NUMBER_WIDTH;
    }
    drawing->columns_count = PARTY_APPLICATION + numbers;
    if (shared) {
        drawing->columns[drawing->columns_count++] =
            (struct column){.title = "others", .width = OTHERS_WIDTH};
    }
    drawing->has_numbers = true;
}

static void print_titles(const struct drawing *drawing) {
    fprintf(drawing->out, "%*s", TIME_COLUMNS, "");
    int pending = 0; /* no space is printed that nothing follows */
    for (int i = 0; i < drawing->columns_count; i++) {
        const struct column *column = &drawing->columns[i];
        bool is_number = column->title == column->number;
        size_t bytes = text_fit(column->title, column->width - !is_number * 2);
        int columns = text_columns(column->title, bytes);
        int before = (column->width - columns) / 2;
        fprintf(drawing->out, "%*s%.*s", pending + before, "", (int)bytes, column->title);
        pending = column->width - columns - before;
    }
    fputc('\n', drawing->out);
    if (drawing->has_numbers) {
        print_legend(drawing);
    }
}

/* Which application has which number. */
static void print_legend(const struct drawing *drawing) {
    int column = 0;
    for (int i = PARTY_APPLICATION; i < drawing->columns_count; i++) {
        const char *number = drawing->columns[i].number;
        const char *name = drawing->diagram->lanes[i].title;
        int width = (int)strlen(number) + 1 + text_columns(name, strlen(name));
        if (number[0] == '\0') {
            continue;
        }
        if (column > 0 && column + 2 + width > DIAGRAM_COLUMNS) {
            fputc('\n', drawing->out);
            column = 0;
        }
        fprintf(drawing->out, "%*s%s %s", column > 0 ? 2 : TIME_COLUMNS, "", number, name);
        column += (column > 0 ? 2 : TIME_COLUMNS) + width;
    }
    fputc('\n', drawing->out);
}

static void print_row(const struct drawing *drawing, size_t row) {
    const struct diagram_row *it = &drawing->diagram->rows[row];
    if (diagram_begins_moment(drawing->diagram, row)) {
        if (row > 0) {
            print_pause(drawing, row);
        }
        print_time(drawing, it->at_us);
    } else {
        fprintf(drawing->out, "%*s", TIME_COLUMNS, "");
    }
    struct arrow arrow = {
        .from = column_of(drawing, it->from), .to = column_of(drawing, it->to), .row = row};
    print_lanes(drawing, &arrow);
    print_words(drawing, row);
}

/* A new moment stands apart from the one before; however long that was ago, it is one line. */
static void print_pause(const struct drawing *drawing, size_t row) {
    const struct diagram_row *rows = drawing->diagram->rows;
    uint64_t pause_us = rows[row].at_us - rows[row - 1].at_us;
    bool folded = pause_us > DIAGRAM_FOLD_US;
    fprintf(drawing->out, "%*s%s", TIME_COLUMNS - 3, "", folded ? drawing->glyphs->later : " ");
    fprintf(drawing->out, "%*s", 2, "");
    print_lanes(drawing, &(struct arrow){.from = -1, .to = -1, .row = row - 1});
    if (folded) {
        char text[DURATION_TEXT_BYTES];
        int last = drawing->columns[drawing->columns_count - 1].width;
        fprintf(drawing->out, "%*s%s later", last / 2 + 1, "", duration_text(pause_us, text));
    }
    fputc('\n', drawing->out);
}

static void print_time(const struct drawing *drawing, uint64_t at_us) {
    uint64_t ms = at_us / US_PER_MS, rest_us = at_us % US_PER_MS;
    char text[32];
    int length = snprintf(text, sizeof text, "%llu", (unsigned long long)ms);
    if (rest_us != 0) {
        length += snprintf(&text[length], sizeof text - (size_t)length, ".%03llu",
                           (unsigned long long)rest_us);
    }
    fprintf(drawing->out, "%*s ms", TIME_COLUMNS - 4, text);
    fprintf(drawing->out, "%*s", length > TIME_COLUMNS - 4 ? 0 : 1, "");
}

static int column_of(const struct drawing *drawing, int lane) {
    return lane < drawing->columns_count ? lane : drawing->columns_count - 1;
}

static void print_lanes(const struct drawing *drawing, const struct arrow *arrow) {
    for (int i = 0; i < drawing->columns_count; i++) {
        print_lane(drawing, i, arrow);
    }
}

static void print_lane(const struct drawing *drawing, int lane, const struct arrow *arrow) {
    int from = arrow->from, to = arrow->to;
    int low = from < to ? from : to, high = from < to ? to : from;
    int before = (drawing->columns[lane].width - 1) / 2;
    int after = drawing->columns[lane].width - 1 - before;
    FILE *out = drawing->out;
    bool comes_in = lane > low && lane <= high, goes_on = lane >= low && lane < high;
    bool head_right = comes_in && lane == to, head_left = goes_on && lane == to;
    if (comes_in) {
        print_repeated(out, drawing->glyphs->line, before - head_right);
        fputs(head_right ? drawing->glyphs->to_right : "", out);
    } else {
        print_repeated(out, " ", before);
    }
    fputs(node(drawing, lane, arrow), out);
    if (goes_on) {
        fputs(head_left ? drawing->glyphs->to_left : "", out);
        print_repeated(out, drawing->glyphs->line, after - head_left);
    } else if (lane < drawing->columns_count - 1) {
        print_repeated(out, " ", after);
    }
}

static const char *node(const struct drawing *drawing, int lane, const struct arrow *arrow) {
    const struct glyphs *glyphs = drawing->glyphs;
    int from = arrow->from, to = arrow->to;
    int spans = diagram_spans_at(drawing->diagram, lane, arrow->row);
    for (int i = lane + 1; lane == drawing->columns_count - 1 && i < drawing->diagram->lanes_count;
         i++) {
        spans += diagram_spans_at(drawing->diagram, i, arrow->row);
    }
    bool busy = spans > 0;
    if (lane == from && lane == to) {
        return glyphs->point;
    }
    if (lane == from) {
        return from < to ? (busy ? glyphs->busy_left : glyphs->from_left)
                         : (busy ? glyphs->busy_right : glyphs->from_right);
    }
    bool crossed = (lane > from && lane < to) || (lane < from && lane > to);
    if (crossed) {
        return busy ? glyphs->busy_cross : glyphs->cross;
    }
    return busy ? glyphs->busy : glyphs->life;
}

/* Words that find no room go on beneath, beside the lanes. */
static void print_words(const struct drawing *drawing, size_t row) {
    FILE *out = drawing->out;
    const struct diagram_row *it = &drawing->diagram->rows[row];
    bool coloured = drawing->style->has_colours && it->mood != MOOD_PLAIN;
    int gap = drawing->columns[drawing->columns_count - 1].width / 2 + 1;
    const char *text = it->text;
    for (;;) {
        size_t bytes = text_fit_words(text, DIAGRAM_COLUMNS - drawing->words_column);
        fprintf(out, "%*s%s%.*s%s\n", gap, "", coloured ? mood_colour(it->mood) : "", (int)bytes,
                text, coloured ? COLOUR_NONE : "");
        text += bytes;
        text += *text == ' ';
        if (*text == '\0') {
            return;
        }
        fprintf(out, "%*s", TIME_COLUMNS, "");
        print_lanes(drawing, &(struct arrow){.from = -1, .to = -1, .row = row});
    }
}

static void print_repeated(FILE *out, const char *glyph, int count) {
    for (int i = 0; i < count; i++) {
        fputs(glyph, out);
    }
}
