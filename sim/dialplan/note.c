/* What Verbose(), Log() and mistakes of a dialplan leave in the journal. */
#include "sim/dialplan/note.h"

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
