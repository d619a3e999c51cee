/* The files that `--trace` writes: a header that says what was run, then the log. */
#include "cli/base/trace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/base/memory.h"
#include "cli/base/output.h"
#include "cli/base/text.h"

enum { NAME_SIZE = 4096 };

static bool names_differ(const struct paths *paths);
static int compare(const void *a, const void *b);
static bool name_of(char name[NAME_SIZE], const struct trace *trace, const struct path *path,
                    uint64_t seed);
static char flat(char byte);
static bool write_lines(FILE *out, const struct scenario *scenario,
                        const struct run_result *result);
static bool write_line(FILE *out, char *line);

bool trace_prepare(struct trace *trace, const struct paths *paths, bool several_runs) {
    size_t length = strlen(trace->file);
    struct stat status;
    bool exists = stat(trace->file, &status) == 0;
    trace->is_folder =
        exists ? S_ISDIR(status.st_mode) : several_runs || trace->file[length - 1] == '/';
    if (several_runs && !trace->is_folder) {
        complain("--trace: several runs need a folder for their traces, and '%s' is a file",
                 trace->file);
        return false;
    }
    if (trace->is_folder) {
        if (!exists && mkdir(trace->file, 0777) != 0) {
            complain("--trace: cannot make the folder '%s': %s", trace->file, strerror(errno));
            return false;
        }
        return names_differ(paths);
    }
    FILE *out = fopen(trace->file, "w");
    if (!out || fclose(out) != 0) {
        complain("--trace: cannot write '%s': %s", trace->file, strerror(errno));
        return false;
    }
    return true;
}

bool trace_write(const struct trace *trace, const struct path *path,
                 const struct scenario *scenario, const struct run_result *result) {
    char name[NAME_SIZE];
    if (!name_of(name, trace, path, result->seed)) {
        errno = ENAMETOOLONG;
        return false;
    }
    FILE *out = fopen(name, "w");
    if (!out) {
        return false;
    }
    bool good = write_lines(out, scenario, result);
    int why = errno;
    if (fclose(out) != 0) {
        return false;
    }
    errno = why;
    return good;
}

/* Two scenarios must not write to the same file. */
static bool names_differ(const struct paths *paths) {
    const struct path **sorted = memory_new((paths->count + 1) * sizeof *sorted);
    for (size_t i = 0; i < paths->count; i++) {
        sorted[i] = &paths->items[i];
    }
    qsort(sorted, paths->count, sizeof *sorted, compare);
    bool differ = true;
    for (size_t i = 1; differ && i < paths->count; i++) {
        if (compare(&sorted[i - 1], &sorted[i]) == 0) {
            complain("--trace: '%s' and '%s' would write to the same file", sorted[i - 1]->path,
                     sorted[i]->path);
            differ = false;
        }
    }
    free(sorted);
    return differ;
}

/* By the names of the traces, whatever the seed. */
static int compare(const void *a, const void *b) {
    const struct path *const *first = a, *const *second = b;
    const char *x = &(*first)->path[(*first)->label], *y = &(*second)->path[(*second)->label];
    while (*x != '\0' && flat(*x) == flat(*y)) {
        x++;
        y++;
    }
    return (unsigned char)flat(*x) - (unsigned char)flat(*y);
}

/* claim/loser.json with seed 7 becomes FOLDER/claim-loser.7.jsonl. */
static bool name_of(char name[NAME_SIZE], const struct trace *trace, const struct path *path,
                    uint64_t seed) {
    if (!trace->is_folder) {
        return snprintf(name, NAME_SIZE, "%s", trace->file) < NAME_SIZE;
    }
    const char *label = &path->path[path->label];
    int stem = (int)text_stem(label, ".json");
    int folder = snprintf(name, NAME_SIZE, "%s/", trace->file);
    int length = snprintf(name, NAME_SIZE, "%s/%.*s.%llu.jsonl", trace->file, stem, label,
                          (unsigned long long)seed);
    if (length >= NAME_SIZE) {
        return false;
    }
    for (int i = folder; i < folder + stem; i++) {
        name[i] = flat(name[i]);
    }
    return true;
}

static char flat(char byte) {
    return (char)(byte == '/' ? '-' : byte);
}

static bool write_lines(FILE *out, const struct scenario *scenario,
                        const struct run_result *result) {
    bool good = write_line(
        out, log_header_text(scenario_name(scenario), result->seed, scenario_path(scenario)));
    for (size_t i = 0; good && i < log_count(result->log); i++) {
        good = write_line(out, log_entry_text(log_at(result->log, i)));
    }
    struct log_entry end = {.kind = LOG_END,
                            .serial = log_count(result->log) + 1,
                            .at_us = result->ended_at_us,
                            .name = run_state_name(result->state),
                            .text = result->failure};
    return good && write_line(out, log_entry_text(&end));
}

/* Takes the line over. */
static bool write_line(FILE *out, char *line) {
    bool good = line && fprintf(out, "%s\n", line) > 0;
    free(line);
    return good;
}
