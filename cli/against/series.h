/* Floor 8: scenarios played against a real server, one after another; and the options that say
 * which server. */
#ifndef STASIM_CLI_AGAINST_SERIES_H
#define STASIM_CLI_AGAINST_SERIES_H

#include <jansson.h>

#include "cli/against/against.h"
#include "cli/base/command.h"
#include "cli/base/paths.h"
#include "cli/base/trace.h"

/* As where no option says anything else. */
struct against against_default(void);
/* Each reads the value of an option; false, with a message, when it is none. */
bool against_read_url(struct against *against, const struct command *command, const char *value);
bool against_read_user(struct against *against, const struct command *command, const char *value);
bool against_read_time(const struct command *command, const char *option, const char *value,
                       uint64_t *us);
/* To be called first: finds the server's address and minds signals. False, with a message. */
bool against_begin(struct against *against);

/* Plays each of the paths; `tell` is told the outcome (outcome.h), and answers false when nothing
 * more is wanted. Returns the gravest. */
enum exit_code against_play_all(const struct against *against, const struct paths *paths,
                                const struct trace *trace,
                                bool (*tell)(void *context, json_t *outcome), void *context);

/* What became of one scenario that has been read; what goes over the wire is written into
 * `recording` (NULL: nowhere). */
json_t *against_outcome(const struct against *against, const struct path *path,
                        const struct scenario *scenario, const struct trace *trace,
                        FILE *recording);

#endif
