/* Floor 8: the exit codes of all commands. */
#ifndef STASIM_CLI_BASE_EXIT_H
#define STASIM_CLI_BASE_EXIT_H

enum exit_code {
    CODE_PASSED = 0,
    CODE_FAILED = 1,   /* an expectation did not hold */
    CODE_INPUT = 2,    /* bad usage, or a file that cannot be used */
    CODE_INTERNAL = 3, /* stasim itself is at fault, or cannot go on: no memory, no room to write */
    CODE_LIMIT = 4,    /* a run was stopped at a limit */
};

/* The graver of two. From the gravest: 3, 2, 1, 4, 0. */
enum exit_code exit_graver(enum exit_code a, enum exit_code b);

#endif
