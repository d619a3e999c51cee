/* Floor 5: a dialplan read from the text of an `extensions.conf`, and what was wrong with it.
 *
 * Parsing always yields a dialplan: what cannot be read or carried out is listed with file and
 * line, and the rest stands. A dialplan never changes after that and holds no state of a call.
 * Looking things up in it is match.h. */
#ifndef STASIM_DIALPLAN_DIALPLAN_H
#define STASIM_DIALPLAN_DIALPLAN_H

#include <stdbool.h>
#include <stddef.h>

enum {
    DIALPLAN_FILE_SIZE_MAX = 4 * 1024 * 1024,
    DIALPLAN_LINE_LEN_MAX = 8191,
    DIALPLAN_SECTIONS_MAX = 2048, /* [headers], repeated ones counted again */
    DIALPLAN_STEPS_MAX = 65536,
    DIALPLAN_INCLUDES_MAX = 2048,
    DIALPLAN_INCLUDE_DEPTH_MAX = 32,
    DIALPLAN_GLOBALS_MAX = 2048,
    DIALPLAN_NAME_LEN_MAX = 79, /* of a context, an extension, a label, an application */
    DIALPLAN_PRIORITY_MAX = 100000,
    DIALPLAN_PROBLEMS_MAX = 1000,
    DIALPLAN_PROBLEM_TEXT_SIZE = 240,
};

enum dialplan_error {
    DIALPLAN_OK = 0,
    DIALPLAN_NO_MEMORY = -1,
    DIALPLAN_CANNOT_READ = -2,
    DIALPLAN_TOO_LARGE = -3,
};

enum dialplan_severity {
    DIALPLAN_NOTE,    /* legal, and probably not what was meant */
    DIALPLAN_WARNING, /* read, but it fails or acts differently when a call gets there */
    DIALPLAN_ERROR,   /* could not be read: this part of the file is missing from the dialplan */
};

struct dialplan_problem {
    const char *file;
    unsigned line; /* from 1 */
    enum dialplan_severity severity;
    char text[DIALPLAN_PROBLEM_TEXT_SIZE]; /* what is wrong, and what would be right */
};

struct application_info;

/* One priority of an extension. */
struct dialplan_step {
    int priority;            /* from 1 */
    const char *label;       /* NULL without one */
    const char *application; /* as written; names ignore case */
    const char *args;        /* as written between the parentheses, not substituted; never NULL */
    const struct application_info *info; /* applications.h; NULL: there is no such application */
    unsigned line;
};

struct dialplan_extension {
    const char *name;                  /* as written: a pattern keeps its `_` */
    const struct dialplan_step *steps; /* by rising priority */
    size_t step_count;
};

/* A line of `[globals]`, in the order of the file; the value is not substituted. */
struct dialplan_global {
    const char *name;
    const char *value;
    unsigned line;
};

/* A line of dialplan that stands inside another file, a scenario. */
struct dialplan_line {
    const char *text; /* without the newline */
    unsigned number;
};

struct dialplan;

/* Parses `size` bytes of `text`; problems will name `file`. Both are copied.
 * DIALPLAN_OK whatever the text says (see dialplan_problems), DIALPLAN_TOO_LARGE above
 * DIALPLAN_FILE_SIZE_MAX, DIALPLAN_NO_MEMORY; then *dp is NULL. */
enum dialplan_error dialplan_parse(const char *file, const char *text, size_t size,
                                   struct dialplan **dp);

/* The same from lines that carry their own numbers. */
enum dialplan_error dialplan_parse_lines(const char *file, const struct dialplan_line *lines,
                                         size_t count, struct dialplan **dp);

/* The same from the file at `path`; also DIALPLAN_CANNOT_READ, errno says why. */
enum dialplan_error dialplan_load(const char *path, struct dialplan **dp);

void dialplan_free(struct dialplan *dp);

/* Every problem, by rising line. */
const struct dialplan_problem *dialplan_problems(const struct dialplan *dp, size_t *count);

/* How many problems are of this severity or worse. */
size_t dialplan_problem_count(const struct dialplan *dp, enum dialplan_severity at_least);

const struct dialplan_global *dialplan_globals(const struct dialplan *dp, size_t *count);

/* Shows every step of every extension to `see`, in no promised order, until that answers false.
 * Returns whether it never did. */
bool dialplan_each_step(const struct dialplan *dp,
                        bool (*see)(void *context, const struct dialplan_step *step),
                        void *context);

/* One thing that a context has: an extension, or another context that it includes. */
struct dialplan_part {
    const char *context;
    const struct dialplan_extension *extension; /* NULL: it is an include */
    const char *include;                        /* the context's name; NULL: it is an extension */
    unsigned line;
};

/* The same for every part of every context: by the contexts' names, of each the extensions in the
 * order they are tried, then the includes in theirs. What it is shown lasts as long as the
 * dialplan. */
bool dialplan_each_part(const struct dialplan *dp,
                        bool (*see)(void *context, const struct dialplan_part *part),
                        void *context);

/* The name problems and steps refer to. */
const char *dialplan_file(const struct dialplan *dp);

#endif
