/* The digest of a state: of what is common to all, and of each application apart, so that those
 * that are interchangeable can change places. */
#include <string.h>

#include "sim/broadcast/broadcast.h"
#include "sim/calls/application.h"
#include "sim/calls/channel.h"
#include "sim/scenario/choices.h"
#include "sim/scenario/client.h"
#include "sim/scenario/explore_digest.h"
#include "sim/scenario/explore_hash.h"

/* Sums, in which the order of adding does not show. */
struct sums {
    const struct tracker *tracker;
    uint64_t common;
    uint64_t parts[ALIKE_PARTS_MAX];
};

static void add_tasks(struct sums *sums);
static uint64_t digest_task(const struct sums *sums, struct task *task, uint64_t first_due_us);
static void add_channels(struct sums *sums);
static void add_channel(struct sums *sums, const struct channel *channel);
static void add_applications(struct sums *sums);
static void add_clients(struct sums *sums);
static void add_to(struct sums *sums, uint32_t part, uint64_t value);
static void add_to_app(struct sums *sums, const char *app, uint64_t value);
static uint64_t first_due_us(struct task *const *tasks, size_t count);

uint64_t digest_state(struct tracker *tracker) {
    struct sums sums = {.tracker = tracker, .common = tracker_facts(tracker)};
    const struct alike *alike = tracker->alike;
    sums.common = hash_mix(sums.common, tracker->track->other);
    if (tracker->is_timed || tracker->scenario->order == ORDER_TIMES) {
        sums.common = hash_mix(sums.common, world_now_us(tracker->world));
    }
    for (size_t i = 0; i < alike->count; i++) {
        add_to(&sums, (uint32_t)i, tracker->track->parts[i]);
    }
    add_tasks(&sums);
    add_channels(&sums);
    add_applications(&sums);
    add_clients(&sums);
    uint64_t hash = sums.common;
    uint64_t parts = 0;
    for (size_t i = 0; i < alike->count && i < ALIKE_PARTS_MAX; i++) {
        parts += hash_mix(alike->parts[i].kind, sums.parts[i]);
    }
    return hash_mix(hash, parts);
}

static void add_tasks(struct sums *sums) {
    struct task *tasks[CHOICES_MAX];
    size_t count = world_tasks(sums->tracker->world, tasks, CHOICES_MAX);
    count = count < CHOICES_MAX ? count : CHOICES_MAX;
    uint64_t due_us = first_due_us(tasks, count);
    for (size_t i = 0; i < count; i++) {
        add_to(sums, task_mark(tasks[i])->owner, digest_task(sums, tasks[i], due_us));
    }
}

/* Of a thread counts when it wakes up compared with others, of a client whether at all. */
static uint64_t digest_task(const struct sums *sums, struct task *task, uint64_t due_us) {
    const struct scenario *scenario = sums->tracker->scenario;
    uint64_t hash = hash_mix(task_mark(task)->hash, task_is_ready(task));
    uint64_t own_us = task_due_us(task);
    if (!task_is_ready(task)) {
        if (own_us == TASK_FOREVER || own_us > scenario->time_max_us) {
            hash = hash_mix(hash, 1);
        } else if (scenario->order == ORDER_TIMES ||
                   (scenario->order == ORDER_CLIENTS && task_is_free(task))) {
            hash = hash_mix(hash, own_us);
        } else if (!task_is_free(task)) {
            hash = hash_mix(hash, own_us - due_us);
        }
    }
    struct claim_view claim;
    if (strcmp(task_role(task), "C") == 0 && broadcast_claim_view(task, &claim) && claim.found) {
        hash = hash_mix(hash, claim.is_current);
        if (!claim.is_current) {
            hash = hash_mix(hash_mix(hash, claim.winner != NULL), claim.finished);
        }
    }
    return hash;
}

static uint64_t first_due_us(struct task *const *tasks, size_t count) {
    uint64_t first_us = TASK_FOREVER;
    for (size_t i = 0; i < count; i++) {
        if (!task_is_free(tasks[i]) && !task_is_ready(tasks[i]) &&
            task_due_us(tasks[i]) < first_us) {
            first_us = task_due_us(tasks[i]);
        }
    }
    return first_us;
}

static void add_channels(struct sums *sums) {
    const struct channel *channel = channel_first(sums->tracker->world);
    for (; channel; channel = channel_next(channel)) {
        add_channel(sums, channel);
    }
}

static void add_channel(struct sums *sums, const struct channel *channel) {
    uint64_t id = hash_text(0, channel->id);
    uint64_t hash = hash_mix(id, (uint64_t)channel->state);
    hash = hash_mix(hash, (uint64_t)(channel->hung_up | channel->jump << 1));
    hash = hash_mix(hash, (uint64_t)channel->hangup_cause);
    hash = hash_text(hash_text(hash, channel->context), channel->exten);
    hash = hash_mix(hash, (uint64_t)channel->priority);
    hash = hash_mix(hash, (uint64_t)((channel->session != NULL) | (channel->peer != NULL) << 1 |
                                     (channel->bridge != NULL) << 2));
    for (const struct variable *v = channel->variables; v; v = v->next) {
        hash += hash_text(hash_text(id, v->name), v->value);
    }
    struct broadcast_view context;
    if (broadcast_view(sums->tracker->world, channel->id, &context)) {
        hash = hash_mix(hash, (uint64_t)((context.winner != NULL) | context.finished << 1 | 4));
        if (context.winner) {
            add_to_app(sums, context.winner, hash_text(id, "winner"));
        }
    }
    for (const struct subscription *s = channel->subscriptions; s; s = s->next) {
        uint64_t reasons = hash_mix(s->sessions, s->requested);
        add_to_app(sums, s->application->name, hash_mix(id, reasons));
    }
    add_to(sums, ALIKE_NOBODY, hash);
}

/* The order of the registry counts only where it can change. */
static void add_applications(struct sums *sums) {
    const struct application *application = application_first(sums->tracker->world);
    for (; application; application = application_next(application)) {
        const char *client = application->client ? application->client->client : NULL;
        uint64_t hash = hash_mix(application->subscriptions, application->client != NULL);
        hash = hash_mix(hash, application->subscribe_all);
        uint32_t part = alike_find(sums->tracker->alike, client, application->name);
        if (part == ALIKE_NOBODY) {
            hash = hash_text(hash_text(hash, application->name), client);
        }
        add_to(sums, part, hash_text(hash, "application"));
        if (sums->tracker->registry_changes) {
            sums->common = hash_text(sums->common, application->name);
        }
    }
}

/* How many events a reaction has counted: only up to the n-th that it waits for. */
static void add_clients(struct sums *sums) {
    const struct players *players = players_of(sums->tracker->world);
    for (size_t i = 0; i < players->scenario->clients_count; i++) {
        const struct client *client = &players->clients[i];
        uint64_t hash = 0;
        for (size_t t = 0; t < client->script->on_count; t++) {
            const struct reactions *on = &client->script->on[t];
            for (size_t a = 0; a < on->count; a++) {
                const struct action *action = &on->actions[a];
                uint32_t seen = client->seen[action->number];
                hash = hash_mix(hash, seen < action->nth ? seen : action->nth);
            }
        }
        for (size_t a = 0; a < client->script->apps_count; a++) {
            hash = hash_mix(hash, client->lines[a].registered);
        }
        uint32_t part = alike_find(sums->tracker->alike, client->script->name,
                                   client->script->apps_count ? client->script->apps[0] : NULL);
        add_to(sums, part, hash_text(hash, "client"));
    }
}

static void add_to_app(struct sums *sums, const char *app, uint64_t value) {
    uint32_t part = alike_find(sums->tracker->alike, NULL, app);
    add_to(sums, part, part == ALIKE_NOBODY ? hash_text(value, app) : value);
}

static void add_to(struct sums *sums, uint32_t part, uint64_t value) {
    uint64_t spread = hash_mix(value, 1);
    if (part < ALIKE_PARTS_MAX && part < sums->tracker->alike->count) {
        sums->parts[part] += spread;
    } else {
        sums->common += spread;
    }
}
