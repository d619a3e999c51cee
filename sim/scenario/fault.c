/* Which faults strike, and what becomes of copies of events. */
#include "sim/scenario/fault.h"

#include <string.h>

#include "sim/ari/made.h"
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/events.h"
#include "sim/scenario/fault_parts.h"
#include "sim/scenario/journal.h"

/* Streams of the seed: apart from all that the model draws. */
static const uint64_t RNG_LABEL = 0x6661756c00000000; /* "faul" */

/* Of gifts that are held: what is never sent must not be waited for. */
static const uint64_t GIFT_PATIENCE_US = 1000000;

struct timed_fault {
    struct activity activity;
    size_t index;
};

static bool intercept(void *context, struct world *w, struct recipient *recipient,
                      struct event *event);
static bool take_charge(struct world *w, const struct fault *fault, struct recipient *recipient,
                        struct event *event, const struct occasion *occasion);
static bool hold_gift(struct world *w, const struct recipient *recipient, struct event *event,
                      const struct occasion *occasion);
static bool gift_of(const struct recipient *recipient, const struct event *event, enum gift *gift);
static void strike_in_time(struct world *w, struct task *task);
static bool same_or_any(const char *wanted, const char *given);
static bool same_request(const char *wanted, const char *given);

const struct event_kind EVENT_FAULT = CALL_EVENT_KIND("Fault");

static const struct step STRIKE = {"F fault", strike_in_time};

void faults_new(struct world *w, const struct scenario *scenario, const struct fault_host *host,
                const uint32_t *seen, size_t seen_count) {
    size_t count = scenario->faults_count;
    if (count == 0 && !scenario->gifts_ordered) {
        return;
    }
    struct faults *faults = world_alloc(w, sizeof *faults);
    faults->scenario = scenario;
    faults->host = host;
    faults->seen = world_alloc(w, (count + 1) * sizeof *faults->seen);
    faults->rngs = world_alloc(w, (count + 1) * sizeof *faults->rngs);
    players_of(w)->faults = faults;
    for (size_t i = 0; i < count; i++) {
        const struct fault *fault = &scenario->faults[i];
        faults->seen[i] = i < seen_count ? seen[i] : 0;
        faults->rngs[i] = world_rng(w, RNG_LABEL + i);
        if (fault->on.kind == TRIGGER_AT && fault->on.at_us >= world_now_us(w) &&
            faults->seen[i] == 0) {
            struct timed_fault *timed = activity_new(w, sizeof *timed, &STRIKE);
            timed->index = i;
            players_of(w)->pending++;
            task_start(w, "F", effect_name(fault->effect), &timed->activity, fault->on.at_us);
        }
    }
    world_intercept(w, (struct world_delivery_hook){.intercept = intercept});
    ari_intercept(w, (struct ari_hook){.intercept = fault_request});
}

size_t faults_seen(const struct world *w, uint32_t seen[FAULTS_MAX]) {
    const struct players *players = world_floor(w, WORLD_FLOOR_SCENARIO);
    const struct faults *faults = players ? players->faults : NULL;
    size_t count = faults ? faults->scenario->faults_count : 0;
    must(count <= FAULTS_MAX);
    for (size_t i = 0; i < count; i++) {
        seen[i] = faults->seen[i];
    }
    return count;
}

struct faults *faults_of(const struct world *w) {
    struct faults *faults = players_of(w)->faults;
    must(faults);
    return faults;
}

bool trigger_fits(const struct trigger *trigger, const struct occasion *occasion) {
    return trigger->kind == occasion->kind && same_or_any(trigger->type, occasion->type) &&
           same_or_any(trigger->app, occasion->app) &&
           same_or_any(trigger->client, occasion->client) &&
           same_or_any(trigger->channel, occasion->channel) &&
           (!trigger->request || same_request(trigger->request, occasion->request));
}

bool fault_strikes(struct world *w, size_t index, const struct occasion *occasion) {
    struct faults *faults = faults_of(w);
    const struct fault *fault = &faults->scenario->faults[index];
    if (!trigger_fits(&fault->on, occasion)) {
        return false;
    }
    uint32_t nth = ++faults->seen[index];
    if (fault->on.nth != 0 && fault->on.nth != nth) {
        return false;
    }
    if (fault->on.percent < 100 && rng_below(&faults->rngs[index], 100) >= fault->on.percent) {
        return false;
    }
    if (world_is_observed(w)) {
        struct call_event *event = call_event_new(w, &EVENT_FAULT, NULL, 0);
        event->name = world_strdup(w, effect_name(fault->effect));
        event->value = occasion->channel ? world_strdup(w, occasion->channel) : NULL;
        event->cause = (int)index;
        event_note_once(w, &event->head);
    }
    return true;
}

void fault_happened(struct world *w, const struct occasion *occasion) {
    const struct scenario *scenario = faults_of(w)->scenario;
    hold_release(w, occasion);
    for (size_t i = 0; i < scenario->faults_count; i++) {
        const struct fault *fault = &scenario->faults[i];
        bool is_due = effect_is_caused(fault->effect) &&
                      !(fault->effect == EFFECT_BREAK && occasion->kind == TRIGGER_EVENT);
        if (is_due && fault_strikes(w, i, occasion)) {
            effect_cause(w, fault, occasion);
        }
    }
}

/* Every copy comes by here. It is handed over at once, unless a fault keeps it; the first that
 * strikes is the only one. */
static bool intercept(void *context, struct world *w, struct recipient *recipient,
                      struct event *event) {
    (void)context;
    const struct scenario *scenario = faults_of(w)->scenario;
    struct occasion occasion = {
        .kind = TRIGGER_EVENT,
        .type = event->kind->name,
        .app = recipient->name,
        .client = recipient->client,
        .channel = journal_channel(event),
    };
    for (size_t i = 0; i < scenario->faults_count; i++) {
        const struct fault *fault = &scenario->faults[i];
        bool breaks = fault->effect == EFFECT_BREAK && fault->on.kind == TRIGGER_EVENT;
        if ((breaks || !effect_is_caused(fault->effect)) && fault_strikes(w, i, &occasion) &&
            take_charge(w, fault, recipient, event, &occasion)) {
            return true;
        }
    }
    if (hold_gift(w, recipient, event, &occasion)) {
        return true;
    }
    event_hand_over(w, recipient, event);
    fault_happened(w, &occasion);
    return true;
}

/* False: it goes on its way all the same. */
static bool take_charge(struct world *w, const struct fault *fault, struct recipient *recipient,
                        struct event *event, const struct occasion *occasion) {
    struct patience patience = {.due_us = TASK_FOREVER};
    switch (fault->effect) {
    case EFFECT_DELAY:
        patience.due_us = world_now_us(w) + fault->lasting_us;
        break;
    case EFFECT_HOLD:
        patience.until = &fault->until;
        if (fault->until.kind == TRIGGER_AT) {
            patience.due_us = fault->until.at_us;
        }
        break;
    case EFFECT_BEHIND:
        patience.behind = fault->count;
        break;
    case EFFECT_LOSE:
        return true;
    case EFFECT_COPIES:
        for (unsigned i = 1; i < fault->count; i++) {
            event_hand_over(w, recipient, event);
        }
        return false;
    case EFFECT_CHANGE: {
        struct event *changed = made_changed(w, event, recipient->name, fault->json);
        if (changed) {
            event_hand_over(w, recipient, changed);
            event_drop(w, changed);
        }
        fault_happened(w, occasion);
        return true;
    }
    case EFFECT_BREAK:
        if (!recipient->lose) {
            return false;
        }
        if (fault->breakage == BREAK_AFTER) {
            event_hand_over(w, recipient, event);
        }
        recipient->lose(w, recipient, fault->breakage, event);
        return true;
    default:
        must_fail("an effect on an event", __FILE__, __LINE__);
    }
    hold_event(w, event, recipient->name, occasion->channel, &patience);
    return true;
}

static bool hold_gift(struct world *w, const struct recipient *recipient, struct event *event,
                      const struct occasion *occasion) {
    enum gift gift;
    if (!faults_of(w)->scenario->gifts_ordered || !occasion->channel ||
        !gift_of(recipient, event, &gift)) {
        return false;
    }
    if (gifts_must_wait(w, occasion->channel, recipient->name, gift)) {
        hold_event(w, event, recipient->name, occasion->channel,
                   &(struct patience){.due_us = world_now_us(w) + GIFT_PATIENCE_US,
                                      .for_gifts = true,
                                      .gift = gift});
        return true;
    }
    gifts_came(w, occasion->channel, recipient->name, gift, false);
    return false;
}

/* What others get of another's claim is no gift. */
static bool gift_of(const struct recipient *recipient, const struct event *event, enum gift *gift) {
    if (event->kind == &EVENT_CALL_CLAIMED) {
        *gift = GIFT_CALL_CLAIMED;
        return strcmp(((const struct call_event *)event)->name, recipient->name) == 0;
    }
    *gift = GIFT_STASIS_START;
    return event->kind == &EVENT_STASIS_START;
}

static void strike_in_time(struct world *w, struct task *task) {
    const struct timed_fault *timed = task_activity(task);
    const struct fault *fault = &faults_of(w)->scenario->faults[timed->index];
    struct occasion occasion = {.kind = TRIGGER_AT,
                                .app = fault->on.app,
                                .client = fault->on.client,
                                .channel = fault->on.channel};
    players_of(w)->pending--;
    if (fault_strikes(w, timed->index, &occasion)) {
        effect_cause(w, fault, &occasion);
    }
    task_end(w, task);
}

static bool same_or_any(const char *wanted, const char *given) {
    return !wanted || (given && strcmp(wanted, given) == 0);
}

/* Word for word, but for "*", which stands for any one part of the path. */
static bool same_request(const char *wanted, const char *given) {
    while (given && *wanted != '\0') {
        if (*wanted == '*') {
            given += strcspn(given, "/");
            wanted++;
        } else if (*wanted++ != *given++) {
            return false;
        }
    }
    return given && (*given == '\0' || *given == '?');
}
