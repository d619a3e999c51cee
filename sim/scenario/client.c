/* Clients: who they are, and what an event makes them do. */
#include "sim/scenario/client.h"

#include "sim/ari/ari.h"
#include "sim/base/must.h"
#include "sim/calls/application.h"
#include "sim/calls/events.h"
#include "sim/scenario/condition.h"
#include "sim/scenario/furnish.h"
#include "sim/scenario/journal.h"
#include "sim/scenario/reaction.h"
#include "sim/scenario/talk.h"
#include "sim/world/digest.h"

static void client_new(struct world *w, struct client *client, const struct script_client *script);
static void take(struct world *w, struct recipient *recipient, struct event *event);
static void lose(struct world *w, struct recipient *recipient, enum breakage when,
                 struct event *event);
static void act(void *context, const struct action *action);
static bool holds(void *context, const struct conditions *conditions);

/* An event on its way to what the client does about it. */
struct taking {
    struct world *w;
    struct line *line;
    const struct event *event;
    const char *channel;
};

void players_new(struct world *w, const struct furniture *furniture) {
    static const struct scenario nobodys;
    const struct scenario *scenario = furniture->scenario ? furniture->scenario : &nobodys;
    uint64_t now_us = world_now_us(w);
    must(!world_floor(w, WORLD_FLOOR_SCENARIO));
    struct players *players = world_alloc(w, sizeof *players);
    players->scenario = scenario;
    players->log = furniture->log;
    players->host = furniture->host;
    players->stock = furniture->stock;
    players->order = furniture->order;
    world_set_floor(w, WORLD_FLOOR_SCENARIO, players);
    /* One more, here and below: memory of size 0 is nobody's. */
    players->clients = world_alloc(w, (scenario->clients_count + 1) * sizeof *players->clients);
    for (size_t i = 0; i < scenario->clients_count; i++) {
        client_new(w, &players->clients[i], &scenario->clients[i]);
    }
    faults_new(w);
    for (size_t i = 0; i < scenario->calls_count; i++) {
        if (scenario->calls[i].at_us >= now_us) {
            caller_start(w, &scenario->calls[i]);
        }
    }
    for (size_t i = 0; i < scenario->clients_count; i++) {
        struct client *client = &players->clients[i];
        for (size_t a = 0; a < client->script->timed_count; a++) {
            const struct action *action = &client->script->timed[a];
            if (action->delay_us >= now_us) {
                action_start(w, client, action, &client->lines[0], NULL, action->delay_us);
            }
        }
    }
}

struct players *players_of(const struct world *w) {
    struct players *players = world_floor(w, WORLD_FLOOR_SCENARIO);
    must(players);
    return players;
}

/* How many events a reaction has counted: only up to the n-th that it waits for. */
void players_tell(struct digest *digest, const struct world *w) {
    const struct players *players = players_of(w);
    for (size_t i = 0; i < players->scenario->clients_count; i++) {
        const struct client *client = &players->clients[i];
        const struct script_client *script = client->script;
        digest_owner(digest, script->name, script->apps_count ? script->apps[0] : NULL);
        for (size_t t = 0; t < script->on_count; t++) {
            for (size_t a = 0; a < script->on[t].count; a++) {
                const struct action *action = &script->on[t].actions[a];
                uint32_t seen = client->seen[action->number];
                digest_number(digest, seen < action->nth ? seen : action->nth);
            }
        }
        for (size_t a = 0; a < script->apps_count; a++) {
            digest_number(digest, client->lines[a].registered);
        }
        digest_add(digest);
    }
    faults_tell(digest, w);
}

bool players_have_plans(const struct world *w) {
    return players_of(w)->pending > 0;
}

bool players_are_done(const struct world *w) {
    return !players_have_plans(w) && channel_count(w) == 0;
}

void client_log(struct world *w, const struct client *client, const char *did, json_t *data) {
    talk_client(players_of(w)->log, world_now_us(w), client->script->name, did, data);
}

static void client_new(struct world *w, struct client *client, const struct script_client *script) {
    client->script = script;
    client->lines = world_alloc(w, script->apps_count * sizeof *client->lines);
    client->seen = world_alloc(w, (script->reactions_count + 1) * sizeof *client->seen);
    for (size_t i = 0; i < script->apps_count; i++) {
        struct line *line = &client->lines[i];
        line->client = client;
        line->recipient = (struct recipient){.name = script->apps[i],
                                             .client = script->name,
                                             .take = take,
                                             .lose = lose,
                                             .context = line};
        if (script->connected && i < script->apps_initial) {
            line->registered = true;
            application_register(w, script->apps[i], &line->recipient, script->subscribe_all);
        }
    }
    if (script->connected) {
        client_log(w, client, "connect", talk_apps(script->apps, script->apps_initial));
    }
}

/* An event arrives: only tasks are started here. */
static void take(struct world *w, struct recipient *recipient, struct event *event) {
    struct line *line = recipient->context;
    struct taking taking = {
        .w = w, .line = line, .event = event, .channel = journal_channel(event)};
    struct incident incident = {.type = event->kind->name,
                                .channel = taking.channel,
                                .holds = holds,
                                .act = act,
                                .context = &taking};
    react(line->client->script, line->client->seen, &incident);
}

static void act(void *context, const struct action *action) {
    const struct taking *taking = context;
    action_start(taking->w, taking->line->client, action, taking->line, taking->channel,
                 world_now_us(taking->w) + action->delay_us);
}

static bool holds(void *context, const struct conditions *conditions) {
    const struct taking *taking = context;
    if (!ari_event_is_public(taking->event->kind)) {
        return false;
    }
    json_t *json = ari_event_json(taking->w, taking->event, taking->line->recipient.name);
    bool are_met = conditions_hold(conditions, json, NULL);
    json_decref(json);
    return are_met;
}

/* All its connections are one to the script: it is as if it had disconnected. */
static void lose(struct world *w, struct recipient *recipient, enum breakage when,
                 struct event *event) {
    static const struct action disconnect = {.deed = DEED_DISCONNECT, .name = "disconnect"};
    (void)when;
    (void)event;
    struct line *line = recipient->context;
    action_start(w, line->client, &disconnect, line, NULL, world_now_us(w));
}
