/* Floor 8: names of applications, from the command line or from a file. */
#ifndef STASIM_CLI_FILTER_NAMES_H
#define STASIM_CLI_FILTER_NAMES_H

#include <stdbool.h>
#include <stddef.h>

enum { NAMES_MAX = 100000 };

struct names {
    char **items;
    size_t count;
    size_t capacity;
};

/* Adds the names of a list, "a,b,c". False, with a message, if one of them can be no application's
 * name or there are too many. */
bool names_add_list(struct names *names, const char *list);

/* The same for a file with a name on each line, "-" being standard input. Empty lines are passed
 * over, and so is a carriage return at the end of a line. */
bool names_add_file(struct names *names, const char *path);

void names_free(struct names *names);

#endif
