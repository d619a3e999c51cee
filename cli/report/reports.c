/* The reports of a command: one to standard output, and JUnit's beside it. */
#include "cli/report/reports.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/member.h"
#include "cli/base/output.h"
#include "cli/base/problem.h"

static void print_troubles(const json_t *outcome);

bool reports_set_kind(struct reports *all, const struct report_kind *kind) {
    if (all->kind && all->kind != kind) {
        return false;
    }
    all->kind = kind;
    return true;
}

bool reports_open(struct reports *all) {
    const struct report_kind *kind = all->kind;
    if (!kind) {
        kind = output_is_terminal() ? &REPORT_SUMMARY : &REPORT_TAP;
    }
    all->items[all->count++] = (struct report){.kind = kind,
                                               .out = stdout,
                                               .setting = &all->setting,
                                               .has_colours = output_has_colours(),
                                               .has_progress = output_can_erase(STDOUT_FILENO)};
    if (all->junit_file) {
        FILE *out = fopen(all->junit_file, "w");
        if (!out) {
            complain("--junit: cannot write '%s': %s", all->junit_file, strerror(errno));
            return false;
        }
        all->items[all->count++] =
            (struct report){.kind = &REPORT_JUNIT, .out = out, .setting = &all->setting};
    }
    for (size_t i = 0; i < all->count; i++) {
        report_begin(&all->items[i]);
    }
    return true;
}

bool reports_close(struct reports *all) {
    bool good = true;
    for (size_t i = 0; i < all->count; i++) {
        FILE *out = all->items[i].out;
        report_end(&all->items[i]);
        if (out != stdout) {
            bool failed = ferror(out) != 0;
            if (fclose(out) != 0 || failed) {
                complain("--junit: cannot write '%s'", all->junit_file);
                good = false;
            }
        }
    }
    return good;
}

bool reports_tell(struct reports *all, const json_t *outcome) {
    for (size_t i = 0; i < all->count; i++) {
        report_scenario(&all->items[i], outcome);
    }
    bool wanted = output_works();
    print_troubles(outcome);
    for (size_t i = 0; i < all->count; i++) {
        report_progress(&all->items[i], member_text(outcome, "file"));
    }
    return wanted;
}

/* What must not be overlooked goes to standard error, whatever the form. */
static void print_troubles(const json_t *outcome) {
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(outcome, "problems"), i, item) {
        print_problem(stderr, member_text(item, "file"), (unsigned)member_number(item, "line"),
                      member_text(item, "severity"), member_text(item, "where"),
                      member_text(item, "text"));
    }
    if (json_object_get(outcome, "failure")) {
        complain("%s: seed %lld: %s", member_text(outcome, "file"),
                 (long long)member_number(outcome, "seed"), member_text(outcome, "failure"));
    }
    json_array_foreach(json_object_get(outcome, "log"), i, item) {
        fprintf(stderr, "  %s\n", json_string_value(item));
    }
}
