/* The program: finds the command that was asked for and does it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/command.h"
#include "cli/base/exit.h"
#include "cli/base/memory.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "sim/base/must.h"
#include "sim/dialplan/nearest.h"

static enum exit_code do_command(const char *program, char **arguments);
static const struct command *find_command(const char *name);
static enum exit_code help(char **arguments);
static bool is_own_word(const char *word);
static void print_help(FILE *out);
static void stop_at_once(const char *condition, const char *file, int line);

static const struct command *const COMMANDS[] = {
    &COMMAND_RUN,      &COMMAND_EXPLORE, &COMMAND_CHECK, &COMMAND_LINT, &COMMAND_FILTER,
    &COMMAND_DEMO,     &COMMAND_SERVE,   &COMMAND_TEST,  &COMMAND_REPL, &COMMAND_DIAGRAM,
    &COMMAND_DIALPLAN, &COMMAND_DIFF,    &COMMAND_RECORD};
enum { COMMANDS_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

/* What stasim itself knows beside its commands: the help as a whole explains them. */
static const char *const OWN_WORDS[] = {"help", "--help", "--version"};
enum { OWN_WORDS_COUNT = sizeof OWN_WORDS / sizeof OWN_WORDS[0] };

int main(int argc, char **argv) {
    output_begin();
    memory_begin();
    must_install(stop_at_once);
    if (argc < 1) {
        return CODE_INPUT;
    }
    enum exit_code code = do_command(argv[0], &argv[1]);
    return (int)exit_graver(code, output_finish());
}

static enum exit_code do_command(const char *program, char **arguments) {
    const char *name = arguments[0];
    if (!name) {
        print_help(stderr);
        return CODE_INPUT;
    }
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        return help(&arguments[1]);
    }
    if (strcmp(name, "--version") == 0) {
        printf("stasim %s\n", STASIM_VERSION);
        return CODE_PASSED;
    }
    const struct command *command = find_command(name);
    return command ? command->run(program, &arguments[1]) : CODE_INPUT;
}

/* NULL, with a message, when there is none of that name. */
static const struct command *find_command(const char *name) {
    struct nearest nearest;
    nearest_begin(&nearest, name);
    for (size_t i = 0; i < COMMANDS_COUNT; i++) {
        if (strcmp(COMMANDS[i]->name, name) == 0) {
            return COMMANDS[i];
        }
        nearest_offer(&nearest, COMMANDS[i]->name);
    }
    for (size_t i = 0; i < OWN_WORDS_COUNT; i++) {
        nearest_offer(&nearest, OWN_WORDS[i]);
    }
    char question[NEAREST_QUESTION_SIZE];
    complain("unknown %s '%s'%s", name[0] == '-' ? "option" : "command", name,
             nearest_question(nearest.best, question));
    fputs("`stasim help` lists the commands.\n", stderr);
    return NULL;
}

static enum exit_code help(char **arguments) {
    if (!arguments[0] || is_own_word(arguments[0])) {
        print_help(stdout);
        return CODE_PASSED;
    }
    if (arguments[1]) {
        complain("help explains one command at a time: `stasim help %s`", arguments[0]);
        return CODE_INPUT;
    }
    const struct command *command = find_command(arguments[0]);
    if (!command) {
        return CODE_INPUT;
    }
    options_print_help(command);
    return CODE_PASSED;
}

static bool is_own_word(const char *word) {
    for (size_t i = 0; i < OWN_WORDS_COUNT; i++) {
        if (strcmp(word, OWN_WORDS[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void print_help(FILE *out) {
    fputs("Usage: stasim COMMAND [ARGUMENT...]\n"
          "\n"
          "Simulates StasisBroadcast(), which offers an incoming call to every ARI application\n"
          "at once and gives it to the first that claims it.\n"
          "\n",
          out);
    for (size_t i = 0; i < COMMANDS_COUNT; i++) {
        fprintf(out, "  %-14s  %s\n", COMMANDS[i]->name, COMMANDS[i]->summary);
    }
    fputs("  help [COMMAND]  explain a command\n"
          "  --version       say which stasim this is\n"
          "\n"
          "Exit code: 0 passed; 1 an expectation failed; 2 bad usage or input; 3 internal error;\n"
          "4 stopped at a limit. Of several the gravest: 3, 2, 1, 4.\n",
          out);
}

/* What must() calls: a bug in stasim. Nothing is cleaned up, for nothing can be trusted. */
static void stop_at_once(const char *condition, const char *file, int line) {
    fprintf(stderr, "stasim: internal error: %s:%d: %s does not hold; please report this\n", file,
            line, condition);
    _exit(CODE_INTERNAL);
}
