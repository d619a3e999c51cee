/* What Verbose(), Log() and mistakes of a dialplan leave in the journal. */
#include "sim/dialplan/note.h"

#include <stdarg.h>
#include <stdio.h>

#include "sim/world/world.h"

const struct event_kind EVENT_DIALPLAN_LINE = CALL_EVENT_KIND("DialplanLine");

void dialplan_note(struct world *w, struct channel *channel, const char *level, const char *line) {
    call_event_note(
        w, &(struct call_note){
               .kind = &EVENT_DIALPLAN_LINE, .channel = channel, .name = level, .value = line});
}

void dialplan_warn(struct world *w, struct channel *channel, const char *format, ...) {
    char line[DIALPLAN_WARNING_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    dialplan_note(w, channel, "warning", line);
}
