/* The life of a dialplan: from a text through parse.c, index.c and lint.c to an object that stays.
 */
#include "sim/dialplan/dialplan.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/dialplan/applications.h"
#include "sim/dialplan/dialplan_private.h"
#include "sim/dialplan/nearest.h"

static struct dialplan *new_dialplan(const char *file, size_t text_size);
static void read_text(struct draft *draft, char *text, size_t size);
static enum dialplan_error finish(struct draft *draft, struct dialplan **dp);
static char *read_file(FILE *stream, size_t *size, enum dialplan_error *error);
static void make_printable(char *text);

enum dialplan_error dialplan_parse(const char *file, const char *text, size_t size,
                                   struct dialplan **dp) {
    must(file && text && dp);
    *dp = NULL;
    if (size > DIALPLAN_FILE_SIZE_MAX) {
        return DIALPLAN_TOO_LARGE;
    }
    struct draft draft = {.dp = new_dialplan(file, size + 1)};
    if (!draft.dp) {
        return DIALPLAN_NO_MEMORY;
    }
    memcpy(draft.dp->text, text, size);
    draft.dp->text[size] = '\0';
    read_text(&draft, draft.dp->text, size);
    return finish(&draft, dp);
}

enum dialplan_error dialplan_parse_lines(const char *file, const struct dialplan_line *lines,
                                         size_t count, struct dialplan **dp) {
    must(file && (lines || count == 0) && dp);
    *dp = NULL;
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(lines[i].text);
        if (len >= DIALPLAN_FILE_SIZE_MAX - size) {
            return DIALPLAN_TOO_LARGE;
        }
        size += len + 1;
    }
    struct draft draft = {.dp = new_dialplan(file, size + 1)};
    if (!draft.dp) {
        return DIALPLAN_NO_MEMORY;
    }
    char *line = draft.dp->text;
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(lines[i].text);
        memcpy(line, lines[i].text, len + 1);
        draft_read_line(&draft, line, len, lines[i].number);
        line += len + 1;
    }
    must(line == draft.dp->text + size);
    return finish(&draft, dp);
}

enum dialplan_error dialplan_load(const char *path, struct dialplan **dp) {
    must(path && dp);
    *dp = NULL;
    FILE *stream = fopen(path, "rb");
    if (!stream) {
        return errno == ENOMEM ? DIALPLAN_NO_MEMORY : DIALPLAN_CANNOT_READ;
    }
    size_t size;
    enum dialplan_error error;
    char *text = read_file(stream, &size, &error);
    fclose(stream);
    if (text) {
        error = dialplan_parse(path, text, size, dp);
    }
    free(text);
    return error;
}

void dialplan_free(struct dialplan *dp) {
    if (!dp) {
        return;
    }
    free(dp->file);
    free(dp->text);
    free(dp->contexts);
    free(dp->extensions);
    free(dp->steps);
    free(dp->includes);
    free(dp->globals);
    free(dp->problems);
    free(dp);
}

const struct dialplan_problem *dialplan_problems(const struct dialplan *dp, size_t *count) {
    *count = dp->problem_count;
    return dp->problems;
}

size_t dialplan_problem_count(const struct dialplan *dp, enum dialplan_severity at_least) {
    size_t count = 0;
    for (size_t i = 0; i < dp->problem_count; i++) {
        count += dp->problems[i].severity >= at_least;
    }
    return count;
}

const struct dialplan_global *dialplan_globals(const struct dialplan *dp, size_t *count) {
    *count = dp->global_count;
    return dp->globals;
}

bool dialplan_each_step(const struct dialplan *dp,
                        bool (*see)(void *context, const struct dialplan_step *step),
                        void *context) {
    for (size_t c = 0; c < dp->context_count; c++) {
        for (size_t e = 0; e < dp->contexts[c].extension_count; e++) {
            const struct dialplan_extension *extension = &dp->contexts[c].extensions[e];
            for (size_t s = 0; s < extension->step_count; s++) {
                if (!see(context, &extension->steps[s])) {
                    return false;
                }
            }
        }
    }
    return true;
}

bool dialplan_each_part(const struct dialplan *dp,
                        bool (*see)(void *context, const struct dialplan_part *part),
                        void *context) {
    for (size_t c = 0; c < dp->context_count; c++) {
        const struct dialplan_context *in = &dp->contexts[c];
        for (size_t e = 0; e < in->extension_count; e++) {
            const struct dialplan_extension *extension = &in->extensions[e];
            struct dialplan_part part = {in->name, extension, NULL, extension->steps[0].line};
            if (!see(context, &part)) {
                return false;
            }
        }
        for (size_t i = 0; i < in->include_count; i++) {
            const struct dialplan_include *include = &in->includes[i];
            struct dialplan_part part = {in->name, NULL, include->name, include->line};
            if (!see(context, &part)) {
                return false;
            }
        }
    }
    return true;
}

const char *dialplan_file(const struct dialplan *dp) {
    return dp->file;
}

void dialplan_report(struct dialplan *dp, enum dialplan_severity severity, unsigned line,
                     const char *format, ...) {
    if (dp->problem_count == DIALPLAN_PROBLEMS_MAX) {
        struct dialplan_problem *last = &dp->problems[DIALPLAN_PROBLEMS_MAX - 1];
        last->severity = severity > last->severity ? severity : last->severity;
        snprintf(last->text, sizeof last->text, "further problems are not listed");
        return;
    }
    struct dialplan_problem *problems =
        dialplan_grow(dp, dp->problems, dp->problem_count, &dp->problem_room, sizeof *dp->problems);
    if (!problems) {
        return;
    }
    dp->problems = problems;
    size_t place = dp->problem_count++; /* mostly the last: lines are read in their order */
    while (place > 0 && problems[place - 1].line > line) {
        problems[place] = problems[place - 1];
        place--;
    }
    problems[place] = (struct dialplan_problem){dp->file, line, severity, ""};
    va_list args;
    va_start(args, format);
    vsnprintf(problems[place].text, sizeof problems[place].text, format, args);
    va_end(args);
    make_printable(problems[place].text);
}

void dialplan_report_application(struct dialplan *dp, unsigned line, const char *name) {
    const struct application_info *info = application_info_find(name);
    char question[NEAREST_QUESTION_SIZE];
    if (!info) {
        dialplan_report(dp, DIALPLAN_WARNING, line,
                        "application '%.80s' does not exist, a call that gets here hangs up%s",
                        name, nearest_question(application_info_nearest(name), question));
    } else if (!info->run) {
        dialplan_report(dp, DIALPLAN_WARNING, line,
                        "application '%s' is not supported, a call that gets here hangs up",
                        info->name);
    }
}

void *dialplan_grow(struct dialplan *dp, void *array, size_t count, size_t *room,
                    size_t item_size) {
    must(count <= *room && item_size > 0);
    if (count < *room) {
        return array;
    }
    size_t wanted = *room > 0 ? *room * 2 : 16;
    must(wanted <= SIZE_MAX / item_size);
    void *grown = realloc(array, wanted * item_size);
    if (!grown) {
        dp->no_memory = true;
        return NULL;
    }
    *room = wanted;
    return grown;
}

static struct dialplan *new_dialplan(const char *file, size_t text_size) {
    struct dialplan *dp = calloc(1, sizeof *dp);
    if (!dp) {
        return NULL;
    }
    dp->file = malloc(strlen(file) + 1);
    dp->text = malloc(text_size);
    if (!dp->file || !dp->text) {
        dialplan_free(dp);
        return NULL;
    }
    memcpy(dp->file, file, strlen(file) + 1);
    return dp;
}

static void read_text(struct draft *draft, char *text, size_t size) {
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    char *end = text + size;
    if (strncmp(text, byte_order_mark, sizeof byte_order_mark - 1) == 0) {
        text += sizeof byte_order_mark - 1;
    }
    for (unsigned number = 1; text < end; number++) {
        char *newline = memchr(text, '\n', (size_t)(end - text));
        char *line_end = newline ? newline : end;
        *line_end = '\0';
        draft_read_line(draft, text, (size_t)(line_end - text), number);
        text = line_end + 1;
    }
}

/* Makes the dialplan of a draft that was read, and frees the draft. */
static enum dialplan_error finish(struct draft *draft, struct dialplan **dp) {
    draft_end(draft);
    draft_index(draft);
    free(draft->steps);
    free(draft->includes);
    if (!draft->dp->no_memory) {
        dialplan_lint(draft->dp);
    }
    if (draft->dp->no_memory) {
        dialplan_free(draft->dp);
        return DIALPLAN_NO_MEMORY;
    }
    *dp = draft->dp;
    return DIALPLAN_OK;
}

static char *read_file(FILE *stream, size_t *size, enum dialplan_error *error) {
    char *text = malloc(DIALPLAN_FILE_SIZE_MAX + 1);
    if (!text) {
        *error = DIALPLAN_NO_MEMORY;
        return NULL;
    }
    *size = fread(text, 1, DIALPLAN_FILE_SIZE_MAX + 1, stream);
    *error = ferror(stream)                   ? DIALPLAN_CANNOT_READ
             : *size > DIALPLAN_FILE_SIZE_MAX ? DIALPLAN_TOO_LARGE
                                              : DIALPLAN_OK;
    if (*error != DIALPLAN_OK) {
        free(text);
        return NULL;
    }
    return text;
}

/* A problem quotes the file: control characters must not reach a terminal or a TAP stream. */
static void make_printable(char *text) {
    for (; *text; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7f) {
            *text = '?';
        }
    }
}
