/* A name goes through a buffer that holds the longest one, so that nothing that is read can take
 * more memory than NAMES_MAX names. */
#include "cli/names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/output.h"
#include "sim/base/must.h"
#include "sim/broadcast/filter.h"

/* A name and, in a file, the carriage return behind it. */
enum { BUFFER_BYTES = FILTER_NAME_MAX_BYTES + 1 };

static bool read_lines(struct names *names, FILE *file, const char *path);
static bool end_line(struct names *names, char *buffer, size_t length, const char *where);
static bool add(struct names *names, const char *name, size_t length, const char *where);
static bool grow(struct names *names);

bool names_add_list(struct names *names, const char *list) {
    must(list[0] != '\0');
    for (const char *name = list;;) {
        size_t length = strcspn(name, ",");
        if (!add(names, name, length, "--names")) {
            return false;
        }
        if (name[length] == '\0') {
            return true;
        }
        name += length + 1;
    }
}

bool names_add_file(struct names *names, const char *path) {
    bool is_input = strcmp(path, "-") == 0;
    FILE *file = is_input ? stdin : fopen(path, "r");
    if (!file) {
        complain("--names-from: cannot read '%s': %s", path, strerror(errno));
        return false;
    }
    bool good = read_lines(names, file, is_input ? "standard input" : path);
    if (!is_input) {
        fclose(file);
    }
    return good;
}

void names_free(struct names *names) {
    for (size_t i = 0; i < names->count; i++) {
        free(names->items[i]);
    }
    free(names->items);
}

static bool read_lines(struct names *names, FILE *file, const char *path) {
    char buffer[BUFFER_BYTES], where[FILENAME_MAX];
    size_t length = 0, line = 1;
    for (int byte = getc(file);; byte = getc(file)) {
        snprintf(where, sizeof where, "%s:%zu", path, line);
        if (byte == EOF && ferror(file)) {
            complain("--names-from: cannot read '%s': %s", path, strerror(errno));
            return false;
        }
        if (byte == EOF || byte == '\n') {
            if (!end_line(names, buffer, length, where)) {
                return false;
            }
            if (byte == EOF) {
                return true;
            }
            length = 0;
            line++;
        } else if (byte == '\0') {
            complain("%s: a NUL byte: is this a text file?", where);
            return false;
        } else if (length == sizeof buffer) {
            return add(names, buffer, length, where);
        } else {
            buffer[length++] = (char)byte;
        }
    }
}

static bool end_line(struct names *names, char *buffer, size_t length, const char *where) {
    if (length > 0 && buffer[length - 1] == '\r') {
        length--;
    }
    return length == 0 || add(names, buffer, length, where);
}

/* Says what is wrong with a name, and where it stands. */
static bool add(struct names *names, const char *name, size_t length, const char *where) {
    if (length == 0) {
        complain("%s: an empty name: no application can have it", where);
        return false;
    }
    if (length > FILTER_NAME_MAX_BYTES) {
        complain("%s: a name longer than %d bytes: no application can have it", where,
                 FILTER_NAME_MAX_BYTES);
        return false;
    }
    if (names->count == NAMES_MAX) {
        complain("%s: more than %d names", where, NAMES_MAX);
        return false;
    }
    char *copy = grow(names) ? malloc(length + 1) : NULL;
    if (!copy) {
        complain("out of memory");
        return false;
    }
    memcpy(copy, name, length);
    copy[length] = '\0';
    names->items[names->count++] = copy;
    return true;
}

static bool grow(struct names *names) {
    if (names->count < names->capacity) {
        return true;
    }
    size_t capacity = names->capacity > 0 ? names->capacity * 2 : 16;
    char **items = realloc(names->items, capacity * sizeof *items);
    if (items) {
        names->items = items;
        names->capacity = capacity;
    }
    return items != NULL;
}
