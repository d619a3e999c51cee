/* Following: each follower has a place among the newest entries, and what its socket takes is made
 * from there. An entry that is gone before its turn is counted as lost. */
#include "cli/server/control/follow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/server/control/control.h"
#include "cli/server/control/exchange.h"
#include "cli/server/server.h"
#include "sim/base/must.h"
#include "sim/scenario/duration.h"

enum {
    OUTBOX_BYTES_ENOUGH = 128 * 1024,
    ENTRIES_A_TURN = 500, /* others want to be looked after too */
    TURN_MS = 1,
    SIZE_BYTES = 24, /* of a chunk, written out */
};

struct follower {
    struct connection *connection;
    struct follower *next;
    json_t *query;
    uint64_t seen; /* the number of the last entry that it was given, or passed over */
    bool is_chunked;
    bool said; /* something, since the last beat */
};

static void take_line(struct follower *follower, char *line);
static void add_line(struct follower *follower, const char *line);
static void set_beat(struct control *control, uint64_t in_ms);
static void on_beat(lws_sorted_usec_list_t *timer);

void follow_begin(struct exchange *exchange, uint64_t after) {
    struct control *control = exchange->control;
    struct connection *c = exchange->connection;
    if (control->followers_count == FOLLOWERS_MAX) {
        give_error(exchange, 503, "%d follow what happens already", FOLLOWERS_MAX);
        return;
    }
    struct follower *follower = memory_new(sizeof *follower);
    *follower = (struct follower){.connection = c,
                                  .next = control->followers,
                                  .query = json_incref(exchange->query),
                                  .seen = after,
                                  .is_chunked = !c->http.head.is_1_0};
    control->followers = follower;
    control->followers_count++;
    c->follower = follower;
    exchange->is_later = true;
    http_say(c, &(struct http_answer){.status = 200,
                                      .reason = "OK",
                                      .is_endless = true,
                                      .is_chunked = follower->is_chunked,
                                      .content_type = "application/x-ndjson"});
    wait_for(c, WAIT_NONE);
    connection_mark(c);
    set_beat(control, FOLLOW_BEAT_MS);
}

void follow_finish(struct connection *c) {
    if (c->follower->is_chunked) {
        outbox_text(&c->outbox, "0\r\n\r\n");
    }
}

void follow_end(struct connection *c) {
    struct control *control = c->server->control;
    struct follower **link = &control->followers;
    while (*link != c->follower) {
        must(*link);
        link = &(*link)->next;
    }
    *link = c->follower->next;
    control->followers_count--;
    json_decref(c->follower->query);
    free(c->follower);
    c->follower = NULL;
}

void follow_fill(struct connection *c) {
    struct follower *follower = c->follower;
    const struct recent *recent = c->server->control->recent;
    uint64_t first = recent_first(recent);
    uint64_t last = recent_last(recent);
    for (unsigned count = 0; follower->seen < last; count++) {
        bool is_full = outbox_size(&c->outbox) >= OUTBOX_BYTES_ENOUGH;
        if (is_full && c->is_blocked) {
            return; /* its socket will say when it takes more */
        }
        if (is_full || count == ENTRIES_A_TURN) {
            set_beat(c->server->control, TURN_MS);
            return;
        }
        if (follower->seen + 1 < first) {
            take_line(follower, recent_lost_text(first - 1 - follower->seen, first - 1));
            follower->seen = first - 1;
        }
        uint64_t number = ++follower->seen;
        if (follow_wants(follower->query, recent_at(recent, number))) {
            take_line(follower, recent_text(recent, number));
        }
    }
}

void follow_mark(struct control *control) {
    uint64_t last = recent_last(control->recent);
    for (struct follower *follower = control->followers; follower; follower = follower->next) {
        if (follower->seen < last) {
            connection_mark(follower->connection);
        }
    }
}

bool follow_wants(const json_t *query, const struct recent_entry *kept) {
    const struct log_entry *entry = &kept->entry;
    const char *client = entry->kind == LOG_CLIENT ? entry->name : entry->client;
    const struct {
        const char *name;
        const char *value;
    } filters[] = {{"kind", log_kind_name(entry->kind)},
                   {"app", entry->application},
                   {"client", client},
                   {"channel", entry->channel},
                   {"type", entry->name}};
    const char *since = json_string_value(json_object_get(query, "since"));
    const char *why;
    uint64_t since_us = 0;
    if (since && duration_parse(since, &since_us, &why) && !kept->mark && entry->at_us < since_us) {
        return false;
    }
    for (size_t i = 0; !kept->mark && i < sizeof filters / sizeof filters[0]; i++) {
        const char *wanted = json_string_value(json_object_get(query, filters[i].name));
        if (wanted && (!filters[i].value || strcmp(wanted, filters[i].value) != 0)) {
            return false;
        }
    }
    return true;
}

static void take_line(struct follower *follower, char *line) {
    add_line(follower, line);
    free(line);
}

static void add_line(struct follower *follower, const char *line) {
    struct outbox *outbox = &follower->connection->outbox;
    char size[SIZE_BYTES];
    if (follower->is_chunked) {
        snprintf(size, sizeof size, "%zx\r\n", strlen(line) + 1);
        outbox_text(outbox, size);
    }
    outbox_text(outbox, line);
    outbox_text(outbox, follower->is_chunked ? "\n\r\n" : "\n");
    follower->said = true;
}

/* The timer is set to what comes first. */
static void set_beat(struct control *control, uint64_t in_ms) {
    lws_usec_t at_us = (lws_usec_t)(in_ms * LWS_US_PER_MS);
    if (control->beat_ms == 0 || in_ms < control->beat_ms) {
        control->beat_ms = in_ms;
        lws_sul_schedule(control->server->context, 0, &control->beat_timer, on_beat, at_us);
    }
}

static void on_beat(lws_sorted_usec_list_t *timer) {
    struct control *control = lws_container_of(timer, struct control, beat_timer);
    bool is_beat = control->beat_ms == FOLLOW_BEAT_MS;
    control->beat_ms = 0;
    for (struct follower *follower = control->followers; follower; follower = follower->next) {
        if (is_beat && !follower->said && outbox_size(&follower->connection->outbox) == 0) {
            add_line(follower, "");
        }
        follower->said = follower->said && !is_beat;
        connection_mark(follower->connection);
    }
    if (control->followers) {
        set_beat(control, FOLLOW_BEAT_MS);
    }
    server_settle(control->server);
}
