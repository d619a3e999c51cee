/* Lines by libedit. It works in the terminal's locale, for characters of several bytes; the rest of
 * the program never does. */
#include "cli/repl/lines.h"

#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/base/colour.h"
#include "cli/repl/complete.h"
#include "sim/base/text.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/channel.h"
#include "sim/scenario/duration.h"

enum { HISTORY_LINES = 1000, PATH_SIZE = 4096, PROMPT_SIZE = 200, LIST_COLUMNS = 80 };

/* Stands before and behind what the terminal does not show. */
enum { PROMPT_ESCAPE = '\001' };

struct lines {
    const struct repl *repl;
    EditLine *editor;
    History *history;
    locale_t locale;      /* 0: that of the program will do */
    char path[PATH_SIZE]; /* of the history; empty: it is not kept */
    char prompt[PROMPT_SIZE];
    char *line;
};

static bool set_up(struct lines *lines);
static void open_history(struct lines *lines);
static bool find_history(char path[PATH_SIZE]);
static bool make_folders(char *path);
static void remember(struct lines *lines, const char *line);
static char *prompt(EditLine *editor);
static unsigned char drop_line(EditLine *editor, int character);
static unsigned char complete_word(EditLine *editor, int character);
static unsigned char insert_common(EditLine *editor, const struct candidates *candidates);
static size_t common_length(const struct candidates *candidates);
static void list_candidates(const struct candidates *candidates);

struct lines *lines_new(const struct repl *repl) {
    struct lines *lines = calloc(1, sizeof *lines);
    if (!lines) {
        return NULL;
    }
    lines->repl = repl;
    lines->locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    locale_t before = lines->locale ? uselocale(lines->locale) : (locale_t)0;
    bool good = set_up(lines);
    if (before) {
        uselocale(before);
    }
    if (!good) {
        lines_free(lines);
        return NULL;
    }
    return lines;
}

void lines_free(struct lines *lines) {
    if (!lines) {
        return;
    }
    if (lines->editor) {
        el_end(lines->editor);
    }
    if (lines->history) {
        history_end(lines->history);
    }
    if (lines->locale) {
        freelocale(lines->locale);
    }
    free(lines->line);
    free(lines);
}

const char *lines_read(struct lines *lines) {
    locale_t before = lines->locale ? uselocale(lines->locale) : (locale_t)0;
    int length = 0;
    el_set(lines->editor, EL_PREP_TERM, 1); /* before the prompt says that keys are waited for */
    const char *line = el_gets(lines->editor, &length);
    free(lines->line);
    lines->line = line && length > 0 ? strdup(line) : NULL;
    if (lines->line) {
        remember(lines, lines->line);
        lines->line[strcspn(lines->line, "\r\n")] = '\0';
    }
    if (before) {
        uselocale(before);
    }
    return lines->line;
}

static bool set_up(struct lines *lines) {
    lines->editor = el_init("stasim", stdin, stdout, stderr);
    lines->history = history_init();
    if (!lines->editor || !lines->history) {
        return false;
    }
    EditLine *editor = lines->editor;
    el_set(editor, EL_CLIENTDATA, lines);
    el_set(editor, EL_PROMPT_ESC, prompt, PROMPT_ESCAPE);
    el_set(editor, EL_EDITOR, "emacs");
    el_set(editor, EL_HIST, history, lines->history);
    /* Ctrl-C is a key like any other while a line is edited. */
    el_set(editor, EL_SETTY, "-d", "-isig", NULL);
    /* libedit never gives back the copies that it makes of narrow names. */
    el_wset(editor, EL_ADDFN, L"stasim-drop", L"drop the line", drop_line);
    el_wset(editor, EL_ADDFN, L"stasim-complete", L"complete the word", complete_word);
    el_source(editor, NULL);
    el_set(editor, EL_BIND, "^C", "stasim-drop", NULL);
    el_set(editor, EL_BIND, "^I", "stasim-complete", NULL);
    el_set(editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
    open_history(lines);
    return true;
}

static void open_history(struct lines *lines) {
    HistEvent event;
    history(lines->history, &event, H_SETSIZE, HISTORY_LINES);
    history(lines->history, &event, H_SETUNIQUE, 1);
    if (find_history(lines->path)) {
        history(lines->history, &event, H_LOAD, lines->path);
    }
}

/* False, and empty, when there is no place for it. */
static bool find_history(char path[PATH_SIZE]) {
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    int length = 0;
    if (state && state[0] == '/') {
        length = snprintf(path, PATH_SIZE, "%s/stasim/history", state);
    } else if (home && home[0] == '/') {
        length = snprintf(path, PATH_SIZE, "%s/.local/state/stasim/history", home);
    }
    if (length <= 0 || length >= PATH_SIZE || !make_folders(path)) {
        path[0] = '\0';
        return false;
    }
    return true;
}

/* Those in which the file lies. */
static bool make_folders(char *path) {
    bool good = true;
    for (char *slash = strchr(&path[1], '/'); good && slash; slash = strchr(&slash[1], '/')) {
        *slash = '\0';
        good = mkdir(path, 0700) == 0 || errno == EEXIST;
        *slash = '/';
    }
    return good;
}

/* At once, for nobody knows how this run ends. */
static void remember(struct lines *lines, const char *line) {
    if (line[strspn(line, " \t\r\n")] == '\0') {
        return;
    }
    HistEvent event;
    history(lines->history, &event, H_ENTER, line);
    if (lines->path[0] != '\0') {
        history(lines->history, &event, H_SAVE, lines->path);
    }
}

/* The status in a line: how late it is, what there is. */
static char *prompt(EditLine *editor) {
    struct lines *lines = NULL;
    el_get(editor, EL_CLIENTDATA, &lines);
    const struct session *session = &lines->repl->session;
    char time[DURATION_TEXT_BYTES];
    size_t calls = channel_count(session->world);
    size_t open = broadcast_count(session->world);
    bool coloured = lines->repl->answer.has_colours;
    snprintf(lines->prompt, sizeof lines->prompt, "%s%s  %zu channel%s  %zu broadcast%s%s%s> ",
             coloured ? "\001" COLOUR_CYAN "\001" : "",
             duration_text(session_now_us(session), time), calls, calls == 1 ? "" : "s", open,
             open == 1 ? "" : "s", session->holds ? "  held" : "",
             coloured ? "\001" COLOUR_NONE "\001" : "");
    return lines->prompt;
}

static unsigned char drop_line(EditLine *editor, int character) {
    (void)character;
    const LineInfoW *line = el_wline(editor);
    int length = (int)(line->lastchar - line->buffer);
    el_cursor(editor, (int)(line->lastchar - line->cursor));
    el_deletestr(editor, length);
    el_insertstr(editor, "\n"); /* a line of no characters at all would be the end */
    fputs("^C\n", stdout);
    return CC_NEWLINE;
}

static unsigned char complete_word(EditLine *editor, int character) {
    (void)character;
    struct lines *lines = NULL;
    el_get(editor, EL_CLIENTDATA, &lines);
    const LineInfo *info = el_line(editor);
    char *line = strndup(info->buffer, (size_t)(info->cursor - info->buffer));
    struct candidates *candidates = calloc(1, sizeof *candidates);
    unsigned char answer = CC_REFRESH_BEEP;
    if (line && candidates) {
        complete(lines->repl, line, candidates);
        if (candidates->count > 0) {
            answer = insert_common(editor, candidates);
        }
        candidates_free(candidates);
    }
    free(candidates);
    free(line);
    return answer;
}

/* What all of them go on with; where they differ at once, they are listed. */
static unsigned char insert_common(EditLine *editor, const struct candidates *candidates) {
    const char *first = candidates->items[0];
    size_t common = common_length(candidates);
    bool is_whole = candidates->count == 1 && !strchr("=/", first[common - 1]);
    if (common == candidates->typed && candidates->count > 1) {
        list_candidates(candidates);
        return CC_REDISPLAY;
    }
    char *more = strndup(&first[candidates->typed], common - candidates->typed);
    el_insertstr(editor, text_or_empty(more));
    el_insertstr(editor, is_whole ? " " : "");
    free(more);
    return CC_REFRESH;
}

/* How far all of them are equal. */
static size_t common_length(const struct candidates *candidates) {
    size_t common = strlen(candidates->items[0]);
    for (size_t i = 1; i < candidates->count; i++) {
        size_t length = 0;
        while (length < common && candidates->items[i][length] == candidates->items[0][length]) {
            length++;
        }
        common = length;
    }
    return common;
}

static void list_candidates(const struct candidates *candidates) {
    int column = 0;
    putchar('\n');
    for (size_t i = 0; i < candidates->count; i++) {
        int width = (int)strlen(candidates->items[i]);
        if (column > 0 && column + 2 + width > LIST_COLUMNS) {
            putchar('\n');
            column = 0;
        }
        column += printf("%s%s", column > 0 ? "  " : "", candidates->items[i]);
    }
    putchar('\n');
    fflush(stdout);
}
