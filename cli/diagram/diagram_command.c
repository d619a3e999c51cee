/* The command diagram: the picture of a scenario's run, or of a trace. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/paths.h"
#include "cli/base/problem.h"
#include "cli/diagram/diagram.h"
#include "cli/report/outcome.h"
#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/dialplan/nearest.h"
#include "sim/scenario/scenario.h"

enum { OPTION_FORMAT, OPTION_OUTPUT, OPTION_SEED };
enum format { FORMAT_TEXT, FORMAT_MERMAID, FORMAT_SVG, FORMATS };
static const char *const FORMAT_NAMES[] = {"text", "mermaid", "svg"};

struct request {
    const char *path;
    const char *output; /* NULL: standard output */
    enum format format;
    bool seed_given;
    uint64_t seed;
};

static enum exit_code run(const char *program, char **arguments);
static bool take(void *context, int option, const char *value);
static bool read_format(struct request *request, const char *name);
static int is_trace(const char *path);
static enum exit_code draw_trace(const struct request *request);
static struct log *read_trace(FILE *file, const char *path, char **title);
static enum exit_code draw_scenario(const struct request *request);
static enum exit_code draw(const struct request *request, const struct log *log, const char *title);
static bool write_diagram(const struct request *request, const struct diagram *diagram, FILE *out);

static const struct option OPTIONS[] = {
    [OPTION_FORMAT] = {"format", "text|mermaid|svg",
                       "text, at most 100 columns wide; mermaid, for a README; svg, without "
                       "scripts. text unless told otherwise"},
    [OPTION_OUTPUT] = {"output", "FILE", "write it there"},
    [OPTION_SEED] = {"seed", "N", "run the scenario with this seed instead of its own"},
};

const struct command COMMAND_DIAGRAM = {
    .name = "diagram",
    .summary = "Draw what happens in a scenario, or happened in a trace.",
    .operands = "SCENARIO|TRACE",
    .options = OPTIONS,
    .options_count = sizeof OPTIONS / sizeof OPTIONS[0],
    .letters = "o",
    .about = "SCENARIO is a file as `stasim run` takes it, TRACE one that --trace wrote.\n",
    .run = run,
};

static enum exit_code run(const char *program, char **arguments) {
    (void)program;
    struct request request = {.format = FORMAT_TEXT};
    enum exit_code code;
    if (!options_read(&COMMAND_DIAGRAM, arguments, take, &request, &code)) {
        return code;
    }
    if (!request.path) {
        options_complain(&COMMAND_DIAGRAM, "of what? Name a scenario or a trace");
        return CODE_INPUT;
    }
    if (paths_overwrite("--output", request.output, request.path)) {
        return CODE_INPUT;
    }
    int trace = is_trace(request.path);
    if (trace < 0) {
        complain("%s cannot be read: %s", request.path, strerror(errno));
        return CODE_INPUT;
    }
    return trace ? draw_trace(&request) : draw_scenario(&request);
}

static bool take(void *context, int option, const char *value) {
    struct request *request = context;
    switch (option) {
    case OPTIONS_OPERAND:
        if (request->path) {
            options_complain(&COMMAND_DIAGRAM, "one at a time, not also '%s'", value);
            return false;
        }
        request->path = value;
        return true;
    case OPTION_FORMAT:
        return read_format(request, value);
    case OPTION_OUTPUT:
        request->output = value;
        return true;
    default:
        must(option == OPTION_SEED);
        request->seed_given = true;
        return options_number(&COMMAND_DIAGRAM, "--seed", value, 0, OPTIONS_SEED_MAX,
                              &request->seed);
    }
}

static bool read_format(struct request *request, const char *name) {
    struct nearest nearest;
    char question[NEAREST_QUESTION_SIZE];
    nearest_begin(&nearest, name);
    for (int i = 0; i < FORMATS; i++) {
        nearest_offer(&nearest, FORMAT_NAMES[i]);
        if (strcmp(FORMAT_NAMES[i], name) == 0) {
            request->format = (enum format)i;
            return true;
        }
    }
    options_complain(&COMMAND_DIAGRAM, "--format is text, mermaid or svg, not '%s'%s", name,
                     nearest_question(nearest.best, question));
    return false;
}

/* Its first line says so; below 0: it cannot be read. */
static int is_trace(const char *path) {
    static const char begin[] = "{\"stasim_trace\":";
    char text[sizeof begin] = "";
    FILE *file = fopen(path, "r");
    if (!file) {
        return -1;
    }
    size_t size = fread(text, 1, sizeof begin - 1, file);
    int failed = ferror(file);
    fclose(file);
    return failed ? -1 : size == sizeof begin - 1 && memcmp(text, begin, size) == 0;
}

static enum exit_code draw_trace(const struct request *request) {
    char *title = NULL;
    FILE *file = fopen(request->path, "r");
    struct log *log = file ? read_trace(file, request->path, &title) : NULL;
    if (file) {
        fclose(file);
    }
    enum exit_code code = log ? draw(request, log, text_or_empty(title)) : CODE_INPUT;
    log_free(log);
    free(title);
    return code;
}

/* NULL, with a message, if a line of it is none. */
static struct log *read_trace(FILE *file, const char *path, char **title) {
    struct log *log = log_new(false);
    char *line = NULL;
    size_t size = 0;
    for (unsigned number = 1; log && getline(&line, &size, file) >= 0; number++) {
        if (number == 1) {
            json_t *header = json_loads(line, 0, NULL);
            const char *name = json_string_value(json_object_get(header, "scenario"));
            *title = strdup(text_or_empty(name));
            json_decref(header);
        } else if (!log_add_line(log, line)) {
            print_problem(stderr, path, number, "error", "",
                          log_is_complete(log) ? "this is no entry of a trace"
                                               : "the trace is too long for a picture");
            log_free(log);
            log = NULL;
        }
    }
    free(line);
    return log;
}

static enum exit_code draw_scenario(const struct request *request) {
    struct problems problems = {0};
    struct scenario *scenario = scenario_of_file(request->path, &problems);
    print_problems(stderr, &problems);
    problems_free(&problems);
    if (!scenario) {
        return CODE_INPUT;
    }
    uint64_t seed = request->seed_given ? request->seed : scenario_seed(scenario);
    struct run_options options = {.seed_given = true, .seed = seed};
    struct run_result *result = scenario_run(scenario, &options);
    enum exit_code code = CODE_INTERNAL;
    if (result) {
        code = draw(request, result->log, scenario_name(scenario));
        if (result->failure) {
            complain("%s", result->failure);
        }
        /* What a run expects is not its picture's concern; that the picture ends early is. */
        if (result->state != RUN_FAILED) {
            code = exit_graver(code, outcome_code_of_run(result->state));
        }
    } else {
        complain("out of memory");
    }
    run_result_free(result);
    scenario_free(scenario);
    return code;
}

static enum exit_code draw(const struct request *request, const struct log *log,
                           const char *title) {
    struct diagram *diagram = diagram_new(log, title);
    FILE *out = request->output ? fopen(request->output, "w") : stdout;
    enum exit_code code = CODE_PASSED;
    if (!out) {
        complain("%s cannot be written: %s", request->output, strerror(errno));
        code = CODE_INPUT;
    } else if (!diagram || !write_diagram(request, diagram, out)) {
        complain("out of memory");
        code = CODE_INTERNAL;
    }
    if (out && out != stdout && fclose(out) != 0) {
        complain("%s cannot be written: %s", request->output, strerror(errno));
        code = CODE_INTERNAL;
    }
    diagram_free(diagram);
    return code;
}

static bool write_diagram(const struct request *request, const struct diagram *diagram, FILE *out) {
    bool to_terminal = out == stdout;
    struct diagram_style style = {.is_utf8 = output_is_utf8(),
                                  .has_colours = to_terminal && output_has_colours()};
    switch (request->format) {
    case FORMAT_MERMAID:
        diagram_write_mermaid(diagram, out);
        return true;
    case FORMAT_SVG:
        return diagram_write_svg(diagram, out);
    default:
        if (diagram->title[0] != '\0') {
            fprintf(out, "%s\n\n", diagram->title);
        }
        diagram_write_text(diagram, out, &style);
        return true;
    }
}
