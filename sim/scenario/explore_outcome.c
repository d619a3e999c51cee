/* Outcomes, read from a log. */
#include "sim/scenario/explore_outcome.h"

#include <stdlib.h>
#include <string.h>

#include "sim/ari/json.h"
#include "sim/base/text.h"
#include "sim/scenario/occurrence.h"

/* What became of an application: as text it can be compared. */
struct fate {
    uint32_t kind;
    const char *app;
    char *text;
};

static json_t *member(json_t *object, const char *key, json_t *fresh);
static void add_status(json_t *apps, const struct log_entry *entry);
static void add_note(json_t *calls, json_t *apps, const struct log_entry *entry);
static uint64_t put_in_order(json_t *apps, const struct alike *alike);
static size_t read_fates(json_t *apps, const struct alike *alike, struct fate *fates);
static int compare(const void *a, const void *b);
static uint64_t arrangements(const struct fate *fates, size_t count);

json_t *outcome_of_log(const struct log *log, const struct alike *alike) {
    json_t *calls = json_object();
    json_t *apps = json_object();
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_ANSWER && entry_is_claim(entry)) {
            add_status(apps, entry);
        } else if (entry->kind == LOG_NOTE && entry->channel) {
            add_note(calls, apps, entry);
        }
    }
    uint64_t stands_for = put_in_order(apps, alike);
    return json_pack("{s:o, s:o, s:I}", "calls", calls, "apps", apps, "alike",
                     (json_int_t)stands_for);
}

/* The member of that name; without one `fresh` becomes it. Takes `fresh` over. */
static json_t *member(json_t *object, const char *key, json_t *fresh) {
    json_t *found = json_object_get(object, key);
    if (found) {
        json_decref(fresh);
        return found;
    }
    json_object_set_new(object, key, fresh);
    return fresh;
}

/* The answers that one application got about one call, by rising status: their order is chance. */
static void add_status(json_t *apps, const struct log_entry *entry) {
    const char *name = entry->application ? entry->application : entry->client;
    const char *channel = text_or_empty(entry->channel);
    json_t *app = member(apps, name, json_object());
    json_t *list = member(app, channel, json_array());
    size_t place = 0;
    while (place < json_array_size(list) &&
           json_integer_value(json_array_get(list, place)) <= entry->status) {
        place++;
    }
    json_array_insert_new(list, place, json_integer(entry->status));
}

/* Which of two calls was won first is chance, too. */
static void add_note(json_t *calls, json_t *apps, const struct log_entry *entry) {
    const char *variable = log_data_text(entry, "variable");
    const char *winner = log_data_text(entry, "winner");
    if (strcmp(entry->name, "WinnerRead") == 0 && winner) {
        json_t *app = member(apps, winner, json_object());
        json_t *won = member(app, "won", json_array());
        size_t place = 0;
        while (place < json_array_size(won) &&
               strcmp(json_string_value(json_array_get(won, place)), entry->channel) <= 0) {
            place++;
        }
        json_array_insert_new(won, place, json_string(entry->channel));
    } else if (variable && strcmp(entry->name, "ChannelVarset") == 0 &&
               strcmp(variable, "STASISSTATUS") == 0) {
        json_t *call = member(calls, entry->channel, json_object());
        json_t *list = member(call, "STASISSTATUS", json_array());
        json_array_append(list, json_object_get(entry->data, "value"));
    }
}

/* Gives the fates of interchangeable applications out again in the order of their texts. Returns
 * how many ways there were to give them out. */
static uint64_t put_in_order(json_t *apps, const struct alike *alike) {
    struct fate *fates = calloc(alike->count + 1, sizeof *fates);
    size_t count = fates ? read_fates(apps, alike, fates) : 0;
    if (count == 0) {
        free(fates);
        return 1;
    }
    qsort(fates, count, sizeof *fates, compare);
    uint64_t ways = arrangements(fates, count);
    size_t given = 0;
    for (uint32_t kind = 0; kind < alike->count; kind++) {
        for (size_t i = 0; i < alike->count; i++) {
            if (alike->parts[i].kind == kind && given < count && fates[given].kind == kind) {
                json_t *fate = json_loads(fates[given++].text, 0, NULL);
                json_object_set_new(apps, alike->parts[i].app, fate);
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        free(fates[i].text);
    }
    free(fates);
    return ways;
}

static size_t read_fates(json_t *apps, const struct alike *alike, struct fate *fates) {
    size_t count = 0;
    for (size_t i = 0; alike->merged > 0 && i < alike->count; i++) {
        const struct part *part = &alike->parts[i];
        json_t *fate = json_object_get(apps, part->app);
        char *text = fate ? json_text(fate, JSON_COMPACT | JSON_SORT_KEYS) : strdup("{}");
        if (text) {
            fates[count++] = (struct fate){.kind = part->kind, .app = part->app, .text = text};
        }
    }
    return count;
}

/* The winner, whose text is the longest, first. */
static int compare(const void *a, const void *b) {
    const struct fate *x = a, *y = b;
    if (x->kind != y->kind) {
        return x->kind < y->kind ? -1 : 1;
    }
    size_t x_length = strlen(x->text), y_length = strlen(y->text);
    if (x_length != y_length) {
        return x_length > y_length ? -1 : 1;
    }
    return strcmp(x->text, y->text);
}

/* A product of multinomials, built up so that each step is whole. */
static uint64_t arrangements(const struct fate *fates, size_t count) {
    uint64_t ways = 1;
    uint64_t of_kind = 0, of_text = 0;
    for (size_t i = 0; i < count; i++) {
        bool same_kind = i > 0 && fates[i - 1].kind == fates[i].kind;
        bool same_text = same_kind && strcmp(fates[i - 1].text, fates[i].text) == 0;
        of_kind = same_kind ? of_kind + 1 : 1;
        of_text = same_text ? of_text + 1 : 1;
        ways = ways * of_kind / of_text;
    }
    return ways;
}
