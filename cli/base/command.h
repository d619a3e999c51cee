/* Floor 8: a command of the program: its name, its options and what it does. Dispatch, usage and
 * help all follow from this one description. */
#ifndef STASIM_CLI_BASE_COMMAND_H
#define STASIM_CLI_BASE_COMMAND_H

#include <stddef.h>

#include "cli/base/exit.h"

/* An option "--name" or "--name ARGUMENT". */
struct option {
    const char *name;
    const char *argument; /* NULL: it takes none */
    const char *summary;  /* NULL: for developers, the help keeps quiet about it */
};

struct command {
    const char *name;
    const char *summary;          /* one line */
    const char *operands;         /* "PATH..."; empty: none */
    const struct option *options; /* all of them, but for --help, which every command has */
    size_t options_count;
    const char *letters; /* "o": -o is short for the option that begins so; NULL: none are */
    const char *about;   /* paragraphs for the help, each ended by a newline; may be NULL */
    /* Does it. `arguments` is what stands behind the command's name, ended by NULL; `program` is
     * what stasim was called by. */
    enum exit_code (*run)(const char *program, char **arguments);
};

extern const struct command COMMAND_RUN;
extern const struct command COMMAND_EXPLORE;
extern const struct command COMMAND_CHECK;
extern const struct command COMMAND_LINT;
extern const struct command COMMAND_DEMO;
extern const struct command COMMAND_DIAGRAM;
extern const struct command COMMAND_DIALPLAN;
extern const struct command COMMAND_DIFF;
extern const struct command COMMAND_RECORD;
extern const struct command COMMAND_REPL;
extern const struct command COMMAND_SERVE;
extern const struct command COMMAND_FILTER;
extern const struct command COMMAND_TEST;

#endif
