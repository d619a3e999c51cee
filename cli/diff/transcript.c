/* Reading a recording: line by line, each checked, then put together. */
#include "cli/diff/transcript.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "sim/base/must.h"

#define uthash_malloc(size) memory_new(size)
#include <uthash.h>

struct connection {
    json_int_t conn;
    size_t latest; /* talk on it, from 1 */
    UT_hash_handle hh;
};

static bool read_rows(struct transcript *transcript, FILE *file);
static void show_nul(char *text);
static bool read_row(struct transcript *transcript, const char *text, size_t size, unsigned line);
static void find_host(struct transcript *transcript);
static void make_keys(struct transcript *transcript);
static bool put_together(struct transcript *transcript);
static bool place_row(struct transcript *transcript, struct row *row);
static void begin_talk(struct transcript *transcript, const struct row *row);
static struct talk *talk_of(struct transcript *transcript, const struct row *row);
static bool wrong(const struct transcript *transcript, unsigned line, const char *field,
                  const char *text);

bool transcript_read(struct transcript *transcript, const char *path, struct problems *problems) {
    *transcript = (struct transcript){.path = path, .problems = problems};
    FILE *file = fopen(path, "rb");
    if (!file) {
        return wrong(transcript, 0, "", strerror(errno));
    }
    bool read = read_rows(transcript, file);
    fclose(file);
    if (read && transcript->rows.count == 0) {
        return wrong(transcript, 0, "", "it is empty: a recording is a JSON object a line");
    }
    if (!read) {
        return false;
    }
    find_host(transcript);
    make_keys(transcript);
    return put_together(transcript);
}

void transcript_free(struct transcript *transcript) {
    for (size_t i = 0; i < transcript->rows.count; i++) {
        json_decref(transcript->rows.items[i]->json);
        free(transcript->rows.items[i]->key);
        free(transcript->rows.items[i]);
    }
    for (size_t i = 0; i < transcript->talks_count; i++) {
        free(transcript->talks[i].answers.items);
        free(transcript->talks[i].in.items);
        free(transcript->talks[i].out.items);
    }
    struct connection *connection = transcript->connections;
    HASH_CLEAR(hh, transcript->connections); /* they still know the next one */
    while (connection) {
        struct connection *next = connection->hh.next;
        free(connection);
        connection = next;
    }
    free(transcript->rows.items);
    free(transcript->talks);
    free(transcript->host);
}

static bool read_rows(struct transcript *transcript, FILE *file) {
    char *text = NULL;
    size_t room = 0;
    ssize_t size;
    bool good = true;
    for (unsigned line = 1; good && (size = getline(&text, &room, file)) > 0; line++) {
        if (size > TRANSCRIPT_LINE_BYTES_MAX) {
            good = wrong(transcript, line, "", "the line is too long to be compared");
        } else if (strspn(text, " \t\r\n") < (size_t)size) {
            show_nul(text);
            good = read_row(transcript, text, (size_t)size, line);
        }
    }
    if (good && !feof(file)) {
        good = wrong(transcript, 0, "", strerror(errno));
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

static bool read_row(struct transcript *transcript, const char *text, size_t size, unsigned line) {
    if (transcript->rows.count == TRANSCRIPT_ROWS_MAX) {
        return wrong(transcript, line, "", "there are more rows than can be compared");
    }
    json_error_t error;
    json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
    if (!json) {
        return wrong(transcript, line, "", error.text);
    }
    struct row *row = memory_new(sizeof *row);
    row->json = json;
    row->line = line;
    rows_push(&transcript->rows, row);
    struct row_fault fault = row_check(row);
    return !fault.text || wrong(transcript, line, fault.field, fault.text);
}

/* The first request that names it. */
static void find_host(struct transcript *transcript) {
    for (size_t i = 0; !transcript->host && i < transcript->rows.count; i++) {
        const struct row *row = transcript->rows.items[i];
        if (row->kind == ROW_REQUEST || row->kind == ROW_OPENING) {
            transcript->host = row_host(row);
        }
    }
}

static void make_keys(struct transcript *transcript) {
    for (size_t i = 0; i < transcript->rows.count; i++) {
        struct row *row = transcript->rows.items[i];
        row->key = row->kind == ROW_ASIDE ? NULL : row_key(row, transcript->host);
    }
}

static bool put_together(struct transcript *transcript) {
    size_t count = 0;
    for (size_t i = 0; i < transcript->rows.count; i++) {
        enum row_kind kind = transcript->rows.items[i]->kind;
        count += kind == ROW_REQUEST || kind == ROW_OPENING;
    }
    transcript->talks = memory_new(count * sizeof *transcript->talks);
    for (size_t i = 0; i < transcript->rows.count; i++) {
        if (!place_row(transcript, transcript->rows.items[i])) {
            return false;
        }
    }
    must(transcript->talks_count == count);
    return true;
}

static bool place_row(struct transcript *transcript, struct row *row) {
    if (row->kind == ROW_ASIDE) {
        return true;
    }
    if (row->kind == ROW_REQUEST || row->kind == ROW_OPENING) {
        begin_talk(transcript, row);
        return true;
    }
    struct talk *talk = talk_of(transcript, row);
    if (!talk) {
        return wrong(transcript, row->line, "conn",
                     row_is_socket(row) ? "no WebSocket was opened on it"
                                        : "no request was sent on it");
    }
    bool is_answer = row->kind == ROW_ANSWER || row->kind == ROW_OPENED;
    bool is_out = row->kind == ROW_FRAME_OUT || row->kind == ROW_DROP;
    rows_push(is_answer ? &talk->answers : is_out ? &talk->out : &talk->in, row);
    return true;
}

static void begin_talk(struct transcript *transcript, const struct row *row) {
    struct connection *connection;
    HASH_FIND(hh, transcript->connections, &row->conn, sizeof row->conn, connection);
    if (!connection) {
        connection = memory_new(sizeof *connection);
        connection->conn = row->conn;
        HASH_ADD(hh, transcript->connections, conn, sizeof connection->conn, connection);
    }
    transcript->talks[transcript->talks_count++] =
        (struct talk){.request = row, .before = connection->latest};
    connection->latest = transcript->talks_count;
}

/* Answers come in the order of their requests: it belongs to the first on its connection that has
 * none, else to the last one, whose bytes may have been several requests. */
static struct talk *talk_of(struct transcript *transcript, const struct row *row) {
    struct connection *connection;
    HASH_FIND(hh, transcript->connections, &row->conn, sizeof row->conn, connection);
    struct talk *found = NULL;
    for (size_t i = connection ? connection->latest : 0; i > 0;
         i = transcript->talks[i - 1].before) {
        struct talk *talk = &transcript->talks[i - 1];
        must(talk->request);
        if (found && talk->answers.count > 0) {
            break;
        }
        if (!row_is_socket(row) || talk->request->kind == ROW_OPENING) {
            found = talk;
        }
    }
    return found;
}

void rows_push(struct rows *rows, struct row *row) {
    if (rows->count == rows->room) {
        rows->room = rows->room ? 2 * rows->room : 16;
        rows->items = memory_grow(rows->items, rows->room * sizeof *rows->items);
    }
    rows->items[rows->count++] = row;
}

static bool wrong(const struct transcript *transcript, unsigned line, const char *field,
                  const char *text) {
    problems_add(transcript->problems, transcript->path, line, field, false, text);
    return false;
}
