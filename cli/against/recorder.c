/* Writing rows. */
#include "cli/against/recorder.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/against/loop.h"
#include "cli/base/memory.h"
#include "cli/server/ws_frame.h"
#include "sim/ari/json.h"
#include "sim/base/text.h"

enum { WALL_BYTES = 40 };

static const char RECORDED_USER[] = "asterisk:asterisk";

struct recorder {
    FILE *out;
    uint64_t begin_us;
    unsigned connections;
    bool is_over;
};

static void write_row(struct recorder *recorder, const char *dir, json_t *row);
static double in_ms(uint64_t us);
static void write_frame(const struct recorded *recorded, const char *dir, json_t *more);
static json_t *text(const char *bytes, size_t size);

struct recorder *recorder_new(FILE *out, const char *scenario, const char *note) {
    struct recorder *recorder = memory_new(sizeof *recorder);
    *recorder = (struct recorder){.out = out, .begin_us = loop_now_us()};
    char wall[WALL_BYTES] = "";
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc)) {
        strftime(wall, sizeof wall, "%Y-%m-%dT%H:%M:%S+0000", &utc);
    }
    write_row(recorder, "meta",
              json_pack("{s:o, s:o, s:s}", "scenario", text_json(scenario), "note",
                        text_json(text_or_empty(note)), "wall", wall));
    return recorder;
}

void recorder_free(struct recorder *recorder) {
    free(recorder);
}

void recorder_end(struct recorder *recorder, const char *state) {
    write_row(recorder, "result", json_pack("{s:s}", "state", state));
    recorder->is_over = true;
}

struct recorded recorded_new(struct recorder *recorder, const char *label) {
    return (struct recorded){
        .recorder = recorder, .number = recorder ? ++recorder->connections : 0, .label = label};
}

void recorded_ask(const struct recorded *recorded, const struct target *target,
                  const struct http_ask *ask) {
    if (!recorded->recorder) {
        return;
    }
    char *line = http_ask_line(ask);
    write_row(recorded->recorder, "http-req",
              json_pack("{s:i, s:s, s:o, s:o, s:o}", "conn", (int)recorded->number, "label",
                        recorded->label, "line", text_json(line), "headers",
                        http_ask_headers(ask, target, RECORDED_USER), "body",
                        text(text_or_empty(ask->body), ask->body_size)));
    free(line);
}

void recorded_reply(const struct recorded *recorded, const struct http_reply *reply, uint64_t us) {
    if (!recorded->recorder) {
        return;
    }
    json_t *row =
        json_pack("{s:i, s:s, s:o, s:O, s:o, s:f}", "conn", (int)recorded->number, "label",
                  recorded->label, "status_line", text_json(reply->status_line), "headers",
                  reply->headers, "body", text(reply->body, reply->body_size), "ms", in_ms(us));
    if (reply->is_last) {
        json_object_set_new(row, "closed_by_server", json_true());
    }
    write_row(recorded->recorder, "http-resp", row);
}

void recorded_handshake(const struct recorded *recorded, const struct target *target,
                        const struct http_ask *ask) {
    if (!recorded->recorder) {
        return;
    }
    char *raw = http_ask_head(ask, target, RECORDED_USER);
    write_row(recorded->recorder, "ws-handshake-req",
              json_pack("{s:i, s:s, s:o}", "conn", (int)recorded->number, "label", recorded->label,
                        "raw", text_json(raw)));
    free(raw);
}

void recorded_handshake_reply(const struct recorded *recorded, const struct http_reply *reply) {
    if (recorded->recorder) {
        write_row(recorded->recorder, "ws-handshake-resp",
                  json_pack("{s:i, s:s, s:o, s:O, s:o}", "conn", (int)recorded->number, "label",
                            recorded->label, "status_line", text_json(reply->status_line),
                            "headers", reply->headers, "body",
                            text(reply->body, reply->body_size)));
    }
}

void recorded_in(const struct recorded *recorded, const char *bytes, size_t size) {
    if (recorded->recorder) {
        write_frame(recorded, "ws-in",
                    json_pack("{s:{s:i, s:i, s:b, s:I}, s:o}", "frame", "fin", 1, "op", WS_TEXT,
                              "masked", 0, "len", (json_int_t)size, "raw", text(bytes, size)));
    }
}

void recorded_out(const struct recorded *recorded, const char *bytes, size_t size) {
    if (recorded->recorder) {
        write_frame(recorded, "ws-out",
                    json_pack("{s:i, s:o}", "op", WS_TEXT, "raw", text(bytes, size)));
    }
}

void recorded_close_out(const struct recorded *recorded) {
    if (recorded->recorder) {
        static const char code_1000[] = "\x03\xef\xbf\xbd"; /* its second byte is no UTF-8 */
        write_frame(recorded, "ws-out", json_pack("{s:i, s:s}", "op", WS_CLOSE, "raw", code_1000));
    }
}

void recorded_close_in(const struct recorded *recorded, unsigned code) {
    if (recorded->recorder) {
        json_t *frame = json_pack("{s:i, s:i, s:i}", "fin", 1, "op", WS_CLOSE, "len", code ? 2 : 0);
        write_frame(recorded, "ws-in",
                    json_pack("{s:o, s:o, s:s}", "frame", frame, "close_code",
                              code ? json_integer(code) : json_null(), "close_reason", ""));
    }
}

void recorded_closed(const struct recorded *recorded, bool by_client) {
    if (recorded->recorder) {
        write_frame(recorded, "ws-closed",
                    json_pack("{s:s}", "by", by_client ? "client" : "server"));
    }
}

static void write_frame(const struct recorded *recorded, const char *dir, json_t *more) {
    json_t *row = json_pack("{s:i, s:s}", "conn", (int)recorded->number, "ws", recorded->label);
    json_object_update(row, more);
    json_decref(more);
    write_row(recorded->recorder, dir, row);
}

/* Whether all could be written is asked of the file, at its end. */
static void write_row(struct recorder *recorder, const char *dir, json_t *row) {
    uint64_t us = loop_now_us() - recorder->begin_us;
    json_t *whole = json_pack("{s:f, s:s}", "t_ms", in_ms(us), "dir", dir);
    json_object_update(whole, row);
    if (!recorder->is_over) {
        json_dumpf(whole, recorder->out, JSON_REAL_PRECISION(12));
        fputc('\n', recorder->out);
    }
    json_decref(whole);
    json_decref(row);
}

/* To two decimals. */
static double in_ms(uint64_t us) {
    uint64_t hundredths = us / 10;
    return (double)hundredths / 100;
}

/* As JSON, whatever its bytes. */
static json_t *text(const char *bytes, size_t size) {
    json_t *json = json_stringn(bytes, size);
    return json ? json : text_json(bytes);
}
