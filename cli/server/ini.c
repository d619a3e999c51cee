/* Reading files of sections and settings: "[section]", "name = value", "name => value", and
 * comments behind a semicolon. */
#include "cli/server/ini.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/output.h"

enum { LINE_BYTES = 4096 };

static const char *take_line(char *line, char section[LINE_BYTES], ini_taker *take, void *context);
static void cut_comment(char *line);
static char *trim(char *text);

bool ini_read(const char *path, ini_taker *take, void *context) {
    FILE *file = fopen(path, "r");
    if (!file) {
        if (errno == ENOENT) {
            return true;
        }
        complain("%s: %s", path, strerror(errno));
        return false;
    }
    char line[LINE_BYTES];
    char section[LINE_BYTES] = "";
    const char *wrong = NULL;
    unsigned number = 0;
    while (!wrong && fgets(line, sizeof line, file)) {
        number++;
        bool whole = strchr(line, '\n') || feof(file);
        wrong = whole ? take_line(line, section, take, context) : "this line is too long";
    }
    if (wrong) {
        complain("%s:%u: %s", path, number, wrong);
    } else if (ferror(file)) {
        wrong = strerror(errno);
        complain("%s: %s", path, wrong);
    }
    fclose(file);
    return wrong == NULL;
}

static const char *take_line(char *line, char section[LINE_BYTES], ini_taker *take, void *context) {
    cut_comment(line);
    char *text = trim(line);
    if (*text == '\0') {
        return NULL;
    }
    if (*text == '[') {
        char *end = strchr(text, ']');
        if (!end) {
            return "a section needs a closing bracket";
        }
        *end = '\0';
        snprintf(section, LINE_BYTES, "%s", text + 1);
        return NULL;
    }
    char *equals = strchr(text, '=');
    if (!equals) {
        return "this is neither a section nor NAME = VALUE";
    }
    *equals = '\0';
    char *value = equals + 1 + (equals[1] == '>');
    return take(context, section, trim(text), trim(value));
}

/* A semicolon begins one unless a backslash stands before it. */
static void cut_comment(char *line) {
    char *end = line;
    for (const char *at = line; *at != '\0' && *at != ';'; at++) {
        if (at[0] == '\\' && at[1] == ';') {
            at++;
        }
        *end++ = *at;
    }
    *end = '\0';
}

static char *trim(char *text) {
    static const char blanks[] = " \t\r\n";
    text += strspn(text, blanks);
    size_t size = strlen(text);
    while (size > 0 && strchr(blanks, text[size - 1])) {
        text[--size] = '\0';
    }
    return text;
}
