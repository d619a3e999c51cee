/* Scenarios as input files, and what is wrong with them. */
#include "cli/base/problem.h"

#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/base/visible.h"
#include "sim/scenario/problems.h"

void print_problem(FILE *out, const char *file, unsigned line, const char *severity,
                   const char *where, const char *text) {
    fputs(file, out);
    if (line != 0) {
        fprintf(out, ":%u", line);
    }
    fprintf(out, ": %s: ", severity);
    visible_print(out, where); /* it may be a key, and a text one that stands in the file */
    fputs(where[0] != '\0' ? ": " : "", out);
    visible_print(out, text);
    fputc('\n', out);
}

void print_problem_of(FILE *out, const struct problem *problem) {
    print_problem(out, problem->file, problem->line, problem->is_warning ? "warning" : "error",
                  problem->where, problem->text);
}

void print_problems(FILE *out, const struct problems *problems) {
    for (size_t i = 0; i < problems->count; i++) {
        print_problem_of(out, &problems->items[i]);
    }
}

struct scenario *scenario_of_file(const char *path, struct problems *problems) {
    struct scenario *scenario = scenario_load(path, problems);
    if (problems->no_memory) {
        memory_end();
    }
    return scenario;
}

struct scenario *scenario_of_path(const struct path *path, struct problems *problems) {
    if (!path->problem) {
        return scenario_of_file(path->path, problems);
    }
    problems_add(problems, path->path, 0, "", false, path->problem);
    if (problems->no_memory) {
        memory_end();
    }
    return NULL;
}

struct scenario *scenario_of_json(const char *name, const json_t *json, struct problems *problems) {
    char *text = json_dumps(json, JSON_INDENT(2));
    struct scenario *scenario = scenario_load_text(name, text, strlen(text), problems);
    free(text);
    if (problems->no_memory) {
        memory_end();
    }
    return scenario;
}
