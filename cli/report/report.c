/* Tells what became of scenarios: what all forms have in common, and the plainest of them. */
#include "cli/report/report.h"

#include <string.h>

#include "cli/base/member.h"
#include "cli/base/output.h"
#include "cli/report/outcome.h"
#include "sim/base/must.h"

static void print_json(struct report *report, const json_t *outcome);

const struct report_kind REPORT_JSON = {.scenario = print_json};

void report_repeat_with(struct report_setting *setting, const char *option, const char *value) {
    size_t i = 0;
    while (i < setting->repeated_count && strcmp(setting->repeated[i].option, option) != 0) {
        i++;
    }
    must(i < REPORT_REPEATED_MAX);
    setting->repeated[i].option = option;
    setting->repeated[i].value = value;
    setting->repeated_count += i == setting->repeated_count;
}

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
    if (report->kind->progress && report->has_progress &&
        report->seen < report->setting->expected) {
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
    const char *name = member_text(outcome, "scenario");
    return name[0] != '\0' ? name : member_text(outcome, "file");
}

const char *report_runs(const json_t *outcome) {
    return member_number(outcome, "orders") > 0 ? "runs" : "seeds";
}

void report_print_repeat(const struct report *report, const json_t *outcome, const json_t *point) {
    const struct report_setting *setting = report->setting;
    FILE *out = report->out;
    print_shell_word(out, setting->program);
    fputs(setting->tested ? " test " : " run ", out);
    for (size_t i = 0; i < setting->repeated_count; i++) {
        fprintf(out, "--%s ", setting->repeated[i].option);
        print_shell_word(out, setting->repeated[i].value);
        fputc(' ', out);
    }
    if (!setting->against) { /* a server has a seed of its own */
        fprintf(out, "--seed %lld ", (long long)member_number(point, "seed"));
    }
    if (member_number(outcome, "orders") > 0) {
        fprintf(out, "--order %lld ", (long long)member_number(point, "order"));
    }
    print_shell_word(out, member_text(outcome, "file"));
    for (char **word = setting->tested; word && *word; word++) {
        fputs(word == setting->tested ? " -- " : " ", out);
        print_shell_word(out, *word);
    }
}

static void print_json(struct report *report, const json_t *outcome) {
    json_dumpf(outcome, report->out, JSON_COMPACT);
    fputc('\n', report->out);
}
