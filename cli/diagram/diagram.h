/* Floor 8: what happened as a picture: a lane for the caller, the dialplan, the broadcast and each
 * application, and row by row what went from one to another. Written as text, Mermaid or SVG. */
#ifndef STASIM_CLI_DIAGRAM_DIAGRAM_H
#define STASIM_CLI_DIAGRAM_DIAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/diagram/scene.h"
#include "sim/scenario/log.h"

enum { DIAGRAM_COLUMNS = 100 }; /* of the text */

/* Of applications that are many the last lane stands for all that found no other. */
enum { DIAGRAM_LANES_MAX = 64 };

struct diagram_lane {
    char *title;             /* all of it can be seen */
    const char *application; /* NULL: a party */
};

/* One thing that happened. */
struct diagram_row {
    uint64_t at_us;
    int from; /* lanes */
    int to;   /* the same: something that happened there */
    enum mood mood;
    bool is_answer;
    char *text;
    size_t entry; /* of the log: where it stands */
};

/* Something that lasts, on one lane. */
enum diagram_span_kind { SPAN_WAIT, SPAN_SESSION };
struct diagram_span {
    enum diagram_span_kind kind;
    int lane;
    size_t first;         /* rows; the first is the one that begins it */
    size_t last;          /* the number of rows, if it has not ended */
    uint64_t deadline_us; /* of a wait, if that began at once */
    const char *channel;
};

struct diagram {
    char *title; /* all of it can be seen; empty: none */
    struct diagram_lane lanes[DIAGRAM_LANES_MAX];
    int lanes_count;
    struct diagram_row *rows;
    size_t rows_count;
    struct diagram_span *spans; /* in the order of their begin */
    size_t spans_count;
};

/* The picture of a log, which must outlive it. NULL without memory. */
struct diagram *diagram_new(const struct log *log, const char *title);
void diagram_free(struct diagram *diagram);

/* How many spans of a lane cover a row or begin there; of the last row of a span it is already
 * over. */
int diagram_spans_at(const struct diagram *diagram, int lane, size_t row);

/* True for the first row of a moment. */
bool diagram_begins_moment(const struct diagram *diagram, size_t row);

/* A wait longer than this is folded, however long it is. */
#define DIAGRAM_FOLD_US UINT64_C(1000000)

struct diagram_style {
    bool is_utf8; /* lines as lines; else made of "-" and "|" */
    bool has_colours;
};

/* At most DIAGRAM_COLUMNS wide. Applications without room for their names get numbers. */
void diagram_write_text(const struct diagram *diagram, FILE *out,
                        const struct diagram_style *style);
/* A sequenceDiagram, for a README. */
void diagram_write_mermaid(const struct diagram *diagram, FILE *out);
/* Stands by itself, without scripts. False without memory. */
bool diagram_write_svg(const struct diagram *diagram, FILE *out);

#endif
