/* What a C test needs to speak TAP: numbered points, a plan, and to standard error a diagnosis
 * where one fails: of standard output a harness shows no more than that. */
#ifndef STASIM_TESTS_TAP_H
#define STASIM_TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_run;
static int tap_failed;

__attribute__((format(printf, 4, 5), unused)) static bool
tap_point(bool passed, const char *file, int line, const char *format, ...) {
    char what[512];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    printf("%sok %d - %s\n", passed ? "" : "not ", ++tap_run, what);
    fflush(stdout);
    if (!passed) {
        tap_failed++;
        fprintf(stderr, "#   failed: %s, at %s:%d\n", what, file, line);
    }
    return passed;
}

/* ok(condition, "what it shows", ...) */
#define ok(cond, ...) tap_point((cond), __FILE__, __LINE__, __VA_ARGS__)

#define is_int(got, want, ...)                                                                     \
    do {                                                                                           \
        long long tap_got = (long long)(got), tap_want = (long long)(want);                        \
        if (!ok(tap_got == tap_want, __VA_ARGS__)) {                                               \
            fprintf(stderr, "#   got %lld, want %lld\n", tap_got, tap_want);                       \
        }                                                                                          \
    } while (0)

#define is_str(got, want, ...)                                                                     \
    do {                                                                                           \
        const char *tap_got = (got), *tap_want = (want);                                           \
        bool tap_same =                                                                            \
            tap_got && tap_want ? strcmp(tap_got, tap_want) == 0 : tap_got == tap_want;            \
        if (!ok(tap_same, __VA_ARGS__)) {                                                          \
            fprintf(stderr, "#   got  %s\n#   want %s\n", tap_got ? tap_got : "(null)",            \
                    tap_want ? tap_want : "(null)");                                               \
        }                                                                                          \
    } while (0)

/* Ends the test: prints the plan and gives main its exit code. */
__attribute__((unused)) static int done_testing(void) {
    printf("1..%d\n", tap_run);
    return tap_failed == 0 && tap_run > 0 ? 0 : 1;
}

#endif
