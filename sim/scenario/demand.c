/* Demands: each is checked outside the world, and carried out inside, where it may break. */
#include "sim/scenario/demand.h"

#include <stdio.h>

#include "sim/ari/made.h"
#include "sim/base/must.h"
#include "sim/calls/application.h"
#include "sim/scenario/client.h"
#include "sim/scenario/fault_parts.h"
#include "sim/scenario/load.h"

struct sending {
    struct application *application;
    const json_t *json;
};

struct releasing {
    const struct held_things *which;
    size_t count;
};

static bool read_fault(json_t *json, uint64_t now_us, struct fault *fault,
                       char why[DEMAND_WHY_BYTES]);
static bool has_occasion(const json_t *on);
static void send(struct world *w, void *context);
static void arm(struct world *w, void *context);
static void take_away(struct world *w, void *context);
static void let_go(struct world *w, void *context);
static struct faults *faults_if_any(const struct world *w);
static struct armed *find(const struct world *w, uint32_t number);
static struct hold_filter filter_of(const struct held_things *which);

enum demand demand_event(struct world *w, const char *app, json_t *event,
                         char why[DEMAND_WHY_BYTES]) {
    struct sending sending = {.application = application_find(w, app), .json = event};
    if (!json_is_object(event)) {
        snprintf(why, DEMAND_WHY_BYTES, "an event is a JSON object: {\"type\": …}");
        return DEMAND_WRONG;
    }
    if (!made_check(event, why, DEMAND_WHY_BYTES)) {
        return DEMAND_WRONG;
    }
    if (!sending.application || !application_is_connected(sending.application)) {
        snprintf(why, DEMAND_WHY_BYTES, "no client is connected for the application '%s'", app);
        return DEMAND_UNKNOWN;
    }
    const char *channel = made_lacks(w, event);
    if (channel) {
        snprintf(why, DEMAND_WHY_BYTES, "there is no channel '%s'", channel);
        return DEMAND_UNKNOWN;
    }
    return world_do(w, send, &sending) ? DEMAND_DONE : DEMAND_BROKEN;
}

enum demand demand_fault(struct world *w, const json_t *json, uint32_t *number,
                         char why[DEMAND_WHY_BYTES]) {
    struct fault_stock *stock = players_of(w)->stock;
    const struct faults *faults = faults_if_any(w);
    must(stock);
    if (!json_is_object(json)) {
        snprintf(why, DEMAND_WHY_BYTES, "a fault is a JSON object: {\"on\": …}");
        return DEMAND_WRONG;
    }
    json_t *copy = json_deep_copy(json);
    struct fault fault = {0};
    if (copy && !read_fault(copy, world_now_us(w), &fault, why)) {
        json_decref(copy);
        return DEMAND_WRONG;
    }
    struct fault *kept = NULL;
    if (copy && (!faults || faults->count < FAULTS_MAX)) {
        kept = fault_stock_add(stock, &fault);
    }
    json_decref(copy);
    if (!kept) {
        snprintf(why, DEMAND_WHY_BYTES,
                 "there is no room: %d can be at work at a time, %d be added before a reset",
                 FAULTS_MAX, FAULTS_ADDED_MAX);
        return DEMAND_FULL;
    }
    if (!world_do(w, arm, kept)) {
        return DEMAND_BROKEN;
    }
    *number = faults_of(w)->last->number;
    return DEMAND_DONE;
}

size_t demand_faults(const struct world *w, struct fault_account *accounts, size_t max) {
    const struct faults *faults = faults_if_any(w);
    size_t count = 0;
    for (const struct armed *armed = faults ? faults->first : NULL; armed; armed = armed->next) {
        if (count++ < max) {
            accounts[count - 1] = (struct fault_account){
                .number = armed->number,
                .source = armed->fault->source,
                .met = armed->tally.met,
                .struck = armed->tally.struck,
                .is_off = armed->is_off,
                .holds = hold_count(w, &(struct hold_filter){.by = armed->fault}),
            };
        }
    }
    return count;
}

enum demand demand_no_fault(struct world *w, uint32_t number) {
    struct armed *armed = find(w, number);
    if (!armed) {
        return DEMAND_UNKNOWN;
    }
    return world_do(w, take_away, armed) ? DEMAND_DONE : DEMAND_BROKEN;
}

enum demand demand_no_faults(struct world *w) {
    const struct faults *faults = faults_if_any(w);
    while (faults && faults->first) {
        if (!world_do(w, take_away, faults->first)) {
            return DEMAND_BROKEN;
        }
    }
    return DEMAND_DONE;
}

size_t demand_held(const struct world *w, const struct held_things *which) {
    struct hold_filter filter = filter_of(which);
    return faults_if_any(w) ? hold_count(w, &filter) : 0;
}

enum demand demand_release(struct world *w, const struct held_things *which, size_t *count) {
    struct releasing releasing = {.which = which};
    if (faults_if_any(w) && !world_do(w, let_go, &releasing)) {
        return DEMAND_BROKEN;
    }
    *count = releasing.count;
    return DEMAND_DONE;
}

/* Without an occasion of its own it strikes now; the check wants one to be named. */
static bool read_fault(json_t *json, uint64_t now_us, struct fault *fault,
                       char why[DEMAND_WHY_BYTES]) {
    json_t *on = json_object_get(json, "on");
    bool at_once = !on || (json_is_object(on) && !has_occasion(on));
    if (at_once && !on) {
        json_object_set_new(json, "on", json_object());
        on = json_object_get(json, "on");
    }
    if (at_once) {
        json_object_set_new(on, "at", json_string("0ms"));
    }
    struct problems problems = {0};
    bool good = load_lone_fault(json, fault, &problems);
    for (size_t i = 0; !good && i < problems.count; i++) {
        const struct problem *problem = &problems.items[i];
        if (!problem->is_warning) {
            snprintf(why, DEMAND_WHY_BYTES, "%s%s%s", problem->where,
                     problem->where[0] != '\0' ? ": " : "", problem->text);
            break;
        }
    }
    problems_free(&problems);
    if (at_once) {
        fault->on.at_us = now_us;
        json_object_del(on, "at");
    } else if (good && fault->on.kind == TRIGGER_AT && fault->on.at_us < now_us) {
        snprintf(why, DEMAND_WHY_BYTES, "on.at: that moment has passed");
        good = false;
    }
    return good;
}

static bool has_occasion(const json_t *on) {
    return json_object_get(on, "event") || json_object_get(on, "request") ||
           json_object_get(on, "answer") || json_object_get(on, "at");
}

static void send(struct world *w, void *context) {
    const struct sending *sending = context;
    struct event *event = made_event(w, sending->json);
    if (event) { /* else there was no memory for it outside the world */
        event_hand_over(w, sending->application->client, event);
        event_drop(w, event);
    }
}

static void arm(struct world *w, void *context) {
    faults_begin(w);
    fault_arm(w, context);
}

static void take_away(struct world *w, void *context) {
    struct armed *armed = context;
    const struct fault *fault = armed->fault;
    const struct fault_host *host = players_of(w)->host;
    fault_disarm(w, armed);
    hold_let_go(w, &(struct hold_filter){.by = fault});
    if (host) {
        host->call_off(host->context, fault);
    }
}

static void let_go(struct world *w, void *context) {
    struct releasing *releasing = context;
    struct hold_filter filter = filter_of(releasing->which);
    releasing->count = hold_let_go(w, &filter);
}

/* NULL: there have been none. */
static struct faults *faults_if_any(const struct world *w) {
    return players_of(w)->faults;
}

static struct armed *find(const struct world *w, uint32_t number) {
    const struct faults *faults = faults_if_any(w);
    struct armed *armed = faults ? faults->first : NULL;
    while (armed && armed->number != number) {
        armed = armed->next;
    }
    return armed;
}

static struct hold_filter filter_of(const struct held_things *which) {
    return (struct hold_filter){.app = which->app, .type = which->type, .channel = which->channel};
}
