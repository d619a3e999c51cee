/* Floor 8: a program under test: a process of its own, whose output is kept. */
#ifndef STASIM_CLI_TEST_PROGRAM_H
#define STASIM_CLI_TEST_PROGRAM_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "sim/scenario/script.h"

enum { PROGRAM_APPS_BYTES = 1024 };

struct program {
    char *name;
    char apps[PROGRAM_APPS_BYTES]; /* "sales,support" */
    pid_t process;                 /* 0: it does not run */
    int exit_code;     /* of one that does not; 128 and its number, if a signal ended it */
    FILE *output;      /* all that it has printed */
    off_t output_from; /* where that of the present scenario begins */
};

/* Starts COMMAND, its arguments' {url}, {port} and {app} replaced, with ARI_URL and the rest in its
 * environment. False, with a message. */
bool program_start(struct program *program, const struct script_program *script, char **command,
                   int port);
/* Looks whether it still runs. */
bool program_runs(struct program *program);
/* Asks it to end, then ends it, with all that it has started. */
void program_end(struct program *program);
/* The rest of it is forgotten. */
void program_free(struct program *program);

/* It is the one that the scenario wants. */
bool program_is(const struct program *program, const struct script_program *script);

/* What it prints from now on belongs to another scenario. */
void program_mark(struct program *program);
/* Appends the lines since then, the last ones if they are many. */
void program_tell(struct program *program, json_t *lines, bool with_name);

/* The password of all programs. */
#define PROGRAM_PASSWORD "stasim"

#endif
