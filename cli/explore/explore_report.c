/* Reports of searches: put together, judged, printed, kept in files. */
#include "cli/explore/explore_report.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "cli/base/member.h"
#include "cli/base/output.h"
#include "cli/base/problem.h"
#include "cli/base/tap.h"
#include "cli/base/visible.h"
#include "sim/scenario/explore.h"

enum { FORMAT = 1 };

typedef bool same_function(const json_t *a, const json_t *b);

static bool is_same_search(const json_t *a, const json_t *b);
static void add_number(json_t *to, const char *key, const json_t *more);
static void add_outcomes(json_t *to, const json_t *more);
static void add_items(json_t *to, const char *key, const json_t *more, same_function *is_same);
static json_t *find_or_append(json_t *list, json_t *item, same_function *is_same);
static bool is_same_outcome(const json_t *a, const json_t *b);
static bool is_same_number(const json_t *a, const json_t *b);
static void print_found(FILE *out, const json_t *report, const char *indent);
static void print_outcome(FILE *out, const json_t *item, const char *indent);
static void print_statuses(FILE *out, json_t *calls);
static void print_fates(FILE *out, json_t *apps);
static void print_violation(FILE *out, const json_t *item, const char *indent);
static void print_size(FILE *out, const json_t *report);

json_t *explore_reports_new(void) {
    return json_pack("{s:i, s:[]}", "stasim_explore", FORMAT, "scenarios");
}

void explore_reports_add(json_t *reports, json_t *report) {
    json_t *list = json_object_get(reports, "scenarios");
    size_t i;
    json_t *known;
    json_array_foreach(list, i, known) {
        if (is_same_search(known, report)) {
            explore_report_add(known, report);
            json_decref(report);
            return;
        }
    }
    json_array_append_new(list, report);
}

void explore_report_add(json_t *report, json_t *more) {
    static const char *const sums[] = {"schedules", "steps", "states"};
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
        add_number(report, sums[i], more);
    }
    bool complete = json_is_true(json_object_get(report, "complete")) &&
                    json_is_true(json_object_get(more, "complete"));
    json_object_set_new(report, "complete", json_boolean(complete));
    if (json_object_get(more, "stopped")) {
        json_object_set(report, "stopped", json_object_get(more, "stopped"));
    }
    add_outcomes(report, more);
    add_items(report, "violations", more, explore_same_violation);
    add_items(report, "shard", more, is_same_number);
}

static bool is_same_search(const json_t *a, const json_t *b) {
    static const char *const keys[] = {"scenario", "file", "seed", "how", "reduced", "shards"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        json_t *of_a = json_object_get(a, keys[i]);
        json_t *of_b = json_object_get(b, keys[i]);
        if (!of_a || !of_b || !json_equal(of_a, of_b)) {
            return false;
        }
    }
    return true;
}

/* JSON's numbers end at 2^63: what is more stays there. */
static void add_number(json_t *to, const char *key, const json_t *more) {
    json_int_t a = member_number(to, key), b = member_number(more, key);
    json_object_set_new(to, key, json_integer(b <= INT64_MAX - a ? a + b : INT64_MAX));
}

static void add_outcomes(json_t *to, const json_t *more) {
    json_t *list = json_object_get(to, "outcomes");
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(more, "outcomes"), i, item) {
        json_t *known = find_or_append(list, item, is_same_outcome);
        if (known && json_object_get(item, "schedules")) {
            add_number(known, "schedules", item);
        }
    }
}

/* Of violations, and of the shards it is made of, each is listed once. */
static void add_items(json_t *to, const char *key, const json_t *more, same_function *is_same) {
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(more, key), i, item) {
        find_or_append(json_object_get(to, key), item, is_same);
    }
}

/* The item of the list that is the same; NULL: there was none, and now there is this one. */
static json_t *find_or_append(json_t *list, json_t *item, same_function *is_same) {
    size_t i;
    json_t *known;
    json_array_foreach(list, i, known) {
        if (is_same(known, item)) {
            return known;
        }
    }
    json_array_append(list, item);
    return NULL;
}

static bool is_same_outcome(const json_t *a, const json_t *b) {
    return json_equal(json_object_get(a, "outcome"), json_object_get(b, "outcome"));
}

static bool is_same_number(const json_t *a, const json_t *b) {
    return json_equal(a, b);
}

json_t *explore_reports_read(const char *path) {
    json_error_t error;
    json_t *reports = json_load_file(path, 0, &error);
    if (!reports) {
        print_problem(stderr, path, error.line > 0 ? (unsigned)error.line : 0, "error", "",
                      error.text);
        return NULL;
    }
    if (member_number(reports, "stasim_explore") != FORMAT ||
        !json_is_array(json_object_get(reports, "scenarios"))) {
        complain("%s: this is no report of `stasim explore --report`", path);
        json_decref(reports);
        return NULL;
    }
    return reports;
}

bool explore_reports_write(const json_t *reports, const char *path) {
    if (json_dump_file(reports, path, JSON_INDENT(1)) != 0) {
        complain("--report: cannot write '%s': %s", path, strerror(errno));
        return false;
    }
    return true;
}

static bool shards_are_missing(const json_t *report) {
    return (json_int_t)json_array_size(json_object_get(report, "shard")) <
           member_number(report, "shards");
}

enum exit_code explore_report_code(const json_t *report, bool of_all_shards) {
    if (json_array_size(json_object_get(report, "violations")) > 0) {
        return CODE_FAILED;
    }
    bool is_part = of_all_shards && shards_are_missing(report);
    return is_part || json_object_get(report, "stopped") ? CODE_LIMIT : CODE_PASSED;
}

void explore_report_print(FILE *out, const json_t *report) {
    visible_print(out, member_text(report, "scenario"));
    fprintf(out, "\n  ");
    print_size(out, report);
    fprintf(out, "\n");
    print_found(out, report, "  ");
}

void explore_report_print_tap(FILE *out, const json_t *report, size_t number, enum exit_code code) {
    fprintf(out, "%sok %zu - ", code == CODE_PASSED ? "" : "not ", number);
    tap_print_name(out, member_text(report, "scenario"));
    fprintf(out, ": ");
    print_size(out, report);
    fprintf(out, "\n");
    print_found(out, report, "# ");
}

static void print_found(FILE *out, const json_t *report, const char *indent) {
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(report, "outcomes"), i, item) {
        print_outcome(out, item, indent);
    }
    json_array_foreach(json_object_get(report, "violations"), i, item) {
        print_violation(out, item, indent);
    }
}

static void print_violation(FILE *out, const json_t *item, const char *indent) {
    fprintf(out, "%sviolated: ", indent);
    visible_print(out, member_text(item, "text"));
    fputc('\n', out);
}

static void print_size(FILE *out, const json_t *report) {
    const char *stopped = member_text(report, "stopped");
    json_int_t schedules = member_number(report, "schedules");
    bool random = strcmp(member_text(report, "how"), "exhaustive") != 0;
    bool reduced = json_is_true(json_object_get(report, "reduced"));
    size_t outcomes = json_array_size(json_object_get(report, "outcomes"));
    if (stopped[0] != '\0') {
        fprintf(out, "stopped at a limit: %s", stopped);
    } else if (random) {
        fprintf(out, "%lld schedules tried at random", (long long)schedules);
    } else if (!json_is_true(json_object_get(report, "complete"))) {
        fprintf(out, "stopped at the first violation");
    } else if (shards_are_missing(report)) {
        fprintf(out, "%zu of %lld shards explored",
                json_array_size(json_object_get(report, "shard")),
                (long long)member_number(report, "shards"));
    } else if (reduced) {
        fprintf(out, "all interleavings explored");
    } else {
        fprintf(out, "all %lld%s interleavings explored", (long long)schedules,
                schedules == INT64_MAX ? " or more" : "");
    }
    fprintf(out, " (%lld states, %lld steps), %zu outcome%s",
            (long long)member_number(report, "states"), (long long)member_number(report, "steps"),
            outcomes, outcomes == 1 ? "" : "s");
}

/* "SUCCESS: sales-1 won 204, sales-2 409 (and 1 like it)" */
static void print_outcome(FILE *out, const json_t *item, const char *indent) {
    const json_t *outcome = json_object_get(item, "outcome");
    const json_t *broken = json_object_get(outcome, "broken");
    fprintf(out, "%s", indent);
    if (broken) {
        fprintf(out, "broken: ");
        visible_print(out, json_string_value(broken));
    } else {
        print_statuses(out, json_object_get(outcome, "calls"));
        print_fates(out, json_object_get(outcome, "apps"));
    }
    json_int_t alike = member_number(outcome, "alike");
    if (alike > 1) {
        fprintf(out, "; stands for %lld that are alike", (long long)alike);
    }
    if (json_object_get(item, "schedules")) {
        fprintf(out, "; %lld schedules", (long long)member_number(item, "schedules"));
    }
    fprintf(out, "\n");
}

static void print_statuses(FILE *out, json_t *calls) {
    bool several = json_object_size(calls) > 1;
    const char *separator = "";
    if (json_object_size(calls) == 0) {
        fprintf(out, "no broadcast");
    }
    void *it = json_object_iter(calls);
    for (; it; it = json_object_iter_next(calls, it)) {
        size_t i;
        json_t *value;
        fprintf(out, "%s", separator);
        if (several) {
            visible_print(out, json_object_iter_key(it));
            fputc(' ', out);
        }
        separator = "";
        json_array_foreach(json_object_get(json_object_iter_value(it), "STASISSTATUS"), i, value) {
            if (json_string_length(value) > 0) {
                fputs(separator, out);
                visible_print(out, json_string_value(value));
                separator = ", ";
            }
        }
        separator = "; ";
    }
}

static void print_fates(FILE *out, json_t *apps) {
    const char *separator = ": ";
    void *it = json_object_iter(apps);
    for (; it; it = json_object_iter_next(apps, it)) {
        json_t *fate = json_object_iter_value(it);
        if (json_object_size(fate) == 0) {
            continue;
        }
        fputs(separator, out);
        visible_print(out, json_object_iter_key(it));
        separator = ", ";
        if (json_object_get(fate, "won")) {
            fprintf(out, " won");
        }
        void *of = json_object_iter(fate);
        for (; of; of = json_object_iter_next(fate, of)) {
            size_t i;
            json_t *status;
            json_array_foreach(json_object_iter_value(of), i, status) {
                if (json_is_integer(status)) {
                    fprintf(out, " %lld", (long long)json_integer_value(status));
                }
            }
        }
    }
}
