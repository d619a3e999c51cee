/* Facts: what has happened is compared with what expectations name, as it happens, and no more is
 * kept of it than they need. */
#include <string.h>

#include "sim/ari/ari.h"
#include "sim/base/hash.h"
#include "sim/calls/events.h"
#include "sim/scenario/explore_track.h"
#include "sim/scenario/journal.h"
#include "sim/scenario/occurrence.h"

static void see_happening(struct tracker *tracker, size_t index, struct log_entry *entry,
                          const struct event *event);
static void see_asked(struct tracker *tracker, size_t index, const struct log_entry *entry);
static void see_variable(struct tracker *tracker, size_t index, const struct log_entry *entry,
                         const struct call_event *event);
static void see_channel(struct tracker *tracker, size_t index, const struct log_entry *entry,
                        const struct call_event *event);
static bool is_in_time(const struct expectation *expectation, uint64_t at_us);
static void add_fact(struct tracker *tracker, size_t index, uint64_t value, uint64_t at_us);

/* Backwards: what takes an order one place further cannot be the next place, too. */
void tracker_see(struct tracker *tracker, const struct log_entry *entry,
                 const struct event *event) {
    struct log_entry copy = *entry;
    const struct call_event *call = call_event_of(event);
    for (size_t i = tracker->kinds_count; i-- > 0;) {
        const struct fact_kind *kind = &tracker->kinds[i];
        if (kind->happening && (kind->happening->kind == HAPPENING_CLAIM ||
                                kind->happening->kind == HAPPENING_ANSWER)) {
            see_asked(tracker, i, entry);
        } else if (kind->happening) {
            see_happening(tracker, i, &copy, event);
        } else if (kind->wish) {
            see_variable(tracker, i, entry, call);
        } else {
            see_channel(tracker, i, entry, call);
        }
    }
    if (copy.data != entry->data) {
        json_decref(copy.data);
    }
}

/* What an event says is rendered only where somebody asks for it. */
static void see_happening(struct tracker *tracker, size_t index, struct log_entry *entry,
                          const struct event *event) {
    const struct happening *happening = tracker->kinds[index].happening;
    if (!occurrence_is_named(happening, entry)) {
        return;
    }
    struct fact *fact = &tracker->track->facts[index];
    fact->seen++;
    if (happening->nth > 0 && happening->nth != fact->seen) {
        return;
    }
    if (event && !entry->data && (happening->where.count > 0 || happening->args)) {
        entry->data = ari_event_is_public(event->kind)
                          ? ari_event_json(tracker->world, event,
                                           entry->kind == LOG_EVENT ? entry->application : "")
                          : journal_json(event);
    }
    if (occurrence_fits(happening, &(struct occurrence){.entry = entry})) {
        add_fact(tracker, index, 1, entry->at_us);
    }
}

/* A claim is counted when it is made, and judged when it is answered. */
static void see_asked(struct tracker *tracker, size_t index, const struct log_entry *entry) {
    const struct happening *happening = tracker->kinds[index].happening;
    struct fact *fact = &tracker->track->facts[index];
    if (entry->kind == LOG_REQUEST && occurrence_is_named(happening, entry)) {
        fact->seen++;
        if (happening->nth > 0 && happening->nth == fact->seen) {
            fact->nth_request = hash_text(0, entry->name);
        }
    } else if (entry->kind == LOG_ANSWER) {
        struct log_entry request = *entry;
        request.kind = LOG_REQUEST;
        bool is_meant = happening->nth == 0 || fact->nth_request == hash_text(0, entry->name);
        if (is_meant && occurrence_is_named(happening, &request) &&
            occurrence_fits(happening, &(struct occurrence){.asked = &request, .entry = entry})) {
            add_fact(tracker, index, 1, entry->at_us);
        }
    }
}

static void see_variable(struct tracker *tracker, size_t index, const struct log_entry *entry,
                         const struct call_event *event) {
    const struct fact_kind *kind = &tracker->kinds[index];
    bool is_it = entry->kind == LOG_NOTE && event && event->channel &&
                 event->head.kind == &EVENT_CHANNEL_VARSET &&
                 strcmp(event->channel->id, kind->expectation->channel) == 0 &&
                 strcmp(variable_bare_name(event->name), variable_bare_name(kind->wish->name)) == 0;
    if (is_it) {
        add_fact(tracker, index, hash_text(0, event->value), entry->at_us);
    }
}

static void see_channel(struct tracker *tracker, size_t index, const struct log_entry *entry,
                        const struct call_event *event) {
    const struct expectation *expectation = tracker->kinds[index].expectation;
    const struct snapshot *snapshot = event ? event->channel : NULL;
    if (entry->kind != LOG_NOTE || !snapshot || strcmp(snapshot->id, expectation->channel) != 0) {
        return;
    }
    uint64_t value = 1 + (event->head.kind == &EVENT_CHANNEL_DESTROYED);
    if (expectation->state) {
        value = hash_mix(value, (uint64_t)snapshot->state);
    }
    if (expectation->place) {
        value = hash_text(hash_text(value, snapshot->context), snapshot->exten);
        value = hash_mix(value, (uint64_t)snapshot->priority);
    }
    add_fact(tracker, index, value, entry->at_us);
}

static bool is_in_time(const struct expectation *expectation, uint64_t at_us) {
    return expectation->kind == EXPECT_HAPPENING
               ? at_us >= expectation->after_us && at_us <= expectation->before_us
               : !expectation->has_at || at_us <= expectation->at_us;
}

static void add_fact(struct tracker *tracker, size_t index, uint64_t value, uint64_t at_us) {
    const struct fact_kind *kind = &tracker->kinds[index];
    uint64_t *sum = &tracker->track->facts[kind->sum].sum;
    switch (kind->rule) {
    case FACT_COUNT:
        *sum += is_in_time(kind->expectation, at_us) && *sum < kind->enough;
        break;
    case FACT_PROGRESS:
        *sum += *sum == kind->place;
        break;
    case FACT_LAST:
        *sum = is_in_time(kind->expectation, at_us) ? value : *sum;
        break;
    case FACT_LIST:
        *sum = is_in_time(kind->expectation, at_us) ? hash_mix(*sum, value) : *sum;
        break;
    case FACT_MOMENTS:
        *sum = hash_mix(hash_mix(*sum, index), at_us);
        break;
    }
}
