/* Floor 5: lines that the dialplan writes into the journal. */
#ifndef STASIM_DIALPLAN_NOTE_H
#define STASIM_DIALPLAN_NOTE_H

#include "sim/calls/events.h"

/* name: "Verbose", "Log", "warning"; value: the line. */
extern const struct event_kind EVENT_DIALPLAN_LINE;

/* `channel` may be NULL. Does nothing when nobody observes. */
void dialplan_note(struct world *w, struct channel *channel, const char *level, const char *line);
/* A warning, of at most DIALPLAN_WARNING_BYTES. */
enum { DIALPLAN_WARNING_BYTES = 512 };
__attribute__((format(printf, 3, 4))) void dialplan_warn(struct world *w, struct channel *channel,
                                                         const char *format, ...);

#endif
