/* Reading files of sections and settings: "[section]", "name = value", "name => value", and
 * "#include file", which means the lines of that file. */
#include "cli/server/ini.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/base/output.h"
#include "sim/base/conf.h"
#include "sim/base/text.h"

enum {
    LINE_BYTES = 4096,
    DEPTH_MAX = 8, /* of files that include each other */
};

struct reader {
    ini_taker *take;
    void *context;
    char section[LINE_BYTES];
    unsigned depth;
};

/* Where in which file we are. */
struct place {
    const char *path;
    unsigned number; /* of the line; 0: none yet */
};

static bool read_file(struct reader *reader, const char *path, bool may_be_missing);
static bool read_lines(struct reader *reader, FILE *file, struct place *place);
static bool read_line(struct reader *reader, char *line, const struct place *place);
static bool read_section(struct reader *reader, char *text, const struct place *place);
static bool read_setting(struct reader *reader, char *text, const struct place *place);
static bool read_directive(struct reader *reader, char *text, const struct place *place);
static bool wrong(const struct place *place, const char *name, const char *text);

bool ini_read(const char *path, ini_taker *take, void *context) {
    struct reader reader = {.take = take, .context = context};
    return read_file(&reader, path, true);
}

static bool read_file(struct reader *reader, const char *path, bool may_be_missing) {
    FILE *file = fopen(path, "r");
    if (!file) {
        if (errno == ENOENT && may_be_missing) {
            return true;
        }
        complain("%s: %s", path, strerror(errno));
        return false;
    }
    struct place place = {.path = path};
    bool good = read_lines(reader, file, &place);
    if (good && ferror(file)) {
        complain("%s: %s", path, strerror(errno));
        good = false;
    }
    fclose(file);
    return good;
}

static bool read_lines(struct reader *reader, FILE *file, struct place *place) {
    char line[LINE_BYTES];
    unsigned comment_at = 0;
    while (fgets(line, sizeof line, file)) {
        place->number++;
        if (!strchr(line, '\n') && !feof(file)) {
            return wrong(place, NULL, "this line is too long");
        }
        conf_strip_comments(line, place->number, &comment_at);
        if (!read_line(reader, line, place)) {
            return false;
        }
    }
    if (comment_at > 0) {
        place->number = comment_at;
        return wrong(place, NULL, "a block comment that never ends: close it with '--;'");
    }
    return true;
}

static bool read_line(struct reader *reader, char *line, const struct place *place) {
    char *text = conf_trim(line);
    switch (*text) {
    case '\0':
        return true;
    case '[':
        return read_section(reader, text, place);
    case '#':
        return read_directive(reader, text, place);
    default:
        return read_setting(reader, text, place);
    }
}

static bool read_section(struct reader *reader, char *text, const struct place *place) {
    char *end = strchr(text, ']');
    if (!end) {
        return wrong(place, NULL, "a section needs a closing bracket");
    }
    *end = '\0';
    if (*conf_trim(end + 1) != '\0') {
        return wrong(place, text + 1,
                     "templates are not supported: write all of the section's settings into it");
    }
    snprintf(reader->section, sizeof reader->section, "%s", conf_trim(text + 1));
    return true;
}

static bool read_setting(struct reader *reader, char *text, const struct place *place) {
    char *equals = strchr(text, '=');
    if (!equals) {
        return wrong(place, NULL, "this is neither a section nor NAME = VALUE");
    }
    if (reader->section[0] == '\0') {
        return wrong(place, NULL, "a [section] must stand before the first setting");
    }
    *equals = '\0';
    char *name = conf_trim(text);
    char *value = conf_trim(equals + 1 + (equals[1] == '>'));
    const char *warning = NULL;
    const char *why = reader->take(reader->context, reader->section, name, value, &warning);
    if (warning) {
        complain("%s:%u: warning: %s: %s", place->path, place->number, name, warning);
    }
    return !why || wrong(place, name, why);
}

/* The file lies beside the present one, unless its path says otherwise. */
static bool read_directive(struct reader *reader, char *text, const struct place *place) {
    size_t length = strcspn(text, " \t");
    bool tries = length == sizeof "#tryinclude" - 1 && memcmp(text, "#tryinclude", length) == 0;
    if (!tries && (length != sizeof "#include" - 1 || memcmp(text, "#include", length) != 0)) {
        return wrong(place, NULL, "of directives only #include and #tryinclude are followed");
    }
    char *name = conf_trim(text + length);
    size_t size = strlen(name);
    if (size >= 2 &&
        ((name[0] == '"' && name[size - 1] == '"') || (name[0] == '<' && name[size - 1] == '>'))) {
        name[size - 1] = '\0';
        name++;
    }
    const char *slash = strrchr(place->path, '/');
    int folder_size = *name == '/' || !slash ? 0 : (int)(slash + 1 - place->path);
    char path[2 * LINE_BYTES];
    int path_size = snprintf(path, sizeof path, "%.*s%s", folder_size, place->path, name);
    if (*name == '\0' || path_size < 0 || (size_t)path_size >= sizeof path) {
        return wrong(place, NULL, "it needs the path of a file");
    }
    if (reader->depth == DEPTH_MAX) {
        return wrong(place, NULL, "too many files include each other");
    }
    reader->depth++;
    bool good = read_file(reader, path, tries);
    reader->depth--;
    return good;
}

/* False, for the callers to return. */
static bool wrong(const struct place *place, const char *name, const char *text) {
    complain("%s:%u: %s%s%s", place->path, place->number, text_or_empty(name), name ? ": " : "",
             text);
    return false;
}
