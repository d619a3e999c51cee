/* Floor 8: playing scenarios against a real server: real clients, real calls, and the judge that
 * judges a run in process. */
#ifndef STASIM_CLI_AGAINST_AGAINST_H
#define STASIM_CLI_AGAINST_AGAINST_H

#include <signal.h>
#include <stdio.h>

#include "cli/against/target.h"
#include "sim/scenario/scenario.h"

enum { AGAINST_UNMET_BYTES = 512 };

#define AGAINST_NO_LOOP "the system has no event loop for it"

struct against {
    struct target target;
    uint64_t timeout_us;   /* for a scenario, cleaning up not included */
    uint64_t tolerance_us; /* see struct run_end */
};

/* What is used where nothing else is said. */
#define AGAINST_USER "asterisk:asterisk"
#define AGAINST_USER_HELP                                                                          \
    "who asks it, with the password from ARI_PASSWORD if none is given; " AGAINST_USER             \
    " unless told otherwise"
#define AGAINST_TIMEOUT_US UINT64_C(120000000)
#define AGAINST_TOLERANCE_US UINT64_C(100000)

/* Plays it once, and removes from the server what it has made there. What goes over the wire is
 * written into `recording`; NULL: nowhere. NULL when the server lacks something that the scenario
 * needs: `unmet` says what; or, where that is empty, when the system has no event loop for it.
 *
 * Without memory the program ends, as all commands do (cli/base/memory.h): what was made on the
 * server by then stays there, as it would if the program were killed. */
struct run_result *against_play(const struct against *against, const struct scenario *scenario,
                                FILE *recording, char unmet[AGAINST_UNMET_BYTES]);

/* From now on SIGINT, SIGTERM and SIGHUP end a play in order; a second one ends the program. */
void against_catch_signals(void);
bool against_was_stopped(void);

#endif
