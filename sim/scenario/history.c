/* Reading a history: a line a JSON object, of either form. */
#include "sim/scenario/history.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/log.h"
#include "sim/scenario/occurrence.h"

static bool read_lines(struct history *history, FILE *in, char *why, size_t size);
static bool read_line(struct history *history, const json_t *line, unsigned number, char *why,
                      size_t size);
static bool read_traced(struct history *history, const json_t *line, unsigned number);
static bool read_answer(struct history *history, const json_t *line, unsigned number);
static bool read_claim(struct history *history, const json_t *line, unsigned number);
static bool read_broadcast(struct history *history, const json_t *line);
static const json_t *keep(struct history *history, const json_t *line);
static bool is_claim(const json_t *line);
static bool add_claim(struct history *history, struct claim_record claim);
static bool add_turn(struct history *history, struct turn turn);
static const char *text_of(const json_t *line, const char *key);
static bool moment_of(const json_t *line, const char *key, uint64_t *moment);

bool history_read(struct history *history, const char *path, char *why, size_t size) {
    *history = (struct history){.lines = json_array()};
    FILE *in = fopen(path, "r");
    if (!in || !history->lines) {
        snprintf(why, size, "%s", in ? "out of memory" : strerror(errno));
        if (in) {
            fclose(in);
        }
        return false;
    }
    bool good = read_lines(history, in, why, size);
    fclose(in);
    return good;
}

void history_free(struct history *history) {
    free(history->claims);
    free(history->turns);
    json_decref(history->lines);
}

static bool read_lines(struct history *history, FILE *in, char *why, size_t size) {
    char *line = malloc(HISTORY_LINE_BYTES_MAX);
    bool good = line != NULL;
    if (!line) {
        snprintf(why, size, "out of memory");
    }
    for (unsigned number = 1; good && fgets(line, HISTORY_LINE_BYTES_MAX, in); number++) {
        json_error_t error;
        if (line[strspn(line, " \t\r\n")] == '\0') {
            continue;
        }
        json_t *read = json_loads(line, JSON_REJECT_DUPLICATES, &error);
        if (!json_is_object(read)) {
            snprintf(why, size, "line %u: this is no JSON object", number);
            good = false;
        } else {
            good = read_line(history, read, number, why, size);
        }
        json_decref(read);
    }
    if (good && ferror(in)) {
        snprintf(why, size, "%s", strerror(errno));
        good = false;
    }
    free(line);
    return good;
}

static bool read_line(struct history *history, const json_t *line, unsigned number, char *why,
                      size_t size) {
    bool good = true;
    if (json_object_get(line, "claim")) {
        good = read_claim(history, line, number);
    } else if (json_object_get(line, "broadcast")) {
        good = read_broadcast(history, line);
    } else if (json_object_get(line, "kind")) {
        good = read_traced(history, line, number);
    } else if (!json_object_get(line, "stasim_trace")) {
        good = false;
    }
    if (history->is_full) {
        snprintf(why, size, "line %u: there is no room for it: %d claims are the most", number,
                 HISTORY_CLAIMS_MAX);
    } else if (!good) {
        snprintf(why, size, "line %u: this is no line of a trace, nor a claim or a broadcast",
                 number);
    }
    return good;
}

/* A line of a trace. */
static bool read_traced(struct history *history, const json_t *line, unsigned number) {
    static const struct {
        const char *name;
        enum turn_kind kind;
    } turns[] = {{"BroadcastBegan", TURN_BEGAN},
                 {"WinnerRead", TURN_FINISHED},
                 {"BroadcastEnded", TURN_ENDED}};
    const char *kind = text_of(line, "kind");
    uint64_t serial;
    if (!kind || !moment_of(line, "serial", &serial)) {
        return false;
    }
    if (strcmp(kind, "request") == 0 && is_claim(line)) {
        const json_t *kept = keep(history, line);
        struct claim_record claim = {.name = text_of(kept, "name"),
                                     .channel = text_of(kept, "channel"),
                                     .app = text_of(kept, "app"),
                                     .asked_at = serial,
                                     .answered_at = HISTORY_NEVER,
                                     .line = number};
        bool is_whole = claim.name && claim.channel && claim.app;
        return kept && (!is_whole || add_claim(history, claim)); /* else it was answered 400 */
    }
    if (strcmp(kind, "answer") == 0 && is_claim(line)) {
        return read_answer(history, line, number);
    }
    const char *name = strcmp(kind, "note") == 0 ? text_of(line, "name") : NULL;
    for (size_t i = 0; name && i < sizeof turns / sizeof turns[0]; i++) {
        if (strcmp(name, turns[i].name) == 0 && text_of(line, "channel")) {
            const json_t *kept = keep(history, line);
            return kept && add_turn(history, (struct turn){turns[i].kind, text_of(kept, "channel"),
                                                           serial, serial});
        }
    }
    return true;
}

/* Of the latest claim of that name that has none: names are used again only after an answer. */
static bool read_answer(struct history *history, const json_t *line, unsigned number) {
    const char *name = text_of(line, "name");
    for (size_t i = history->claims_count; name && i > 0; i--) {
        struct claim_record *claim = &history->claims[i - 1];
        if (claim->status == 0 && strcmp(claim->name, name) == 0) {
            claim->status = (int)json_integer_value(json_object_get(line, "status"));
            claim->line = number;
            return moment_of(line, "serial", &claim->answered_at);
        }
    }
    return true; /* one that named no channel */
}

static bool read_claim(struct history *history, const json_t *line, unsigned number) {
    const json_t *kept = keep(history, line);
    struct claim_record claim = {.name = text_of(kept, "claim"),
                                 .channel = text_of(kept, "channel"),
                                 .app = text_of(kept, "app"),
                                 .answered_at = HISTORY_NEVER,
                                 .line = number};
    bool good =
        claim.name && claim.channel && claim.app && moment_of(kept, "asked_us", &claim.asked_at);
    const json_t *status = json_object_get(kept, "status");
    if (good && json_is_integer(status)) {
        claim.status = (int)json_integer_value(status);
        good = moment_of(kept, "answered_us", &claim.answered_at) &&
               claim.answered_at >= claim.asked_at;
    }
    return good && add_claim(history, claim);
}

/* What is not told may have been at any time. */
static bool read_broadcast(struct history *history, const json_t *line) {
    const json_t *kept = keep(history, line);
    const char *channel = text_of(kept, "broadcast");
    struct turn began = {TURN_BEGAN, channel, 0, HISTORY_NEVER};
    struct turn finished = {TURN_FINISHED, channel, 0, HISTORY_NEVER};
    struct turn ended = {TURN_ENDED, channel, 0, HISTORY_NEVER};
    if (moment_of(kept, "began_us", &began.from)) {
        began.to = began.from;
        finished.from = ended.from = began.from;
    }
    if (moment_of(kept, "ended_us", &ended.from)) {
        ended.to = finished.to = ended.from;
    }
    return channel && add_turn(history, began) && add_turn(history, finished) &&
           add_turn(history, ended);
}

/* A copy of the line, which lives as long as the history: strings of claims and turns are its own.
 * NULL without memory. */
static const json_t *keep(struct history *history, const json_t *line) {
    json_t *kept = json_deep_copy(line);
    history->is_full |= json_array_append_new(history->lines, kept) != 0;
    return history->is_full ? NULL : kept;
}

static bool is_claim(const json_t *line) {
    struct log_entry entry = {.kind = LOG_REQUEST, .name = "", .text = text_of(line, "request")};
    return entry.text && entry_is_claim(&entry);
}

static bool add_claim(struct history *history, struct claim_record claim) {
    if (history->claims_count == history->claims_capacity) {
        size_t capacity = history->claims_capacity ? 2 * history->claims_capacity : 64;
        struct claim_record *claims = history->claims_count < HISTORY_CLAIMS_MAX
                                          ? realloc(history->claims, capacity * sizeof *claims)
                                          : NULL;
        if (!claims) {
            history->is_full = true;
            return false;
        }
        history->claims = claims;
        history->claims_capacity = capacity;
    }
    history->claims[history->claims_count++] = claim;
    return true;
}

static bool add_turn(struct history *history, struct turn turn) {
    if (history->turns_count == history->turns_capacity) {
        size_t capacity = history->turns_capacity ? 2 * history->turns_capacity : 64;
        struct turn *turns = realloc(history->turns, capacity * sizeof *turns);
        if (!turns) {
            history->is_full = true;
            return false;
        }
        history->turns = turns;
        history->turns_capacity = capacity;
    }
    history->turns[history->turns_count++] = turn;
    return true;
}

static const char *text_of(const json_t *line, const char *key) {
    return json_string_value(json_object_get(line, key));
}

static bool moment_of(const json_t *line, const char *key, uint64_t *moment) {
    const json_t *value = json_object_get(line, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0) {
        return false;
    }
    *moment = (uint64_t)json_integer_value(value);
    return true;
}
