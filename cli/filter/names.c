/* A name goes through a buffer that holds the longest one, so that nothing that is read can take
 * more memory than NAMES_MAX names. */
#include "cli/filter/names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/base/output.h"
#include "sim/base/must.h"
#include "sim/broadcast/filter.h"

/* With which editors on Windows begin a file. */
static const char MARK[] = {'\xEF', '\xBB', '\xBF'};
enum { MARK_BYTES = sizeof MARK };

/* The mark, a name, a carriage return, and the byte that makes it too long: what follows is not
 * looked at. */
enum { LINE_BYTES = MARK_BYTES + FILTER_NAME_MAX_BYTES + 2 };

static bool read_lines(struct names *names, FILE *file, const char *path);
static bool add_line(struct names *names, const char *line, size_t length, const char *where);
static bool add(struct names *names, const char *name, size_t length, const char *where);

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
    char line[LINE_BYTES], where[FILENAME_MAX];
    for (size_t number = 1; !feof(file); number++) {
        int byte;
        size_t length = 0;
        snprintf(where, sizeof where, "%s:%zu", path, number);
        while ((byte = getc(file)) != '\n' && byte != EOF) {
            if (byte == '\0') {
                complain("%s: a NUL byte: is this a text file?", where);
                return false;
            }
            if (length < sizeof line) {
                line[length++] = (char)byte;
            }
        }
        if (ferror(file)) {
            complain("--names-from: cannot read '%s': %s", path, strerror(errno));
            return false;
        }
        bool marked = number == 1 && length >= MARK_BYTES && memcmp(line, MARK, MARK_BYTES) == 0;
        size_t skipped = marked ? MARK_BYTES : 0;
        if (!add_line(names, line + skipped, length - skipped, where)) {
            return false;
        }
    }
    return true;
}

static bool add_line(struct names *names, const char *line, size_t length, const char *where) {
    if (length > 0 && line[length - 1] == '\r') {
        length--;
    }
    return length == 0 || add(names, line, length, where);
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
    if (names->count == names->capacity) {
        names->capacity = names->capacity > 0 ? names->capacity * 2 : 16;
        names->items = memory_grow(names->items, names->capacity * sizeof *names->items);
    }
    names->items[names->count++] = memory_part(name, length);
    return true;
}
