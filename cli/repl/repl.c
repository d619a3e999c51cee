/* The command repl. */
#include "cli/repl/repl.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/repl/lines.h"

static volatile sig_atomic_t interrupted;

static enum exit_code run(const char *program, char **arguments);
static enum exit_code talk(struct repl *repl, const char *path);
static void read_terminal(struct repl *repl);
static void read_pipe(struct repl *repl);
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
    struct options options = {.command = &COMMAND_REPL, .next = arguments};
    struct repl *repl = calloc(1, sizeof *repl);
    const char *path = NULL;
    int found = options_next(&options);
    for (; repl && (found == OPTION_JSON || found == OPTIONS_OPERAND);
         found = options_next(&options)) {
        repl->answer.is_json |= found == OPTION_JSON;
        path = found == OPTIONS_OPERAND ? options.value : path;
    }
    enum exit_code code = found == OPTIONS_HELP ? CODE_PASSED : CODE_INPUT;
    if (found == OPTIONS_END && repl &&
        session_begin(&repl->session, session_blank(1), &interrupted)) {
        code = talk(repl, path);
        session_end(&repl->session);
    } else if (found == OPTIONS_END) {
        complain("there is no memory for a session");
        code = CODE_INTERNAL;
    }
    free(repl);
    return code;
}

static enum exit_code talk(struct repl *repl, const char *path) {
    struct sigaction act = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &act, NULL);
    repl->answer.has_colours = output_has_colours();
    repl->answer.is_utf8 = output_is_utf8();
    if (path) {
        char line[WORDS_BYTES_MAX];
        snprintf(line, sizeof line, "load \"%s\"", path);
        repl_do(repl, line);
    }
    if (isatty(STDIN_FILENO) && output_is_terminal()) {
        read_terminal(repl);
        return CODE_PASSED;
    }
    read_pipe(repl);
    return repl->any_refused ? CODE_INPUT : CODE_PASSED;
}

static void read_terminal(struct repl *repl) {
    struct lines *lines = lines_new(repl);
    if (!lines) {
        complain("there is no memory for editing lines");
        return;
    }
    puts("`help` says what to try; Ctrl-D leaves.");
    while (!repl->ends && output_works()) {
        const char *line = lines_read(lines);
        if (!line) {
            putchar('\n');
            break;
        }
        interrupted = 0;
        repl_do(repl, line);
    }
    lines_free(lines);
}

/* Plain lines, no prompt. */
static void read_pipe(struct repl *repl) {
    char *line = NULL;
    size_t size = 0;
    while (!repl->ends && output_works()) {
        errno = 0;
        if (getline(&line, &size, stdin) < 0) {
            break;
        }
        line[strcspn(line, "\n")] = '\0';
        interrupted = 0;
        repl_do(repl, line);
    }
    free(line);
}

static void on_interrupt(int number) {
    (void)number;
    interrupted = 1;
}
