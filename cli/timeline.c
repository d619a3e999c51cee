/* Draws the log of a run as a timeline. Each row is one thing that happened: the moment if it is a
 * new one, the columns ("lanes") with an arrow across them, and what it was, in words. */
#include "cli/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "cli/happening.h"
#include "cli/text.h"
#include "sim/base/must.h"

enum {
    TIME_COLUMNS = 10,
    LANES_MAX = 32,
    LANE_WIDTH_MAX = 24,
    NAME_BYTES_MAX = 80,
    WORDS_COLUMNS_MIN = 30,
    US_PER_MS = 1000,
};

struct lane {
    const char *application; /* NULL: the party of this index */
    const char *title;
    int width;
};

struct glyphs {
    const char *life, *line, *cross, *from_left, *from_right, *to_right, *to_left, *point;
};
static const struct glyphs ASCII = {"|", "-", "+", "|", "|", ">", "<", "*"};
static const struct glyphs UTF8 = {"│", "─", "┼", "├", "┤", "▶", "◀", "●"};
static const char *const COLOURS[] = {
    [MOOD_PLAIN] = "", [MOOD_GOOD] = "\033[32m", [MOOD_BAD] = "\033[33m"};
static const char PLAIN[] = "\033[0m";

struct drawing {
    FILE *out;
    const struct timeline_style *style;
    const struct glyphs *glyphs;
    struct lane lanes[LANES_MAX];
    int lanes_count;
    int words_column;
    bool is_begun;
    uint64_t at_us; /* of the last row */
};

static bool find_lanes(struct drawing *drawing, const struct log *log);
static int compare_names(const void *a, const void *b);
static void fit_lanes(struct drawing *drawing);
static void print_titles(const struct drawing *drawing);
static void print_row(struct drawing *drawing, uint64_t at_us, const struct happening *happening);
static int lane_of(const struct drawing *drawing, enum party party, const char *application);
static void print_time(struct drawing *drawing, uint64_t at_us);
static void print_lanes(const struct drawing *drawing, int from, int to);
static void print_lane(const struct drawing *drawing, int lane, int from, int to);
static const char *node(const struct drawing *drawing, int lane, int from, int to);
static void print_words(const struct drawing *drawing, const struct happening *happening);
static void print_repeated(FILE *out, const char *glyph, int count);

bool timeline_print(FILE *out, const struct log *log, const struct timeline_style *style) {
    struct drawing drawing = {
        .out = out, .style = style, .glyphs = style->is_utf8 ? &UTF8 : &ASCII};
    if (!find_lanes(&drawing, log)) {
        return false;
    }
    fit_lanes(&drawing);
    print_titles(&drawing);
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        struct happening happening;
        if (happening_of(entry, &happening)) {
            print_row(&drawing, entry->at_us, &happening);
        }
    }
    return true;
}

/* The parties, then the applications by name, as many as there is room for. */
static bool find_lanes(struct drawing *drawing, const struct log *log) {
    static const char *const parties[] = {"caller", "dialplan", "broadcast"};
    for (; drawing->lanes_count < PARTY_APPLICATION; drawing->lanes_count++) {
        drawing->lanes[drawing->lanes_count].title = parties[drawing->lanes_count];
    }
    const char **names = malloc((log_count(log) + 1) * sizeof *names);
    size_t count = 0;
    for (size_t i = 0; names && i < log_count(log); i++) {
        struct happening happening;
        if (happening_of(log_at(log, i), &happening) && happening.application) {
            names[count++] = happening.application;
        }
    }
    if (!names) {
        return false;
    }
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count && drawing->lanes_count < LANES_MAX; i++) {
        if (i == 0 || strcmp(names[i], names[i - 1]) != 0) {
            drawing->lanes[drawing->lanes_count++] =
                (struct lane){.application = names[i], .title = names[i]};
        }
    }
    free(names);
    return true;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Lanes that leave no room for words are given up; their applications share the last one. */
static void fit_lanes(struct drawing *drawing) {
    int column = TIME_COLUMNS;
    for (int i = 0; i < drawing->lanes_count; i++) {
        struct lane *lane = &drawing->lanes[i];
        int title_columns = text_columns(lane->title, strlen(lane->title));
        lane->width = title_columns + 2 < LANE_WIDTH_MAX ? title_columns + 2 : LANE_WIDTH_MAX;
        if (column + lane->width + WORDS_COLUMNS_MIN > TIMELINE_COLUMNS) {
            must(i > PARTY_APPLICATION);
            drawing->lanes_count = i;
            drawing->lanes[i - 1].title = "others";
            break;
        }
        column += lane->width;
    }
    drawing->words_column = column + 1;
}

static void print_titles(const struct drawing *drawing) {
    fprintf(drawing->out, "%*s", TIME_COLUMNS, "");
    int pending = 0; /* no space is printed that nothing follows */
    for (int i = 0; i < drawing->lanes_count; i++) {
        const struct lane *lane = &drawing->lanes[i];
        size_t bytes = text_fit(lane->title, lane->width - 2);
        int columns = text_columns(lane->title, bytes);
        int before = (lane->width - columns) / 2;
        fprintf(drawing->out, "%*s%.*s", pending + before, "", (int)bytes, lane->title);
        pending = lane->width - columns - before;
    }
    fputc('\n', drawing->out);
}

static void print_row(struct drawing *drawing, uint64_t at_us, const struct happening *happening) {
    int from = lane_of(drawing, happening->from, happening->application);
    int to = lane_of(drawing, happening->to, happening->application);
    print_time(drawing, at_us);
    print_lanes(drawing, from, to);
    print_words(drawing, happening);
}

static int lane_of(const struct drawing *drawing, enum party party, const char *application) {
    if (party != PARTY_APPLICATION) {
        return (int)party;
    }
    for (int i = PARTY_APPLICATION; i < drawing->lanes_count - 1; i++) {
        if (strcmp(drawing->lanes[i].application, application) == 0) {
            return i;
        }
    }
    return drawing->lanes_count - 1;
}

/* A new moment stands apart from the one before. */
static void print_time(struct drawing *drawing, uint64_t at_us) {
    if (drawing->is_begun && at_us == drawing->at_us) {
        fprintf(drawing->out, "%*s", TIME_COLUMNS, "");
        return;
    }
    if (drawing->is_begun) {
        fprintf(drawing->out, "%*s", TIME_COLUMNS, "");
        print_lanes(drawing, -1, -1);
        fputc('\n', drawing->out);
    }
    uint64_t ms = at_us / US_PER_MS, rest_us = at_us % US_PER_MS;
    char text[32];
    int length = snprintf(text, sizeof text, "%llu", (unsigned long long)ms);
    if (rest_us != 0) {
        length += snprintf(&text[length], sizeof text - (size_t)length, ".%03llu",
                           (unsigned long long)rest_us);
    }
    fprintf(drawing->out, "%*s ms", TIME_COLUMNS - 4, text);
    fprintf(drawing->out, "%*s", length > TIME_COLUMNS - 4 ? 0 : 1, "");
    drawing->is_begun = true;
    drawing->at_us = at_us;
}

/* From lane `from` to lane `to`; -1: nothing happens. */
static void print_lanes(const struct drawing *drawing, int from, int to) {
    for (int i = 0; i < drawing->lanes_count; i++) {
        print_lane(drawing, i, from, to);
    }
}

static void print_lane(const struct drawing *drawing, int lane, int from, int to) {
    int low = from < to ? from : to, high = from < to ? to : from;
    int before = (drawing->lanes[lane].width - 1) / 2;
    int after = drawing->lanes[lane].width - 1 - before;
    FILE *out = drawing->out;
    bool comes_in = lane > low && lane <= high, goes_on = lane >= low && lane < high;
    bool head_right = comes_in && lane == to, head_left = goes_on && lane == to;
    if (comes_in) {
        print_repeated(out, drawing->glyphs->line, before - head_right);
        fputs(head_right ? drawing->glyphs->to_right : "", out);
    } else {
        print_repeated(out, " ", before);
    }
    fputs(node(drawing, lane, from, to), out);
    if (goes_on) {
        fputs(head_left ? drawing->glyphs->to_left : "", out);
        print_repeated(out, drawing->glyphs->line, after - head_left);
    } else if (lane < drawing->lanes_count - 1) {
        print_repeated(out, " ", after);
    }
}

static const char *node(const struct drawing *drawing, int lane, int from, int to) {
    const struct glyphs *glyphs = drawing->glyphs;
    if (lane == from && lane == to) {
        return glyphs->point;
    }
    if (lane == from) {
        return from < to ? glyphs->from_left : glyphs->from_right;
    }
    bool crossed = (lane > from && lane < to) || (lane < from && lane > to);
    return crossed ? glyphs->cross : glyphs->life;
}

/* Words that find no room go on beneath, beside the lanes. */
static void print_words(const struct drawing *drawing, const struct happening *happening) {
    FILE *out = drawing->out;
    bool coloured = drawing->style->has_colours && happening->mood != MOOD_PLAIN;
    int gap = drawing->lanes[drawing->lanes_count - 1].width / 2 + 1;
    const char *text = happening->text;
    for (;;) {
        size_t bytes = text_fit_words(text, TIMELINE_COLUMNS - drawing->words_column);
        fprintf(out, "%*s%s%.*s%s\n", gap, "", coloured ? COLOURS[happening->mood] : "", (int)bytes,
                text, coloured ? PLAIN : "");
        text += bytes;
        text += *text == ' ';
        if (*text == '\0') {
            return;
        }
        fprintf(out, "%*s", TIME_COLUMNS, "");
        print_lanes(drawing, -1, -1);
    }
}

static void print_repeated(FILE *out, const char *glyph, int count) {
    for (int i = 0; i < count; i++) {
        fputs(glyph, out);
    }
}
