/* From entries of the log to broadcasts: each is kept as the JSON that is shown of it. */
#include "cli/server/control/picture.h"

#include <stdio.h>
#include <string.h>

#include "sim/ari/json.h"
#include "sim/base/text.h"
#include "sim/base/unit.h"
#include "sim/calls/application.h"
#include "sim/calls/channel.h"
#include "sim/scenario/occurrence.h"

enum { NAME_BYTES = 256 };

static void add_note(struct picture *picture, const struct world *w, const struct log_entry *entry);
static void change(json_t *broadcast, const struct log_entry *entry);
static void add_event(struct picture *picture, const struct log_entry *entry);
static void offer(json_t *broadcast, const struct log_entry *entry);
static void ask(struct picture *picture, const struct log_entry *entry);
static void answer(struct picture *picture, const struct log_entry *entry);
static void begin(struct picture *picture, const struct world *w, const struct log_entry *entry);
static void add_call(struct object *broadcast, const struct channel *channel);
static json_t *connected(const struct world *w);
static void make_room(struct picture *picture);
static json_t *latest(const struct picture *picture, const struct log_entry *entry);
static bool is_state(const json_t *broadcast, const char *state);
static void set_text(json_t *broadcast, const char *key, const char *text);
static void set_moment(json_t *broadcast, const char *key, uint64_t at_us);
static void name_claim(char name[NAME_BYTES], const struct log_entry *entry);

void picture_begin(struct picture *picture) {
    picture_free(picture);
    *picture = (struct picture){.all = json_array(),
                                .latest = json_object(),
                                .asked = json_object(),
                                .replaced = json_object()};
}

void picture_free(struct picture *picture) {
    json_decref(picture->all);
    json_decref(picture->latest);
    json_decref(picture->asked);
    json_decref(picture->replaced);
    *picture = (struct picture){0};
}

void picture_add(struct picture *picture, const struct world *w, const struct log_entry *entry) {
    if (entry->kind == LOG_NOTE) {
        add_note(picture, w, entry);
    } else if (entry->kind == LOG_EVENT) {
        add_event(picture, entry);
    } else if (entry->kind == LOG_REQUEST && entry_is_claim(entry)) {
        ask(picture, entry);
    } else if (entry->kind == LOG_ANSWER && entry_is_claim(entry)) {
        answer(picture, entry);
    }
}

json_t *picture_broadcasts(const struct picture *picture, size_t count) {
    size_t size = json_array_size(picture->all);
    json_t *list = json_array();
    for (size_t i = size > count ? size - count : 0; i < size; i++) {
        list = array_with(list, json_incref(json_array_get(picture->all, i)));
    }
    return list;
}

json_t *picture_counters(const struct picture *picture) {
    static const char *const names[] = {[COUNT_BROADCASTS] = "broadcasts",
                                        [COUNT_WON] = "won",
                                        [COUNT_CONFLICT] = "conflict",
                                        [COUNT_NOT_FOUND] = "not_found",
                                        [COUNT_LOST_EVENTS] = "lost_events"};
    struct object counters = object_new();
    for (size_t i = 0; i < PICTURE_COUNTERS; i++) {
        object_add(&counters, names[i], json_integer((json_int_t)picture->counters[i]));
    }
    return object_finish(&counters);
}

uint64_t picture_replaced(const struct picture *picture, const char *application) {
    return (uint64_t)json_integer_value(json_object_get(picture->replaced, application));
}

json_t *picture_ms(uint64_t us) {
    return json_real((double)us / US_PER_MS);
}

static void add_note(struct picture *picture, const struct world *w,
                     const struct log_entry *entry) {
    const char *effect = log_data_text(entry, "effect");
    if (strcmp(entry->name, "Fault") == 0) {
        picture->counters[COUNT_LOST_EVENTS] += effect && strcmp(effect, "lose") == 0;
    } else if (strcmp(entry->name, "ChannelCreated") == 0 && entry->channel) {
        json_object_del(picture->latest, entry->channel); /* of another one by that id */
    } else if (strcmp(entry->name, "BroadcastBegan") == 0 && entry->channel) {
        begin(picture, w, entry);
    } else if (latest(picture, entry)) {
        change(latest(picture, entry), entry);
    }
}

static void change(json_t *broadcast, const struct log_entry *entry) {
    const char *outcome = log_data_text(entry, "outcome"), *why = log_data_text(entry, "why");
    const char *variable = log_data_text(entry, "variable"), *value = log_data_text(entry, "value");
    if (strcmp(entry->name, "ClaimDecided") == 0 && outcome && strcmp(outcome, "won") == 0) {
        set_text(broadcast, "winner", log_data_text(entry, "application"));
        set_text(broadcast, "state", "claimed");
    } else if (strcmp(entry->name, "WaitEnded") == 0) {
        set_text(broadcast, "why", why);
        set_moment(broadcast, "waited_ms", entry->at_us);
    } else if (strcmp(entry->name, "StasisStart") == 0 && is_state(broadcast, "claimed")) {
        set_text(broadcast, "state", "session");
        set_moment(broadcast, "session_ms", entry->at_us);
    } else if (strcmp(entry->name, "StasisEnd") == 0 && is_state(broadcast, "session")) {
        set_moment(broadcast, "left_ms", entry->at_us);
    } else if (strcmp(entry->name, "BroadcastEnded") == 0 ||
               strcmp(entry->name, "ChannelDestroyed") == 0) {
        if (!is_state(broadcast, "ended")) {
            set_text(broadcast, "state", "ended");
            set_moment(broadcast, "ended_ms", entry->at_us);
        }
    } else if (strcmp(entry->name, "ChannelVarset") == 0 && variable && value && value[0] &&
               strcmp(variable, "STASISSTATUS") == 0) {
        set_text(broadcast, "status", value);
    }
}

static void add_event(struct picture *picture, const struct log_entry *entry) {
    if (!entry->application) {
        return;
    }
    if (strcmp(entry->name, "CallBroadcast") == 0 && latest(picture, entry)) {
        offer(latest(picture, entry), entry);
    } else if (strcmp(entry->name, "ApplicationReplaced") == 0) {
        json_t *count = json_object_get(picture->replaced, entry->application);
        if (count || json_object_size(picture->replaced) < PICTURE_REPLACED_MAX) {
            json_object_set_new(picture->replaced, entry->application,
                                json_integer(json_integer_value(count) + 1));
        }
    }
}

static void offer(json_t *broadcast, const struct log_entry *entry) {
    json_t *deaf = json_object_get(broadcast, "deaf");
    for (size_t i = json_array_size(deaf); i > 0; i--) {
        const char *name = json_string_value(json_array_get(deaf, i - 1));
        if (name && strcmp(name, entry->application) == 0) {
            json_array_remove(deaf, i - 1);
        }
    }
    json_t *heard = json_object_get(broadcast, "heard");
    if (json_array_size(heard) < PICTURE_DETAILS_MAX) {
        struct object copy = object_new();
        object_add(&copy, "app", text_json(entry->application));
        object_add(&copy, "at_ms", picture_ms(entry->at_us));
        json_array_append_new(heard, object_finish(&copy));
    }
}

/* One that comes late is told of the last broadcast of its channel. */
static void ask(struct picture *picture, const struct log_entry *entry) {
    json_t *claims = json_object_get(latest(picture, entry), "claims");
    if (!claims || !entry->application || json_array_size(claims) >= PICTURE_DETAILS_MAX) {
        return;
    }
    struct object claim = object_new();
    object_add(&claim, "app", text_json(entry->application));
    object_add(&claim, "at_ms", picture_ms(entry->at_us));
    object_add(&claim, "answered_ms", json_null());
    object_add(&claim, "status", json_null());
    object_add(&claim, "rule", json_null());
    json_t *made = object_finish(&claim);
    char name[NAME_BYTES];
    name_claim(name, entry);
    if (json_object_size(picture->asked) == PICTURE_ASKED_MAX) { /* a fault keeps answers back */
        json_object_del(picture->asked, json_object_iter_key(json_object_iter(picture->asked)));
    }
    json_object_set(picture->asked, name, made);
    json_array_append_new(claims, made);
}

static void answer(struct picture *picture, const struct log_entry *entry) {
    picture->counters[COUNT_WON] += entry->status == 204;
    picture->counters[COUNT_CONFLICT] += entry->status == 409;
    picture->counters[COUNT_NOT_FOUND] += entry->status == 404;
    char name[NAME_BYTES];
    name_claim(name, entry);
    json_t *claim = json_object_get(picture->asked, name);
    if (claim) {
        set_moment(claim, "answered_ms", entry->at_us);
        json_object_set_new(claim, "status", json_integer(entry->status));
        json_object_set_new(claim, "rule",
                            entry->rule ? json_sprintf("R%u", entry->rule) : json_null());
        json_object_del(picture->asked, name);
    }
}

static void begin(struct picture *picture, const struct world *w, const struct log_entry *entry) {
    static const char *const unknown[] = {"waited_ms", "why",      "winner", "session_ms",
                                          "left_ms",   "ended_ms", "status"};
    json_int_t timeout_ms = json_integer_value(json_object_get(entry->data, "timeout_ms"));
    json_int_t round = json_integer_value(json_object_get(latest(picture, entry), "round"));
    const char *filter = log_data_text(entry, "filter"), *refused = log_data_text(entry, "refused");
    picture->counters[COUNT_BROADCASTS]++;
    struct object broadcast = object_new();
    object_add(&broadcast, "channel", text_json(entry->channel));
    object_add(&broadcast, "round", json_integer(round + 1));
    object_add_text(&broadcast, "state", "offered");
    object_add(&broadcast, "filter", text_json(text_or_empty(filter)));
    if (refused) {
        object_add(&broadcast, "refused", text_json(refused));
    }
    add_call(&broadcast, channel_find(w, entry->channel));
    object_add(&broadcast, "timeout_ms", json_integer(timeout_ms));
    object_add(&broadcast, "began_ms", picture_ms(entry->at_us));
    object_add(&broadcast, "deadline_ms",
               picture_ms(entry->at_us + (uint64_t)timeout_ms * US_PER_MS));
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        object_add(&broadcast, unknown[i], json_null());
    }
    object_add(&broadcast, "heard", json_array());
    object_add(&broadcast, "deaf", connected(w));
    object_add(&broadcast, "claims", json_array());
    json_t *made = object_finish(&broadcast);
    make_room(picture);
    json_array_append(picture->all, made);
    json_object_set_new(picture->latest, entry->channel, made);
}

/* Who calls whom; NULL: the channel is gone. */
static void add_call(struct object *broadcast, const struct channel *channel) {
    const char *name = channel && channel->caller_name ? channel->caller_name : "";
    const char *number = channel && channel->caller_number ? channel->caller_number : "";
    struct object caller = object_new();
    object_add(&caller, "name", text_json(name));
    object_add(&caller, "number", text_json(number));
    object_add(broadcast, "caller", object_finish(&caller));
    object_add(broadcast, "to",
               channel ? json_sprintf("%s@%s", channel->exten, channel->context) : json_null());
}

/* Those that are not offered the call stay on this list. */
static json_t *connected(const struct world *w) {
    json_t *names = json_array();
    for (const struct application *one = application_first(w); one; one = application_next(one)) {
        if (application_is_connected(one) && json_array_size(names) < PICTURE_DETAILS_MAX) {
            names = array_with(names, text_json(one->name));
        }
    }
    return names;
}

static void make_room(struct picture *picture) {
    size_t size = json_array_size(picture->all);
    if (size < PICTURE_BROADCASTS_MAX) {
        return;
    }
    size_t oldest = 0;
    while (oldest + 1 < size && !is_state(json_array_get(picture->all, oldest), "ended")) {
        oldest++;
    }
    json_t *gone = json_array_get(picture->all, oldest);
    const char *channel = json_string_value(json_object_get(gone, "channel"));
    if (channel && json_object_get(picture->latest, channel) == gone) {
        json_object_del(picture->latest, channel);
    }
    json_array_remove(picture->all, oldest);
}

static json_t *latest(const struct picture *picture, const struct log_entry *entry) {
    return entry->channel ? json_object_get(picture->latest, entry->channel) : NULL;
}

static bool is_state(const json_t *broadcast, const char *state) {
    const char *now = json_string_value(json_object_get(broadcast, "state"));
    return now && strcmp(now, state) == 0;
}

static void set_text(json_t *broadcast, const char *key, const char *text) {
    json_object_set_new(broadcast, key, text ? text_json(text) : json_null());
}

static void set_moment(json_t *broadcast, const char *key, uint64_t at_us) {
    json_object_set_new(broadcast, key, picture_ms(at_us));
}

static void name_claim(char name[NAME_BYTES], const struct log_entry *entry) {
    snprintf(name, NAME_BYTES, "%s %s", entry->client ? entry->client : "", entry->name);
}
