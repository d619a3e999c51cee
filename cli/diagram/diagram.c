/* The picture: the log is read once, its lanes are found, its rows and what lasts over them. */
#include "cli/diagram/diagram.h"

#include <stdlib.h>
#include <string.h>

#include "cli/base/visible.h"
#include "sim/base/unit.h"

static bool find_lanes(struct diagram *diagram, const struct log *log);
static bool add_lane(struct diagram *diagram, const char *title, const char *application);
static char *title_of(const char *text);
static int compare_names(const void *a, const void *b);
static bool add_rows(struct diagram *diagram, const struct log *log);
static bool has_several_calls(const struct log *log);
static char *text_of(const struct log_entry *entry, const char *text, bool several);
static int lane_of(const struct diagram *diagram, enum party party, const char *application);
static void add_spans(struct diagram *diagram, const struct log *log);
static void begin_span(struct diagram *diagram, enum diagram_span_kind kind, int lane, size_t row,
                       const struct log_entry *entry);
static void end_span(struct diagram *diagram, enum diagram_span_kind kind, int lane, size_t row,
                     const struct log_entry *entry);
static size_t row_behind(const struct diagram *diagram, size_t entry);

struct diagram *diagram_new(const struct log *log, const char *title) {
    struct diagram *diagram = calloc(1, sizeof *diagram);
    if (!diagram) {
        return NULL;
    }
    diagram->title = title_of(title);
    diagram->rows = calloc(log_count(log) + 1, sizeof *diagram->rows);
    diagram->spans = calloc(log_count(log) + 1, sizeof *diagram->spans);
    if (!diagram->title || !diagram->rows || !diagram->spans || !find_lanes(diagram, log) ||
        !add_rows(diagram, log)) {
        diagram_free(diagram);
        return NULL;
    }
    add_spans(diagram, log);
    return diagram;
}

void diagram_free(struct diagram *diagram) {
    if (!diagram) {
        return;
    }
    for (size_t i = 0; i < diagram->rows_count; i++) {
        free(diagram->rows[i].text);
    }
    for (int i = 0; i < diagram->lanes_count; i++) {
        free(diagram->lanes[i].title);
    }
    free(diagram->rows);
    free(diagram->spans);
    free(diagram->title);
    free(diagram);
}

int diagram_spans_at(const struct diagram *diagram, int lane, size_t row) {
    int count = 0;
    for (size_t i = 0; i < diagram->spans_count; i++) {
        const struct diagram_span *span = &diagram->spans[i];
        count += span->lane == lane && span->first <= row && row < span->last;
    }
    return count;
}

bool diagram_begins_moment(const struct diagram *diagram, size_t row) {
    return row == 0 || diagram->rows[row].at_us != diagram->rows[row - 1].at_us;
}

/* The parties, then the applications by name. */
static bool find_lanes(struct diagram *diagram, const struct log *log) {
    static const char *const parties[] = {"caller", "dialplan", "broadcast"};
    bool added = true;
    for (int i = 0; i < PARTY_APPLICATION; i++) {
        added = added && add_lane(diagram, parties[i], NULL);
    }
    const char **names = malloc((log_count(log) + 1) * sizeof *names);
    size_t count = 0;
    for (size_t i = 0; names && i < log_count(log); i++) {
        struct scene scene;
        if (scene_of(log_at(log, i), &scene) && scene.application) {
            names[count++] = scene.application;
        }
    }
    if (!names) {
        return false;
    }
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; added && i < count; i++) {
        if (i > 0 && strcmp(names[i], names[i - 1]) == 0) {
            continue;
        }
        if (diagram->lanes_count == DIAGRAM_LANES_MAX) {
            free(diagram->lanes[--diagram->lanes_count].title);
            added = add_lane(diagram, "others", diagram->lanes[DIAGRAM_LANES_MAX - 1].application);
            break;
        }
        added = add_lane(diagram, names[i], names[i]);
    }
    free(names);
    return added;
}

static bool add_lane(struct diagram *diagram, const char *title, const char *application) {
    char *own = title_of(title);
    if (own) {
        diagram->lanes[diagram->lanes_count++] =
            (struct diagram_lane){.title = own, .application = application};
    }
    return own != NULL;
}

/* A copy in which all can be seen. */
static char *title_of(const char *text) {
    char *title = strdup(text);
    if (title) {
        visible_mask(title);
    }
    return title;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool add_rows(struct diagram *diagram, const struct log *log) {
    bool several = has_several_calls(log);
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        struct scene scene;
        if (!scene_of(entry, &scene)) {
            continue;
        }
        struct diagram_row *row = &diagram->rows[diagram->rows_count];
        *row = (struct diagram_row){
            .at_us = entry->at_us,
            .from = lane_of(diagram, scene.from, scene.application),
            .to = lane_of(diagram, scene.to, scene.application),
            .mood = scene.mood,
            .is_answer = entry->kind == LOG_ANSWER,
            .text = text_of(entry, scene.text, several),
            .entry = i,
        };
        if (!row->text) {
            return false;
        }
        diagram->rows_count++;
    }
    return true;
}

/* More than one channel was broadcast: then each row says whose it is. */
static bool has_several_calls(const struct log *log) {
    const char *first = NULL;
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (entry->kind == LOG_NOTE && strcmp(entry->name, "BroadcastBegan") == 0) {
            first = first ? first : entry->channel;
            if (strcmp(first, entry->channel) != 0) {
                return true;
            }
        }
    }
    return false;
}

static char *text_of(const struct log_entry *entry, const char *text, bool several) {
    if (!several || !entry->channel || strstr(text, entry->channel)) {
        return strdup(text);
    }
    size_t size = strlen(entry->channel) + 2 + strlen(text) + 1;
    char *named = malloc(size);
    if (named) {
        snprintf(named, size, "%s: %s", entry->channel, text);
    }
    return named;
}

static int lane_of(const struct diagram *diagram, enum party party, const char *application) {
    if (party != PARTY_APPLICATION) {
        return (int)party;
    }
    for (int i = PARTY_APPLICATION; i < diagram->lanes_count - 1; i++) {
        if (strcmp(diagram->lanes[i].application, application) == 0) {
            return i;
        }
    }
    return diagram->lanes_count - 1;
}

/* A wait lasts from the begin of the broadcast to the end of the wait, a session from StasisStart
 * to StasisEnd. */
static void add_spans(struct diagram *diagram, const struct log *log) {
    for (size_t i = 0; i < log_count(log); i++) {
        const struct log_entry *entry = log_at(log, i);
        if (!entry->channel || (entry->kind != LOG_NOTE && entry->kind != LOG_EVENT)) {
            continue;
        }
        size_t row = row_behind(diagram, i);
        int application = entry->kind == LOG_EVENT && entry->application
                              ? lane_of(diagram, PARTY_APPLICATION, entry->application)
                              : 0;
        if (entry->kind == LOG_NOTE && strcmp(entry->name, "BroadcastBegan") == 0) {
            begin_span(diagram, SPAN_WAIT, PARTY_BROADCAST, row, entry);
        } else if (entry->kind == LOG_NOTE && strcmp(entry->name, "WaitEnded") == 0) {
            end_span(diagram, SPAN_WAIT, PARTY_BROADCAST, row, entry);
        } else if (entry->kind == LOG_EVENT && strcmp(entry->name, "StasisStart") == 0) {
            begin_span(diagram, SPAN_SESSION, application, row, entry);
        } else if (entry->kind == LOG_EVENT && strcmp(entry->name, "StasisEnd") == 0) {
            end_span(diagram, SPAN_SESSION, application, row, entry);
        }
    }
}

static void begin_span(struct diagram *diagram, enum diagram_span_kind kind, int lane, size_t row,
                       const struct log_entry *entry) {
    json_int_t timeout_ms = json_integer_value(json_object_get(entry->data, "timeout_ms"));
    diagram->spans[diagram->spans_count++] = (struct diagram_span){
        .kind = kind,
        .lane = lane,
        .first = row,
        .last = diagram->rows_count,
        .deadline_us = entry->at_us + (kind == SPAN_WAIT ? (uint64_t)timeout_ms * US_PER_MS : 0),
        .channel = entry->channel,
    };
}

/* The last one of this kind, lane and channel that has not ended. */
static void end_span(struct diagram *diagram, enum diagram_span_kind kind, int lane, size_t row,
                     const struct log_entry *entry) {
    for (size_t i = diagram->spans_count; i > 0; i--) {
        struct diagram_span *span = &diagram->spans[i - 1];
        if (span->kind == kind && span->lane == lane && span->last == diagram->rows_count &&
            strcmp(span->channel, entry->channel) == 0) {
            span->last = row;
            return;
        }
    }
}

/* The row that shows an entry, or what comes next. */
static size_t row_behind(const struct diagram *diagram, size_t entry) {
    size_t low = 0, high = diagram->rows_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (diagram->rows[middle].entry < entry) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
