/* Answers: text is printed as it is said, an object when it is complete. */
#include "cli/repl/answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/colour.h"
#include "cli/base/member.h"
#include "cli/base/text.h"
#include "cli/base/visible.h"
#include "cli/diagram/scene.h"
#include "sim/ari/json.h"
#include "sim/scenario/duration.h"
#include "sim/scenario/log.h"

enum { TIME_COLUMNS = 10, WHO_COLUMNS = 24, LINE_SIZE = 4096, BODY_COLUMNS_MAX = 300 };

static void put(struct answer *answer, const char *colour, const char *text);
static void tell_entry(struct answer *answer, const struct log_entry *entry, bool detail);
static bool detail_of(const struct log_entry *entry, struct scene *scene);
static void tell(struct answer *answer, uint64_t at_us, const struct scene *scene);
static const char *name_of(enum party party, const char *application);

void answer_begin(struct answer *answer, const char *line) {
    answer->failed = false;
    answer->object = NULL;
    if (answer->is_json) {
        answer->object = json_object();
        answer_set(answer, "command", text_json(line));
        answer_set(answer, "ok", json_true());
        answer_set(answer, "now_us", json_integer(0));
        answer_set(answer, "text", json_array());
        answer_set(answer, "happened", json_array());
    }
}

void answer_end(struct answer *answer, uint64_t now_us) {
    if (answer->object) {
        answer_set(answer, "ok", json_boolean(!answer->failed));
        answer_set(answer, "now_us", json_integer((json_int_t)now_us));
        json_dumpf(answer->object, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(answer->object);
        answer->object = NULL;
    }
    fflush(stdout);
}

void say(struct answer *answer, const char *format, ...) {
    char text[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put(answer, "", text);
}

void say_lines(struct answer *answer, const char *text) {
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        say(answer, "%.*s", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

void refuse(struct answer *answer, const char *format, ...) {
    char text[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    answer->failed = true;
    put(answer, COLOUR_RED, text);
}

void answer_set(struct answer *answer, const char *key, json_t *value) {
    if (answer->object) {
        json_object_set_new(answer->object, key, value);
    } else {
        json_decref(value);
    }
}

void answer_tell(struct answer *answer, const struct log *log, size_t from, bool detail) {
    for (size_t i = from; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (answer->object && (detail || entry->kind != LOG_STEP)) {
            char *line = log_entry_text(entry);
            json_t *json = line ? json_loads(line, 0, NULL) : NULL;
            json_array_append_new(json_object_get(answer->object, "happened"), json);
            free(line);
        }
        tell_entry(answer, entry, detail);
    }
}

/* Nothing that came from outside moves the cursor. */
static void put(struct answer *answer, const char *colour, const char *text) {
    if (answer->object) {
        json_array_append_new(json_object_get(answer->object, "text"), text_json(text));
        return;
    }
    bool coloured = answer->has_colours && colour[0] != '\0';
    fputs(coloured ? colour : "", stdout);
    visible_print(stdout, text);
    fputs(coloured ? COLOUR_NONE : "", stdout);
    putchar('\n');
}

static void tell_entry(struct answer *answer, const struct log_entry *entry, bool detail) {
    struct scene scene;
    if (scene_of(entry, &scene) || (detail && detail_of(entry, &scene))) {
        tell(answer, entry->at_us, &scene);
        return;
    }
    if (entry->kind == LOG_ANSWER) {
        scene =
            (struct scene){.from = PARTY_DIALPLAN,
                           .to = PARTY_APPLICATION,
                           .application = entry->application ? entry->application : entry->client};
        char *body = entry->data ? json_dumps(entry->data, JSON_COMPACT) : NULL;
        snprintf(scene.text, sizeof scene.text, "%d%s%s", entry->status, body ? " " : "",
                 body && strlen(body) < SCENE_TEXT_SIZE - 8 ? body
                 : body                                     ? "…"
                                                            : "");
        free(body);
        tell(answer, entry->at_us, &scene);
    }
}

/* What only somebody who goes step by step wants to see. */
static bool detail_of(const struct log_entry *entry, struct scene *scene) {
    const char *channel = entry->channel ? entry->channel : "?";
    *scene = (struct scene){.from = PARTY_BROADCAST, .to = PARTY_BROADCAST};
    if (entry->kind == LOG_STEP) {
        scene->from = scene->to = PARTY_APPLICATION;
        scene->application = "step";
        snprintf(scene->text, sizeof scene->text, "%s does %s", entry->name, entry->text);
        return true;
    }
    if (entry->kind != LOG_NOTE) {
        return false;
    }
    if (strcmp(entry->name, "ClaimFound") == 0) {
        bool found = strcmp(member_text(entry->data, "outcome"), "found") == 0;
        snprintf(scene->text, sizeof scene->text, "the claim of %s finds %s of %s",
                 member_text(entry->data, "application"), found ? "the broadcast" : "no broadcast",
                 channel);
        return true;
    }
    if (strcmp(entry->name, "ClaimDecided") == 0) {
        snprintf(scene->text, sizeof scene->text, "the claim of %s is decided: %s (R%u)",
                 member_text(entry->data, "application"), member_text(entry->data, "outcome"),
                 entry->rule);
        return true;
    }
    if (strcmp(entry->name, "WinnerRead") == 0) {
        const char *winner = member_text(entry->data, "winner");
        snprintf(scene->text, sizeof scene->text, "the winner of %s is read: %s", channel,
                 winner[0] != '\0' ? winner : "nobody");
        return true;
    }
    return false;
}

static void tell(struct answer *answer, uint64_t at_us, const struct scene *scene) {
    char time[DURATION_TEXT_BYTES], who[LINE_SIZE], line[2 * LINE_SIZE];
    const char *from = name_of(scene->from, scene->application);
    const char *to = name_of(scene->to, scene->application);
    bool same = scene->from == scene->to;
    snprintf(who, sizeof who, "%s%s%s", from,
             same              ? ""
             : answer->is_utf8 ? " → "
                               : " -> ",
             same ? "" : to);
    int missing = WHO_COLUMNS - text_columns(who, strlen(who));
    snprintf(line, sizeof line, "%*s  %s%*s  %s", TIME_COLUMNS, duration_text(at_us, time), who,
             missing > 0 ? missing : 0, "", scene->text);
    put(answer, mood_colour(scene->mood), line);
}

static const char *name_of(enum party party, const char *application) {
    static const char *const names[] = {"caller", "dialplan", "broadcast"};
    return party == PARTY_APPLICATION ? application : names[party];
}
