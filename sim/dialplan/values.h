/* Floor 5: the values that a dialplan works with: variables, global ones, functions, and texts in
 * which they stand. */
#ifndef STASIM_DIALPLAN_VALUES_H
#define STASIM_DIALPLAN_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/calls/channel.h"

/* A global variable; NULL when unset. */
const char *dialplan_global(const struct world *w, const char *name);
void dialplan_set_global(struct world *w, const char *name, const char *value);

/* What `${expression}` is on this channel (NULL: no channel), such as "EXTEN" or "CALLERID(num)",
 * into `out`. False when no such function is known, or a plain variable is not set. */
bool dialplan_read(struct world *w, struct channel *channel, const char *expression, char *out,
                   size_t size);
/* Sets a variable, or a function that can be written such as "CALLERID(num)"; false when it cannot.
 */
bool dialplan_write(struct world *w, struct channel *channel, const char *name, const char *value);

/* Whether dialplan_write() on a channel sets what this name says. */
bool dialplan_can_write(const char *name);

/* Substitutes variables and expressions; what went wrong becomes a note of the journal. */
void dialplan_substitute(struct world *w, struct channel *channel, const char *text, char *out,
                         size_t size);

#endif
