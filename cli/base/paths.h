/* Floor 8: the files that the operands of a command mean. */
#ifndef STASIM_CLI_BASE_PATHS_H
#define STASIM_CLI_BASE_PATHS_H

#include <stdbool.h>
#include <stddef.h>

enum { PATHS_MAX = 100000, PATHS_DEPTH_MAX = 32 };

/* One file, or an operand that means none. */
struct path {
    char *path;
    size_t label;  /* where in `path` the part begins that was found below the operand */
    char *problem; /* why this is not a file that can be used; NULL: it is one */
};

struct paths {
    struct path *items;
    size_t count;
    size_t capacity;
};

/* Whether a file found in a folder is meant; a file that is named itself always is. */
typedef bool paths_wanted(const char *name);
/* "*.json" but not "*.schema.json". */
bool paths_is_scenario(const char *name);
/* "*.conf". */
bool paths_is_dialplan(const char *name);

/* Adds what `operand` means: itself, or if it is a folder all wanted files in it and in the folders
 * below (names that begin with a dot excepted), in the order of their bytes. False, with a message,
 * when there are more than PATHS_MAX. */
bool paths_add(struct paths *paths, const char *operand, paths_wanted *wanted);
void paths_free(struct paths *paths);

/* Complains and is true when `option` would write onto the file that is to be read, or onto any of
 * them: mostly its own value was forgotten. `written` NULL: it writes nothing. */
bool paths_overwrite(const char *option, const char *written, const char *read);
bool paths_overwrite_any(const char *option, const char *written, const struct paths *read);

#endif
