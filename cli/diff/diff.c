/* The command diff: whether two recordings say the same, and if not, on which facts they differ. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/problem.h"
#include "cli/diff/compare.h"
#include "cli/diff/winners.h"
#include "sim/base/must.h"
#include "sim/base/text.h"

enum { OPTION_STRICT, OPTION_WITHIN, OPTION_JSON };
enum { WITHIN_MAX_MS = 3600000, SHOWN_BYTES = 240, NEAR_BYTES = 60 };

static const struct option OPTIONS[] = {
    [OPTION_STRICT] = {"strict", NULL,
                       "also compare what a network may order otherwise, keepalives, the order of "
                       "lists, durations that are one second off, and what the server is called"},
    [OPTION_WITHIN] = {"within", "MS",
                       "also compare moments: answers and frames come at most so many "
                       "milliseconds apart"},
    [OPTION_JSON] = {"json", NULL, "print a JSON object"},
};

static enum exit_code run(const char *program, char **arguments);

const struct command COMMAND_DIFF = {
    .name = "diff",
    .summary = "Compare two recordings of the same scenario.",
    .operands = "FILE FILE",
    .options = OPTIONS,
    .options_count = sizeof OPTIONS / sizeof OPTIONS[0],
    .about = "A FILE is a recording as `stasim record` writes it. Moments, ports and generated ids "
             "may be others, but an id must stand for the same thing wherever it is found. Also "
             "free are the order in which several connections get something, and within 8 ms that "
             "of StasisStart and CallClaimed and of events about different channels. Which of two "
             "claims "
             "within 5 ms won is free, too: then the two are compared with their roles changed.\n"
             "\n"
             "Exit code: 0 they agree; 1 they differ; 2 one cannot be read.\n",
    .run = run,
};

struct request {
    const char *paths[2];
    int count;
    bool json;
    struct comparison comparison;
};

static bool take(void *context, int option, const char *value);
static bool take_operand(struct request *request, const char *path);
static enum exit_code tell(const struct request *request);
static void print_text(const struct request *request);
static void print_value(const char *path, unsigned line, const char *value, const char *other);
static void print_json(const struct request *request);

static enum exit_code run(const char *program, char **arguments) {
    struct request request = {.comparison = {.within_ms = -1}};
    (void)program;
    enum exit_code code;
    if (!options_read(&COMMAND_DIFF, arguments, take, &request, &code)) {
        return code;
    }
    code = CODE_INPUT;
    if (request.count < 2) {
        options_complain(&COMMAND_DIFF, "which recordings? Name two");
        return code;
    }
    struct transcript transcripts[2] = {0};
    struct problems problems = {0};
    bool read = true;
    for (int i = 0; i < 2; i++) {
        read &= transcript_read(&transcripts[i], request.paths[i], &problems);
        request.comparison.transcripts[i] = &transcripts[i];
    }
    print_problems(stderr, &problems);
    problems_free(&problems);
    if (read) {
        if (!request.comparison.strict) {
            winners_exchange(&transcripts[0], &transcripts[1]);
        }
        compare_recordings(&request.comparison);
        code = tell(&request);
    }
    comparison_free(&request.comparison);
    transcript_free(&transcripts[0]);
    transcript_free(&transcripts[1]);
    return code;
}

static bool take(void *context, int option, const char *value) {
    struct request *request = context;
    uint64_t within;
    switch (option) {
    case OPTIONS_OPERAND:
        return take_operand(request, value);
    case OPTION_STRICT:
        return request->comparison.strict = true;
    case OPTION_JSON:
        return request->json = true;
    default:
        must(option == OPTION_WITHIN);
        if (!options_number(&COMMAND_DIFF, "--within", value, 0, WITHIN_MAX_MS, &within)) {
            return false;
        }
        request->comparison.within_ms = (double)within;
        return true;
    }
}

static bool take_operand(struct request *request, const char *path) {
    if (request->count == 2) {
        options_complain(&COMMAND_DIFF, "two recordings, not also '%s'", path);
        return false;
    }
    request->paths[request->count++] = path;
    return true;
}

static enum exit_code tell(const struct request *request) {
    if (request->json) {
        print_json(request);
    } else {
        print_text(request);
    }
    return request->comparison.findings.count > 0 ? CODE_FAILED : CODE_PASSED;
}

static void print_text(const struct request *request) {
    const struct comparison *comparison = &request->comparison;
    for (size_t i = 0; i < comparison->findings.count; i++) {
        const struct finding *finding = &comparison->findings.items[i];
        printf("%s", finding->place);
        printf("%s%s", finding->frame ? ", " : "", text_or_empty(finding->frame));
        printf("%s%s\n", finding->field[0] ? ": " : "", finding->field);
        for (int side = 0; side < 2; side++) {
            print_value(request->paths[side], finding->lines[side], finding->values[side],
                        finding->values[1 - side]);
        }
    }
    size_t differ = comparison->findings.count;
    if (differ == 0) {
        printf("%s and %s agree: %zu facts\n", request->paths[0], request->paths[1],
               comparison->facts);
    } else {
        printf("%s and %s differ: %zu fact%s\n", request->paths[0], request->paths[1], differ,
               differ == 1 ? "" : "s");
    }
}

/* Of a long one the part where it begins to differ. */
static void print_value(const char *path, unsigned line, const char *value, const char *other) {
    printf("  %s", path);
    if (line > 0) {
        printf(":%u", line);
    }
    if (!value) {
        printf("  there is none\n");
        return;
    }
    size_t same = 0;
    while (other && value[same] && value[same] == other[same]) {
        same++;
    }
    size_t start = strlen(value) > SHOWN_BYTES && same > NEAR_BYTES ? same - NEAR_BYTES : 0;
    printf("  %s", start > 0 ? "..." : "");
    for (size_t i = start; i < start + SHOWN_BYTES && value[i]; i++) {
        putchar((unsigned char)value[i] < ' ' || value[i] == 0x7f ? ' ' : value[i]);
    }
    printf("%s\n", strlen(&value[start]) > SHOWN_BYTES ? "..." : "");
}

static void print_json(const struct request *request) {
    const struct comparison *comparison = &request->comparison;
    json_t *differences = json_array();
    for (size_t i = 0; i < comparison->findings.count; i++) {
        const struct finding *finding = &comparison->findings.items[i];
        json_array_append_new(
            differences,
            json_pack("{s:s, s:s?, s:s, s:[s?, s?], s:[i, i]}", "place", finding->place, "frame",
                      finding->frame, "field", finding->field, "values", finding->values[0],
                      finding->values[1], "lines", (int)finding->lines[0], (int)finding->lines[1]));
    }
    bool agree = comparison->findings.count == 0;
    json_t *object = json_pack("{s:[s, s], s:b, s:I, s:o}", "files", request->paths[0],
                               request->paths[1], "agree", agree, "facts",
                               (json_int_t)comparison->facts, "differences", differences);
    json_dumpf(object, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(object);
}
