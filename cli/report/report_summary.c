/* Tells it to people at a terminal: which scenarios went wrong and why, and a last line. */
#include "cli/base/colour.h"
#include "cli/base/member.h"
#include "cli/base/output.h"
#include "cli/base/text.h"
#include "cli/base/visible.h"
#include "cli/report/outcome.h"
#include "cli/report/report.h"
#include "sim/scenario/duration.h"

static void print_scenario(struct report *report, const json_t *outcome);
static void print_progress(struct report *report, const char *file);
static void print_end(struct report *report);

const struct report_kind REPORT_SUMMARY = {
    .scenario = print_scenario, .progress = print_progress, .end = print_end};

enum { INDENT = 12, PROGRESS_NAME_COLUMNS = 60 };

static void print_unseen(FILE *out, const json_t *outcome);
static void print_failed_point(struct report *report, const json_t *outcome, const json_t *point);
static void print_count(FILE *out, size_t count, const char *what);
static void print_coloured(struct report *report, const char *colour, const char *text);

static void print_scenario(struct report *report, const json_t *outcome) {
    FILE *out = report->out;
    if (report->has_progress) {
        fputs(ERASE_LINE, out);
    }
    print_unseen(out, outcome);
    if (outcome_code(outcome) != CODE_PASSED) {
        print_coloured(report, COLOUR_RED, member_text(outcome, "state"));
        fputs("  ", out);
        visible_print(out, report_name(outcome));
        fputc('\n', out);
        size_t i;
        json_t *point;
        json_array_foreach(json_object_get(outcome, "points"), i, point) {
            if (!json_is_true(json_object_get(point, "passed"))) {
                print_failed_point(report, outcome, point);
            }
        }
        json_array_foreach(json_object_get(outcome, "output"), i, point) {
            fprintf(out, "  %s  ", i == 0 ? "printed " : "        ");
            print_wrapped(out, INDENT, json_string_value(point));
        }
    }
}

/* What cannot be seen from outside, scenario by scenario. */
static void print_unseen(FILE *out, const json_t *outcome) {
    bool has_any = false;
    size_t i;
    json_t *point;
    json_array_foreach(json_object_get(outcome, "points"), i, point) {
        const char *why = member_text(point, "skipped");
        if (why[0] == '\0') {
            continue;
        }
        if (!has_any) {
            has_any = true;
            visible_print(out, report_name(outcome));
            fputc('\n', out);
        }
        fputs("  skipped   ", out);
        print_wrapped(out, INDENT, member_text(point, "expected"));
        fputs("  because   ", out);
        print_wrapped(out, INDENT, why);
    }
}

static void print_progress(struct report *report, const char *file) {
    fprintf(report->out, "%zu of %zu  %.*s", report->seen, report->setting->expected,
            (int)text_fit(file, PROGRESS_NAME_COLUMNS), file);
}

static void print_end(struct report *report) {
    FILE *out = report->out;
    bool passed = report->by_code[CODE_PASSED] == report->seen;
    print_coloured(report, passed ? COLOUR_GREEN : COLOUR_RED, passed ? "passed" : "not passed");
    fprintf(out, ": %zu scenario%s, %zu expectation%s", report->seen, report->seen == 1 ? "" : "s",
            report->points, report->points == 1 ? "" : "s");
    print_count(out, report->points_skipped, "skipped");
    print_count(out, report->skipped, "left out");
    print_count(out, report->by_code[CODE_FAILED], "failed");
    print_count(out, report->by_code[CODE_INPUT], "could not be read");
    print_count(out, report->by_code[CODE_LIMIT], "stopped at a limit");
    print_count(out, report->by_code[CODE_INTERNAL], "broke");
    const struct report_setting *setting = report->setting;
    if (setting->against) {
        char tolerance[DURATION_TEXT_BYTES];
        fprintf(out, "; against %s, times within %s", setting->against,
                duration_text(setting->tolerance_us, tolerance));
    }
    fputc('\n', out);
}

static void print_failed_point(struct report *report, const json_t *outcome, const json_t *point) {
    FILE *out = report->out;
    char moment[DURATION_TEXT_BYTES];
    const char *rule = member_text(point, "rule");
    fputs("  expected  ", out);
    print_wrapped(out, INDENT, member_text(point, "expected"));
    fputs("  happened  ", out);
    print_wrapped(out, INDENT, member_text(point, "happened"));
    fprintf(out, "  at        %s", duration_text((uint64_t)member_number(point, "at_us"), moment));
    if (rule[0] != '\0') {
        fprintf(out, ", by rule %s", rule);
    }
    if (member_number(outcome, "runs") > 1) {
        fprintf(out, ", with %lld of %lld %s", (long long)member_number(point, "failures"),
                (long long)member_number(outcome, "runs"), report_runs(outcome));
    }
    fprintf(out, "\n  in        %s", member_text(outcome, "file"));
    if (member_number(point, "line") != 0) {
        fprintf(out, ":%lld", (long long)member_number(point, "line"));
    }
    if (json_object_get(point, "order_text")) {
        fputs("\n  when      ", out);
        print_wrapped(out, INDENT, member_text(point, "order_text"));
    } else {
        fputc('\n', out);
    }
    fputs("  repeat    ", out);
    report_print_repeat(report, outcome, point);
    fputs("\n\n", out);
}

static void print_count(FILE *out, size_t count, const char *what) {
    if (count > 0) {
        fprintf(out, ", %zu %s", count, what);
    }
}

static void print_coloured(struct report *report, const char *colour, const char *text) {
    fprintf(report->out, "%s%s%s", report->has_colours ? colour : "", text,
            report->has_colours ? COLOUR_NONE : "");
}
