/* Names and moments that must fit the rest of the scenario. */
#include <string.h>

#include "sim/dialplan/nearest.h"
#include "sim/scenario/duration.h"
#include "sim/scenario/journal.h"
#include "sim/scenario/load.h"
#include "sim/scenario/words.h"

enum { SHOWN_LEN = 60 };

static void refuse_field(struct loader *loader, const struct journal_kind *entry, const char *name,
                         const struct place *place);
static void known_word(struct loader *loader, const struct journal_field *field, const char *text,
                       const struct place *place);
static bool is_claimed_for(const struct scenario *scenario, const char *name,
                           struct nearest *nearest);
static bool names_app(const struct action *actions, size_t count, const char *name,
                      struct nearest *nearest);
static bool is_offered(struct nearest *nearest, const char *known);
static bool in_query(const char *request, const char *name);

void known_app(struct loader *loader, const char *name, const struct place *place,
               const char *key) {
    const struct scenario *scenario = loader->scenario;
    struct nearest nearest;
    char question[NEAREST_QUESTION_SIZE];
    if (loader->is_alone) {
        return;
    }
    nearest_begin(&nearest, name);
    for (size_t c = 0; c < scenario->clients_count; c++) {
        for (size_t a = 0; a < scenario->clients[c].apps_count; a++) {
            if (is_offered(&nearest, scenario->clients[c].apps[a])) {
                return;
            }
        }
    }
    for (size_t p = 0; p < scenario->programs_count; p++) {
        for (size_t a = 0; a < scenario->programs[p].apps_count; a++) {
            if (is_offered(&nearest, scenario->programs[p].apps[a])) {
                return;
            }
        }
    }
    if (!is_claimed_for(scenario, name, &nearest)) {
        struct place at = {.up = place, .key = key};
        source_error(&loader->source, &at,
                     "no client registers an application \"%s\" and none claims for it%s", name,
                     nearest_question(nearest.best, question));
    }
}

void known_client(struct loader *loader, const char *name, const struct place *place,
                  const char *key) {
    struct nearest nearest;
    char question[NEAREST_QUESTION_SIZE];
    if (loader->is_alone) {
        return;
    }
    nearest_begin(&nearest, name);
    for (size_t c = 0; c < loader->scenario->clients_count; c++) {
        if (is_offered(&nearest, loader->scenario->clients[c].name)) {
            return;
        }
    }
    for (size_t p = 0; p < loader->scenario->programs_count; p++) {
        if (is_offered(&nearest, loader->scenario->programs[p].name)) {
            return;
        }
    }
    struct place at = {.up = place, .key = key};
    source_error(&loader->source, &at, "there is no client called \"%s\"%s", name,
                 nearest_question(nearest.best, question));
}

/* A warning only: a client's request may make channels of its own. */
void known_channel(struct loader *loader, const char *name, const struct place *place,
                   const char *key) {
    struct nearest nearest;
    char question[NEAREST_QUESTION_SIZE];
    if (loader->is_alone) {
        return;
    }
    nearest_begin(&nearest, name);
    for (size_t c = 0; c < loader->scenario->calls_count; c++) {
        const struct script_call *call = &loader->scenario->calls[c];
        if (is_offered(&nearest, call->id) ||
            (call->near_id && is_offered(&nearest, call->near_id))) {
            return;
        }
    }
    struct place at = {.up = place, .key = key};
    source_warning(&loader->source, &at, "no call has a channel \"%s\"%s", name,
                   nearest_question(nearest.best, question));
}

void known_moment(struct loader *loader, uint64_t at_us, const struct place *place,
                  const char *key) {
    uint64_t end_us = loader->scenario->time_max_us;
    if (at_us > end_us) {
        struct place at = {.up = place, .key = key};
        char moment[DURATION_TEXT_BYTES];
        char end[DURATION_TEXT_BYTES];
        source_error(&loader->source, &at,
                     "%s never comes: the scenario ends at %s: \"limits\": {\"time\": …} moves "
                     "its end",
                     duration_text(at_us, moment), duration_text(end_us, end));
    }
}

void known_fields(struct loader *loader, const char *kind, json_t *where,
                  const struct place *place) {
    const struct journal_kind *entry = journal_find(kind);
    if (!entry) {
        known_paths(loader, kind, where, place);
        return;
    }
    for (void *it = json_object_iter(where); it; it = json_object_iter_next(where, it)) {
        const char *name = json_object_iter_key(it);
        const struct journal_field *field = journal_field(entry, name);
        struct place member = {.up = place, .key = name};
        if (!field) {
            refuse_field(loader, entry, name, &member);
        } else if (field->words && json_is_string(json_object_iter_value(it))) {
            known_word(loader, field, json_string_value(json_object_iter_value(it)), &member);
        }
    }
}

static void refuse_field(struct loader *loader, const struct journal_kind *entry, const char *name,
                         const struct place *place) {
    struct words known = {0};
    for (const struct journal_field *field = entry->fields; field->name; field++) {
        words_add(&known, "%s\"%s\"", known.used ? ", " : "", field->name);
    }
    source_error(&loader->source, place, "\"%.*s\" is no field of %s: it has %s", SHOWN_LEN, name,
                 entry->event->name, known.used ? known.text : "none");
}

static void known_word(struct loader *loader, const struct journal_field *field, const char *text,
                       const struct place *place) {
    struct nearest nearest;
    char question[NEAREST_QUESTION_SIZE];
    nearest_begin(&nearest, text);
    for (size_t i = 0; field->words[i]; i++) {
        if (is_offered(&nearest, field->words[i])) {
            return;
        }
    }
    source_error(&loader->source, place, "\"%s\" is never \"%.*s\"%s", field->name, SHOWN_LEN, text,
                 nearest_question(nearest.best, question));
}

/* Where an application can be named beside a client's own list. */
static bool is_claimed_for(const struct scenario *scenario, const char *name,
                           struct nearest *nearest) {
    for (size_t c = 0; c < scenario->clients_count; c++) {
        const struct script_client *client = &scenario->clients[c];
        for (size_t r = 0; r < client->on_count; r++) {
            if (names_app(client->on[r].actions, client->on[r].count, name, nearest)) {
                return true;
            }
        }
        if (names_app(client->timed, client->timed_count, name, nearest)) {
            return true;
        }
    }
    return false;
}

static bool names_app(const struct action *actions, size_t count, const char *name,
                      struct nearest *nearest) {
    for (size_t i = 0; i < count; i++) {
        const char *app = load_text(actions[i].parameters, "app", NULL);
        if (app && is_offered(nearest, app)) {
            return true;
        }
        if (actions[i].request && in_query(actions[i].request, name)) {
            return true;
        }
        /* A body may name it too. */
        if (actions[i].body && strstr(actions[i].body, name)) {
            return true;
        }
    }
    return false;
}

static bool is_offered(struct nearest *nearest, const char *known) {
    nearest_offer(nearest, known);
    return strcmp(nearest->wanted, known) == 0;
}

static bool in_query(const char *request, const char *name) {
    static const char key[] = "application=";
    const char *query = strchr(request, '?');
    for (const char *at = query; at && (at = strstr(at, key)); at += sizeof key - 1) {
        const char *value = at + sizeof key - 1;
        if (strlen(name) == strcspn(value, "&") && strncmp(value, name, strlen(name)) == 0) {
            return true;
        }
    }
    return false;
}
