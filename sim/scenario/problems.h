/* Floor 7: the mistakes of a scenario, collected while it is read: all, not only the first. */
#ifndef STASIM_SCENARIO_PROBLEMS_H
#define STASIM_SCENARIO_PROBLEMS_H

#include "sim/scenario/scenario.h"
#include "sim/scenario/where.h"

/* Of one file; a last one says that there are more. */
enum { PROBLEMS_MAX = 100, PROBLEM_TEXT_BYTES = 512 };

/* The text of the scenario that is being read, and where its problems go. */
struct source {
    const char *file;
    const char *text;
    size_t size;
    struct problems *problems;
};

/* An error at this place of the document: what is wrong, and what would be right. */
__attribute__((format(printf, 3, 4))) void
source_error(const struct source *source, const struct place *place, const char *format, ...);
/* The same for what can be run all the same. */
__attribute__((format(printf, 3, 4))) void
source_warning(const struct source *source, const struct place *place, const char *format, ...);

/* A problem of any file: strings are copied. */
void problems_add(struct problems *problems, const char *file, unsigned line, const char *where,
                  bool is_warning, const char *text);
/* By file, then by line; those of one line stay as they are. */
void problems_sort(struct problems *problems);

/* Puts all of `from` behind those of `to`; `from` is then empty. */
void problems_move(struct problems *to, struct problems *from);

#endif
