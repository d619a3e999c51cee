/* The table of the journal's entries, and entries as JSON. */
#include "sim/scenario/journal.h"

#include <string.h>

#include "sim/ari/json.h"
#include "sim/ari/made.h"
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/events.h"
#include "sim/dialplan/note.h"
#include "sim/scenario/fault.h"

static const struct journal_kind *kind_of(const struct event *event);
static void add_field(struct object *data, const struct journal_field *field,
                      const struct call_event *event);

#define FIELDS(...)                                                                                \
    .fields = (const struct journal_field[]) {                                                     \
        __VA_ARGS__, {                                                                             \
            .name = NULL                                                                           \
        }                                                                                          \
    }
#define WORDS(...)                                                                                 \
    .words = (const char *const[]) {                                                               \
        __VA_ARGS__, NULL                                                                          \
    }
#define FIELD(field_member, field_name, text, ...)                                                 \
    { .name = (field_name), .description = (text), .member = (field_member), __VA_ARGS__ }
#define ANY .words = NULL

/* In the order of a broadcast's life. */
static const struct journal_kind KINDS[] = {
    {
        .event = &EVENT_DIALPLAN_LINE,
        .description = "The dialplan says something, or is mistaken.",
        FIELDS(FIELD(JOURNAL_NAME, "level",
                     "`warning` of a mistake, `Verbose`, or the level that Log() names.", ANY),
               FIELD(JOURNAL_VALUE, "line", "What is said.", ANY)),
    },
    {
        .event = &EVENT_BROADCAST_BEGAN,
        .description = "Claims are possible from now on.",
        FIELDS(FIELD(JOURNAL_NAME, "filter", "As the dialplan gave it; empty: there is none.", ANY),
               FIELD(JOURNAL_VALUE, "refused",
                     "Why it is no filter, if it is none: then all applications are offered the "
                     "call.",
                     .optional = true),
               FIELD(JOURNAL_NUMBER, "timeout_ms", "How long a claim is waited for.", ANY)),
    },
    {
        .event = &EVENT_FILTER_UNDECIDED,
        .description = "The filter could not be decided for some name, which is offered the call.",
        FIELDS(FIELD(JOURNAL_VALUE, "filter", "As the dialplan gave it.", ANY)),
    },
    {
        .event = &EVENT_CLAIM_FOUND,
        .description = "A claim has looked for the broadcast.",
        .names_channel = true,
        FIELDS(
            FIELD(JOURNAL_NAME, "application", "For which is claimed.", ANY),
            FIELD(JOURNAL_NUMBER, "outcome", "Whether there is one.", WORDS("not found", "found"))),
    },
    {
        .event = &EVENT_CLAIM_DECIDED,
        .description = "The claim is decided.",
        .names_channel = true,
        FIELDS(FIELD(JOURNAL_NAME, "application", "For which is claimed.", ANY),
               FIELD(JOURNAL_NUMBER, "outcome",
                     "`lost`: somebody was first; `too late`: the wait is over.",
                     WORDS("won", "not found", "lost", "too late"))), /* enum claim_outcome */
    },
    {
        .event = &EVENT_WAIT_ENDED,
        .description = "Nobody waits for a claim any more.",
        FIELDS(FIELD(JOURNAL_VALUE, "why", "What ended the wait.",
                     WORDS("claimed", "hung up", "deadline"))),
    },
    {
        .event = &EVENT_WINNER_READ,
        .description = "The winner is known; from now on it is too late.",
        FIELDS(FIELD(JOURNAL_NAME, "winner", "The application that has won, if any.",
                     .optional = true)),
    },
    {
        .event = &EVENT_BROADCAST_ENDED,
        .description = "Claims are not found any more.",
        .fields = &(const struct journal_field){.name = NULL},
    },
    {
        .event = &EVENT_FAULT,
        .description = "A fault of the scenario strikes.",
        .names_channel = true,
        FIELDS(FIELD(JOURNAL_NAME, "effect", "What it does, as it is called there.", ANY),
               FIELD(JOURNAL_NUMBER, "number", "Its place in the list, from 0.", ANY)),
    },
};

const struct journal_kind *journal_kind(size_t index) {
    return index < sizeof KINDS / sizeof KINDS[0] ? &KINDS[index] : NULL;
}

const struct journal_kind *journal_find(const char *name) {
    const struct journal_kind *kind;
    for (size_t i = 0; (kind = journal_kind(i)); i++) {
        if (strcmp(kind->event->name, name) == 0) {
            return kind;
        }
    }
    return NULL;
}

const struct journal_field *journal_field(const struct journal_kind *kind, const char *name) {
    for (const struct journal_field *field = kind->fields; field->name; field++) {
        if (strcmp(field->name, name) == 0) {
            return field;
        }
    }
    return NULL;
}

json_t *journal_json(const struct event *event) {
    const struct journal_kind *kind = kind_of(event);
    struct object data = object_new();
    for (const struct journal_field *field = kind ? kind->fields : NULL; field && field->name;
         field++) {
        add_field(&data, field, call_event_of(event));
    }
    return object_finish(&data);
}

const char *journal_channel(const struct event *event) {
    if (made_is(event->kind)) {
        return made_channel(event);
    }
    const struct call_event *call = call_event_of(event);
    if (!call) {
        return NULL;
    }
    const struct snapshot *snapshot = call->channel ? call->channel : call->peer;
    if (snapshot) {
        return snapshot->id;
    }
    const struct journal_kind *kind = kind_of(event);
    return kind && kind->names_channel ? call->value : NULL;
}

static const struct journal_kind *kind_of(const struct event *event) {
    const struct journal_kind *kind;
    for (size_t i = 0; (kind = journal_kind(i)); i++) {
        if (kind->event == event->kind) {
            return kind;
        }
    }
    return NULL;
}

static void add_field(struct object *data, const struct journal_field *field,
                      const struct call_event *event) {
    if (field->member == JOURNAL_NUMBER && !field->words) {
        object_add(data, field->name, json_integer(event->cause));
        return;
    }
    const char *text = field->member == JOURNAL_NUMBER ? field->words[event->cause]
                       : field->member == JOURNAL_NAME ? event->name
                                                       : event->value;
    must(text || field->optional);
    if (text) {
        object_add_text(data, field->name, text);
    }
}
