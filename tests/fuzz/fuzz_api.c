/* Requests to ARI, many in a row in one world. A line each:
 *
 *   POST /ari/channels?endpoint=PJSIP/alice&app=sales {"variables": {"A": "b"}}
 *   +250       so many milliseconds pass
 */
#include <stdio.h>

#include "sim/base/unit.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

enum { LINES_MAX = 48, PASS_MS_MAX = 100000 };

struct asked {
    size_t answers[LINES_MAX];
};

static void do_line(struct world *w, char *line, size_t *answers, unsigned number);
static void answered(struct world *w, void *context, const struct ari_response *response);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = fuzz_text(data, size);
    struct asked asked = {{0}};
    struct world *w = fuzz_world_begin();
    unsigned number = 0;
    for (char *rest = text; rest && number < LINES_MAX && !world_failure(w); number++) {
        char *line = rest;
        char *end = strchr(line, '\n');
        rest = end ? end + 1 : NULL;
        if (end) {
            *end = '\0';
        }
        do_line(w, line, &asked.answers[number], number);
    }
    fuzz_world_end(w);
    free(text);
    return 0;
}

static void do_line(struct world *w, char *line, size_t *answers, unsigned number) {
    if (line[0] == '+') {
        unsigned long ms = strtoul(line + 1, NULL, 10);
        fuzz_world_pass(w, (ms < PASS_MS_MAX ? ms : PASS_MS_MAX) * US_PER_MS);
        return;
    }
    char *path = strchr(line, ' ');
    if (!path) {
        return;
    }
    *path++ = '\0';
    char *body = strchr(path, ' ');
    if (body) {
        *body++ = '\0';
    }
    char *query = strchr(path, '?');
    if (query) {
        *query++ = '\0';
    }
    struct ari_request request = {
        .method = line,
        .path = path,
        .query = query,
        .host = "localhost:8088",
        .content_type = !body            ? NULL
                        : body[0] == '{' ? "application/json"
                                         : "application/x-www-form-urlencoded",
        .body = body,
        .body_size = body ? strlen(body) : 0,
        .access = ARI_ACCESS_WRITE,
    };
    char name[16];
    snprintf(name, sizeof name, "fuzz.%u", number);
    fuzz_world_submit(w, name, &request,
                      (struct ari_asker){.answered = answered, .context = answers});
    fuzz_world_pass(w, 0);
}

static void answered(struct world *w, void *context, const struct ari_response *response) {
    (void)w;
    size_t *answers = context;
    must(++*answers == 1);
    fuzz_world_judge(response);
}
