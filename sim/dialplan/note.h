/* Floor 5: lines that the dialplan writes into the journal. */
#ifndef STASIM_DIALPLAN_NOTE_H
#define STASIM_DIALPLAN_NOTE_H

#include "sim/calls/events.h"

/* name: "Verbose", "Log", "warning"; value: the line. */
extern const struct event_kind EVENT_DIALPLAN_LINE;

/* `channel` may be NULL. Does nothing when nobody observes. */
void dialplan_note(struct world *w, struct channel *channel, const char *level, const char *line);

#endif
