/* What Verbose(), Log() and mistakes of a dialplan leave in the journal. */
#include "sim/dialplan/note.h"

#include <stdarg.h>
#include <stdio.h>

#include "sim/base/rule.h"
#include "sim/world/world.h"

const struct event_kind EVENT_DIALPLAN_LINE = CALL_EVENT_KIND("DialplanLine");

void dialplan_note(struct world *w, struct channel *channel, const char *level, const char *line) {
    if (!world_is_observed(w)) {
        return;
    }
    struct call_event *event = call_event_new(w, &EVENT_DIALPLAN_LINE, channel, RULE_NONE);
    event->name = world_strdup(w, level);
    event->value = world_strdup(w, line);
    event_note_once(w, &event->head);
}

void dialplan_warn(struct world *w, struct channel *channel, const char *format, ...) {
    char line[DIALPLAN_WARNING_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    dialplan_note(w, channel, "warning", line);
}
