/* Tells it as TAP version 13: an indented subtest a scenario, one test point an expectation. */

#include "cli/base/member.h"
#include "cli/base/tap.h"
#include "cli/base/visible.h"
#include "cli/report/outcome.h"
#include "cli/report/report.h"
#include "sim/scenario/duration.h"

static void begin(struct report *report);
static void print_scenario(struct report *report, const json_t *outcome);

const struct report_kind REPORT_TAP = {.begin = begin, .scenario = print_scenario};

enum { INDENT = 4 };

static void print_subtest(struct report *report, const json_t *outcome);
static void print_why_point(struct report *report, const json_t *outcome, const json_t *point);
static void print_output(struct report *report, const json_t *outcome);
static void print_why_none(struct report *report, const json_t *outcome);
static void print_point(FILE *out, int indent, bool passed, size_t number, const char *name,
                        const char *skipped);
static void print_text(FILE *out, int indent, const char *key, const char *text);
static void print_string(FILE *out, const json_t *string);

static void begin(struct report *report) {
    const struct report_setting *setting = report->setting;
    fprintf(report->out, "TAP version 13\n1..%zu%s\n", setting->expected,
            setting->expected == 0 ? " # SKIP no scenario in this shard" : "");
    if (setting->against) {
        char tolerance[DURATION_TEXT_BYTES];
        fprintf(report->out, "# against %s, times within %s\n", setting->against,
                duration_text(setting->tolerance_us, tolerance));
    }
    fflush(report->out);
}

static void print_scenario(struct report *report, const json_t *outcome) {
    bool passed = outcome_code(outcome) == CODE_PASSED;
    bool has_points = json_array_size(json_object_get(outcome, "points")) > 0;
    if (has_points) {
        print_subtest(report, outcome);
    }
    print_point(report->out, 0, passed, report->seen, report_name(outcome),
                member_text(outcome, "skipped"));
    if (member_text(outcome, "skipped")[0] != '\0') {
        return;
    }
    if (!has_points) {
        print_why_none(report, outcome);
    } else if (json_array_size(json_object_get(outcome, "output")) > 0) {
        print_output(report, outcome);
    }
}

/* What the programs under test have printed. */
static void print_output(struct report *report, const json_t *outcome) {
    size_t i;
    json_t *line;
    fputs("  ---\n  output:\n", report->out);
    json_array_foreach(json_object_get(outcome, "output"), i, line) {
        fputs("    - ", report->out);
        print_string(report->out, line);
    }
    fputs("  ...\n", report->out);
}

static void print_subtest(struct report *report, const json_t *outcome) {
    const json_t *points = json_object_get(outcome, "points");
    fputs("# Subtest: ", report->out);
    tap_print_name(report->out, report_name(outcome));
    fprintf(report->out, "\n%*s1..%zu\n", INDENT, "", json_array_size(points));
    size_t i;
    json_t *point;
    json_array_foreach(points, i, point) {
        bool passed = json_is_true(json_object_get(point, "passed"));
        print_point(report->out, INDENT, passed, i + 1, member_text(point, "expected"),
                    member_text(point, "skipped"));
        if (!passed) {
            print_why_point(report, outcome, point);
        }
    }
}

/* The block beneath a point that failed. */
static void print_why_point(struct report *report, const json_t *outcome, const json_t *point) {
    FILE *out = report->out;
    int indent = INDENT + 2;
    char moment[DURATION_TEXT_BYTES];
    const char *rule = member_text(point, "rule");
    json_int_t runs = member_number(outcome, "runs");
    fprintf(out, "%*s---\n", indent, "");
    print_text(out, indent, "expected", member_text(point, "expected"));
    print_text(out, indent, "happened", member_text(point, "happened"));
    if (rule[0] != '\0') {
        fprintf(out, "%*srule: %s\n", indent, "", rule);
    }
    fprintf(out, "%*sseed: %lld\n", indent, "", (long long)member_number(point, "seed"));
    if (json_object_get(point, "order_text")) {
        print_text(out, indent, "order", member_text(point, "order_text"));
    }
    if (runs > 1) {
        fprintf(out, "%*sfailed: %lld of %lld %s\n", indent, "",
                (long long)member_number(point, "failures"), (long long)runs, report_runs(outcome));
    }
    uint64_t at_us = (uint64_t)member_number(point, "at_us");
    fprintf(out, "%*sat: %s\n", indent, "", duration_text(at_us, moment));
    print_text(out, indent, "file", member_text(outcome, "file"));
    if (member_number(point, "line") != 0) {
        fprintf(out, "%*sline: %lld\n", indent, "", (long long)member_number(point, "line"));
        print_text(out, indent, "where", member_text(point, "where"));
    }
    fprintf(out, "%*srepeat: ", indent, "");
    report_print_repeat(report, outcome, point);
    fprintf(out, "\n%*s...\n", indent, "");
}

/* The block beneath a scenario that has no points: it could not be read, or not even begun. */
static void print_why_none(struct report *report, const json_t *outcome) {
    FILE *out = report->out;
    fprintf(out, "  ---\n");
    print_text(out, 2, "file", member_text(outcome, "file"));
    if (json_object_get(outcome, "failure")) {
        print_text(out, 2, "failure", member_text(outcome, "failure"));
    }
    const json_t *problems = json_object_get(outcome, "problems");
    if (problems) {
        fprintf(out, "  problems:\n");
    }
    size_t i;
    json_t *problem;
    json_array_foreach(problems, i, problem) {
        fprintf(out, "    -\n");
        print_text(out, 6, "file", member_text(problem, "file"));
        fprintf(out, "      line: %lld\n", (long long)member_number(problem, "line"));
        print_text(out, 6, "where", member_text(problem, "where"));
        print_text(out, 6, member_text(problem, "severity"), member_text(problem, "text"));
    }
    fprintf(out, "  ...\n");
}

/* `skipped` says why it was; empty: it was not. */
static void print_point(FILE *out, int indent, bool passed, size_t number, const char *name,
                        const char *skipped) {
    fprintf(out, "%*s%sok %zu - ", indent, "", passed ? "" : "not ", number);
    tap_print_name(out, name);
    fputs(skipped[0] != '\0' ? " # SKIP " : "", out);
    tap_print_name(out, skipped);
    fputc('\n', out);
}

static void print_text(FILE *out, int indent, const char *key, const char *text) {
    json_t *string = json_string(text);
    fprintf(out, "%*s%s: ", indent, "", key);
    print_string(out, string);
    json_decref(string);
}

/* A JSON string is a YAML string; what cannot be seen is written by its number. */
static void print_string(FILE *out, const json_t *string) {
    bool is_plain = visible_is_plain(json_string_value(string));
    json_dumpf(string, out, JSON_ENCODE_ANY | (is_plain ? 0 : JSON_ENSURE_ASCII));
    fputc('\n', out);
}
