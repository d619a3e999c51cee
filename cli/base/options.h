/* Floor 8: reads the arguments of a command by its table of options. */
#ifndef STASIM_CLI_BASE_OPTIONS_H
#define STASIM_CLI_BASE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/base/command.h"
#include "sim/base/mutate.h"

enum { OPTIONS_OPERAND = -1 };

/* What JSON can carry: a trace says the seed. */
#define OPTIONS_SEED_MAX ((uint64_t)INT64_MAX)

/* Takes an option, given by its index in the table, with its value (NULL: it has none), or an
 * operand (OPTIONS_OPERAND). False, with a message, when it cannot be. */
typedef bool options_take(void *context, int option, const char *value);

/* Reads all arguments; options and operands may stand in any order. True: each was taken. False:
 * the command ends with `*code`, and why has been said, or the help printed, which was asked for.
 */
bool options_read(const struct command *command, char **arguments, options_take *take,
                  void *context, enum exit_code *code);

/* Reads a whole number from `min` to `max`; otherwise says what `what` ("--seed") must be. */
bool options_number(const struct command *command, const char *what, const char *text, uint64_t min,
                    uint64_t max, uint64_t *number);

/* Reads two numbers with `separator` between them: "1..100". */
bool options_pair(const struct command *command, const char *what, const char *text,
                  const char *separator, uint64_t numbers[2]);

/* Reads the value of --shard, "2/4": the second of four parts. */
bool options_shard(const struct command *command, const char *text, uint64_t shard[2]);

/* Reads the value of --mutate, the name of a mistake to be planted. */
bool options_mutation(const struct command *command, const char *text, enum mutation *mutation);

/* "stasim run: " and the message, and where help is, on standard error. */
__attribute__((format(printf, 2, 3))) void options_complain(const struct command *command,
                                                            const char *format, ...);

/* The help of a command, from its description. */
void options_print_help(const struct command *command);

#endif
