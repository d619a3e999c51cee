/* Keeping track: what is to be watched, and what an outcome tells of it. */
#include "sim/scenario/explore_track.h"

#include <stdlib.h>
#include <string.h>

#include "sim/base/hash.h"
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/events.h"
#include "sim/scenario/journal.h"
#include "sim/scenario/occurrence.h"
#include "sim/scenario/plan.h"

static void see_actions(struct tracker *tracker, const struct action *actions, size_t count);
static void see_faults(struct tracker *tracker);
static void add_expectation(struct tracker *tracker, const struct expectation *expectation);
static void add_happening(struct tracker *tracker, const struct expectation *expectation);
static void add_kind(struct tracker *tracker, struct fact_kind kind);
static bool told(void *context, const struct log_entry *entry);
static void note(void *context, struct world *w, const struct event *event);
static void deliver(void *context, struct world *w, const struct recipient *recipient,
                    const struct event *event);
static void add_outcome(struct tracker *tracker, const struct call_event *event,
                        const char *channel);
static void add_to_part(struct tracker *tracker, const char *client, const char *app,
                        uint64_t value);
static uint32_t place_of_call(const struct tracker *tracker, const char *channel);

bool tracker_new(struct tracker *tracker, const struct scenario *scenario,
                 const struct alike *alike, bool rules_only) {
    *tracker = (struct tracker){.scenario = scenario, .alike = alike, .is_whole = true};
    for (size_t i = 0; !rules_only && i < scenario->expectations_count; i++) {
        add_expectation(tracker, &scenario->expectations[i]);
    }
    for (size_t i = 0; i < scenario->clients_count; i++) {
        const struct script_client *client = &scenario->clients[i];
        see_actions(tracker, client->timed, client->timed_count);
        for (size_t t = 0; t < client->on_count; t++) {
            see_actions(tracker, client->on[t].actions, client->on[t].count);
        }
    }
    see_faults(tracker);
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

bool tracker_is_watched(const struct tracker *tracker) {
    return tracker->is_ordered || tracker->counts_events || tracker_is_timed(tracker);
}

uint64_t tracker_sight(const struct tracker *tracker) {
    bool sees = tracker->is_ordered || tracker_is_timed(tracker);
    uint64_t told = tracker->counts_events ? tracker->track->told : 0;
    return hash_mix(told, sees ? tracker_facts(tracker) : 0);
}

bool tracker_is_timed(const struct tracker *tracker) {
    return tracker->scenario->order == ORDER_TIMES ||
           (tracker->timed_until_us > 0 && world_now_us(tracker->world) <= tracker->timed_until_us);
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
        tracker->counts_events |= action->nth > 0;
    }
}

static void see_faults(struct tracker *tracker) {
    const struct scenario *scenario = tracker->scenario;
    tracker->counts_events |= scenario->faults_count > 0 || scenario->gifts_ordered;
    for (size_t i = 0; i < scenario->faults_count; i++) {
        tracker->registry_changes |= scenario->faults[i].effect == EFFECT_BREAK;
    }
}

static void add_expectation(struct tracker *tracker, const struct expectation *expectation) {
    struct fact_kind kind = {.expectation = expectation, .sum = (uint32_t)tracker->kinds_count};
    if (expectation->has_at && expectation->at_us >= tracker->timed_until_us) {
        tracker->timed_until_us = expectation->at_us + 1;
    }
    switch (expectation->kind) {
    case EXPECT_HAPPENING:
        add_happening(tracker, expectation);
        break;
    case EXPECT_ORDER:
        kind.rule = FACT_PROGRESS;
        tracker->is_ordered = true;
        for (size_t i = 0; i < expectation->order_count; i++) {
            kind.happening = &expectation->order[i];
            kind.place = (uint32_t)i;
            add_kind(tracker, kind);
        }
        break;
    case EXPECT_ANY:
        for (size_t i = 0; i < expectation->any_count; i++) {
            add_expectation(tracker, &expectation->any[i]);
        }
        break;
    case EXPECT_VARIABLE:
        for (size_t i = 0; i < expectation->wishes_count; i++) {
            kind.wish = &expectation->wishes[i];
            kind.rule = json_is_array(kind.wish->value) ? FACT_LIST : FACT_LAST;
            kind.sum = (uint32_t)tracker->kinds_count;
            add_kind(tracker, kind);
        }
        break;
    case EXPECT_CHANNEL:
        kind.rule = FACT_LAST;
        add_kind(tracker, kind);
        break;
    case EXPECT_PROGRAM: /* a scenario with programs is not searched */
        break;
    }
}

/* One that is looked for between two moments needs no more than to be counted there; one that is
 * looked for within a time of another one needs the moments of both. */
static void add_happening(struct tracker *tracker, const struct expectation *expectation) {
    static const struct happening broadcasts = {.kind = HAPPENING_EVENT, .type = "CallBroadcast"};
    bool has_max = expectation->max < SIZE_MAX;
    struct fact_kind kind = {.expectation = expectation,
                             .happening = &expectation->happening,
                             .sum = (uint32_t)tracker->kinds_count,
                             .enough = has_max ? expectation->max + 1 : expectation->min};
    uint64_t last_us =
        expectation->before_us < UINT64_MAX ? expectation->before_us + 1 : expectation->after_us;
    if (expectation->has_within) {
        kind.rule = FACT_MOMENTS;
        last_us = UINT64_MAX;
    }
    add_kind(tracker, kind);
    if (expectation->has_within) {
        kind.happening = expectation->of ? expectation->of : &broadcasts;
        add_kind(tracker, kind);
    }
    if (last_us > tracker->timed_until_us) {
        tracker->timed_until_us = last_us;
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

/* Requests and answers, as the players tell them. */
static bool told(void *context, const struct log_entry *entry) {
    struct tracker *tracker = context;
    tracker->track->told++;
    tracker_see(tracker, entry, NULL);
    if (entry->kind == LOG_ANSWER && entry_is_claim(entry)) {
        uint64_t value = hash_mix((uint64_t)entry->status, place_of_call(tracker, entry->channel));
        add_to_part(tracker, entry->client, entry->application, hash_text(value, "answered"));
    }
    return true;
}

static void note(void *context, struct world *w, const struct event *event) {
    struct log_entry entry = {.kind = LOG_NOTE,
                              .at_us = world_now_us(w),
                              .name = event->kind->name,
                              .channel = journal_channel(event)};
    const struct call_event *call = call_event_of(event);
    if (call) {
        add_outcome(context, call, entry.channel);
    }
    tracker_see(context, &entry, event);
}

static void deliver(void *context, struct world *w, const struct recipient *recipient,
                    const struct event *event) {
    struct tracker *tracker = context;
    tracker->track->told++;
    tracker_see(tracker,
                &(struct log_entry){.kind = LOG_EVENT,
                                    .at_us = world_now_us(w),
                                    .name = event->kind->name,
                                    .client = recipient->client,
                                    .application = recipient->name,
                                    .channel = journal_channel(event)},
                event);
}

/* Who was read as the winner, and what STASISSTATUS became. */
static void add_outcome(struct tracker *tracker, const struct call_event *event,
                        const char *channel) {
    uint32_t call = place_of_call(tracker, channel);
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
        uint64_t *sum = &tracker->track->calls[place_of_call(tracker, NULL)];
        *sum += hash_text(hash_text(value, client), app);
    }
}

/* Those that are not the scenario's, and those for which there is no room, share the last place. */
static uint32_t place_of_call(const struct tracker *tracker, const char *channel) {
    const struct scenario *scenario = tracker->scenario;
    for (uint32_t i = 0; channel && i < scenario->calls_count && i < TRACK_CALLS_MAX - 1; i++) {
        if (strcmp(scenario->calls[i].id, channel) == 0) {
            return i;
        }
    }
    return scenario->calls_count < TRACK_CALLS_MAX ? (uint32_t)scenario->calls_count
                                                   : TRACK_CALLS_MAX - 1;
}
