/* Floor 8: standard output and standard error: terminals, messages, and whether all was written. */
#ifndef STASIM_CLI_BASE_OUTPUT_H
#define STASIM_CLI_BASE_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/base/exit.h"

/* To be called first: makes file descriptors 0 to 2 safe to use and a closed pipe an error that
 * output_finish() sees, not a signal. */
void output_begin(void);

/* True when everything written to standard output has arrived so far. */
bool output_works(void);

/* To be called last: CODE_INTERNAL, with a message, when standard output could not be written. When
 * its reader has gone (`| head`) that is nobody's fault: the program then ends as others do, by the
 * signal SIGPIPE, but only now that everything has been put away. */
enum exit_code output_finish(void);

/* "stasim: " and the message and a newline on standard error, behind what stdout has so far; what
 * cannot be printed is shown as visible.h has it, since files and servers have a say in it. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

bool output_is_terminal(void);
/* What this file descriptor leads to is a terminal that can wipe a line: TERM says so. */
bool output_can_erase(int fd);
/* A terminal, and the environment (NO_COLOR, TERM) has nothing against it. */
bool output_has_colours(void);
/* The environment's locale wants UTF-8. */
bool output_is_utf8(void);

/* Prints words broken into lines of at most WRAP_COLUMNS, all but the first indented; the cursor
 * already stands in column `indent`. A newline in `text` begins a line. Ends with a newline. */
enum { WRAP_COLUMNS = 80 };
void print_wrapped(FILE *out, int indent, const char *text);

/* As one word for a POSIX shell. */
void print_shell_word(FILE *out, const char *word);

#endif
