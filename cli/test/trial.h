/* Floor 8: programs under test and the server that they are tried on. */
#ifndef STASIM_CLI_TEST_TRIAL_H
#define STASIM_CLI_TEST_TRIAL_H

#include <jansson.h>

#include "cli/server/server.h"
#include "cli/test/program.h"

enum { PROGRAMS_MAX = 16 };

struct trial {
    char **command;
    uint64_t speed;
    struct settings settings;
    struct server *server;
    struct program programs[PROGRAMS_MAX];
    size_t count;
};

/* Starts the server. False, with a message. */
bool trial_begin(struct trial *trial, char **command, uint64_t speed);
/* Ends the programs and the server. */
enum exit_code trial_end(struct trial *trial);

/* Plays a scenario, which has programs, with this seed: what became of it (outcome.h). NULL when
 * somebody has ended stasim, or without memory. */
json_t *trial_play(struct trial *trial, const struct scenario *scenario, uint64_t seed);

#endif
