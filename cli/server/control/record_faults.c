/* A fault that was put to work strikes since a moment; one that was taken away, until another. */
#include "cli/server/control/record_faults.h"

#include <string.h>

#include "cli/draft/draft.h"
#include "cli/server/control/faults.h"

static void begin_fault(json_t *faults, const struct log_entry *entry, uint64_t at_us);
static void end_fault(json_t *fault, uint64_t at_us);
static void send_event(json_t *faults, const struct log_entry *entry, uint64_t at_us);
static json_t *map_of(json_t *document, const char *key);

void record_fault(json_t *faults, const struct log_entry *entry, uint64_t at_us) {
    json_t *id = json_object_get(entry->data, "id");
    bool ends_all = strcmp(entry->text, "no faults") == 0;
    bool releases = strcmp(entry->text, "release") == 0;
    size_t index;
    json_t *fault;
    if (strcmp(entry->text, "fault") == 0) {
        begin_fault(faults, entry, at_us);
    } else if (strcmp(entry->text, "event") == 0) {
        send_event(faults, entry, at_us);
    } else if (strcmp(entry->text, "no fault") == 0) {
        end_fault(json_array_get(faults, (size_t)json_integer_value(id)), at_us);
    }
    json_array_foreach(faults, index, fault) {
        if (ends_all || (releases && faults_is_hold_of(fault, entry->data))) {
            end_fault(fault, at_us);
        }
    }
}

void record_furniture(json_t *document, const struct settings *settings) {
    static const char *const does[] = {
        [PHONE_ANSWERS] = "answers", [PHONE_BUSY] = "busy", [PHONE_NO_ANSWER] = "unanswered"};
    for (size_t i = 0; i < settings->phones_count; i++) {
        const struct phone *phone = &settings->phones[i];
        json_object_set_new(
            map_of(document, "phones"), phone->name,
            json_pack("{s:o}", does[phone->behaviour], draft_duration(phone->after_us)));
    }
    for (size_t i = 0; i < settings->sounds_count; i++) {
        json_object_set_new(map_of(document, "sounds"), settings->sounds[i].name,
                            draft_duration(settings->sounds[i].length_us));
    }
    json_t *names = settings->channelvars.count > 0 ? json_array() : NULL;
    for (size_t i = 0; i < settings->channelvars.count; i++) {
        json_array_append_new(names, json_string(settings->channelvars.items[i]));
    }
    if (names) {
        json_object_set_new(document, "channelvars", names);
    }
}

/* The number of a fault is its place in the list: nothing is ever taken out of that. */
static void begin_fault(json_t *faults, const struct log_entry *entry, uint64_t at_us) {
    json_t *fault = json_deep_copy(json_object_get(entry->data, "fault"));
    json_t *on = json_object_get(fault, "on");
    if (!on) {
        on = json_object();
        json_object_set_new(fault, "on", on);
    }
    bool waits = json_object_get(on, "event") || json_object_get(on, "request") ||
                 json_object_get(on, "answer");
    json_object_set_new(on, waits ? "since" : "at", draft_duration(at_us));
    json_array_append_new(faults, fault);
}

static void end_fault(json_t *fault, uint64_t at_us) {
    json_t *on = json_object_get(fault, "on");
    if (!fault || json_object_get(on, "until") || json_object_get(on, "at")) {
        return;
    }
    json_object_set_new(on, "until", draft_duration(at_us));
    if (json_is_true(json_object_get(fault, "hold"))) {
        json_object_set_new(fault, "hold", json_pack("{s:o}", "at", draft_duration(at_us)));
    }
}

static void send_event(json_t *faults, const struct log_entry *entry, uint64_t at_us) {
    json_array_append_new(faults,
                          json_pack("{s:{s:o, s:O}, s:O}", "on", "at", draft_duration(at_us), "app",
                                    json_object_get(entry->data, "app"), "send",
                                    json_object_get(entry->data, "event")));
}

static json_t *map_of(json_t *document, const char *key) {
    json_t *map = json_object_get(document, key);
    if (!map) {
        map = json_object();
        json_object_set_new(document, key, map);
    }
    return map;
}
