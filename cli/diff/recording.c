/* Reading a recording: line by line, each checked, then put together. */
#include "cli/diff/recording.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Without memory uthash leaves the entry out, and says so here. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(line) ((line)->lost = true)
#include <uthash.h>

#include "cli/diff/row.h"
#include "cli/problem.h"
#include "sim/base/must.h"

/* A connection. */
struct line {
    json_int_t conn;
    size_t latest; /* talk on it, from 1 */
    bool lost;
    UT_hash_handle hh;
};

static bool read_rows(struct recording *recording, FILE *file);
static void show_nul(char *text);
static bool read_row(struct recording *recording, const char *text, size_t size, unsigned line);
static bool find_host(struct recording *recording);
static bool make_keys(struct recording *recording);
static bool put_together(struct recording *recording);
static bool place_row(struct recording *recording, struct row *row);
static bool begin_talk(struct recording *recording, const struct row *row);
static struct talk *talk_of(struct recording *recording, const struct row *row);
static bool push(struct rows *rows, struct row *row);
static bool wrong(const struct recording *recording, unsigned line, const char *field,
                  const char *text);

bool recording_read(struct recording *recording, const char *path) {
    *recording = (struct recording){.path = path};
    FILE *file = fopen(path, "rb");
    if (!file) {
        return wrong(recording, 0, "", strerror(errno));
    }
    bool read = read_rows(recording, file);
    fclose(file);
    if (read && recording->rows.count == 0) {
        return wrong(recording, 0, "", "it is empty: a recording is a JSON object a line");
    }
    return read && find_host(recording) && make_keys(recording) && put_together(recording);
}

void recording_free(struct recording *recording) {
    for (size_t i = 0; i < recording->rows.count; i++) {
        json_decref(recording->rows.items[i]->json);
        free(recording->rows.items[i]->key);
        free(recording->rows.items[i]);
    }
    for (size_t i = 0; i < recording->talks_count; i++) {
        free(recording->talks[i].answers.items);
        free(recording->talks[i].in.items);
        free(recording->talks[i].out.items);
    }
    struct line *line, *next;
    HASH_ITER(hh, recording->lines, line, next) {
        HASH_DEL(recording->lines, line);
        free(line);
    }
    free(recording->rows.items);
    free(recording->talks);
    free(recording->host);
}

static bool read_rows(struct recording *recording, FILE *file) {
    char *text = malloc(RECORDING_LINE_BYTES_MAX + 1);
    bool good = text || wrong(recording, 0, "", "out of memory");
    for (unsigned line = 1; good && fgets(text, RECORDING_LINE_BYTES_MAX + 1, file); line++) {
        size_t size = strlen(text);
        if (size == RECORDING_LINE_BYTES_MAX && text[size - 1] != '\n') {
            good = wrong(recording, line, "", "the line is too long to be compared");
            break;
        }
        show_nul(text);
        bool is_blank = strspn(text, " \t\r\n") == size;
        good = is_blank || read_row(recording, text, size, line);
    }
    if (good && ferror(file)) {
        good = wrong(recording, 0, "", strerror(errno));
    }
    free(text);
    return good;
}

/* A NUL byte, written \\u0000, would end a text: it becomes the picture of one. */
static void show_nul(char *text) {
    for (; *text; text++) {
        if (text[0] == '\\' && strncmp(text, "\\u0000", 6) == 0) {
            memcpy(text, "\\u2400", 6);
        }
        text += text[0] == '\\' && text[1] != '\0';
    }
}

static bool read_row(struct recording *recording, const char *text, size_t size, unsigned line) {
    if (recording->rows.count == RECORDING_ROWS_MAX) {
        return wrong(recording, line, "", "there are more rows than can be compared");
    }
    json_error_t error;
    json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
    struct row *row = calloc(1, sizeof *row);
    if (!row || !json || !push(&recording->rows, row)) {
        bool is_json = json != NULL;
        json_decref(json);
        free(row);
        return wrong(recording, line, "", is_json ? "out of memory" : error.text);
    }
    row->json = json;
    row->line = line;
    struct row_fault fault = row_check(row);
    return !fault.text || wrong(recording, line, fault.field, fault.text);
}

/* The first request that names it. */
static bool find_host(struct recording *recording) {
    for (size_t i = 0; !recording->host && i < recording->rows.count; i++) {
        const struct row *row = recording->rows.items[i];
        if (row->kind == ROW_REQUEST || row->kind == ROW_OPENING) {
            recording->host = row_host(row);
        }
    }
    return true;
}

static bool make_keys(struct recording *recording) {
    for (size_t i = 0; i < recording->rows.count; i++) {
        struct row *row = recording->rows.items[i];
        row->key = row->kind == ROW_ASIDE ? NULL : row_key(row, recording->host);
        if (row->kind != ROW_ASIDE && !row->key) {
            return wrong(recording, row->line, "", "out of memory");
        }
    }
    return true;
}

static bool put_together(struct recording *recording) {
    size_t count = 0;
    for (size_t i = 0; i < recording->rows.count; i++) {
        enum row_kind kind = recording->rows.items[i]->kind;
        count += kind == ROW_REQUEST || kind == ROW_OPENING;
    }
    recording->talks = calloc(count + 1, sizeof *recording->talks);
    if (!recording->talks) {
        return wrong(recording, 0, "", "out of memory");
    }
    for (size_t i = 0; i < recording->rows.count; i++) {
        if (!place_row(recording, recording->rows.items[i])) {
            return false;
        }
    }
    must(recording->talks_count == count);
    return true;
}

static bool place_row(struct recording *recording, struct row *row) {
    if (row->kind == ROW_ASIDE) {
        return true;
    }
    if (row->kind == ROW_REQUEST || row->kind == ROW_OPENING) {
        return begin_talk(recording, row) || wrong(recording, row->line, "", "out of memory");
    }
    struct talk *talk = talk_of(recording, row);
    if (!talk) {
        return wrong(recording, row->line, "conn",
                     row_is_socket(row) ? "no WebSocket was opened on it"
                                        : "no request was sent on it");
    }
    bool is_answer = row->kind == ROW_ANSWER || row->kind == ROW_OPENED;
    bool is_out = row->kind == ROW_FRAME_OUT || row->kind == ROW_DROP;
    struct rows *rows = is_answer ? &talk->answers : is_out ? &talk->out : &talk->in;
    return push(rows, row) || wrong(recording, row->line, "", "out of memory");
}

static bool begin_talk(struct recording *recording, const struct row *row) {
    struct line *line;
    HASH_FIND(hh, recording->lines, &row->conn, sizeof row->conn, line);
    if (!line) {
        line = calloc(1, sizeof *line);
        if (!line) {
            return false;
        }
        line->conn = row->conn;
        HASH_ADD(hh, recording->lines, conn, sizeof line->conn, line);
        if (line->lost) {
            free(line);
            return false;
        }
    }
    recording->talks[recording->talks_count++] =
        (struct talk){.request = row, .before = line->latest};
    line->latest = recording->talks_count;
    return true;
}

/* Answers come in the order of their requests: it belongs to the first on its connection that has
 * none, else to the last one, whose bytes may have been several requests. */
static struct talk *talk_of(struct recording *recording, const struct row *row) {
    struct line *line;
    HASH_FIND(hh, recording->lines, &row->conn, sizeof row->conn, line);
    struct talk *found = NULL;
    for (size_t i = line ? line->latest : 0; i > 0; i = recording->talks[i - 1].before) {
        struct talk *talk = &recording->talks[i - 1];
        if (found && talk->answers.count > 0) {
            break;
        }
        if (!row_is_socket(row) || talk->request->kind == ROW_OPENING) {
            found = talk;
        }
    }
    return found;
}

static bool push(struct rows *rows, struct row *row) {
    if (rows->count == rows->room) {
        size_t room = rows->room ? 2 * rows->room : 16;
        struct row **larger = realloc(rows->items, room * sizeof *larger);
        if (!larger) {
            return false;
        }
        rows->items = larger;
        rows->room = room;
    }
    rows->items[rows->count++] = row;
    return true;
}

static bool wrong(const struct recording *recording, unsigned line, const char *field,
                  const char *text) {
    print_problem(stderr, recording->path, line, "error", field, text);
    return false;
}
