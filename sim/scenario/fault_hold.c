/* What is held back: each thing is a task that sleeps until it is let go. */
#include <stdio.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/calls/application.h"
#include "sim/scenario/fault_parts.h"
#include "sim/world/digest.h"

enum { RESPONSE_TEXTS = 4 };

struct held {
    struct activity activity;
    struct task *task;
    struct held *next;
    struct patience patience;
    bool released; /* perhaps before its task had a turn */
    char *app;
    char *channel;                /* NULL: none */
    struct event *event;          /* NULL: it is an answer */
    struct ari_response response; /* its texts are those below */
    char *texts[RESPONSE_TEXTS];
    char *body;
    struct ari_asker pass_on;
};

static struct held *hold(struct world *w, const char *app, const char *channel,
                         const struct patience *patience, const char *subject);
static void release(struct world *w, struct held *held);
static bool is_meant(const struct held *held, const struct hold_filter *filter);
static void wait(struct world *w, struct task *task);
static void let_go(struct world *w, struct task *task);
static void hand_over(struct world *w, struct held *held);
static bool is_overtaken(struct held *held, const struct occasion *occasion);
static bool is_awaited(const struct held *held, const struct occasion *occasion);
static bool same(const char *one, const char *other);
static void tell(struct digest *digest, const void *activity);
static void tell_answer(struct digest *digest, const struct held *held);

static const struct step WAIT = {"F hold", wait, tell};
static const struct step LET_GO = {"F let go", let_go, tell};

void hold_event(struct world *w, struct event *event, const char *app, const char *channel,
                const struct patience *patience) {
    struct held *held = hold(w, app, channel, patience, event->kind->name);
    held->event = event_keep(event);
}

void hold_answer(struct world *w, const struct ari_response *response, const char *channel,
                 const char *app, const struct patience *patience, struct ari_asker pass_on) {
    struct held *held = hold(w, app, channel, patience, "answer");
    held->pass_on = pass_on;
    held->response = *response;
    const char **texts[RESPONSE_TEXTS] = {&held->response.reason, &held->response.allow,
                                          &held->response.location, &held->response.content_type};
    for (size_t i = 0; i < RESPONSE_TEXTS; i++) {
        held->texts[i] = *texts[i] ? world_strdup(w, *texts[i]) : NULL;
        *texts[i] = held->texts[i];
    }
    if (response->body) {
        held->body = world_alloc(w, response->body_size + 1);
        memcpy(held->body, response->body, response->body_size);
        held->response.body = held->body;
    }
}

void hold_release(struct world *w, const struct occasion *occasion) {
    for (struct held *held = faults_of(w)->held; held; held = held->next) {
        if (is_overtaken(held, occasion) || is_awaited(held, occasion)) {
            release(w, held);
        }
    }
}

struct patience fault_patience(const struct fault *fault) {
    bool has_end = !fault->until_released && fault->until.kind == TRIGGER_AT;
    return (struct patience){.due_us = has_end ? fault->until.at_us : TASK_FOREVER, .by = fault};
}

size_t hold_let_go(struct world *w, const struct hold_filter *filter) {
    size_t count = 0;
    for (struct held *held = faults_of(w)->held; held; held = held->next) {
        if (is_meant(held, filter)) {
            release(w, held);
            count++;
        }
    }
    return count;
}

size_t hold_count(const struct world *w, const struct hold_filter *filter) {
    size_t count = 0;
    for (const struct held *held = faults_of(w)->held; held; held = held->next) {
        count += is_meant(held, filter);
    }
    return count;
}

void hold_release_gifts(struct world *w, const char *channel, const char *app) {
    for (struct held *held = faults_of(w)->held; held; held = held->next) {
        if (held->patience.for_gifts && same(held->channel, channel) && same(held->app, app) &&
            !gifts_must_wait(w, channel, app, held->patience.gift)) {
            release(w, held);
        }
    }
}

static bool is_meant(const struct held *held, const struct hold_filter *filter) {
    return held->patience.by && !held->released &&
           (!filter->by || filter->by == held->patience.by) &&
           (!filter->app || same(filter->app, held->app)) &&
           (!filter->channel || same(filter->channel, held->channel)) &&
           (!filter->type || (held->event && strcmp(filter->type, held->event->kind->name) == 0));
}

static void release(struct world *w, struct held *held) {
    held->released = true;
    task_wake(w, held->task, WAKE_COMMAND);
}

static struct held *hold(struct world *w, const char *app, const char *channel,
                         const struct patience *patience, const char *subject) {
    struct faults *faults = faults_of(w);
    struct held *held = activity_new(w, sizeof *held, &WAIT);
    held->patience = *patience;
    held->app = world_strdup(w, app);
    held->channel = channel ? world_strdup(w, channel) : NULL;
    held->next = faults->held;
    faults->held = held;
    players_of(w)->pending += patience->due_us != TASK_FOREVER;
    char name[TASK_NAME_BYTES];
    snprintf(name, sizeof name, "%s.%llu", subject, (unsigned long long)++faults->held_ever);
    held->task = task_start(w, "F", name, &held->activity, world_now_us(w));
    return held;
}

static void wait(struct world *w, struct task *task) {
    const struct held *held = task_activity(task);
    if (held->released || held->patience.due_us <= world_now_us(w)) {
        task_next(w, task, &LET_GO);
    } else {
        task_sleep(w, task, &LET_GO, held->patience.due_us, WAKE_COMMAND);
    }
}

static void let_go(struct world *w, struct task *task) {
    struct held *held = task_activity(task);
    struct held **link = &faults_of(w)->held;
    while (*link != held) {
        must(*link);
        link = &(*link)->next;
    }
    *link = held->next;
    players_of(w)->pending -= held->patience.due_us != TASK_FOREVER;
    if (held->event) {
        hand_over(w, held);
        event_drop(w, held->event);
    } else {
        held->pass_on.answered(w, held->pass_on.context, &held->response);
        for (size_t i = 0; i < RESPONSE_TEXTS; i++) {
            world_strfree(w, held->texts[i]);
        }
        if (held->body) {
            world_release(w, held->body, held->response.body_size + 1);
        }
    }
    world_strfree(w, held->app);
    world_strfree(w, held->channel);
    task_end(w, task);
}

/* The client it was meant for may have gone, and another have come. */
static void hand_over(struct world *w, struct held *held) {
    const struct application *application = application_find(w, held->app);
    if (!application || !application_is_connected(application)) {
        return;
    }
    struct recipient *recipient = application->client;
    if (held->patience.for_gifts) {
        gifts_came(w, held->channel, held->app, held->patience.gift, false);
    }
    event_hand_over(w, recipient, held->event);
    fault_happened(w, &(struct occasion){.kind = TRIGGER_EVENT,
                                         .type = held->event->kind->name,
                                         .app = recipient->name,
                                         .client = recipient->client,
                                         .channel = held->channel});
}

/* Counts one event more of its application; true for the last of those that it waits for. */
static bool is_overtaken(struct held *held, const struct occasion *occasion) {
    return held->patience.behind > 0 && occasion->kind == TRIGGER_EVENT &&
           same(held->app, occasion->app) && --held->patience.behind == 0;
}

/* A trigger that names no channel means the one of what is held. */
static bool is_awaited(const struct held *held, const struct occasion *occasion) {
    const struct fault *by = held->patience.by;
    const struct trigger *until = by && !by->until_released ? &by->until : NULL;
    bool of_it = until && (until->channel || !held->channel || !occasion->channel ||
                           same(held->channel, occasion->channel));
    return of_it && trigger_fits(until, occasion);
}

static bool same(const char *one, const char *other) {
    return one && other && strcmp(one, other) == 0;
}

static void tell(struct digest *digest, const void *activity) {
    const struct held *held = activity;
    const struct patience *patience = &held->patience;
    digest_text(digest, held->app);
    digest_text(digest, held->channel);
    digest_number(digest, (uint64_t)(uintptr_t)patience->by);
    digest_number(digest, patience->behind);
    digest_number(digest, (uint64_t)(patience->for_gifts | held->released << 1 |
                                     (patience->due_us == TASK_FOREVER) << 2));
    digest_number(digest, (uint64_t)patience->gift);
    if (held->event) {
        event_tell(digest, held->event);
    } else {
        tell_answer(digest, held);
    }
}

static void tell_answer(struct digest *digest, const struct held *held) {
    const struct ari_response *response = &held->response;
    digest_number(digest, (uint64_t)response->status << 32 | (uint64_t)response->fate);
    digest_text(digest, response->location);
    digest_text(digest, response->body ? held->body : NULL);
    asker_tell(digest, &held->pass_on);
}
