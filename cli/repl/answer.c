/* Answers: text is printed as it is said, an object when it is complete. */
#include "cli/repl/answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/happening.h"
#include "cli/text.h"
#include "cli/visible.h"
#include "sim/ari/json.h"
#include "sim/scenario/duration.h"
#include "sim/scenario/log.h"

enum { TIME_COLUMNS = 10, WHO_COLUMNS = 24, LINE_SIZE = 4096, BODY_COLUMNS_MAX = 300 };

static const char *const COLOURS[] = {
    [MOOD_PLAIN] = "", [MOOD_GOOD] = "\033[32m", [MOOD_BAD] = "\033[33m"};
static const char RED[] = "\033[31m", PLAIN[] = "\033[0m";

static void put(struct answer *answer, const char *colour, const char *text);
static void tell_entry(struct answer *answer, const struct log_entry *entry, bool detail);
static bool detail_of(const struct log_entry *entry, struct happening *happening);
static const char *data_of(const struct log_entry *entry, const char *key);
static void tell(struct answer *answer, uint64_t at_us, const struct happening *happening);
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
    put(answer, RED, text);
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
    fputs(coloured ? PLAIN : "", stdout);
    putchar('\n');
}

static void tell_entry(struct answer *answer, const struct log_entry *entry, bool detail) {
    struct happening happening;
    if (happening_of(entry, &happening) || (detail && detail_of(entry, &happening))) {
        tell(answer, entry->at_us, &happening);
        return;
    }
    if (entry->kind == LOG_ANSWER) {
        happening = (struct happening){.from = PARTY_DIALPLAN,
                                       .to = PARTY_APPLICATION,
                                       .application =
                                           entry->application ? entry->application : entry->client};
        char *body = entry->data ? json_dumps(entry->data, JSON_COMPACT) : NULL;
        snprintf(happening.text, sizeof happening.text, "%d%s%s", entry->status, body ? " " : "",
                 body && strlen(body) < HAPPENING_TEXT_SIZE - 8 ? body
                 : body                                         ? "…"
                                                                : "");
        free(body);
        tell(answer, entry->at_us, &happening);
    }
}

/* What only somebody who goes step by step wants to see. */
static bool detail_of(const struct log_entry *entry, struct happening *happening) {
    const char *channel = entry->channel ? entry->channel : "?";
    *happening = (struct happening){.from = PARTY_BROADCAST, .to = PARTY_BROADCAST};
    if (entry->kind == LOG_STEP) {
        happening->from = happening->to = PARTY_APPLICATION;
        happening->application = "step";
        snprintf(happening->text, sizeof happening->text, "%s does %s", entry->name, entry->text);
        return true;
    }
    if (entry->kind != LOG_NOTE) {
        return false;
    }
    if (strcmp(entry->name, "ClaimFound") == 0) {
        bool found = strcmp(data_of(entry, "outcome"), "found") == 0;
        snprintf(happening->text, sizeof happening->text, "the claim of %s finds %s of %s",
                 data_of(entry, "application"), found ? "the broadcast" : "no broadcast", channel);
        return true;
    }
    if (strcmp(entry->name, "ClaimDecided") == 0) {
        snprintf(happening->text, sizeof happening->text, "the claim of %s is decided: %s (R%u)",
                 data_of(entry, "application"), data_of(entry, "outcome"), entry->rule);
        return true;
    }
    if (strcmp(entry->name, "WinnerRead") == 0) {
        const char *winner = data_of(entry, "winner");
        snprintf(happening->text, sizeof happening->text, "the winner of %s is read: %s", channel,
                 winner[0] != '\0' ? winner : "nobody");
        return true;
    }
    return false;
}

static const char *data_of(const struct log_entry *entry, const char *key) {
    const char *text = json_string_value(json_object_get(entry->data, key));
    return text ? text : "";
}

static void tell(struct answer *answer, uint64_t at_us, const struct happening *happening) {
    char time[DURATION_TEXT_BYTES], who[LINE_SIZE], line[2 * LINE_SIZE];
    const char *from = name_of(happening->from, happening->application);
    const char *to = name_of(happening->to, happening->application);
    bool same = happening->from == happening->to;
    snprintf(who, sizeof who, "%s%s%s", from,
             same              ? ""
             : answer->is_utf8 ? " → "
                               : " -> ",
             same ? "" : to);
    int missing = WHO_COLUMNS - text_columns(who, strlen(who));
    snprintf(line, sizeof line, "%*s  %s%*s  %s", TIME_COLUMNS, duration_text(at_us, time), who,
             missing > 0 ? missing : 0, "", happening->text);
    put(answer, COLOURS[happening->mood], line);
}

static const char *name_of(enum party party, const char *application) {
    static const char *const names[] = {"caller", "dialplan", "broadcast"};
    return party == PARTY_APPLICATION ? application : names[party];
}
