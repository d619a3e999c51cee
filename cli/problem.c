/* Scenarios as input files, and what is wrong with them. */
#include "cli/problem.h"

#include "cli/memory.h"

void print_problem(FILE *out, const char *file, unsigned line, const char *severity,
                   const char *where, const char *text) {
    fputs(file, out);
    if (line != 0) {
        fprintf(out, ":%u", line);
    }
    fprintf(out, ": %s: %s%s%s\n", severity, where, where[0] != '\0' ? ": " : "", text);
}

void print_problems(FILE *out, const struct problems *problems) {
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        print_problem(out, problem->file, problem->line, problem->is_warning ? "warning" : "error",
                      problem->where, problem->text);
    }
}

struct scenario *scenario_of_file(const char *path, struct problems *problems) {
    struct scenario *scenario = scenario_load(path, problems);
    if (problems->no_memory) {
        memory_end();
    }
    return scenario;
}
