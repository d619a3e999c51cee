/* What the measurements have in common: processor time, rows of the table, a quick mode. */
#ifndef STASIM_TESTS_BENCH_H
#define STASIM_TESTS_BENCH_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { BENCH_LABEL_COLUMNS = 58, BENCH_COLUMN = 14 };

/* Processor time of this process. */
static inline double bench_now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* `--quick` does a tenth of the rounds: enough to see that it works. */
static inline unsigned bench_rounds(int argc, char *const argv[], unsigned rounds) {
    bool quick = argc > 1 && strcmp(argv[1], "--quick") == 0;
    return quick ? (rounds + 9) / 10 : rounds;
}

/* The head of a part of the table; "" for a column that is not there. */
static inline void bench_head(const char *label, const char *a, const char *b, const char *c) {
    printf("\n%-*s %*s %*s %*s\n", BENCH_LABEL_COLUMNS, label, BENCH_COLUMN, a, BENCH_COLUMN, b,
           BENCH_COLUMN, c);
}

#endif
