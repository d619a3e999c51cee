/* A world with a dialplan and clients that ask over ARI, for the tests of that floor. What clients
 * see is kept as text; quotes are written ' in the tests, for the eye. */
#ifndef STASIM_TESTS_ARI_WORLD_H
#define STASIM_TESTS_ARI_WORLD_H

#include <stdlib.h>

#include "sim/ari/ari.h"
#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/calls.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/exec.h"
#include "tests/tap.h"

enum { MS = 1000, SECOND = 1000 * MS, ARI_CLIENTS_MAX = 8, ARI_SLOTS = 16, ARI_TEXT_BYTES = 65536 };

struct ari_client {
    struct recipient recipient;
    char frames[ARI_TEXT_BYTES]; /* each with a newline */
};

/* One request: an answer that comes after the next one was asked is kept apart. */
struct ari_slot {
    struct ari_world *world;
    uint64_t number;
};

struct ari_world {
    struct world *w;
    struct dialplan *plan;
    struct dialplan_config dialplan;
    struct calls_config calls;
    struct ari_client clients[ARI_CLIENTS_MAX];
    size_t clients_count;
    enum ari_access access;
    uint64_t requests;
    struct ari_slot slots[ARI_SLOTS];
    int late_status; /* of the last answer that came so late */
    /* The last answer. */
    bool answered;
    int status;
    unsigned rule;
    char reason[64];
    char allow[64];
    char location[128];
    char body[ARI_TEXT_BYTES];
};

static const char *const ari_channelvars[] = {"SKILL_REQUIRED", "PRIORITY"};

/* The text with " for every '. Lives until the eighth call after. */
__attribute__((unused)) static const char *quoted(const char *text) {
    static char copies[8][ARI_TEXT_BYTES];
    static size_t turn;
    char *copy = copies[turn++ % 8];
    must(strlen(text) < ARI_TEXT_BYTES);
    size_t i = 0;
    for (; text[i] != '\0'; i++) {
        copy[i] = text[i] == '\'' ? '"' : text[i];
    }
    copy[i] = '\0';
    return copy;
}

static void ari_world_furnish(struct world *w, void *context) {
    struct ari_world *world = context;
    calls_new(w, &world->calls);
    broadcast_new(w);
    dialplan_new(w, &world->dialplan);
    ari_new(w, &(struct ari_config){.asterisk_id = NULL});
}

/* `epoch_us` 0: the usual one. The caller has set sounds and phones, or left all zero. */
__attribute__((unused)) static void ari_world_begin(struct ari_world *world, const char *plan,
                                                    uint64_t epoch_us) {
    world->access = ARI_ACCESS_WRITE;
    world->calls = (struct calls_config){.channelvars = ari_channelvars, .channelvars_count = 2};
    must(dialplan_parse("test.conf", plan, strlen(plan), &world->plan) == DIALPLAN_OK);
    world->dialplan.dialplan = world->plan;
    world->w = world_new(&(struct world_config){.seed = 1, .epoch_us = epoch_us});
    must(world->w && world_do(world->w, ari_world_furnish, world));
}

__attribute__((unused)) static void ari_world_end(struct ari_world *world) {
    is_str(world_failure(world->w), NULL, "the world is sound");
    world_free(world->w);
    dialplan_free(world->plan);
}

static void ari_world_take(struct world *w, struct recipient *recipient, struct event *event) {
    struct ari_client *client = recipient->context;
    size_t size;
    char *text = ari_event_text(w, event, recipient->name, &size);
    must(text && strlen(text) == size);
    size_t used = strlen(client->frames);
    must(used + size + 2 < sizeof client->frames);
    memcpy(client->frames + used, text, size);
    memcpy(client->frames + used + size, "\n", 2);
    free(text);
}

struct ari_registering {
    struct ari_client *client;
    const char *name;
    bool all;
};

static void ari_world_register(struct world *w, void *context) {
    struct ari_registering *registering = context;
    application_register(w, registering->name, &registering->client->recipient, registering->all);
}

__attribute__((unused)) static struct ari_client *connect_app(struct ari_world *world,
                                                              const char *name, bool all) {
    must(world->clients_count < ARI_CLIENTS_MAX);
    struct ari_client *client = &world->clients[world->clients_count++];
    client->recipient = (struct recipient){.name = name, .take = ari_world_take, .context = client};
    world_do(world->w, ari_world_register, &(struct ari_registering){client, name, all});
    return client;
}

static void ari_world_answered(struct world *w, void *context,
                               const struct ari_response *response) {
    (void)w;
    const struct ari_slot *slot = context;
    struct ari_world *world = slot->world;
    if (slot->number != world->requests) {
        world->late_status = response->status;
        return;
    }
    must(!world->answered);
    must(response->body_size == (response->body ? strlen(response->body) : 0));
    world->answered = true;
    world->status = response->status;
    world->rule = response->rule;
    snprintf(world->reason, sizeof world->reason, "%s", response->reason);
    snprintf(world->allow, sizeof world->allow, "%s", response->allow ? response->allow : "");
    snprintf(world->location, sizeof world->location, "%s",
             response->location ? response->location : "");
    snprintf(world->body, sizeof world->body, "%s", response->body ? response->body : "");
}

struct ari_asking {
    struct ari_world *world;
    const struct ari_request *request;
};

static void ari_world_submit(struct world *w, void *context) {
    struct ari_asking *asking = context;
    struct ari_world *world = asking->world;
    struct ari_slot *slot = &world->slots[++world->requests % ARI_SLOTS];
    *slot = (struct ari_slot){world, world->requests};
    char name[32];
    snprintf(name, sizeof name, "test.%llu", (unsigned long long)slot->number);
    ari_submit(w, name, asking->request,
               (struct ari_asker){.answered = ari_world_answered, .context = slot});
}

/* Lets what is due happen. */
__attribute__((unused)) static void settle(struct ari_world *world) {
    world_run(world->w, world_now_us(world->w), 10000);
}

__attribute__((unused)) static void pass(struct ari_world *world, uint64_t us) {
    world_run(world->w, world_now_us(world->w) + us, 100000);
}

/* "POST /ari/events/claim?channelId=x" with a body, and whatever follows of it at this moment. */
__attribute__((unused)) static void ask_with(struct ari_world *world, const char *line,
                                             const char *content_type, const char *body) {
    char method[32] = "";
    static char path[ARI_TEXT_BYTES];
    must(sscanf(line, "%31s %65535s", method, path) == 2);
    char *query = strchr(path, '?');
    if (query) {
        *query++ = '\0';
    }
    struct ari_request request = {
        .method = method,
        .path = path,
        .query = query,
        .content_type = content_type,
        .body = body,
        .body_size = body ? strlen(body) : 0,
        .access = world->access,
    };
    world->answered = false;
    world_do(world->w, ari_world_submit, &(struct ari_asking){world, &request});
    settle(world);
}

__attribute__((unused)) static void ask(struct ari_world *world, const char *line) {
    ask_with(world, line, NULL, NULL);
}

/* The last answer as "404 Not Found {…}". */
__attribute__((unused)) static const char *answer_of(const struct ari_world *world) {
    static char text[ARI_TEXT_BYTES + 128];
    if (!world->answered) {
        return "no answer";
    }
    snprintf(text, sizeof text, "%d %s%s%s", world->status, world->reason,
             world->body[0] ? " " : "", world->body);
    return text;
}

/* The frames a client has got since the last call, one a line: the type, and what matters of it. */
__attribute__((unused)) static const char *frames(struct ari_client *client) {
    static char told[ARI_TEXT_BYTES];
    told[0] = '\0';
    size_t used = 0;
    for (char *line = strtok(client->frames, "\n"); line; line = strtok(NULL, "\n")) {
        json_t *json = json_loads(line, 0, NULL);
        must(json);
        json_t *channel = json_object_get(json, "channel");
        json_t *playback = json_object_get(json, "playback");
        json_t *own = json_object_get(json, "variable");
        own = own ? own : json_object_get(json, "eventname");
        own = own ? own : json_object_get(json, "digit");
        own = own ? own : json_object_get(playback, "state");
        own = own ? own : json_object_get(json_object_get(json, "recording"), "state");
        own = own ? own : json_object_get(channel, "state");
        used += (size_t)snprintf(told + used, sizeof told - used, "%s%s %s", used ? "\n" : "",
                                 json_string_value(json_object_get(json, "type")),
                                 own ? json_string_value(own) : "-");
        json_decref(json);
    }
    client->frames[0] = '\0';
    return told;
}

/* The sounds of the recordings, and the one before a recording begins. */
__attribute__((unused)) static void give_sounds(struct ari_world *world) {
    static const struct sound sounds[] = {
        {"oracle-beep", SECOND}, {"oracle-long", 8 * SECOND}, {"beep", SECOND}};
    world->dialplan.sounds = sounds;
    world->dialplan.sounds_count = sizeof sounds / sizeof sounds[0];
}

/* A phone that answers, one that is busy, and one that nobody picks up. */
__attribute__((unused)) static void give_phones(struct ari_world *world) {
    static const struct phone phones[] = {{"PJSIP/alice", PHONE_ANSWERS, 2 * SECOND},
                                          {"PJSIP/bob", PHONE_BUSY, SECOND},
                                          {"PJSIP/carol", PHONE_NO_ANSWER, SECOND}};
    world->dialplan.phones = phones;
    world->dialplan.phones_count = sizeof phones / sizeof phones[0];
}

/* Asks, and expects that answer, its quotes written '. */
#define expect(world, line, want)                                                                  \
    do {                                                                                           \
        ask((world), (line));                                                                      \
        is_str(answer_of(world), quoted(want), "%s", (line));                                      \
    } while (0)

__attribute__((unused)) static void win(struct ari_world *world, const char *id, const char *app) {
    char line[256];
    snprintf(line, sizeof line, "POST /ari/events/claim?channelId=%s&application=%s", id, app);
    expect(world, line, "204 No Content");
}

/* A call `id` from Alice, broadcast at s@b, that an application claims and answers; the far half,
 * "o-" and the id, is at `far` of the context "far". */
__attribute__((unused)) static void take_a_call(struct ari_world *world, const char *id,
                                                const char *app, const char *far) {
    char line[256];
    snprintf(line, sizeof line,
             "POST /ari/channels?endpoint=Local/s@b&extension=%s&context=far&channelId=o-%s"
             "&otherChannelId=%s&callerId=Alice%%20%%3C100%%3E",
             far, id, id);
    ask_with(world, line, "application/json",
             quoted("{'variables':{'__ONE':'1','__TWO':'2','THREE':'3'}}"));
    win(world, id, app);
    snprintf(line, sizeof line, "POST /ari/channels/%s/answer", id);
    expect(world, line, "204 No Content");
}

#endif
