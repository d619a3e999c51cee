/* Floor 5, inside the dialplan only: what parsing, indexing, checking and matching share. */
#ifndef STASIM_DIALPLAN_DIALPLAN_PRIVATE_H
#define STASIM_DIALPLAN_DIALPLAN_PRIVATE_H

#include "sim/dialplan/dialplan.h"

struct dialplan_include {
    const char *name;
    unsigned line;
};

struct dialplan_context {
    const char *name;
    const struct dialplan_extension *extensions; /* in the order they are tried: pattern_compare */
    size_t extension_count;
    size_t literal_count; /* the first ones: sorted, for a binary search */
    const struct dialplan_include *includes;
    size_t include_count;
};

struct dialplan {
    char *file;
    char *text;                        /* every name and argument points into it */
    struct dialplan_context *contexts; /* by name once indexed, in the order of the file before */
    size_t context_count, context_room;
    struct dialplan_extension *extensions;
    struct dialplan_step *steps;
    struct dialplan_include *includes;
    struct dialplan_global *globals;
    size_t global_count, global_room;
    struct dialplan_problem *problems;
    size_t problem_count, problem_room;
    bool no_memory; /* something is missing for want of memory: the dialplan must not be handed out
                     */
};

/* What parsing leaves to indexing, in the order of the file. */
struct draft_step {
    size_t context; /* its place in dialplan.contexts */
    const char *exten;
    struct dialplan_step step;
};

struct draft_include {
    size_t context;
    struct dialplan_include include;
};

enum draft_section { SECTION_NONE, SECTION_GENERAL, SECTION_GLOBALS, SECTION_CONTEXT, SECTION_BAD };

struct draft {
    struct dialplan *dp;
    struct draft_step *steps;
    size_t step_count, step_room;
    struct draft_include *includes;
    size_t include_count, include_room;
    /* where the parser is */
    enum draft_section section;
    size_t section_count;
    size_t context;
    const char *exten;     /* what `same` continues; NULL: nothing */
    int priority;          /* the last one, `n` is the next */
    unsigned comment_line; /* where the block comment we are in began; 0: in none */
    bool full;             /* a limit was hit and reported: the rest is left out */
};

/* Lists a problem; lists only that there are more once DIALPLAN_PROBLEMS_MAX is reached. */
__attribute__((format(printf, 4, 5))) void dialplan_report(struct dialplan *dp,
                                                           enum dialplan_severity severity,
                                                           unsigned line, const char *format, ...);

/* Reports an application that there is not, or that is not run. */
void dialplan_report_application(struct dialplan *dp, unsigned line, const char *name);

/* Makes room for one more item in an array of `count`. NULL and dp->no_memory without memory; the
 * array is then as it was. */
void *dialplan_grow(struct dialplan *dp, void *array, size_t count, size_t *room, size_t item_size);

/* Reads one line, which is rewritten and kept: names point into it. */
void draft_read_line(struct draft *draft, char *line, size_t len, unsigned number);

/* Reads the value of an `exten` or a `same` line, which is rewritten and kept; the latter needs an
 * extension to continue. */
void draft_read_exten(struct draft *draft, char *value, unsigned number);
void draft_read_step(struct draft *draft, char *value, unsigned number);

/* Whether a name, of a `what`, is short enough; reports one that is not. */
bool draft_name_fits(struct draft *draft, const char *name, const char *what, unsigned number);

/* Whether there may be another one of `count` things called `what`. At the limit the rest of the
 * file is left out, and that is reported once. */
bool draft_below_limit(struct draft *draft, size_t count, size_t max, const char *what,
                       unsigned number);

/* Reports what only the end of the file shows. */
void draft_end(struct draft *draft);

/* Sorts what was read into the dialplan and reports duplicates. */
void draft_index(struct draft *draft);

/* Reports what is readable and will not work. */
void dialplan_lint(struct dialplan *dp);

/* The contexts that a walk along includes has been in. */
struct context_set {
    unsigned char bits[(DIALPLAN_SECTIONS_MAX + 7) / 8];
};

/* Adds a context of the dialplan; false when it was in the set. */
bool context_set_add(struct context_set *set, const struct dialplan *dp,
                     const struct dialplan_context *context);

/* The context of this name in an indexed dialplan; NULL if there is none. */
const struct dialplan_context *dialplan_context(const struct dialplan *dp, const char *name);

#endif
