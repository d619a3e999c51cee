/* Which faults are at work, and when one strikes. */
#include "sim/scenario/fault.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/calls/events.h"
#include "sim/scenario/fault_parts.h"
#include "sim/world/digest.h"

/* Streams of the seed: apart from all that the model draws. */
static const uint64_t RNG_LABEL = 0x6661756c00000000; /* "faul" */

struct timed_fault {
    struct activity activity;
    struct armed *armed;
};

static void set_times(struct world *w, struct armed *armed);
static void start(struct world *w, struct armed *armed, const struct step *step, uint64_t due_us);
static void strike_in_time(struct world *w, struct task *task);
static void begin(struct world *w, struct task *task);
static void end(struct world *w, struct task *task);
static void tell(struct digest *digest, const void *activity);
static bool same_or_any(const char *wanted, const char *given);
static bool same_request(const char *wanted, const char *given);

const struct event_kind EVENT_FAULT = CALL_EVENT_KIND("Fault");

static const struct step STRIKE = {"F fault", strike_in_time, tell};
static const struct step BEGIN = {"F begin", begin, tell};
static const struct step END = {"F end", end, tell};

void faults_new(struct world *w) {
    const struct players *players = players_of(w);
    const struct scenario *scenario = players->scenario;
    const struct fault_stock *stock = players->stock;
    size_t added = stock ? stock->count : 0;
    if (scenario->faults_count > 0 || scenario->gifts_ordered || players->order || added > 0) {
        faults_begin(w);
    }
    for (size_t i = 0; i < scenario->faults_count; i++) {
        fault_arm(w, &scenario->faults[i]);
    }
    for (size_t i = 0; i < added; i++) {
        fault_arm(w, stock->items[i]);
    }
}

/* How often it has met what it waits for counts only up to the n-th time. */
void faults_tell(struct digest *digest, const struct world *w) {
    const struct faults *faults = players_of(w)->faults;
    for (const struct armed *a = faults ? faults->first : NULL; a; a = a->next) {
        const struct trigger *on = &a->fault->on;
        digest_number(digest, a->number);
        digest_number(digest, a->is_off);
        digest_number(digest, a->tally.met < on->nth ? a->tally.met : on->nth);
        for (size_t i = 0; on->percent < 100 && i < RNG_WORDS; i++) {
            digest_number(digest, a->rng.state[i]);
        }
        digest_add(digest);
    }
    if (faults) {
        gifts_tell(digest, faults);
    }
}

struct faults *faults_begin(struct world *w) {
    struct players *players = players_of(w);
    if (!players->faults) {
        players->faults = world_alloc(w, sizeof *players->faults);
        world_intercept(w, (struct world_delivery_hook){.intercept = fault_event});
        ari_intercept(w, (struct ari_hook){.intercept = fault_request});
    }
    return players->faults;
}

struct armed *fault_arm(struct world *w, const struct fault *fault) {
    struct faults *faults = faults_of(w);
    const struct fault_stock *stock = players_of(w)->stock;
    uint32_t number = faults->count_ever++;
    struct fault_tally tally = {0};
    if (stock && number < stock->tallies_count) {
        tally = stock->tallies[number];
    }
    if (tally.is_gone) {
        return NULL;
    }
    struct armed *armed = world_alloc(w, sizeof *armed);
    armed->fault = fault;
    armed->number = number;
    armed->tally = tally;
    armed->rng = world_rng(w, RNG_LABEL + number);
    *(faults->last ? &faults->last->next : &faults->first) = armed;
    faults->last = armed;
    faults->count++;
    set_times(w, armed);
    return armed;
}

/* It stays in memory: tasks of its own may remember it. */
void fault_disarm(struct world *w, struct armed *armed) {
    struct faults *faults = faults_of(w);
    struct armed *before = NULL;
    for (struct armed *one = faults->first; one != armed; one = one->next) {
        must(one);
        before = one;
    }
    *(before ? &before->next : &faults->first) = armed->next;
    faults->last = faults->last == armed ? before : faults->last;
    faults->count--;
    armed->is_off = armed->is_over = true;
    armed->tally.is_gone = true;
}

bool fault_is_armed(const struct world *w, const struct fault *fault) {
    const struct armed *armed = faults_of(w)->first;
    while (armed && armed->fault != fault) {
        armed = armed->next;
    }
    return armed != NULL;
}

/* What it does at moments of its own, from the present one on. */
static void set_times(struct world *w, struct armed *armed) {
    const struct trigger *on = &armed->fault->on;
    uint64_t now_us = world_now_us(w);
    if (on->kind == TRIGGER_AT && on->at_us >= now_us && armed->tally.met == 0) {
        players_of(w)->pending++;
        start(w, armed, &STRIKE, on->at_us);
    }
    if (on->since_us > now_us) {
        armed->is_off = true;
        start(w, armed, &BEGIN, on->since_us);
    }
    if (on->until_us <= now_us) {
        armed->is_off = armed->is_over = true;
    } else if (on->until_us < UINT64_MAX) {
        start(w, armed, &END, on->until_us);
    }
}

static void start(struct world *w, struct armed *armed, const struct step *step, uint64_t due_us) {
    struct timed_fault *timed = activity_new(w, sizeof *timed, step);
    char subject[TASK_NAME_BYTES];
    timed->armed = armed;
    snprintf(subject, sizeof subject, "%s.%u", effect_name(armed->fault->effect),
             (unsigned)armed->number);
    task_start(w, "F", subject, &timed->activity, due_us);
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

bool fault_strikes(struct world *w, struct armed *armed, const struct occasion *occasion) {
    const struct fault *fault = armed->fault;
    if (armed->is_off || !trigger_fits(&fault->on, occasion)) {
        return false;
    }
    uint32_t nth = ++armed->tally.met;
    if (fault->on.nth != 0 && fault->on.nth != nth) {
        return false;
    }
    if (fault->on.percent < 100 && rng_below(&armed->rng, 100) >= fault->on.percent) {
        return false;
    }
    armed->tally.struck++;
    call_event_note(w, &(struct call_note){.kind = &EVENT_FAULT,
                                           .name = effect_name(fault->effect),
                                           .value = occasion->channel,
                                           .cause = (int)armed->number});
    return true;
}

void fault_happened(struct world *w, const struct occasion *occasion) {
    hold_release(w, occasion);
    for (struct armed *armed = faults_of(w)->first; armed; armed = armed->next) {
        const struct fault *fault = armed->fault;
        bool is_due = effect_is_caused(fault->effect) &&
                      !(fault->effect == EFFECT_BREAK && occasion->kind == TRIGGER_EVENT);
        if (is_due && fault_strikes(w, armed, occasion)) {
            effect_cause(w, fault, occasion);
        }
    }
}

static void strike_in_time(struct world *w, struct task *task) {
    const struct timed_fault *timed = task_activity(task);
    const struct fault *fault = timed->armed->fault;
    struct occasion occasion = {.kind = TRIGGER_AT,
                                .app = fault->on.app,
                                .client = fault->on.client,
                                .channel = fault->on.channel};
    players_of(w)->pending--;
    if (fault_strikes(w, timed->armed, &occasion)) {
        effect_cause(w, fault, &occasion);
    }
    task_end(w, task);
}

static void begin(struct world *w, struct task *task) {
    const struct timed_fault *timed = task_activity(task);
    timed->armed->is_off = timed->armed->is_over;
    task_end(w, task);
}

static void end(struct world *w, struct task *task) {
    const struct timed_fault *timed = task_activity(task);
    timed->armed->is_off = timed->armed->is_over = true;
    task_end(w, task);
}

static void tell(struct digest *digest, const void *activity) {
    const struct timed_fault *timed = activity;
    digest_number(digest, timed->armed->number);
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
