/* Tells it as JUnit's XML: a test suite a scenario, a test case an expectation. Nothing in it
 * depends on how long anything took. */

#include "cli/base/member.h"
#include "cli/base/xml.h"
#include "cli/report/report.h"
#include "sim/scenario/duration.h"

static void begin(struct report *report);
static void print_scenario(struct report *report, const json_t *outcome);
static void print_end(struct report *report);

const struct report_kind REPORT_JUNIT = {
    .begin = begin, .scenario = print_scenario, .end = print_end};

static size_t count_failures(const json_t *points);
static size_t count_skipped(const json_t *points);
static void print_point(struct report *report, const json_t *outcome, const json_t *point);
static void print_number(FILE *out, const char *before, json_int_t number, const char *behind);
static void print_skipped(FILE *out, const json_t *outcome);
static void print_why_skipped(FILE *out, const char *why);
static void print_output(FILE *out, const json_t *lines);
static void print_error(FILE *out, const json_t *outcome);
static void print_attribute(FILE *out, const char *name, const char *value);

static void begin(struct report *report) {
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"stasim\">\n",
          report->out);
}

static void print_end(struct report *report) {
    fputs("</testsuites>\n", report->out);
}

static void print_scenario(struct report *report, const json_t *outcome) {
    FILE *out = report->out;
    const json_t *points = json_object_get(outcome, "points");
    size_t count = json_array_size(points);
    fputs("  <testsuite", out);
    print_attribute(out, "name", report_name(outcome));
    print_attribute(out, "file", member_text(outcome, "file"));
    bool skipped = json_object_get(outcome, "skipped") != NULL;
    fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%d\"", count > 0 ? count : 1,
            count_failures(points), count == 0 && !skipped);
    json_int_t left_out = skipped ? 1 : (json_int_t)count_skipped(points);
    print_number(out, " skipped=\"", left_out, "\"");
    fputs(">\n", out);
    size_t i;
    json_t *point;
    json_array_foreach(points, i, point) {
        print_point(report, outcome, point);
    }
    if (json_object_get(outcome, "skipped")) {
        print_skipped(out, outcome);
    } else if (count == 0) {
        print_error(out, outcome);
    }
    print_output(out, json_object_get(outcome, "output"));
    fputs("  </testsuite>\n", out);
}

static size_t count_failures(const json_t *points) {
    size_t i, failures = 0;
    json_t *point;
    json_array_foreach(points, i, point) {
        failures += !json_is_true(json_object_get(point, "passed"));
    }
    return failures;
}

static size_t count_skipped(const json_t *points) {
    size_t i, skipped = 0;
    json_t *point;
    json_array_foreach(points, i, point) {
        skipped += json_object_get(point, "skipped") != NULL;
    }
    return skipped;
}

static void print_point(struct report *report, const json_t *outcome, const json_t *point) {
    FILE *out = report->out;
    fputs("    <testcase", out);
    print_attribute(out, "classname", member_text(outcome, "file"));
    print_attribute(out, "name", member_text(point, "expected"));
    const char *skipped = member_text(point, "skipped");
    if (skipped[0] != '\0') {
        print_why_skipped(out, skipped);
        return;
    }
    if (json_is_true(json_object_get(point, "passed"))) {
        fputs("/>\n", out);
        return;
    }
    char moment[DURATION_TEXT_BYTES];
    fputs(">\n      <failure", out);
    print_attribute(out, "message", member_text(point, "happened"));
    uint64_t at_us = (uint64_t)member_number(point, "at_us");
    fprintf(out, ">seed %lld, at %s", (long long)member_number(point, "seed"),
            duration_text(at_us, moment));
    const char *rule = member_text(point, "rule");
    fprintf(out, "%s%s", rule[0] == '\0' ? "" : ", rule ", rule);
    print_number(out, ", order ", member_number(point, "order"), "");
    print_number(out, ", line ", member_number(point, "line"), "");
    fputs("</failure>\n    </testcase>\n", out);
}

static void print_number(FILE *out, const char *before, json_int_t number, const char *behind) {
    if (number != 0) {
        fprintf(out, "%s%lld%s", before, (long long)number, behind);
    }
}

static void print_skipped(FILE *out, const json_t *outcome) {
    fputs("    <testcase", out);
    print_attribute(out, "classname", member_text(outcome, "file"));
    print_attribute(out, "name", member_text(outcome, "state"));
    print_why_skipped(out, member_text(outcome, "skipped"));
}

/* The rest of a test case. */
static void print_why_skipped(FILE *out, const char *why) {
    fputs(">\n      <skipped", out);
    print_attribute(out, "message", why);
    fputs("/>\n    </testcase>\n", out);
}

/* What the programs under test have printed. */
static void print_output(FILE *out, const json_t *lines) {
    size_t i;
    json_t *line;
    json_array_foreach(lines, i, line) {
        fputs(i == 0 ? "    <system-out>" : "\n", out);
        xml_print(out, json_string_value(line));
    }
    if (json_array_size(lines) > 0) {
        fputs("</system-out>\n", out);
    }
}

/* A scenario without points: it could not be read, or not even begun. */
static void print_error(FILE *out, const json_t *outcome) {
    fputs("    <testcase", out);
    print_attribute(out, "classname", member_text(outcome, "file"));
    print_attribute(out, "name", member_text(outcome, "state"));
    fputs(">\n      <error>", out);
    xml_print(out, member_text(outcome, "failure"));
    size_t i;
    json_t *problem;
    json_array_foreach(json_object_get(outcome, "problems"), i, problem) {
        fputs(i > 0 ? "\n" : "", out);
        xml_print(out, member_text(problem, "file"));
        print_number(out, ":", member_number(problem, "line"), "");
        fputs(": ", out);
        xml_print(out, member_text(problem, "where"));
        fputs(member_text(problem, "where")[0] != '\0' ? ": " : "", out);
        xml_print(out, member_text(problem, "text"));
    }
    fputs("</error>\n    </testcase>\n", out);
}

static void print_attribute(FILE *out, const char *name, const char *value) {
    fprintf(out, " %s=\"", name);
    xml_print(out, value);
    fputc('"', out);
}
