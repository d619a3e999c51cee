/* From entries of the log to broadcasts: each is kept as the JSON that is shown of it. */
#include "cli/server/control/picture.h"

#include <string.h>

#include "sim/ari/json.h"
#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/scenario/occurrence.h"

static void add_note(struct picture *picture, const struct log_entry *entry);
static void add_event(struct picture *picture, const struct log_entry *entry);
static void add_claim(struct picture *picture, const struct log_entry *entry);
static void begin(struct picture *picture, const struct log_entry *entry);
static void end(struct picture *picture, const char *channel, uint64_t at_us);
static json_t *broadcast_of(const struct picture *picture, const char *channel);
static void set_state(json_t *broadcast, const char *state);
static void add_detail(json_t *broadcast, const char *list, const struct log_entry *entry);
static const char *text_at(const struct log_entry *entry, const char *key);

static json_int_t ms(uint64_t us) {
    return (json_int_t)(us / US_PER_MS);
}

bool picture_begin(struct picture *picture) {
    picture_free(picture);
    *picture =
        (struct picture){.live = json_object(), .past = json_array(), .replaced = json_object()};
    return picture->live && picture->past && picture->replaced;
}

void picture_free(struct picture *picture) {
    json_decref(picture->live);
    json_decref(picture->past);
    json_decref(picture->replaced);
    *picture = (struct picture){0};
}

void picture_add(struct picture *picture, const struct log_entry *entry) {
    if (entry->kind == LOG_NOTE && entry->channel) {
        add_note(picture, entry);
    } else if (entry->kind == LOG_EVENT) {
        add_event(picture, entry);
    } else if (entry->kind == LOG_ANSWER && entry_is_claim(entry)) {
        add_claim(picture, entry);
    }
}

json_t *picture_broadcasts(const struct picture *picture) {
    json_t *list = json_copy(picture->past);
    const char *channel;
    json_t *broadcast;
    json_object_foreach(picture->live, channel, broadcast) {
        list = array_with(list, json_incref(broadcast));
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

static void add_note(struct picture *picture, const struct log_entry *entry) {
    json_t *broadcast = broadcast_of(picture, entry->channel);
    if (strcmp(entry->name, "BroadcastBegan") == 0) {
        begin(picture, entry);
    } else if (strcmp(entry->name, "Fault") == 0) {
        const char *effect = text_at(entry, "effect");
        picture->counters[COUNT_LOST_EVENTS] += effect && strcmp(effect, "lose") == 0;
    } else if (!broadcast) {
        return;
    } else if (strcmp(entry->name, "ClaimDecided") == 0) {
        const char *outcome = text_at(entry, "outcome");
        if (outcome && strcmp(outcome, "won") == 0) {
            json_object_set(broadcast, "winner", json_object_get(entry->data, "application"));
            set_state(broadcast, "claimed");
        }
    } else if (strcmp(entry->name, "StasisStart") == 0) {
        set_state(broadcast, "session");
    } else if (strcmp(entry->name, "BroadcastEnded") == 0) {
        if (json_is_null(json_object_get(broadcast, "winner"))) {
            end(picture, entry->channel, entry->at_us);
        }
    } else if (strcmp(entry->name, "StasisEnd") == 0 ||
               strcmp(entry->name, "ChannelDestroyed") == 0) {
        end(picture, entry->channel, entry->at_us);
    }
}

static void add_event(struct picture *picture, const struct log_entry *entry) {
    if (strcmp(entry->name, "CallBroadcast") == 0 && entry->channel) {
        add_detail(broadcast_of(picture, entry->channel), "heard", entry);
    } else if (strcmp(entry->name, "ApplicationReplaced") == 0 && entry->application) {
        json_t *count = json_object_get(picture->replaced, entry->application);
        if (count || json_object_size(picture->replaced) < PICTURE_REPLACED_MAX) {
            json_object_set_new(picture->replaced, entry->application,
                                json_integer(json_integer_value(count) + 1));
        }
    }
}

/* One that comes late is told of the last broadcast of its channel. */
static void add_claim(struct picture *picture, const struct log_entry *entry) {
    picture->counters[COUNT_WON] += entry->status == 204;
    picture->counters[COUNT_CONFLICT] += entry->status == 409;
    picture->counters[COUNT_NOT_FOUND] += entry->status == 404;
    json_t *broadcast = entry->channel ? broadcast_of(picture, entry->channel) : NULL;
    for (size_t i = json_array_size(picture->past); entry->channel && !broadcast && i > 0; i--) {
        json_t *one = json_array_get(picture->past, i - 1);
        const char *channel = json_string_value(json_object_get(one, "channel"));
        broadcast = channel && strcmp(channel, entry->channel) == 0 ? one : NULL;
    }
    add_detail(broadcast, "claims", entry);
}

static void begin(struct picture *picture, const struct log_entry *entry) {
    uint64_t timeout_ms = (uint64_t)json_integer_value(json_object_get(entry->data, "timeout_ms"));
    const char *filter = text_at(entry, "filter");
    end(picture, entry->channel, entry->at_us);
    picture->counters[COUNT_BROADCASTS]++;
    struct object broadcast = object_new();
    object_add_text(&broadcast, "channel", entry->channel);
    object_add_text(&broadcast, "filter", filter ? filter : "");
    object_add(&broadcast, "began_ms", json_integer(ms(entry->at_us)));
    object_add(&broadcast, "deadline_ms", json_integer(ms(entry->at_us) + (json_int_t)timeout_ms));
    object_add(&broadcast, "heard", json_array());
    object_add(&broadcast, "claims", json_array());
    object_add(&broadcast, "winner", json_null());
    object_add_text(&broadcast, "state", "offered");
    json_object_set_new_nocheck(picture->live, entry->channel, object_finish(&broadcast));
}

static void end(struct picture *picture, const char *channel, uint64_t at_us) {
    json_t *broadcast = json_incref(broadcast_of(picture, channel));
    if (!broadcast) {
        return;
    }
    json_object_del(picture->live, channel);
    set_state(broadcast, "ended");
    json_object_set_new(broadcast, "ended_ms", json_integer(ms(at_us)));
    json_array_append_new(picture->past, broadcast);
    if (json_array_size(picture->past) > PICTURE_PAST_MAX) {
        json_array_remove(picture->past, 0);
    }
}

static json_t *broadcast_of(const struct picture *picture, const char *channel) {
    return json_object_get(picture->live, channel);
}

static void set_state(json_t *broadcast, const char *state) {
    json_object_set_new(broadcast, "state", json_string(state));
}

static void add_detail(json_t *broadcast, const char *list, const struct log_entry *entry) {
    json_t *details = json_object_get(broadcast, list);
    if (!details || json_array_size(details) == PICTURE_DETAILS_MAX || !entry->application) {
        return;
    }
    struct object detail = object_new();
    object_add_text(&detail, "app", entry->application);
    object_add(&detail, "at_ms", json_integer(ms(entry->at_us)));
    if (entry->kind == LOG_ANSWER) {
        object_add(&detail, "status", json_integer(entry->status));
    }
    json_array_append_new(details, object_finish(&detail));
}

static const char *text_at(const struct log_entry *entry, const char *key) {
    return json_string_value(json_object_get(entry->data, key));
}
