/* Floor 8: reads the arguments of a command by its table of options. */
#ifndef STASIM_CLI_OPTIONS_H
#define STASIM_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/command.h"

/* What options_next() found, unless it is an option: then it is its index in the table. */
enum {
    OPTIONS_END = -1,
    OPTIONS_OPERAND = -2, /* `value` is it */
    OPTIONS_HELP = -3,    /* --help: it has been printed */
    OPTIONS_WRONG = -4,   /* it has been said what is wrong */
};

struct options {
    const struct command *command;
    char **next;
    bool only_operands; /* "--" was read */
    const char *value;  /* of the option or operand just read; NULL: none */
};

/* Reads one option or operand; options and operands may stand in any order. */
int options_next(struct options *options);

/* Reads a whole number from `min` to `max`; otherwise says what `what` ("--seed") must be. */
bool options_number(const struct command *command, const char *what, const char *text, uint64_t min,
                    uint64_t max, uint64_t *number);

/* Reads two numbers with `separator` between them: "1..100", "2/4". */
bool options_pair(const struct command *command, const char *what, const char *text,
                  const char *separator, uint64_t numbers[2]);

/* "stasim run: " and the message, and where help is, on standard error. */
__attribute__((format(printf, 2, 3))) void options_complain(const struct command *command,
                                                            const char *format, ...);

/* The help of a command, from its description. */
void options_print_help(const struct command *command);

#endif
