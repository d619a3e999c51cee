/* The command repl. */
#include "cli/repl/repl.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/command.h"
#include "cli/base/memory.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/repl/lines.h"

static volatile sig_atomic_t interrupted;

struct request {
    const char *path; /* of a scenario; NULL: none is loaded */
    bool is_json;
};

static enum exit_code run(const char *program, char **arguments);
static bool take(void *context, int option, const char *value);
static enum exit_code talk(struct repl *repl, const char *path);
static void load(struct repl *repl, const char *path);
static void read_terminal(struct repl *repl);
static bool read_pipe(struct repl *repl);
static void on_interrupt(int number);

static const struct option OPTIONS[] = {
    {"json", NULL, "answer each command with one JSON object on a line"},
};
enum { OPTION_JSON };

const struct command COMMAND_REPL = {
    .name = "repl",
    .summary = "Explore a broadcast by hand, and save what you did as a scenario.",
    .operands = "[SCENARIO]",
    .options = OPTIONS,
    .options_count = sizeof OPTIONS / sizeof OPTIONS[0],
    .about =
        "Reads commands, at a terminal with editing, completion and history, or from a pipe, a "
        "command a line. `help` lists them. SCENARIO is loaded first.\n",
    .run = run,
};

static enum exit_code run(const char *program, char **arguments) {
    (void)program;
    struct request request = {0};
    enum exit_code code;
    if (!options_read(&COMMAND_REPL, arguments, take, &request, &code)) {
        return code;
    }
    struct repl *repl = memory_new(sizeof *repl);
    repl->answer.is_json = request.is_json;
    if (!session_begin(&repl->session, session_blank(1), &interrupted)) {
        memory_end();
    }
    code = talk(repl, request.path);
    session_end(&repl->session);
    free(repl);
    return code;
}

static bool take(void *context, int option, const char *value) {
    struct request *request = context;
    if (option == OPTION_JSON) {
        return request->is_json = true;
    }
    if (request->path) {
        options_complain(&COMMAND_REPL, "one scenario at a time, not also '%s'", value);
        return false;
    }
    request->path = value;
    return true;
}

static enum exit_code talk(struct repl *repl, const char *path) {
    bool is_terminal = isatty(STDIN_FILENO) && output_is_terminal();
    if (is_terminal) { /* there, Ctrl-C ends what is being done, not the session */
        struct sigaction act = {.sa_handler = on_interrupt};
        sigaction(SIGINT, &act, NULL);
    }
    repl->answer.has_colours = output_has_colours();
    repl->answer.is_utf8 = output_is_utf8();
    if (path) {
        load(repl, path);
    }
    if (is_terminal) {
        read_terminal(repl);
        return CODE_PASSED;
    }
    bool is_read = read_pipe(repl);
    return repl->any_refused || !is_read ? CODE_INPUT : CODE_PASSED;
}

/* As a person would, with a backslash before what would end the word. */
static void load(struct repl *repl, const char *path) {
    static const char before[] = "load \"";
    char *line = memory_new(sizeof before + 2 * strlen(path) + 2);
    size_t length = sizeof before - 1;
    memcpy(line, before, length);
    for (; *path != '\0'; path++) {
        if (*path == '"' || *path == '\\') {
            line[length++] = '\\';
        }
        line[length++] = *path;
    }
    line[length++] = '"';
    repl_do(repl, line, length);
    free(line);
}

static void read_terminal(struct repl *repl) {
    struct lines *lines = lines_new(repl);
    if (!lines) {
        memory_end();
    }
    puts("`help` says what to try; Ctrl-D leaves.");
    while (!repl->ends && output_works()) {
        const char *line = lines_read(lines);
        if (!line) {
            putchar('\n');
            break;
        }
        interrupted = 0;
        repl_do(repl, line, strlen(line));
    }
    lines_free(lines);
}

/* Plain lines, no prompt. False, with a message, when they cannot be read. */
static bool read_pipe(struct repl *repl) {
    char *line = NULL;
    size_t size = 0;
    while (!repl->ends && output_works()) {
        ssize_t length = getline(&line, &size, stdin);
        if (length < 0) {
            break;
        }
        if (line[length - 1] == '\n') {
            line[--length] = '\0';
        }
        repl_do(repl, line, (size_t)length);
    }
    free(line);
    bool is_read = !ferror(stdin);
    if (!is_read) {
        complain("cannot read standard input: %s", strerror(errno));
    }
    return is_read;
}

static void on_interrupt(int number) {
    (void)number;
    interrupted = 1;
}
