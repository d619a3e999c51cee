/* Asks the model: validation, compilation, cost, each name, and the dialplan. */
#include "cli/filter/filter_finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/base/visible.h"
#include "sim/base/must.h"

#define BYTES_PER_MB UINT64_C(1000000)
#define BYTES_PER_GB UINT64_C(1000000000)
#define BYTES_PER_TB UINT64_C(1000000000000)

enum { SIZE_TEXT_SIZE = 32 };

static void take_report(struct finding *finding, const struct filter_report *report);
static void warn_of_cost(struct finding *finding, const struct ere_cost *cost);
static void write_dialplan(struct finding *finding);
static __attribute__((format(printf, 2, 3))) struct finding_warning *warn(struct finding *finding,
                                                                          const char *format, ...);
static const char *size_text(uint64_t bytes, char text[SIZE_TEXT_SIZE]);

bool finding_make(struct finding *finding, const char *pattern, const struct names *names) {
    *finding = (struct finding){.pattern = pattern, .names = names};
    enum filter_error error;
    struct filter *filter = filter_new(pattern, &error);
    finding->answers = calloc(names->count + 1, sizeof *finding->answers);
    if (!filter || !finding->answers) {
        filter_free(filter);
        return false;
    }
    take_report(finding, filter_report(filter));
    must((finding->reason == NULL) == (error == FILTER_OK));
    for (size_t i = 0; i < names->count; i++) {
        finding->answers[i] = filter_match(filter, names->items[i]);
    }
    filter_free(filter);
    write_dialplan(finding);
    return true;
}

void finding_free(struct finding *finding) {
    free(finding->answers);
}

static void take_report(struct finding *finding, const struct filter_report *report) {
    finding->accepted = report->verdict.limit == FILTER_LIMIT_NONE;
    finding->compiles = report->compiles;
    if (!finding->accepted) {
        finding->reason = filter_limit_text(report->verdict.limit);
        finding->offset = report->verdict.offset;
    } else if (!finding->compiles) {
        finding->reason = report->error_reason;
        finding->offset = report->error_offset;
    }
    for (size_t i = 0; i < report->warnings.count; i++) {
        const struct filter_warning *from = &report->warnings.list[i];
        struct finding_warning *to = warn(finding, "%s", filter_warning_text(from->kind));
        to->has_offset =
            from->kind != FILTER_WARNS_MATCHES_ALL && from->kind != FILTER_WARNS_MATCHES_NONE;
        to->offset = from->offset;
    }
    warn_of_cost(finding, &report->cost);
    if (!visible_is_utf8(finding->pattern)) {
        warn(finding,
             "it is not UTF-8: a byte that is none matches only the same stray byte in a name");
    }
}

static void warn_of_cost(struct finding *finding, const struct ere_cost *cost) {
    char size[SIZE_TEXT_SIZE];
    if (cost->hurts) {
        warn(finding, "it would hurt the real server: %s (estimated memory: %s)", cost->why,
             size_text(cost->bytes_estimated, size));
    }
}

static void write_dialplan(struct finding *finding) {
    char quoted[FINDING_DIALPLAN_SIZE - sizeof "StasisBroadcast(500,)"];
    finding->quote_error =
        quote_argument(finding->pattern, quoted, sizeof quoted, &finding->quote_changes);
    if (finding->quote_error == QUOTE_OK) {
        snprintf(finding->dialplan, sizeof finding->dialplan, "StasisBroadcast(500,%s)", quoted);
    }
}

static struct finding_warning *warn(struct finding *finding, const char *format, ...) {
    must(finding->warnings_count < FINDING_WARNINGS_MAX);
    struct finding_warning *warning = &finding->warnings[finding->warnings_count++];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(warning->text, sizeof warning->text, format, arguments);
    va_end(arguments);
    must(length > 0 && (size_t)length < sizeof warning->text);
    return warning;
}

/* As people say it: a thousand MB are a GB. */
static const char *size_text(uint64_t bytes, char text[SIZE_TEXT_SIZE]) {
    if (bytes < BYTES_PER_MB) {
        snprintf(text, SIZE_TEXT_SIZE, "less than 1 MB");
    } else if (bytes < BYTES_PER_GB) {
        snprintf(text, SIZE_TEXT_SIZE, "%llu MB", (unsigned long long)(bytes / BYTES_PER_MB));
    } else if (bytes < 1000 * BYTES_PER_TB) {
        snprintf(text, SIZE_TEXT_SIZE, "%.1f GB", (double)bytes / (double)BYTES_PER_GB);
    } else {
        snprintf(text, SIZE_TEXT_SIZE, "more than 1000 TB");
    }
    return text;
}
