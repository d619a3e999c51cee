/* Tells what became of scenarios: what all forms have in common, and the plainest of them. */
#include "cli/report.h"

#include <stdlib.h>
#include <string.h>

#include "cli/outcome.h"
#include "cli/output.h"

static void print_user(const struct report *report);
static void print_json(struct report *report, const json_t *outcome);

const struct report_kind REPORT_JSON = {.scenario = print_json};

void report_begin(struct report *report) {
    if (report->kind->begin) {
        report->kind->begin(report);
    }
}

void report_scenario(struct report *report, const json_t *outcome) {
    report->seen++;
    size_t i;
    json_t *point;
    json_array_foreach(json_object_get(outcome, "points"), i, point) {
        report->points++;
        report->points_skipped += json_object_get(point, "skipped") != NULL;
    }
    report->skipped += json_object_get(outcome, "skipped") != NULL;
    report->by_code[outcome_code(outcome)]++;
    report->kind->scenario(report, outcome);
}

void report_progress(struct report *report, const char *file) {
    if (report->kind->progress && report->has_progress && report->seen < report->expected) {
        report->kind->progress(report, file);
        fflush(report->out);
    }
}

void report_end(struct report *report) {
    if (report->kind->end) {
        report->kind->end(report);
    }
}

const char *report_name(const json_t *outcome) {
    const char *name = outcome_text(outcome, "scenario");
    return name[0] != '\0' ? name : outcome_text(outcome, "file");
}

const char *report_runs(const json_t *outcome) {
    return outcome_number(outcome, "orders") > 0 ? "runs" : "seeds";
}

void report_print_repeat(const struct report *report, const json_t *outcome, const json_t *point) {
    print_shell_word(report->out, report->program);
    long long seed = (long long)outcome_number(point, "seed");
    if (report->against) {
        fputs(" run --against ", report->out);
        print_shell_word(report->out, report->against);
        fputc(' ', report->out);
        print_user(report);
    } else {
        fprintf(report->out, " %s --seed %lld ", report->tested ? "test" : "run", seed);
    }
    if (outcome_number(outcome, "orders") > 0) {
        fprintf(report->out, "--order %lld ", (long long)outcome_number(point, "order"));
    }
    print_shell_word(report->out, outcome_text(outcome, "file"));
    for (char **word = report->tested; word && *word; word++) {
        fputs(word == report->tested ? " -- " : " ", report->out);
        print_shell_word(report->out, *word);
    }
}

/* Logs are read by many: the password is left out, and ARI_PASSWORD stands in for it. */
static void print_user(const struct report *report) {
    size_t length = report->user ? strcspn(report->user, ":") : 0;
    char *name = length > 0 ? strndup(report->user, length) : NULL;
    if (name) {
        fputs("--user ", report->out);
        print_shell_word(report->out, name);
        fputc(' ', report->out);
    }
    free(name);
}

static void print_json(struct report *report, const json_t *outcome) {
    json_dumpf(outcome, report->out, JSON_COMPACT);
    fputc('\n', report->out);
}
