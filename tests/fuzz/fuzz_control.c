/* The control interface. An input is a line for each request, "METHOD PATH BODY", the path behind
 * /stasim and without blanks; the first letter of all says who asks: "r" may only read. An
 * application is connected, too, and whoever asks for what happens goes on being told it. */
#include <jansson.h>
#include <stdio.h>

#include "cli/base/memory.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/server.h"

static const char HANDSHAKE[] = "GET /ari/events?app=sales,support&api_key=a:a HTTP/1.1\r\n"
                                "Connection: Upgrade\r\n"
                                "Upgrade: websocket\r\n"
                                "Sec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                "\r\n";

enum { HEAD_BYTES = 256 };

static void ask(struct fuzz_peer *peer, const char *credentials, const char *line, size_t size);
static void judge(struct fuzz_peer *peer);
static const char *judge_answer(const char *text, const char *end);
static bool is_answer(const char *text);
static bool has_header(const char *head, const char *header);
static char *without_chunks(const char *text, const char *end);
static void judge_lines(const char *text);
static void judge_json(const char *text, size_t size, json_int_t *seq);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) {
        return 0;
    }
    memory_begin();
    struct fuzz_server *server = fuzz_server_controlled();
    struct fuzz_peer *application = fuzz_server_connect(server);
    fuzz_peer_feed(application, (const uint8_t *)HANDSHAKE, sizeof HANDSHAKE - 1, 0);
    const char *credentials = data[0] == 'r' ? "cjpy" : "YTph";
    const char *line = (const char *)data + 1;
    const char *end = (const char *)data + size;
    struct fuzz_peer *peers[FUZZ_PEERS_MAX];
    size_t count = 0;
    while (line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        size_t length = newline ? (size_t)(newline - line) : (size_t)(end - line);
        if (count == 0 || !fuzz_peer_is_heard(peers[count - 1])) {
            struct fuzz_peer *peer = fuzz_server_connect(server);
            if (!peer) {
                break;
            }
            peers[count++] = peer;
        }
        ask(peers[count - 1], credentials, line, length);
        line += length + 1;
    }
    for (size_t i = 0; i < count; i++) {
        judge(peers[i]);
    }
    fuzz_server_end(server);
    return 0;
}

static void ask(struct fuzz_peer *peer, const char *credentials, const char *line, size_t size) {
    const char *blank = memchr(line, ' ', size);
    size_t method_size = blank ? (size_t)(blank - line) : size;
    const char *path = line + method_size + (blank != NULL);
    size_t rest = size - (size_t)(path - line);
    blank = memchr(path, ' ', rest);
    size_t path_size = blank ? (size_t)(blank - path) : rest;
    const char *body = path + path_size + (blank != NULL);
    size_t body_size = rest - (size_t)(body - path);
    char headers[HEAD_BYTES];
    int headers_size = snprintf(headers, sizeof headers,
                                " HTTP/1.1\r\nHost: x\r\nAuthorization: Basic %s\r\n"
                                "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                                credentials, body_size);
    const struct {
        const char *bytes;
        size_t size;
    } parts[] = {{line, method_size},
                 {" /stasim", strlen(" /stasim")},
                 {path, path_size},
                 {headers, (size_t)headers_size},
                 {body, body_size}};
    char *request = memory_new(size + sizeof headers + strlen(" /stasim"));
    size_t used = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        memcpy(request + used, parts[i].bytes, parts[i].size);
        used += parts[i].size;
    }
    fuzz_peer_feed(peer, (const uint8_t *)request, used, 0);
    free(request);
}

/* Demands of what came what every client relies on. */
static void judge(struct fuzz_peer *peer) {
    size_t size;
    char *text = fuzz_peer_take(peer, &size);
    const char *end = text + size;
    for (const char *at = text; at < end;) {
        at = judge_answer(at, end);
    }
    free(text);
}

/* Returns what follows it. */
static const char *judge_answer(const char *text, const char *end) {
    char *behind;
    must(is_answer(text));
    long status = strtol(text + strlen("HTTP/1.1 "), &behind, 10);
    must(status >= 200 && status < 600 && *behind == ' ');
    const char *body = strstr(text, "\r\n\r\n");
    must(body);
    body += strlen("\r\n\r\n");
    char *head = fuzz_text((const uint8_t *)text, (size_t)(body - text));
    bool is_stream = has_header(head, "Transfer-Encoding: chunked");
    const char *length = strstr(head, "\r\nContent-Length: ");
    size_t size = length ? strtoul(length + strlen("\r\nContent-Length: "), NULL, 10) : 0;
    size = is_stream ? (size_t)(end - body) : size;
    size = body == end || is_answer(body) ? 0 : size; /* to HEAD */
    must(size <= (size_t)(end - body));
    if (is_stream) {
        char *stream = without_chunks(body, end);
        judge_lines(stream);
        free(stream);
    } else if (has_header(head, "Content-Type: application/x-ndjson")) {
        char *lines = fuzz_text((const uint8_t *)body, size);
        judge_lines(lines);
        free(lines);
    } else if (has_header(head, "Content-Type: application/json")) {
        judge_json(body, size, NULL);
    }
    free(head);
    return body + size;
}

static bool is_answer(const char *text) {
    return strncmp(text, "HTTP/1.1 ", strlen("HTTP/1.1 ")) == 0;
}

static bool has_header(const char *head, const char *header) {
    const char *found = strstr(head, header);
    return found && found[-1] == '\n' && found[strlen(header)] == '\r';
}

/* All chunks are whole: a follower is given one line in each. To be freed. */
static char *without_chunks(const char *text, const char *end) {
    char *out = memory_new((size_t)(end - text) + 1);
    size_t used = 0;
    while (text < end) {
        char *behind;
        size_t size = strtoul(text, &behind, 16);
        must(size > 0 && behind[0] == '\r' && behind[1] == '\n');
        text = behind + 2;
        must(size + 2 <= (size_t)(end - text) && text[size - 1] == '\n');
        memcpy(out + used, text, size);
        used += size;
        text += size + 2;
    }
    return out;
}

/* Each is JSON; numbers of entries only grow. */
static void judge_lines(const char *text) {
    json_int_t seq = 0;
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        must(text[size] == '\n');
        judge_json(text, size, &seq);
        text += size + 1;
    }
}

static void judge_json(const char *text, size_t size, json_int_t *seq) {
    json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
    must(json);
    json_t *number = json_object_get(json, "seq");
    if (seq && number) {
        must(json_integer_value(number) > *seq);
        *seq = json_integer_value(number);
    }
    json_decref(json);
}
