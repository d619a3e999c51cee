/* Keeping track: what happens is compared with what expectations name, as it happens. */
#include "sim/scenario/explore_track.h"

#include <stdlib.h>
#include <string.h>

#include "sim/ari/ari.h"
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/events.h"
#include "sim/scenario/explore_hash.h"
#include "sim/scenario/journal.h"
#include "sim/scenario/occurrence.h"
#include "sim/scenario/plan.h"

static void add_expectation(struct tracker *tracker, const struct expectation *expectation);
static void see_actions(struct tracker *tracker, const struct action *actions, size_t count);
static void add_kind(struct tracker *tracker, struct fact_kind kind);
static bool is_timed(const struct expectation *expectation);
static void told(void *context, const struct log_entry *entry);
static void note(void *context, struct world *w, const struct event *event);
static void deliver(void *context, struct world *w, const struct recipient *recipient,
                    const struct event *event);
static void see(struct tracker *tracker, struct log_entry *entry, const struct event *event);
static void see_kind(struct tracker *tracker, size_t index, struct log_entry *entry,
                     const struct event *event);
static void see_asked(struct tracker *tracker, size_t index, struct log_entry *entry);
static void see_channel(struct tracker *tracker, size_t index, const struct log_entry *entry,
                        const struct event *event);
static void add_fact(struct tracker *tracker, size_t index, uint64_t value, uint64_t at_us);
static void add_outcome(struct tracker *tracker, const struct log_entry *entry,
                        const struct call_event *event);
static void add_to_part(struct tracker *tracker, const char *client, const char *app,
                        uint64_t value);

bool tracker_new(struct tracker *tracker, const struct scenario *scenario,
                 const struct alike *alike) {
    *tracker = (struct tracker){.scenario = scenario, .alike = alike, .is_whole = true};
    for (size_t i = 0; i < scenario->expectations_count; i++) {
        add_expectation(tracker, &scenario->expectations[i]);
    }
    for (size_t i = 0; i < scenario->clients_count; i++) {
        const struct script_client *client = &scenario->clients[i];
        see_actions(tracker, client->timed, client->timed_count);
        for (size_t t = 0; t < client->on_count; t++) {
            see_actions(tracker, client->on[t].actions, client->on[t].count);
        }
    }
    tracker->has_faults = scenario->faults_count > 0 || scenario->gifts_ordered;
    tracker->may_notify = plan_may_notify(scenario->dialplan);
    tracker->told = log_new_told(false, told, tracker);
    return tracker->told != NULL;
}

void tracker_free(struct tracker *tracker) {
    log_free(tracker->told);
}

void tracker_watch(struct tracker *tracker, struct world *w) {
    size_t size = sizeof *tracker->track + tracker->alike->count * sizeof(uint64_t);
    tracker->world = w;
    tracker->track = world_alloc(w, size);
    world_observe(w, (struct world_observer){.note = note, .deliver = deliver, .context = tracker});
}

uint64_t tracker_facts(const struct tracker *tracker) {
    const struct track *track = tracker->track;
    uint64_t hash = 0;
    for (size_t i = 0; i < tracker->kinds_count; i++) {
        const struct fact_kind *kind = &tracker->kinds[i];
        const struct fact *fact = &track->facts[i];
        unsigned nth = kind->happening ? kind->happening->nth : 0;
        hash = hash_mix(hash, fact->sum);
        hash = hash_mix(hash, fact->seen < nth ? fact->seen : nth);
    }
    for (size_t i = 0; i < TRACK_CALLS_MAX && i < tracker->scenario->calls_count + 1; i++) {
        hash = hash_mix(hash, track->calls[i]);
    }
    return hash;
}

uint64_t tracker_end(const struct tracker *tracker) {
    uint64_t hash = tracker_facts(tracker);
    uint64_t parts = 0;
    for (size_t i = 0; i < tracker->alike->count; i++) {
        parts += hash_mix(tracker->alike->parts[i].kind, tracker->track->parts[i]);
    }
    return hash_mix(hash, parts);
}

uint32_t tracker_call(const struct tracker *tracker, const char *channel) {
    const struct scenario *scenario = tracker->scenario;
    for (uint32_t i = 0; channel && i < scenario->calls_count && i < TRACK_CALLS_MAX - 1; i++) {
        if (strcmp(scenario->calls[i].id, channel) == 0) {
            return i;
        }
    }
    return scenario->calls_count < TRACK_CALLS_MAX ? (uint32_t)scenario->calls_count
                                                   : TRACK_CALLS_MAX - 1;
}

uint64_t tracker_request(const struct tracker *tracker, const char *name) {
    uint64_t wanted = hash_text(0, name);
    uint64_t hash = 0;
    for (size_t i = 0; i < tracker->kinds_count; i++) {
        if (tracker->track->facts[i].nth_request == wanted) {
            hash = hash_mix(hash, i + 1);
        }
    }
    return hash;
}

static void see_actions(struct tracker *tracker, const struct action *actions, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct action *action = &actions[i];
        bool is_plain = strcmp(action->name, "claim") == 0 || strcmp(action->name, "hangup") == 0 ||
                        strcmp(action->name, "continue") == 0;
        tracker->registry_changes |= action->deed != DEED_REQUEST;
        tracker->has_requests |= action->deed == DEED_REQUEST && !is_plain;
        tracker->is_ordered |= action->nth > 0;
    }
}

/* Those of an order, or of a distance in time, share one number: their order counts. */
static void add_expectation(struct tracker *tracker, const struct expectation *expectation) {
    static const struct happening broadcasts = {.kind = HAPPENING_EVENT, .type = "CallBroadcast"};
    struct fact_kind kind = {.expectation = expectation,
                             .sum = (uint32_t)tracker->kinds_count,
                             .timed = is_timed(expectation)};
    tracker->is_ordered |= kind.timed;
    tracker->is_timed |= kind.timed;
    switch (expectation->kind) {
    case EXPECT_HAPPENING:
        kind.happening = &expectation->happening;
        kind.ordered = expectation->has_within;
        add_kind(tracker, kind);
        if (expectation->has_within) {
            kind.happening = expectation->of ? expectation->of : &broadcasts;
            add_kind(tracker, kind);
        }
        break;
    case EXPECT_ORDER:
        kind.ordered = true;
        tracker->is_ordered = true;
        for (size_t i = 0; i < expectation->order_count; i++) {
            kind.happening = &expectation->order[i];
            add_kind(tracker, kind);
        }
        break;
    case EXPECT_ANY:
        for (size_t i = 0; i < expectation->any_count; i++) {
            add_expectation(tracker, &expectation->any[i]);
        }
        break;
    case EXPECT_VARIABLE:
    case EXPECT_CHANNEL:
    case EXPECT_PROGRAM:
        kind.ordered = true;
        add_kind(tracker, kind);
        break;
    }
}

static void add_kind(struct tracker *tracker, struct fact_kind kind) {
    tracker->is_ordered |= kind.happening && kind.happening->nth > 0;
    if (tracker->kinds_count == TRACK_FACTS_MAX) {
        tracker->is_whole = false;
        return;
    }
    tracker->kinds[tracker->kinds_count++] = kind;
}

static bool is_timed(const struct expectation *expectation) {
    return expectation->has_within || expectation->has_at || expectation->after_us > 0 ||
           (expectation->kind == EXPECT_HAPPENING && expectation->before_us != UINT64_MAX);
}

/* Requests and answers, as the players tell them. */
static void told(void *context, const struct log_entry *entry) {
    struct tracker *tracker = context;
    struct log_entry copy = *entry;
    see(tracker, &copy, NULL);
    if (entry->kind == LOG_ANSWER && entry_is_claim(entry)) {
        uint64_t value = hash_mix((uint64_t)entry->status, tracker_call(tracker, entry->channel));
        add_to_part(tracker, entry->client, entry->application, hash_text(value, "answered"));
    }
}

static const struct call_event *as_call_event(const struct event *event) {
    return event->kind->dispose == call_event_dispose ? (const struct call_event *)event : NULL;
}

static void note(void *context, struct world *w, const struct event *event) {
    const struct call_event *call = as_call_event(event);
    struct log_entry entry = {.kind = LOG_NOTE,
                              .at_us = world_now_us(w),
                              .name = event->kind->name,
                              .channel = journal_channel(event)};
    if (call) {
        add_outcome(context, &entry, call);
    }
    see(context, &entry, event);
}

static void deliver(void *context, struct world *w, const struct recipient *recipient,
                    const struct event *event) {
    struct log_entry entry = {.kind = LOG_EVENT,
                              .at_us = world_now_us(w),
                              .name = event->kind->name,
                              .client = recipient->client,
                              .application = recipient->name,
                              .channel = journal_channel(event)};
    see(context, &entry, event);
}

static void see(struct tracker *tracker, struct log_entry *entry, const struct event *event) {
    struct log_entry copy = *entry;
    for (size_t i = 0; i < tracker->kinds_count; i++) {
        see_kind(tracker, i, &copy, event);
    }
    if (event) { /* else it is somebody else's */
        json_decref(copy.data);
    }
}

/* What an event says is rendered only where somebody asks for it. */
static void see_kind(struct tracker *tracker, size_t index, struct log_entry *entry,
                     const struct event *event) {
    const struct happening *happening = tracker->kinds[index].happening;
    if (!happening) {
        see_channel(tracker, index, entry, event);
        return;
    }
    if (happening->kind == HAPPENING_CLAIM || happening->kind == HAPPENING_ANSWER) {
        see_asked(tracker, index, entry);
        return;
    }
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
static void see_asked(struct tracker *tracker, size_t index, struct log_entry *entry) {
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

static void see_channel(struct tracker *tracker, size_t index, const struct log_entry *entry,
                        const struct event *event) {
    const struct fact_kind *kind = &tracker->kinds[index];
    const struct call_event *call = event ? as_call_event(event) : NULL;
    if (entry->kind != LOG_NOTE || !call || !call->channel ||
        strcmp(call->channel->id, kind->expectation->channel) != 0) {
        return;
    }
    if (kind->expectation->kind == EXPECT_VARIABLE) {
        if (event->kind == &EVENT_CHANNEL_VARSET) {
            add_fact(tracker, index, hash_text(hash_text(0, call->name), call->value),
                     entry->at_us);
        }
        return;
    }
    const struct snapshot *snapshot = call->channel;
    uint64_t value = hash_text(hash_text(0, snapshot->context), snapshot->exten);
    value = hash_mix(value, (uint64_t)snapshot->priority);
    value = hash_mix(value, (uint64_t)snapshot->state);
    value = hash_mix(value, event->kind == &EVENT_CHANNEL_DESTROYED);
    if (!kind->timed) { /* only the last one counts */
        tracker->track->facts[kind->sum].sum = 0;
    }
    add_fact(tracker, index, value, entry->at_us);
}

static void add_fact(struct tracker *tracker, size_t index, uint64_t value, uint64_t at_us) {
    const struct fact_kind *kind = &tracker->kinds[index];
    uint64_t *sum = &tracker->track->facts[kind->sum].sum;
    value = hash_mix(hash_mix(value, index), kind->timed ? at_us : 0);
    *sum = kind->ordered ? hash_mix(*sum, value) : *sum + value;
}

/* Who was read as the winner, and what STASISSTATUS became. */
static void add_outcome(struct tracker *tracker, const struct log_entry *entry,
                        const struct call_event *event) {
    uint32_t call = tracker_call(tracker, entry->channel);
    uint64_t *sum = &tracker->track->calls[call];
    if (event->head.kind == &EVENT_CHANNEL_VARSET && strcmp(event->name, "STASISSTATUS") == 0) {
        *sum = hash_text(*sum, event->value);
    } else if (event->head.kind == &EVENT_WINNER_READ && event->name) {
        uint64_t value = hash_mix(call, *sum);
        add_to_part(tracker, NULL, event->name, hash_text(value, "won"));
    }
}

static void add_to_part(struct tracker *tracker, const char *client, const char *app,
                        uint64_t value) {
    uint32_t part = alike_find(tracker->alike, client, app);
    if (part != ALIKE_NOBODY) {
        tracker->track->parts[part] += value;
    } else {
        uint64_t *sum = &tracker->track->calls[tracker_call(tracker, NULL)];
        *sum += hash_text(hash_text(value, client), app);
    }
}
