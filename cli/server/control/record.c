/* Recording: each thing that came from outside becomes a plan for its moment. What happened at the
 * same moment, one after the other, is set apart by a microsecond: a scenario would be free to do
 * it in another order. */
#include "cli/server/control/record.h"

#include <stdlib.h>
#include <string.h>

#include "cli/draft/draft.h"
#include "cli/draft/expected.h"
#include "cli/server/control/control.h"
#include "cli/server/control/record_faults.h"
#include "cli/server/server.h"
#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/base/unit.h"
#include "sim/calls/channel.h"
#include "sim/scenario/script.h"

enum { ACTIONS_MAX = 1000 }; /* of a client; another one goes on */

/* Who asks over connections that are no WebSockets, for nobody in particular. */
static const char HTTP[] = "http";

struct recording {
    json_t *document;
    json_t *players;    /* clients that the scenario plays itself, by name */
    uint64_t before_us; /* what is taken from each moment, and */
    uint64_t behind_us; /* what is added */
    uint64_t latest_us; /* of the moments so far */
    bool has_begun;
};

static json_t *begin_document(const struct server *server, const char *name);
static json_t *dialplan_lines(const struct server *server);
static void name_players(struct recording *recording);
static void begin_clock(struct recording *recording, const struct server *server,
                        const struct log *log);
static void record_entry(struct recording *recording, const struct log_entry *entry);
static void record_client(struct recording *recording, const struct log_entry *entry);
static void record_control(struct recording *recording, const struct log_entry *entry);
static void record_call(struct recording *recording, const struct log_entry *entry);
static void record_hangup(struct recording *recording, const struct log_entry *entry);
static void record_request(struct recording *recording, const struct log_entry *entry);
static json_t *actor(struct recording *recording, const struct log_entry *entry);
static json_t *find_client(const struct recording *recording, const char *name);
static uint64_t shown_us(const struct recording *recording, uint64_t at_us);
static uint64_t take_moment(struct recording *recording, const struct log_entry *entry);

json_t *record_of_server(const struct server *server, const struct log *log, const char *name) {
    struct recording recording = {.document = begin_document(server, name),
                                  .players = json_object()};
    name_players(&recording);
    begin_clock(&recording, server, log);
    for (size_t i = 0; recording.document && i < log_count(log); i++) {
        record_entry(&recording, log_at(log, i));
    }
    json_decref(recording.players);
    if (recording.document) {
        const struct world *w = server->live.world;
        bool is_settled = world_next_due_us(w) > world_now_us(w);
        json_t *document = recording.document;
        json_object_set_new(document, "expect",
                            expected_of(log, w, json_object_get(document, "calls"), is_settled));
        if (world_next_due_us(w) != TASK_FOREVER || channel_count(w) > 0) {
            uint64_t end_us = shown_us(&recording, world_now_us(w));
            json_object_set_new(document, "limits",
                                json_pack("{s:o}", "time", draft_duration(end_us)));
        }
    }
    return recording.document;
}

/* What it began with: a scenario, or nothing but a dialplan. */
static json_t *begin_document(const struct server *server, const char *name) {
    const struct live *live = &server->live;
    json_t *document = json_pack("{s:s, s:I}", "name", name, "seed", (json_int_t)live->stage.seed);
    if (live->scenario) {
        json_t *base = draft_of(live->scenario);
        json_object_update_missing(document, base);
        json_object_del(document, "programs");
        json_object_del(document, "explore");
        json_object_del(document, "eachOrder");
        json_decref(base);
    }
    if (live_has_own_dialplan(live)) {
        json_object_set_new(document, "dialplan", dialplan_lines(server));
    }
    if (!json_object_get(document, "dialplan")) {
        json_decref(document);
        return NULL;
    }
    record_furniture(document, server->settings);
    static const char *const lists[] = {"clients", "calls", "faults"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (!json_object_get(document, lists[i])) {
            json_object_set_new(document, lists[i], json_array());
        }
    }
    return document;
}

static json_t *dialplan_lines(const struct server *server) {
    if (server->settings->dialplan_path) {
        return draft_lines_of(server->settings->dialplan_path);
    }
    json_t *lines = json_array();
    for (const char *line = LIVE_DIALPLAN; *line != '\0';) {
        size_t size = strcspn(line, "\n");
        json_array_append_new(lines, json_stringn(line, size));
        line += size + (line[size] == '\n');
    }
    return lines;
}

/* Whoever has no name is called like the first application. */
static void name_players(struct recording *recording) {
    size_t index;
    json_t *player;
    json_array_foreach(json_object_get(recording->document, "clients"), index, player) {
        const char *own = json_string_value(json_object_get(player, "name"));
        own = own ? own : json_string_value(json_object_get(player, "app"));
        own = own ? own : json_string_value(json_array_get(json_object_get(player, "apps"), 0));
        json_object_set_new(recording->players, text_or_empty(own), json_true());
    }
}

/* Ids that are made up say the second: where no scenario says when it begins, it begins in the
 * second in which the first thing was seen. */
static void begin_clock(struct recording *recording, const struct server *server,
                        const struct log *log) {
    uint64_t epoch_us = world_epoch_us(server->live.world);
    uint64_t first_us = log_count(log) > 0 ? log_at(log, 0)->at_us : 0;
    if (!server->live.scenario && recording->document) {
        uint64_t start_s = (epoch_us + first_us) / US_PER_S;
        json_object_set_new(recording->document, "start", json_integer((json_int_t)start_s));
        uint64_t start_us = start_s * US_PER_S;
        recording->before_us = start_us > epoch_us ? start_us - epoch_us : 0;
        recording->behind_us = epoch_us > start_us ? epoch_us - start_us : 0;
    }
}

static void record_entry(struct recording *recording, const struct log_entry *entry) {
    const char *who = entry->kind == LOG_CLIENT ? entry->name : entry->client;
    must(entry->name);
    bool is_played = who && json_object_get(recording->players, who);
    if (entry->kind == LOG_CLIENT && strcmp(entry->name, CONTROL_CLIENT) == 0) {
        record_control(recording, entry);
    } else if (entry->kind == LOG_CLIENT && !is_played) {
        record_client(recording, entry);
    } else if (entry->kind == LOG_REQUEST && !is_played) {
        record_request(recording, entry);
    }
    uint64_t at_us = shown_us(recording, entry->at_us);
    recording->latest_us = at_us > recording->latest_us ? at_us : recording->latest_us;
    recording->has_begun = true;
}

static void record_client(struct recording *recording, const struct log_entry *entry) {
    must(entry->text);
    json_t *client = find_client(recording, entry->name);
    if (strcmp(entry->text, "connect") == 0) {
        if (!client) {
            client = json_pack("{s:s, s:b}", "name", entry->name, "connected", 0);
            json_object_update(client, entry->data);
            json_array_append_new(json_object_get(recording->document, "clients"), client);
        }
    } else if (strcmp(entry->text, "disconnect") != 0) {
        return;
    }
    if (client) {
        draft_action(client, take_moment(recording, entry), entry->text, json_object());
    }
}

static void record_control(struct recording *recording, const struct log_entry *entry) {
    if (strcmp(entry->text, "call") == 0) {
        record_call(recording, entry);
    } else if (strcmp(entry->text, "hangup") == 0) {
        record_hangup(recording, entry);
    } else {
        record_fault(json_object_get(recording->document, "faults"), entry,
                     take_moment(recording, entry));
    }
}

static void record_call(struct recording *recording, const struct log_entry *entry) {
    static const char *const keys[][2] = {{"id", "id"},
                                          {"to", "to"},
                                          {"from", "caller"},
                                          {"phone", "phone"},
                                          {"variables", "variables"}};
    const char *typed = log_data_text(entry, "broadcast");
    const char *to = log_data_text(entry, "to");
    json_t *lines = json_object_get(recording->document, "dialplan");
    json_t *call = json_object();
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        json_t *value = json_object_get(entry->data, keys[i][0]);
        if (value) {
            json_object_set(call, keys[i][1], value);
        }
    }
    const char *at = to ? strchr(to, '@') : NULL;
    if (typed && at) { /* 100@broadcast-1 */
        json_array_append_new(lines, json_sprintf("[%s]", at + 1));
        json_array_append_new(lines, json_sprintf("exten => 100,1,StasisBroadcast(%s)", typed));
    }
    draft_call(recording->document, take_moment(recording, entry), call);
}

static void record_hangup(struct recording *recording, const struct log_entry *entry) {
    const char *channel = log_data_text(entry, "channel");
    json_t *call = draft_find_call(recording->document, channel);
    uint64_t at_us = take_moment(recording, entry);
    if (call && !json_object_get(call, "hangup")) {
        json_object_set_new(call, "hangup", json_pack("{s:o}", "at", draft_duration(at_us)));
    } else {
        draft_action(actor(recording, entry), at_us, "request",
                     json_sprintf("DELETE /ari/channels/%s", channel));
    }
}

static void record_request(struct recording *recording, const struct log_entry *entry) {
    json_t *client = actor(recording, entry);
    draft_action(client, take_moment(recording, entry), "request", json_string(entry->text));
    json_t *actions = json_object_get(client, "at");
    if (entry->data) {
        json_object_set(json_array_get(actions, json_array_size(actions) - 1), "body", entry->data);
    }
}

/* Whoever asks over a WebSocket, has registered the application that is claimed for, or HTTP. */
static json_t *actor(struct recording *recording, const struct log_entry *entry) {
    json_t *client = entry->client ? find_client(recording, entry->client) : NULL;
    const char *app = entry->application ? entry->application : HTTP;
    client = client ? client : draft_client(recording->document, app);
    if (json_array_size(json_object_get(client, "at")) < ACTIONS_MAX) {
        return client;
    }
    json_t *clients = json_object_get(recording->document, "clients");
    client = json_pack("{s:o, s:s, s:b}", "name",
                       json_sprintf("%.40s, part %zu", app, json_array_size(clients)), "app", app,
                       "connected", 0);
    json_array_append_new(clients, client);
    return client;
}

static json_t *find_client(const struct recording *recording, const char *name) {
    size_t index;
    json_t *client;
    json_array_foreach(json_object_get(recording->document, "clients"), index, client) {
        const char *own = json_string_value(json_object_get(client, "name"));
        if (own && strcmp(own, name) == 0) {
            return client;
        }
    }
    return NULL;
}

static uint64_t shown_us(const struct recording *recording, uint64_t at_us) {
    return at_us - recording->before_us + recording->behind_us;
}

/* Behind all that had happened by then. */
static uint64_t take_moment(struct recording *recording, const struct log_entry *entry) {
    uint64_t at_us = shown_us(recording, entry->at_us);
    if (recording->has_begun && at_us <= recording->latest_us) {
        recording->behind_us += recording->latest_us + 1 - at_us;
        at_us = recording->latest_us + 1;
    }
    return at_us;
}
