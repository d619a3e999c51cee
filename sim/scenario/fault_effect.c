/* Faults that are caused by something, rather than done to it. */
#include <string.h>

#include "sim/ari/made.h"
#include "sim/base/must.h"
#include "sim/calls/application.h"
#include "sim/scenario/fault_parts.h"

static void send(struct world *w, const struct fault *fault, const struct occasion *occasion);
static void break_sockets(struct world *w, const struct fault *fault,
                          const struct occasion *occasion);
static bool has_socket(const struct world *w, const char *client);
static bool is_of(const struct recipient *recipient, const char *client);

const char *effect_name(enum effect effect) {
    static const char *const names[EFFECTS] = {
        [EFFECT_DELAY] = "delay",     [EFFECT_DELAY_ANSWER] = "delayAnswer",
        [EFFECT_HOLD] = "hold",       [EFFECT_STATUS] = "status",
        [EFFECT_ANSWER] = "answer",   [EFFECT_COPIES] = "copies",
        [EFFECT_LOSE] = "lose",       [EFFECT_BEHIND] = "behind",
        [EFFECT_CHANGE] = "change",   [EFFECT_SEND] = "send",
        [EFFECT_BREAK] = "break",     [EFFECT_REFUSE] = "refuse",
        [EFFECT_RESTART] = "restart", [EFFECT_IGNORE_PINGS] = "ignorePings",
        [EFFECT_SLOW] = "slow",
    };
    must(effect < EFFECTS);
    return names[effect];
}

bool effect_is_caused(enum effect effect) {
    return effect >= EFFECT_SEND;
}

void effect_cause(struct world *w, const struct fault *fault, const struct occasion *occasion) {
    const struct fault_host *host = players_of(w)->host;
    must(effect_is_caused(fault->effect));
    if (fault->effect == EFFECT_SEND) {
        send(w, fault, occasion);
    } else if (fault->effect == EFFECT_BREAK) {
        break_sockets(w, fault, occasion);
    } else if (host) {
        host->carry_out(host->context,
                        &(struct fault_order){.fault = fault, .client = fault->on.client});
    }
}

/* To the application of the fault, else to whose event or claim caused it. */
static void send(struct world *w, const struct fault *fault, const struct occasion *occasion) {
    const char *name = fault->to ? fault->to : occasion->app;
    const struct application *application = name ? application_find(w, name) : NULL;
    if (!application || !application_is_connected(application)) {
        return;
    }
    struct event *event = made_event(w, fault->json);
    if (event) {
        event_hand_over(w, application->client, event);
        event_drop(w, event);
    }
}

/* Those of the application, or of the client if it has any, or all. */
static void break_sockets(struct world *w, const struct fault *fault,
                          const struct occasion *occasion) {
    const char *app = fault->to ? fault->to : occasion->app;
    const char *client = fault->on.client ? fault->on.client : occasion->client;
    bool by_client = !app && client && has_socket(w, client);
    for (const struct application *one = application_first(w); one; one = application_next(one)) {
        struct recipient *recipient = one->client;
        bool meant = recipient && recipient->lose && (!app || strcmp(app, one->name) == 0) &&
                     (!by_client || is_of(recipient, client));
        if (meant) {
            recipient->lose(w, recipient, BREAK_AFTER, NULL);
        }
    }
}

static bool has_socket(const struct world *w, const char *client) {
    for (const struct application *one = application_first(w); one; one = application_next(one)) {
        if (one->client && is_of(one->client, client)) {
            return true;
        }
    }
    return false;
}

static bool is_of(const struct recipient *recipient, const char *client) {
    return recipient->client && strcmp(recipient->client, client) == 0;
}
